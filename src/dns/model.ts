import type { DnsName } from '../base/name.js';

/** Numbers of RR types that this project names (IANA "Resource Record (RR) TYPEs"). */
export const RrType = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  DNAME: 39,
  OPT: 41,
  DS: 43,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  NSEC3PARAM: 51,
  TLSA: 52,
  CDS: 59,
  CDNSKEY: 60,
  SVCB: 64,
  HTTPS: 65,
  ANY: 255,
  CAA: 257,
} as const;

/** Response codes (RFC 1035, section 4.1.1; RFC 6895). */
export const Rcode = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

/** One resource record as it came. RDATA is raw, with compressed names in it expanded; case kept. */
export interface ResourceRecord {
  readonly name: DnsName;
  readonly type: number;
  readonly class: number;
  /** Seconds. A TTL with the top bit set reads as 0 (RFC 2181, section 8). */
  readonly ttl: number;
  readonly rdata: Uint8Array;
  /** Offset of the record in its message. */
  readonly offset: number;
  /** Set when the RDATA does not parse as its type demands; the record spoils itself and not the message. */
  readonly malformed?: string;
}

export interface Question {
  readonly name: DnsName;
  readonly type: number;
  readonly class: number;
}

/** EDNS(0) of a message (RFC 6891); the extended RCODE is already merged into `Message.rcode`. */
export interface Edns {
  readonly udpSize: number;
  readonly version: number;
  readonly dnssecOk: boolean;
  /** Extended DNS Errors (RFC 8914). `text` is from outside. */
  readonly errors: readonly { readonly code: number; readonly text: string }[];
}

export interface Message {
  readonly id: number;
  readonly response: boolean;
  readonly opcode: number;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly recursionDesired: boolean;
  readonly recursionAvailable: boolean;
  readonly authenticData: boolean;
  readonly checkingDisabled: boolean;
  readonly rcode: number;
  readonly questions: readonly Question[];
  readonly answer: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
  readonly edns?: Edns;
}

/** Records of one name, class and type, with the signatures that cover them. */
export interface RRset {
  readonly name: DnsName;
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  readonly records: readonly ResourceRecord[];
  readonly signatures: readonly ResourceRecord[];
}

/* ------------------------------------------------------------------ the network, as a port */

/** `https` is DoH (RFC 8484), `tls` is DoT (RFC 7858). */
export type Transport = 'udp' | 'tcp' | 'tls' | 'https';

/** Whom to ask. */
export interface ServerAddress {
  /** IP address literal; for `https` and `tls` a host name may stand here. */
  readonly host: string;
  readonly port: number;
  /** DoH URI without the template part, for `https`. */
  readonly url?: string;
  /** Name to authenticate, for `tls`. */
  readonly tlsName?: string;
}

/** Why no usable bytes came back. */
export const EXCHANGE_FAILURES = [
  'timeout',
  'refused',
  'unreachable',
  'closed',
  'tls',
  'http',
  'too-large',
  'aborted',
  'internal',
] as const;
export type ExchangeFailure = (typeof EXCHANGE_FAILURES)[number];

export type ExchangeResult =
  | { readonly ok: true; readonly response: Uint8Array; readonly ms: number }
  | {
      readonly ok: false;
      readonly failure: ExchangeFailure;
      readonly detail: string;
      readonly ms: number;
      /** How many messages came meanwhile that were no answer: the server is not silent. */
      readonly strays?: number;
    };

/**
 * The one port through which DNS bytes pass. It sends `query` once and gives the bytes that came back; it does not
 * parse, retry or fall back (UDP answers with another id or from another address are dropped by the transport and
 * waited past). Never throws for what the network does. A scripted world implements just this.
 */
export type Exchange = (
  server: ServerAddress,
  query: Uint8Array,
  transport: Transport,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
) => Promise<ExchangeResult>;

/** Time as the caller sees it. `now` is milliseconds since 1970 (UTC) and may be virtual; `monotonic` measures spans. */
export interface Clock {
  now(): number;
  monotonic(): number;
}

/* ------------------------------------------------------------------ what a lookup gives */

/** Security state (RFC 4033, section 5; RFC 4035, section 4.3). */
export type SecurityState = 'secure' | 'insecure' | 'bogus' | 'indeterminate';

