import type { Issuer, IssuerGroup } from './model.js';

/** Who is meant by the CAA identifiers, and which those are, as the CAs publish them. */
interface Owner {
  readonly owner: string;
  readonly caaDomains: readonly string[];
}

const LETS_ENCRYPT: Owner = { owner: "Let's Encrypt", caaDomains: ['letsencrypt.org'] };
const GOOGLE: Owner = { owner: 'Google Trust Services', caaDomains: ['pki.goog'] };
const SECTIGO: Owner = {
  owner: 'Sectigo',
  caaDomains: ['sectigo.com', 'comodo.com', 'comodoca.com', 'usertrust.com', 'trust-provider.com'],
};
const DIGICERT: Owner = {
  owner: 'DigiCert',
  caaDomains: [
    'digicert.com',
    'www.digicert.com',
    'digicert.ne.jp',
    'cybertrust.ne.jp',
    'symantec.com',
    'thawte.com',
    'geotrust.com',
    'rapidssl.com',
  ],
};
const AMAZON: Owner = {
  owner: 'Amazon Trust Services',
  caaDomains: ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com', 'aws.amazon.com'],
};
const GLOBALSIGN: Owner = { owner: 'GlobalSign', caaDomains: ['globalsign.com'] };
const SSL_COM: Owner = { owner: 'SSL.com', caaDomains: ['ssl.com'] };
const GODADDY: Owner = { owner: 'GoDaddy', caaDomains: ['godaddy.com', 'starfieldtech.com'] };
const SECOM: Owner = { owner: 'SECOM', caaDomains: ['secomtrust.net'] };
const MICROSOFT: Owner = { owner: 'Microsoft', caaDomains: ['microsoft.com'] };

const issuer = (owner: Owner, name: string, keyId: string, spkiSha256?: string): Issuer => ({
  keyId,
  ...(spkiSha256 === undefined ? {} : { spkiSha256 }),
  name,
  ...owner,
});

/**
 * The issuing keys that are known without asking anybody. Small on purpose: what is not in here is taken from the source's
 * hint, and said to be so; `caa-guard refresh issuers` makes a table of all that CCADB knows.
 */
