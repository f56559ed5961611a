import { CaaGuardError } from '../../base/error.js';
import { DnsName } from '../../base/name.js';
import { Rcode, RrType, type Message, type ReasonCode, type ResourceRecord, type RRset } from '../model.js';
import { readRrsig, readSoa, readTarget } from '../wire/rdata.js';
import { groupRrsets } from '../wire/rrset.js';
import { typeName } from '../wire/types.js';

/** What a response says about one name and type, before anything is believed. */
export type Shape =
  /** `source` is the DNAME that a CNAME asked for was made from: it is signed, the CNAME is not. */
  | { readonly kind: 'records'; readonly rrset: RRset; readonly source?: RRset }
  | { readonly kind: 'alias'; readonly via: 'CNAME' | 'DNAME'; readonly rrset: RRset; readonly to: DnsName }
  | { readonly kind: 'negative'; readonly nxdomain: boolean }
  | {
      readonly kind: 'unusable';
      readonly state: 'bogus' | 'indeterminate';
      readonly code: ReasonCode;
      readonly detail: string;
    };

/**
 * Reads what a response says about `name` and `type`: the records, one alias (a DNAME above the name goes before
 * the CNAME made from it, RFC 6672, section 3.1), or that there is nothing.
 */
export function shapeOf(message: Message, name: DnsName, type: number): Shape {
  const sets = withSignatures(message, message.answer).filter((set) => set.class === 1);
  const dname = sets.find((set) => set.type === RrType.DNAME && name.isBelow(set.name));
  const cname = sets.find((set) => set.type === RrType.CNAME && set.name.equals(name));
  // Records beside a CNAME break RFC 2181, section 10.1; what stands first counts.
  const first = sets.find((set) => set.name.equals(name) && (set.type === type || set.type === RrType.CNAME));
  if (first?.type === type) {
    const made = type === RrType.CNAME && dname !== undefined && first.signatures.length === 0;
    if (!made) return { kind: 'records', rrset: first };
    const shape = byDname(dname, first, name);
    return shape.kind === 'alias' ? { kind: 'records', rrset: first, source: dname } : shape;
  }
  if (dname !== undefined) return byDname(dname, cname, name);
  if (cname !== undefined) return byCname(cname, name);
  if (message.rcode === Rcode.NOERROR || message.rcode === Rcode.NXDOMAIN)
    return { kind: 'negative', nxdomain: message.rcode === Rcode.NXDOMAIN };
  const code =
    message.rcode === Rcode.REFUSED ? 'refused' : message.rcode === Rcode.FORMERR ? 'formerr' : 'servfail';
  return {
    kind: 'unusable',
    state: 'indeterminate',
    code,
    detail: `the server answered with response code ${message.rcode}`,
  };
}

/** RRsets of one section with their signatures, which some servers put into another section. */
export function withSignatures(message: Message, section: readonly ResourceRecord[]): RRset[] {
  const records = [...section];
  for (const other of [message.answer, message.authority, message.additional])
    if (other !== section) for (const record of other) if (record.type === RrType.RRSIG) records.push(record);
  return groupRrsets(records);
}

function byCname(rrset: RRset, name: DnsName): Shape {
  const [record, second] = rrset.records;
  const to = record && readTarget(record);
  if (second !== undefined) return aliasInvalid(`${name.toCanonicalString()} has more than one CNAME record`);
  if (to === undefined) return aliasInvalid(`the CNAME record of ${name.toCanonicalString()} does not parse`);
  return { kind: 'alias', via: 'CNAME', rrset, to };
}

/** RFC 6672, section 2.2: the owner at the end of the name is replaced by the target. */
function byDname(rrset: RRset, cname: RRset | undefined, name: DnsName): Shape {
  const owner = rrset.name.toCanonicalString();
  const [record, second] = rrset.records;
  const target = record && readTarget(record);
  if (second !== undefined || target === undefined)
    return aliasInvalid(`${owner} has no single well-formed DNAME record`);
  const front = name.labels.slice(0, name.labels.length - rrset.name.labels.length);
  let to: DnsName;
  try {
    to = DnsName.fromLabels([...front, ...target.labels]);
  } catch (thrown) {
    if (!(thrown instanceof CaaGuardError)) throw thrown;
    return aliasInvalid(`the DNAME at ${owner} makes a name that is too long`);
  }
  const given = cname?.records.map((one) => readTarget(one));
  if (given !== undefined && !given.every((one) => one?.equals(to) === true))
    return aliasInvalid(
      `expected a CNAME to ${to.toCanonicalString()}, as the DNAME at ${owner} makes it; another came`,
    );
  return { kind: 'alias', via: 'DNAME', rrset, to };
}

function aliasInvalid(detail: string): Shape {
  return { kind: 'unusable', state: 'bogus', code: 'alias-invalid', detail };
}

/** The signers that an RRset's signatures name. */
export function signersOf(rrset: RRset): DnsName[] {
  return rrset.signatures.flatMap((record) => readRrsig(record)?.signer ?? []);
}

/** The signers of a shape's records, or of the denial records: those that could speak for `name` and `type`. */
export function possibleSigners(message: Message, shape: Shape, name: DnsName, type: number): DnsName[] {
  const denial = (set: RRset): boolean =>
    set.type === RrType.NSEC || set.type === RrType.NSEC3 || set.type === RrType.SOA;
  const sets =
    shape.kind === 'records' || shape.kind === 'alias'
      ? [signedSet(shape)]
      : withSignatures(message, message.authority).filter(denial);
  return sets.flatMap(signersOf).filter((signer) => maySpeakFor(signer, name, type));
}

/** The set of a shape whose signatures count. */
export function signedSet(shape: Extract<Shape, { rrset: RRset }>): RRset {
  return (shape.kind === 'records' ? shape.source : undefined) ?? shape.rrset;
}

/** A zone speaks for names at and below its apex, but for DS only below it (RFC 4035, section 2.4). */
export function maySpeakFor(zone: DnsName, name: DnsName, type: number): boolean {
  return type === RrType.DS && !name.isRoot ? name.isBelow(zone) : name.isAtOrBelow(zone);
}

/** Seconds for which a negative answer may be kept (RFC 2308, section 5), or `Infinity` without a SOA. */
export function negativeTtl(message: Message): number {
  const soa = message.authority.find((record) => record.type === RrType.SOA);
  const minimum = soa && readSoa(soa)?.minimum;
  return soa === undefined || minimum === undefined ? Infinity : Math.min(soa.ttl, minimum);
}

export function describe(name: DnsName, type: number): string {
  return `${typeName(type)} of ${name.toCanonicalString()}`;
}
