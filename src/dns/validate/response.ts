import { CaaGuardError } from '../../base/error.js';
import { DnsName } from '../../base/name.js';
import { Rcode, RrType, type Message, type ReasonCode, type RRset } from '../model.js';
import { readRrsig, readSoa, readTarget } from '../wire/rdata.js';
import { groupRrsets } from '../wire/rrset.js';
import { typeName } from '../wire/types.js';

/** What a response says about one name and type, before anything is believed. */
export type Shape =
  | { readonly kind: 'records'; readonly rrset: RRset }
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
  const sets = groupRrsets(message.answer).filter((set) => set.class === 1);
  const at = (owner: DnsName, wanted: number): RRset | undefined =>
    sets.find((set) => set.type === wanted && set.name.equals(owner));
  const records = at(name, type);
  if (records !== undefined) return { kind: 'records', rrset: records };
  const cname = at(name, RrType.CNAME);
  const dname = sets.find((set) => set.type === RrType.DNAME && name.isBelow(set.name));
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
      ? [shape.rrset]
      : groupRrsets(message.authority).filter(denial);
  return sets.flatMap(signersOf).filter((signer) => maySpeakFor(signer, name, type));
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