export const SHIPPED_ISSUERS: readonly IssuerGroup[] = [
  {
    source:
      'certificates in public logs (Argon2020, Argon2026h2, tiles of static logs, an answer of the Cert Spotter API): authority key identifiers and, where a log entry has it, the digest of the issuing key; CAA identifiers as the CAs publish them',
    date: '2026-11-23',
    issuers: [
      issuer(
        LETS_ENCRYPT,
        'R12',
        '00b529f22d8e6f31e89b4cad783efadce90cd1d2',
        '919c0df7a787b597ed056ace654b1de9c0387acf349f73734a4fd7b58cf612a4',
      ),
      issuer(LETS_ENCRYPT, 'R3', '142eb317b75856cbae500940e61faf9d8b14c2c6'),
      issuer(
        LETS_ENCRYPT,
        'E8',
        '8f0d13a2f62e7ed1506c3318385d598e237291ca',
        '885bf0572252c6741dc9a52f5044487fef2a93b811cdedfad7624cc283b7cdd5',
      ),
      issuer(
        LETS_ENCRYPT,
        'E7',
        'ae489edc871d44a06fdaa2e560740478c29c0080',
        'cbbc559b44d524d6a132bdac672744da3407f12aae5d5f722c5f6c7913871c75',
      ),
      issuer(
        LETS_ENCRYPT,
        'R13',
        'e7ab9f0f2c33a053d35e4f78c8b2840e3bd69233',
        '025490860b498ab73c6a12f27a49ad5fe230fafe3ac8f6112c9b7d0aad46941d',
      ),
      issuer(
        GOOGLE,
        'WR1',
        '666949d4de2a9c9103cf890e24b80e30036e882e',
        'c83bbda20db9e4d3791847fe0706bdad3aea150d04c9d674af514287d4dd016e',
      ),
      issuer(
        GOOGLE,
        'WE1',
        '9077923567c4ffa8cca9e67bd980797bcc93f938',
        '908769e8d34477cc2cba0632c88605b22d7294c0840f78596d247c645b1afc0e',
      ),
      issuer(GOOGLE, 'GTS Root R4', '804cd6eb74ff4936a3d5d8fcb53ec56af0941d8c'),
      issuer(
        SECTIGO,
        'Sectigo RSA Organization Validation Secure Server CA',
        '17d9d6252767f931c24943d93036448c6ca94feb',
        '4648564dc7c901037f631391d765643e8f8f86622849f59dfc9564838e1e8a76',
      ),
      issuer(
        SECTIGO,
        'Sectigo RSA Extended Validation Secure Server CA',
        '2c69ff80c98790ae34e1b4e74c93859940e9a7b2',
        '84427914d60fed9a4d20bc9266d26088fe94b56dc2958513445c571aa592590d',
      ),
      issuer(
        SECTIGO,
        'Sectigo RSA Domain Validation Secure Server CA',
        '8d8c5ec454ad8ae177e99bf99b05e1b8018d61e1',
        'e1ae9c3de848ece1ba72e0d991ae4d0d9ec547c6bad1dddab9d6beb0a7e0e0d8',
      ),
      issuer(
        SECTIGO,
        'COMODO RSA Domain Validation Secure Server CA',
        '90af6a3a945a0bd890ea125673df43b43a28dae7',
      ),
      issuer(
        SECTIGO,
        'ZeroSSL ECC DV SSL CA 2',
        '94459fda514771d573aeac1dab0872126dad7c62',
        'c70ca36f968deed4915a3d365d265ad9c2862f15cb74a1d405f2d3ffbb708e14',
      ),
      issuer(
        SECTIGO,
        'GoGetSSL RSA EV CA',
        'cf073a5de194e555122363df7d16413ce77a6a9d',
        '92bd48062cbc4d9ba6443bbe894f070f61882d212a4cf513c3a1bd8dc1d17a4e',
      ),
      issuer(
        DIGICERT,
        'DigiCert Basic RSA CN CA G2',
        '06bda69b60795031bed5a9024aa0d095538b2f34',
        '65c9300b87ea21409e8b3d7f8a1a8b63d4c37a4e2d0dcef4e0714fae1ab294fa',
      ),
      issuer(
        DIGICERT,
        'GeoTrust TLS RSA CA G1',
        '944fd45d8be4a4e2a680fefdd8f900efa3be0257',
        '4831b9a2b12ff225fa30d7a7200c5af2740536944e07febe965b197571d936ab',
      ),
      issuer(
        AMAZON,
        'Amazon RSA 2048 M03',
        '55d9185fd21ccc01e158b4beabd9554201d72e02',
        'bf14689ff125e4ab88e2fc797b2d43826b189916349c37790a0e067c9f12f9b8',
      ),
      issuer(
        AMAZON,
        'Amazon RSA 2048 M02',
        'c03152cd5a50c3827c7471cecbe99cf97aeb82e2',
        'd7cb643f2af69dc92fe1f828d1d84091a52d27686edbcdf5c653b648a86af1d8',
      ),
      issuer(
        AMAZON,
        'Amazon ECDSA 256 M03',
        'cb23c3f302736fbac1a4adf871c6102816dfecbf',
        '11e6a7320dd8ab2e9a3762e10b6f300038470c1fdccd9f64e1171ea6fa06c118',
      ),
      issuer(
        GLOBALSIGN,
        'GlobalSign GCC R3 DV TLS CA 2020',
        '0d98c0737fabbdbdd9474b49ad0a4a0cac3ec77c',
        '49cef02f815f3b0f2e79de70dc9392ceee4ccc1e3bd4f7ea7723788673186d7e',
      ),
      issuer(GLOBALSIGN, 'GlobalSign Root CA', '607b661a450d97ca89502f7d04cd34a8fffcfd4b'),
      issuer(
        GLOBALSIGN,
        'GlobalSign GCC R6 AlphaSSL CA 2023',
        'bd05b7f38a933c73cb79fa0f8512a17796189174',
        '25d14445138d49ea24a4f4701caa198193cf18efbb630a0c1c61e87b5040ab77',
      ),
      issuer(
        GLOBALSIGN,
        'GlobalSign RSA OV SSL CA 2018',
        'f8ef7ff2cd7867a8de6f8f248d88f1870302b3eb',
        '8444e9815bda2c2d1bbdc186dedd1cbaa887bebe17c8fd8c4f00a2aa18115b05',
      ),
      issuer(
        SSL_COM,
        'Cloudflare TLS Issuing ECC CA 4',
        '820dce689274be64657f18d5b016700e6abb8048',
        '1959e38fb7d3fc16bee5e20e834e2c6667bf0e9e6b9806b86bd40a6d66c716d0',
      ),
      issuer(
        GODADDY,
        'GoDaddy TLS Intermediate CA DV - R1v1',
        '89ebe71d79c3bedb3fdc8e20b0fbe41e7c39f62b',
        '6357bfdc3aac2ffc96238448689e0e7e12c45b926226834a15517503116a9220',
      ),
      issuer(
        SECOM,
        'NII Open Domain CA - G7 RSA',
        'b02ee551edfc4acfa387f11390762d9d8e94a1e3',
        '81d7266db3bef8e6e75adb87e6cfb7c3b9734226252de5f2306b8767b6e0686d',
      ),
      issuer(
        MICROSOFT,
        'Microsoft Azure RSA TLS Issuing CA 08',
        'f67e2fbd80a34ab2705bebdf9a1fd8edca618007',
        '2e366d8d78d767ac42e76c58a5baa8fbb88278c1c707768dbb4e3e3c9b43c988',
      ),
    ],
  },
  {
    source:
      "Let's Encrypt's list of its intermediates, https://letsencrypt.org/certificates/, as of 2026-06-06, from a public copy whose digests for E7, E8, R12 and R13 are those that log entries show",
    date: '2026-11-25',
    issuers: [
      issuer(
        LETS_ENCRYPT,
        'E9',
        '5d77d14dac4d227859b286598e431cb764591341',
        'f1440a9b76e1e41e53a4cb461329bf6337b419726be513e42e19f1c691c5d4b2',
      ),
      issuer(
        LETS_ENCRYPT,
        'R14',
        'e51095d8b60c51d7a77235630a54686e0653f8fb',
        'f1647a5ee3efac54c892e930584fe47979b7acd1c76c1271bca1c5076d869888',
      ),
      issuer(
        LETS_ENCRYPT,
        'YE1',
        'bb20ca470bfed7e59cf98f092aa38c3745b1bcd8',
        '6ebcefb4210b088654a38b03fea3d7d1c711b4fb1ddc363a45f9b1a4e53da01e',
      ),
      issuer(
        LETS_ENCRYPT,
        'YE2',
        'b959f28ecf22f086d33748ff761418ba82d85587',
        'b3fb5d00e994cddf2cc9a4eea9f806bc5727e83cc0e4299bf956f2d524fe5376',
      ),
      issuer(
        LETS_ENCRYPT,
        'YE3',
        'f6a27ed65e236fdddd4546611e821575cdf1e68e',
        'a698a20824be04e47a1a33c4fa488731be92011f23a31e900e2ca26c9c2acfce',
      ),
      issuer(
        LETS_ENCRYPT,
        'YR1',
        '1f2f35be461482cd40b1ae792c5578faf7d468fb',
        '2e8307068b6db620e4a39d068b5dee5d6ef5788cbb2c0b6d23ead84fcc17178c',
      ),
      issuer(
        LETS_ENCRYPT,
        'YR2',
        '40152d2679ed32209edf9a721dd6321f810c810c',
        '9d637b3d27a9e570d07607b9ccadb80a70915c7af72afce12841b1b1da825fd1',
      ),
      issuer(
        LETS_ENCRYPT,
        'YR3',
        '696529f933f809b642d5e1f3b5b59d1f5f7a227c',
        '51aaa87d984b559ac69e929f888a022d832e089ff4dba0a412b5101bca4bc799',
      ),
    ],
  },
];