/** Why a lookup is not secure. Stable codes; `docs/` explains each. */
export type ReasonCode =
  // insecure, proven
  | 'delegation-insecure'
  | 'delegation-opt-out'
  | 'algorithm-unsupported'
  | 'digest-unsupported'
  | 'nsec3-iterations'
  | 'no-trust-anchor'
  | 'denial-opt-out'
  // bogus
  | 'signature-missing'
  | 'signature-invalid'
  | 'signature-expired'
  | 'signature-not-yet-valid'
  | 'signer-wrong'
  | 'labels-wrong'
  | 'dnskey-missing'
  | 'ds-mismatch'
  | 'ds-unproven'
  | 'denial-missing'
  | 'denial-invalid'
  | 'wildcard-unproven'
  | 'alias-invalid'
  | 'key-invalid'
  | 'record-malformed'
  | 'work-limit'
  | 'anchor-mismatch'
  // indeterminate: could not see
  | 'timeout'
  | 'unreachable'
  | 'servfail'
  | 'refused'
  | 'lame'
  | 'formerr'
  | 'garbage'
  | 'truncated'
  | 'query-limit'
  | 'time-limit'
  | 'alias-loop'
  | 'alias-limit'
  | 'no-servers';

/** The reason behind a state: a code for machines, the name and zone it concerns, and a sentence of our own. */
export interface Reason {
  readonly code: ReasonCode;
  /** The name whose records are at fault. */
  readonly name: DnsName;
  readonly type?: number;
  /** The zone in which the fault lies, where known: whoever runs it must act. */
  readonly zone?: DnsName;
  /** The server that gave the faulty answer, where known. */
  readonly server?: ServerAddress;
  /** What was expected and what came. Our own words with DNS names in presentation form; may hold outside text. */
  readonly detail: string;
  /** The records that prove it. */
  readonly records?: readonly ResourceRecord[];
}

/** One step of an alias chain: a CNAME, or the DNAME that made it. */
export interface Alias {
  readonly from: DnsName;
  readonly to: DnsName;
  readonly via: 'CNAME' | 'DNAME';
}

/** The zone cut under which the final name of a lookup lies, and how its chain of trust stands. */
export interface Answer {
  /** The end of the alias chain: where the records are, or are not. */
  readonly owner: DnsName;
  readonly aliases: readonly Alias[];
  /** The zone that holds `owner`. */
  readonly zone: DnsName;
  readonly outcome:
    | { readonly kind: 'records'; readonly rrset: RRset; readonly wildcard?: DnsName }
    | { readonly kind: 'nodata' }
    | { readonly kind: 'nxdomain' };
  /** Seconds for which the answer may be used, clamped as RFC 4035, section 5.3.3 says. */
  readonly ttl: number;
}

/**
 * The result of a validated lookup. There is no way to the answer that does not pass the state: `bogus` and
 * `indeterminate` have none.
 */
export type Lookup =
  | { readonly state: 'secure'; readonly answer: Answer }
  | { readonly state: 'insecure'; readonly answer: Answer; readonly reason: Reason }
  | { readonly state: 'bogus'; readonly reason: Reason }
  | { readonly state: 'indeterminate'; readonly reason: Reason };

/** What the rest of the project asks DNS through. Never rejects for what the world does. */
export interface Resolver {
  lookup(name: DnsName, type: number): Promise<Lookup>;
}

/* ------------------------------------------------------------------ between resolver and validator */

/**
 * One answer for one question, as a server that ought to know gave it: not validated, not chased across aliases.
 * The iterative resolver gives the response of a server authoritative for `zone`; the forwarding one what the
 * recursive server said, with `zone` unknown.
 */
export type Fetched =
  | {
      readonly ok: true;
      readonly message: Message;
      readonly server: ServerAddress;
      /** The zone whose servers were asked, if the fetcher knows it. */
      readonly zone?: DnsName;
    }
  | { readonly ok: false; readonly reason: Reason };

/**
 * Fetches unvalidated responses. For DS the question goes to the parent side of the cut (RFC 4035, section 3.1.4.1).
 * Calls for the same name and type that are under way are shared. `retry` asks other servers than those in `avoid`
 * (as `host:port`), after an answer that did not validate: one bad server must not spoil a good zone.
 */
export interface Fetcher {
  fetch(name: DnsName, type: number, options?: { readonly avoid?: ReadonlySet<string> }): Promise<Fetched>;
}
