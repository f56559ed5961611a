import type { DnsName } from '../../base/name.js';
import { CaaGuardError } from '../../base/error.js';

/** What the lab's own errors are about: a world that was described in a way that cannot be built. */
export class LabError extends CaaGuardError<'LAB_INVALID'> {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super('LAB_INVALID', message, options);
  }
}

/**
 * RR types by mnemonic (IANA registry). The lab has a table of its own: it must not share an error with the codec that
 * reads its answers.
 */
const NUMBERS = {
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
  SSHFP: 44,
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

export const T: Readonly<typeof NUMBERS> = NUMBERS;

const MNEMONICS: ReadonlyMap<number, string> = new Map(
  Object.entries(NUMBERS).map(([mnemonic, number]) => [number, mnemonic]),
);

/** `CAA`, `TYPE257` (RFC 3597, section 5) or 257. Throws `LabError`. */
export function typeNumber(type: string | number): number {
  if (typeof type === 'number') return type;
  const upper = type.toUpperCase();
  const known = (NUMBERS as Readonly<Record<string, number>>)[upper];
  if (known !== undefined) return known;
  const generic = /^TYPE([0-9]{1,5})$/.exec(upper)?.[1];
  if (generic !== undefined && Number(generic) <= 0xffff) return Number(generic);
  throw new LabError(`expected an RR type such as CAA or TYPE257; got ${JSON.stringify(type)}`);
}

export function typeText(type: number): string {
  return MNEMONICS.get(type) ?? `TYPE${type}`;
}

/** Records of one name and type. The class is always IN. RDATA is wire form, without compression. */
export interface LabRRset {
  readonly name: DnsName;
  readonly type: number;
  readonly ttl: number;
  readonly rdatas: readonly Uint8Array[];
}

/** One record of a response. */
export interface LabRecord {
  readonly name: DnsName;
  readonly type: number;
  readonly ttl: number;
  readonly rdata: Uint8Array;
  /** Default: 1, IN. */
  readonly class?: number;
}

export function recordsOf(rrset: LabRRset): LabRecord[] {
  return rrset.rdatas.map((rdata) => ({ name: rrset.name, type: rrset.type, ttl: rrset.ttl, rdata }));
}
