import type { Ca } from './cas.js';

/** Where the table comes from, and when it was last gone through. */
export const CAS_SOURCE = {
  from: 'CAA identifiers as the CAs publish them, gone through against copies of public lists; not against CCADB itself',
  reviewed: '2026-11-23',
} as const;

/**
 * The larger publicly trusted CAs. An identifier stands once, under the CA that is meant by it, though a CA may recognise those of
 * another for which it also issues (DigiCert those of Amazon, Sectigo those of Entrust).
 */
export const CAS: readonly Ca[] = [
  {
    owner: "Let's Encrypt",
    identifiers: ['letsencrypt.org'],
    accounts: {
      production: [
        'https://acme-v02.api.letsencrypt.org/acme/acct/',
        'https://acme-v01.api.letsencrypt.org/acme/reg/',
      ],
      staging: [
        'https://acme-staging-v02.api.letsencrypt.org/acme/acct/',
        'https://acme-staging.api.letsencrypt.org/acme/reg/',
      ],
    },
  },
  {
    owner: 'Google Trust Services',
    identifiers: ['pki.goog'],
    accounts: {
      production: ['https://dv.acme-v02.api.pki.goog/account/'],
      staging: ['https://dv.acme-v02.test-api.pki.goog/account/'],
    },
  },
  {
    owner: 'Sectigo',
    note: 'ZeroSSL issues under it',
    identifiers: ['sectigo.com', 'comodo.com', 'comodoca.com', 'usertrust.com', 'trust-provider.com'],
    accounts: {
      production: ['https://acme.zerossl.com/v2/DV90/account/', 'https://acme.sectigo.com/v2/'],
      staging: [],
      more: true,
    },
  },
  {
    owner: 'DigiCert',
    identifiers: [
      'digicert.com',
      'www.digicert.com',
      'digicert.ne.jp',
      'symantec.com',
      'thawte.com',
      'geotrust.com',
      'rapidssl.com',
      'digitalcertvalidation.com',
      '1and1.digitalcertvalidation.com',
      'intermediatecertificate.digitalcertvalidation.com',
      'stratossl.digitalcertvalidation.com',
      'volusion.digitalcertvalidation.com',
      'quovadisglobal.com',
      'pkioverheid.nl',
      'www.pkioverheid.nl',
    ],
  },
  {
    owner: 'Amazon Trust Services',
    identifiers: ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com', 'aws.amazon.com'],
  },
  { owner: 'GlobalSign', identifiers: ['globalsign.com'] },
  { owner: 'SSL.com', identifiers: ['ssl.com'] },
  { owner: 'Entrust', identifiers: ['entrust.net', 'affirmtrust.com'] },
  { owner: 'GoDaddy', identifiers: ['godaddy.com', 'starfieldtech.com'] },
  { owner: 'IdenTrust', identifiers: ['identrust.com'] },
  { owner: 'Buypass', identifiers: ['buypass.com', 'buypass.no'] },
  { owner: 'Certainly', identifiers: ['certainly.com'] },
  { owner: 'Asseco Certum', identifiers: ['certum.pl', 'certum.eu', 'yandex.ru'] },
  { owner: 'Actalis', identifiers: ['actalis.it'] },
  { owner: 'HARICA', identifiers: ['harica.gr'] },
  { owner: 'SwissSign', identifiers: ['swisssign.com', 'swisssign.net', 'swissign.com'] },
  { owner: 'D-Trust', identifiers: ['d-trust.net', 'dtrust.de', 'd-trust.de', 'dtrust.net'] },
  { owner: 'Telekom Security', identifiers: ['telesec.de', 'pki.dfn.de', 'dfn.de'] },
  { owner: 'Telia', identifiers: ['telia.com', 'telia.fi', 'telia.se'] },
  { owner: 'Certigna', identifiers: ['certigna.fr', 'certigna.com'] },
  { owner: 'Microsec e-Szigno', identifiers: ['e-szigno.hu'] },
  { owner: 'NETLOCK', identifiers: ['netlock.hu', 'netlock.net', 'netlock.eu', 'netlock.com'] },
  { owner: 'Disig', identifiers: ['disig.sk'] },
  { owner: 'certSIGN', identifiers: ['certsign.ro'] },
  { owner: 'FNMT', identifiers: ['fnmt.es'] },
  { owner: 'Firmaprofesional', identifiers: ['firmaprofesional.com'] },
  { owner: 'ACCV', identifiers: ['accv.es'] },
  { owner: 'Camerfirma', identifiers: ['camerfirma.com'] },
  { owner: 'EDICOM', identifiers: ['edicomgroup.com'] },
  { owner: 'Izenpe', identifiers: ['izenpe.com', 'izenpe.eus'] },
  { owner: 'TWCA', identifiers: ['twca.com.tw'] },
  { owner: 'GRCA', identifiers: ['gca.nat.gov.tw'] },
  {
    owner: 'Chunghwa Telecom',
    identifiers: ['pki.hinet.net', 'tls.hinet.net', 'eca.hinet.net', 'epki.com.tw', 'publicca.hinet.net'],
  },
  { owner: 'SECOM', identifiers: ['secomtrust.net'] },
  { owner: 'Cybertrust Japan', identifiers: ['cybertrust.ne.jp', 'cybertrust.co.jp'] },
  { owner: 'JPRS', identifiers: ['jprs.jp', 'pubcert.jprs.jp'] },
  { owner: 'NAVER Cloud', identifiers: ['navercloudtrust.com'] },
  { owner: 'TrustAsia', identifiers: ['trustasia.com'] },
  { owner: 'BJCA', identifiers: ['bjca.cn'] },
  { owner: 'CFCA', identifiers: ['cfca.com.cn'] },
  { owner: 'SHECA', identifiers: ['sheca.com', 'imtrust.cn', 'wwwtrust.cn'] },
  { owner: 'eMudhra', identifiers: ['emsign.com', 'emudhra.com'] },
  { owner: 'VikingCloud', identifiers: ['trustwave.com', 'securetrust.com', 'vikingcloud.com'] },
  { owner: 'OISTE/WISeKey', identifiers: ['wisekey.com', 'hightrusted.com', 'certifyid.com', 'oiste.org'] },
  { owner: 'Atos', identifiers: ['atos.net', 'pki.atos.net'] },
  { owner: 'Kamu SM', identifiers: ['kamusm.gov.tr'] },
  { owner: 'Microsoft', identifiers: ['microsoft.com'] },
  { owner: 'Apple', identifiers: ['pki.apple.com'] },
];

/**
 * What people write in place of an issuer domain name, and the one that is meant: names of services and companies that
 * are no issuer domain names.
 */
export const MEANT: ReadonlyMap<string, string> = new Map([
  ['zerossl.com', 'sectigo.com'],
  ['isrg.org', 'letsencrypt.org'],
  ['google.com', 'pki.goog'],
  ['goog.pki', 'pki.goog'],
  ['entrust.com', 'entrust.net'],
  ['awsapps.com', 'amazon.com'],
  ['telekom.de', 'telesec.de'],
]);
