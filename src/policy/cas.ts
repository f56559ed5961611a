/**
 * Certification authorities by the issuer domain names that they recognise in CAA records. From the CAs' own
 * documents as collected by CCADB ("All CAA Identifiers" report); reviewed 2026-11. Not every CA is in here: a policy can name
 * another one with `unlisted: true`.
 */
export interface Ca {
  readonly owner: string;
  /** Issuer domain names, the usual one first. */
  readonly identifiers: readonly string[];
  /** How account URIs of its ACME service begin, where that is known. */
  readonly accounts?: {
    readonly production: readonly string[];
    /** Test services: a URI of these in CAA lets nobody issue. */
    readonly staging: readonly string[];
  };
}

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
    owner: 'Sectigo (ZeroSSL issues under it)',
    identifiers: ['sectigo.com', 'comodo.com', 'comodoca.com', 'usertrust.com', 'trust-provider.com'],
  },
  {
    owner: 'DigiCert',
    identifiers: [
      'digicert.com',
      'www.digicert.com',
      'digicert.ne.jp',
      'cybertrust.ne.jp',
      'symantec.com',
      'thawte.com',
      'geotrust.com',
      'rapidssl.com',
      'volusion.com',
      'stratossl.com',
      'intermediatecertificate.com',
      'quovadisglobal.com',
      'pkioverheid.nl',
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
  { owner: 'Certigna', identifiers: ['certigna.fr'] },
  { owner: 'Microsec e-Szigno', identifiers: ['e-szigno.hu'] },
  { owner: 'NETLOCK', identifiers: ['netlock.hu', 'netlock.net', 'netlock.eu'] },
  { owner: 'Disig', identifiers: ['disig.sk'] },
  { owner: 'certSIGN', identifiers: ['certsign.ro'] },
  { owner: 'FNMT', identifiers: ['fnmt.es'] },
  { owner: 'Firmaprofesional', identifiers: ['firmaprofesional.com'] },
  { owner: 'Izenpe', identifiers: ['izenpe.com', 'izenpe.eus'] },
  { owner: 'TWCA', identifiers: ['twca.com.tw'] },
  {
    owner: 'Chunghwa Telecom',
    identifiers: ['pki.hinet.net', 'tls.hinet.net', 'eca.hinet.net', 'epki.com.tw', 'publicca.hinet.net'],
  },
  { owner: 'SECOM', identifiers: ['secomtrust.net'] },
  { owner: 'JPRS', identifiers: ['jprs.jp', 'pubcert.jprs.jp'] },
  { owner: 'NAVER Cloud', identifiers: ['navercloudtrust.com'] },
  { owner: 'TrustAsia', identifiers: ['trustasia.com'] },
  { owner: 'CFCA', identifiers: ['cfca.com.cn'] },
  { owner: 'SHECA', identifiers: ['sheca.com', 'imtrust.cn', 'wwwtrust.cn'] },
  { owner: 'eMudhra', identifiers: ['emsign.com', 'emudhra.com'] },
  { owner: 'VikingCloud', identifiers: ['trustwave.com', 'securetrust.com'] },
  { owner: 'OISTE/WISeKey', identifiers: ['wisekey.com', 'hightrusted.com', 'certifyid.com', 'oiste.org'] },
  { owner: 'Atos', identifiers: ['atos.net', 'pki.atos.net'] },
  { owner: 'Kamu SM', identifiers: ['kamusm.gov.tr'] },
  { owner: 'Microsoft', identifiers: ['microsoft.com'] },
  { owner: 'Apple', identifiers: ['pki.apple.com'] },
];

const BY_IDENTIFIER: ReadonlyMap<string, Ca> = new Map(
  CAS.flatMap((ca) => ca.identifiers.map((identifier) => [identifier, ca] as const)),
);

/** The CA that recognises an issuer domain name (any letter case); `undefined` if the table has none. */
export function caOf(identifier: string): Ca | undefined {
  return BY_IDENTIFIER.get(identifier.toLowerCase());
}

/** What is known of an account URI under an issuer. */
export type AccountKind =
  /** An account of this CA. */
  | 'own'
  /** An account of this CA's test service. */
  | 'staging'
  /** An account of another CA in the table. */
  | 'foreign'
  /** The table does not know how this CA's accounts look. */
  | 'unknown'
  /** The table knows how they look, and this is none. */
  | 'odd';

export function accountKind(identifier: string, account: string): AccountKind {
  const begins = (prefixes: readonly string[] | undefined): boolean =>
    prefixes?.some((prefix) => account.startsWith(prefix)) ?? false;
  const ca = caOf(identifier);
  if (begins(ca?.accounts?.production)) return 'own';
  if (begins(ca?.accounts?.staging)) return 'staging';
  if (
    CAS.some(
      (other) => other !== ca && (begins(other.accounts?.production) || begins(other.accounts?.staging)),
    )
  )
    return 'foreign';
  return ca?.accounts === undefined ? 'unknown' : 'odd';
}
