import { caOf } from '../policy/cas.js';

/** Validation methods (RFC 8657, section 4): those that IANA lists, the Baseline Requirements' own, and a CA's own. */
export type MethodLabel =
  | 'dns-01'
  | 'dns-account-01'
  | 'dns-persist-01'
  | 'http-01'
  | 'tls-alpn-01'
  | 'onion-csr-01'
  | 'email-reply-00'
  | `ca-${string}`;

/** What a CA may do. What is absent is not bound: any account, any method. */
export interface IssuerProps {
  /**
   * The ACME account that may ask: its URI, or its number at a CA whose URIs are known.
   *
   * @default - any account: whoever controls the network path to the domain can get a certificate
   */
  readonly account?: string | number;
  /** Several of them; one record is written for each. */
  readonly accounts?: readonly (string | number)[];
  /**
   * Ways in which control of the domain may be shown.
   *
   * @default - any method
   */
  readonly methods?: readonly MethodLabel[];
}

/** A CA that may issue, as a policy says it. Made by `letsEncrypt(...)` and the like, or by `issuer(...)`. */
export interface Issuer {
  /** Issuer domain name (RFC 8659, section 4.2). */
  readonly ca: string;
  readonly accounts?: readonly string[];
  readonly methods?: readonly MethodLabel[];
  /** The CA is in no table of ours, and that is meant. */
  readonly unlisted?: true;
}

/** Who may issue: these, nobody, or everybody, said out loud. */
export type Issuers = readonly Issuer[] | 'none' | 'unrestricted';

/** Nobody may issue. */
export const none = 'none';

/** Every CA may issue. Said out loud, since it is what an absent record means. */
export const unrestricted = 'unrestricted';

/** Any CA by its issuer domain name. One that is in no table of ours needs `unlisted`. */
export function issuer(ca: string, props: IssuerProps & { readonly unlisted?: true } = {}): Issuer {
  const { account, accounts = [], methods, unlisted } = props;
  const all = [...(account === undefined ? [] : [account]), ...accounts].map((one) => uriOf(ca, one));
  return {
    ca,
    ...(all.length === 0 ? {} : { accounts: all }),
    ...(methods === undefined ? {} : { methods }),
    ...(unlisted === undefined ? {} : { unlisted }),
  };
}

/** A number stands for the account of that number at the CA's service: `.../acme/acct/1234`. */
function uriOf(ca: string, account: string | number): string {
  const text = String(account);
  const [prefix] = caOf(ca)?.accounts?.production ?? [];
  return /^[0-9]+$/.test(text) && prefix !== undefined ? `${prefix}${text}` : text;
}

const named =
  (ca: string) =>
  (props: IssuerProps = {}): Issuer =>
    issuer(ca, props);

/** Let's Encrypt; an account may be given by its number. */
export const letsEncrypt = named('letsencrypt.org');
/** Google Trust Services; an account may be given by its number. */
export const googleTrustServices = named('pki.goog');
/** Sectigo, for itself and for ZeroSSL. */
export const sectigo = named('sectigo.com');
/** ZeroSSL, which issues under Sectigo: its accounts are those of acme.zerossl.com. */
export const zeroSsl = named('sectigo.com');
/** DigiCert, with GeoTrust, Thawte and RapidSSL. */
export const digiCert = named('digicert.com');
/** Amazon Trust Services: certificates of AWS Certificate Manager. */
export const amazon = named('amazon.com');
/** GlobalSign. */
export const globalSign = named('globalsign.com');
/** SSL.com. */
export const sslCom = named('ssl.com');
/** Entrust. */
export const entrust = named('entrust.net');
/** GoDaddy. */
export const goDaddy = named('godaddy.com');
/** IdenTrust. */
export const idenTrust = named('identrust.com');
/** Buypass. */
export const buypass = named('buypass.com');
/** Certainly: certificates of Fastly. */
export const certainly = named('certainly.com');
/** Asseco Certum. */
export const certum = named('certum.pl');
/** Actalis. */
export const actalis = named('actalis.it');
/** HARICA. */
export const harica = named('harica.gr');
/** SwissSign. */
export const swissSign = named('swisssign.com');
/** Telekom Security. */
export const telekomSecurity = named('telesec.de');
/** D-Trust. */
export const dTrust = named('d-trust.net');
