import type { SignatureFields } from './signature.js';
import type { LabKey } from './keys.js';

/** How non-existence is proven: NSEC, or NSEC3 (RFC 5155) with its parameters. */
export type Denial =
  | 'nsec'
  | {
      /** Hex. Default: none. */
      readonly salt?: string;
      /** Default: 0, as RFC 9276 asks. */
      readonly iterations?: number;
      /** Leave unsigned delegations out of the chain. Default: false. */
      readonly optOut?: boolean;
    };

/** The keys of a zone by what they do. One key may do all (CSK). */
export interface ZoneKeys {
  /** In the DNSKEY set. */
  readonly published: readonly LabKey[];
  /** Sign the DNSKEY set. */
  readonly signKeys: readonly LabKey[];
  /** Sign all else. */
  readonly signData: readonly LabKey[];
  /** The DS records at the parent are made of these. */
  readonly anchored: readonly LabKey[];
}

export interface SigningSpec {
  /** IANA number. Default: 13. */
  readonly algorithm?: number;
  /** One key for all. Default: false, a KSK and a ZSK. */
  readonly csk?: boolean;
  /** Instead of generated ones. */
  readonly keys?: ZoneKeys;
  /** Default: NSEC. */
  readonly denial?: Denial;
  /** Seconds from the signing day's midnight (UTC). Default: a day before to fourteen days after. */
  readonly validity?: { readonly inception: number; readonly expiration: number };
}

/** What the parent says of the zone's keys: made from them, none, or these RDATAs (text or octets). */
export type DsSpec =
  { readonly digests: readonly number[] } | 'none' | { readonly rdatas: readonly (string | Uint8Array)[] };

/** `[owner, type, RDATA, TTL]`; the owner relative to the zone, `@` for the apex, absolute with a final dot. */
export type RecordSpec = readonly [
  owner: string,
  type: string | number,
  rdata: string | Uint8Array,
  ttl?: number,
];

export interface ZoneSpec {
  readonly name: string;
  /** Host names of its name servers. Where the lab serves them follows from the world's servers. */
  readonly servers: readonly string[];
  /** SOA and NS at the apex are made where they are not given. */
  readonly records?: readonly RecordSpec[];
  /** Default: signed with `{}`. */
  readonly signing?: SigningSpec | 'unsigned';
  /** Default: `{ digests: [2] }` for a signed zone. */
  readonly ds?: DsSpec;
}

/**
 * What is wrong with a set of records, or its signature:
 * - `expired`, `not-yet-valid`: signed for another month; the signature is sound.
 * - `flipped`: one bit of the signature is wrong. `wrong-key`: signed with a key that is not the zone's.
 * - `unsigned`: the RRSIG is left out. `missing`: the whole set is, wherever it would stand, proofs included.
 * - `tampered`: the RDATA is other than what was signed.
 * - `fields`: any field of the RRSIG, before signing.
 */
export type Fault =
  | 'expired'
  | 'not-yet-valid'
  | 'flipped'
  | 'wrong-key'
  | 'unsigned'
  | 'missing'
  | { readonly tampered: (rdatas: readonly Uint8Array[]) => readonly Uint8Array[] }
  | { readonly fields: (fields: SignatureFields) => SignatureFields };

export interface Damage {
  /** Owner as in `RecordSpec`; absent: every owner. */
  readonly name?: string;
  /** Absent: every type. */
  readonly type?: string | number;
  readonly fault: Fault;
}
