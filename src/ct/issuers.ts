import type { CertificateFacts } from './model.js';

/** An issuing key, and the CAA identifiers that its CA recognises. */
export interface Issuer {
  /** Subject key identifier of the issuing certificate, hex: the authority key identifier of what it issues. */
  readonly keyId: string;
  /** For people: a name in a certificate identifies nobody. */
  readonly name: string;
  readonly caaDomains: readonly string[];
}

/**
 * Where the key identifiers are from: authority key identifiers of certificates in public logs (Argon2020, Argon2026h2,
 * tiles of static logs, an answer of the Cert Spotter API), each seen in the certificate's own bytes. The CAA
 * identifiers are those that the CAs publish, gone through against copies of public lists. Small on purpose: what is not in here is
 * taken from the source's hint, and said to be so.
 */
export const ISSUERS_SOURCE = {
  date: '2026-11-23',
  from: 'certificates in public logs; CAA identifiers as the CAs publish them',
} as const;

const LETS_ENCRYPT = ['letsencrypt.org'];
const GOOGLE = ['pki.goog'];
const SECTIGO = ['sectigo.com', 'comodo.com', 'comodoca.com', 'usertrust.com', 'trust-provider.com'];
const DIGICERT = [
  'digicert.com',
  'www.digicert.com',
  'digicert.ne.jp',
  'cybertrust.ne.jp',
  'symantec.com',
  'thawte.com',
  'geotrust.com',
  'rapidssl.com',
];
const AMAZON = ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com', 'aws.amazon.com'];
const GLOBALSIGN = ['globalsign.com'];

const issuer = (keyId: string, name: string, caaDomains: readonly string[]): Issuer => ({
  keyId,
  name,
  caaDomains,
});

export const ISSUERS: readonly Issuer[] = [
  issuer('00b529f22d8e6f31e89b4cad783efadce90cd1d2', "Let's Encrypt R12", LETS_ENCRYPT),
  issuer('142eb317b75856cbae500940e61faf9d8b14c2c6', "Let's Encrypt R3", LETS_ENCRYPT),
  issuer('8f0d13a2f62e7ed1506c3318385d598e237291ca', "Let's Encrypt E8", LETS_ENCRYPT),
  issuer('ae489edc871d44a06fdaa2e560740478c29c0080', "Let's Encrypt E7", LETS_ENCRYPT),
  issuer('e7ab9f0f2c33a053d35e4f78c8b2840e3bd69233', "Let's Encrypt R13", LETS_ENCRYPT),
  issuer('666949d4de2a9c9103cf890e24b80e30036e882e', 'Google Trust Services WR1', GOOGLE),
  issuer('9077923567c4ffa8cca9e67bd980797bcc93f938', 'Google Trust Services WE1', GOOGLE),
  issuer('804cd6eb74ff4936a3d5d8fcb53ec56af0941d8c', 'Google Trust Services Root R4', GOOGLE),
  issuer('17d9d6252767f931c24943d93036448c6ca94feb', 'Sectigo RSA OV', SECTIGO),
  issuer('2c69ff80c98790ae34e1b4e74c93859940e9a7b2', 'Sectigo RSA EV', SECTIGO),
  issuer('8d8c5ec454ad8ae177e99bf99b05e1b8018d61e1', 'Sectigo RSA DV', SECTIGO),
  issuer('90af6a3a945a0bd890ea125673df43b43a28dae7', 'COMODO RSA DV', SECTIGO),
  issuer('94459fda514771d573aeac1dab0872126dad7c62', 'ZeroSSL ECC DV 2', SECTIGO),
  issuer('cf073a5de194e555122363df7d16413ce77a6a9d', 'GoGetSSL RSA EV', SECTIGO),
  issuer('06bda69b60795031bed5a9024aa0d095538b2f34', 'DigiCert Basic RSA CN G2', DIGICERT),
  issuer('944fd45d8be4a4e2a680fefdd8f900efa3be0257', 'GeoTrust TLS RSA G1', DIGICERT),
  issuer('55d9185fd21ccc01e158b4beabd9554201d72e02', 'Amazon RSA 2048 M03', AMAZON),
  issuer('c03152cd5a50c3827c7471cecbe99cf97aeb82e2', 'Amazon RSA 2048 M02', AMAZON),
  issuer('cb23c3f302736fbac1a4adf871c6102816dfecbf', 'Amazon ECDSA 256 M03', AMAZON),
  issuer('0d98c0737fabbdbdd9474b49ad0a4a0cac3ec77c', 'GlobalSign GCC R3 DV 2020', GLOBALSIGN),
  issuer('607b661a450d97ca89502f7d04cd34a8fffcfd4b', 'GlobalSign Root', GLOBALSIGN),
  issuer('bd05b7f38a933c73cb79fa0f8512a17796189174', 'GlobalSign AlphaSSL 2023', GLOBALSIGN),
  issuer('f8ef7ff2cd7867a8de6f8f248d88f1870302b3eb', 'GlobalSign RSA OV 2018', GLOBALSIGN),
  issuer('820dce689274be64657f18d5b016700e6abb8048', 'SSL.com, Cloudflare TLS Issuing ECC 4', ['ssl.com']),
  issuer('89ebe71d79c3bedb3fdc8e20b0fbe41e7c39f62b', 'GoDaddy TLS DV R1v1', [
    'godaddy.com',
    'starfieldtech.com',
  ]),
  issuer('b02ee551edfc4acfa387f11390762d9d8e94a1e3', 'SECOM, NII Open Domain G7 RSA', ['secomtrust.net']),
  issuer('f67e2fbd80a34ab2705bebdf9a1fd8edca618007', 'Microsoft Azure RSA TLS 08', ['microsoft.com']),
];

const BY_KEY: ReadonlyMap<string, Issuer> = new Map(ISSUERS.map((one) => [one.keyId, one]));

/**
 * CAA identifiers of the CA that issued a certificate, by its authority key identifier; `undefined` if the table has
 * none. The identifier is what the certificate says: whether that key really signed it is for a chain to prove.
 */
export function caaDomainsOf(facts: Pick<CertificateFacts, 'authorityKeyId'>): readonly string[] | undefined {
  return facts.authorityKeyId === undefined ? undefined : BY_KEY.get(facts.authorityKeyId)?.caaDomains;
}
