import { keyTag } from '../../base/key-tag.js';
import type { DnsName } from '../../base/name.js';
import { RrType, type ResourceRecord } from '../model.js';
import { readBitmap } from './bitmap.js';
import { checkFields, cutFields, type FieldSpan } from './fields.js';
import { layoutOf } from './layout.js';
import { readName } from './names.js';
import { u16, u32 } from './octets.js';
import { WireProblem } from './problem.js';
import type { Dnskey, Ds, Rrsig, Nsec, Nsec3Param, Nsec3, Soa, CaaRdata, Tlsa } from './rdata-types.js';

export type * from './rdata-types.js';

/*
 * Typed views of RDATA. Each reader gives `undefined` for a record of another type and for one whose RDATA is not
 * well-formed: a bad record is never half read.
 */

/** Octets of an RRSIG before the signer's name (RFC 4034, section 3.1). */
const RRSIG_FIXED_OCTETS = 18;

type Typed = Pick<ResourceRecord, 'type' | 'rdata'>;

export function readDnskey(record: Typed): Dnskey | undefined {
  if ((record.type !== RrType.DNSKEY && record.type !== RrType.CDNSKEY) || !wellFormed(record))
    return undefined;
  const flags = u16(record.rdata, 0);
  return {
    flags,
    protocol: record.rdata[2] ?? 0,
    algorithm: record.rdata[3] ?? 0,
    publicKey: record.rdata.subarray(4),
    keyTag: keyTag(record.rdata),
    zoneKey: (flags & 0x0100) !== 0,
    revoked: (flags & 0x0080) !== 0,
    secureEntryPoint: (flags & 0x0001) !== 0,
  };
}

export function readDs(record: Typed): Ds | undefined {
  if ((record.type !== RrType.DS && record.type !== RrType.CDS) || !wellFormed(record)) return undefined;
  const { rdata } = record;
  return {
    keyTag: u16(rdata, 0),
    algorithm: rdata[2] ?? 0,
    digestType: rdata[3] ?? 0,
    digest: rdata.subarray(4),
  };
}

export function readRrsig(record: Typed): Rrsig | undefined {
  if (record.type !== RrType.RRSIG || !wellFormed(record)) return undefined;
  const { rdata } = record;
  const { name: signer, next: end } = readName(rdata, RRSIG_FIXED_OCTETS, rdata.length);
  return {
    typeCovered: u16(rdata, 0),
    algorithm: rdata[2] ?? 0,
    labels: rdata[3] ?? 0,
    originalTtl: u32(rdata, 4),
    expiration: u32(rdata, 8),
    inception: u32(rdata, 12),
    keyTag: u16(rdata, 16),
    signer,
    signature: rdata.subarray(end),
  };
}

export function readNsec(record: Typed): Nsec | undefined {
  const [next, bitmap] = fieldsOf(record, [RrType.NSEC]) ?? [];
  if (next?.name === undefined || bitmap === undefined) return undefined;
  return { next: next.name, types: readBitmap(record.rdata.subarray(bitmap.start)) };
}

export function readNsec3(record: Typed): Nsec3 | undefined {
  const fields = fieldsOf(record, [RrType.NSEC3]);
  const [salt, hash, bitmap] = [fields?.[3], fields?.[4], fields?.[5]];
  if (!salt || !hash || !bitmap) return undefined;
  const { rdata } = record;
  return {
    ...readParameters(rdata, salt),
    nextHash: rdata.subarray(hash.start + 1, hash.end),
    types: readBitmap(rdata.subarray(bitmap.start)),
  };
}

export function readNsec3Param(record: Typed): Nsec3Param | undefined {
  const salt = fieldsOf(record, [RrType.NSEC3PARAM])?.[3];
  return salt && readParameters(record.rdata, salt);
}

function readParameters(rdata: Uint8Array, salt: FieldSpan): Nsec3Param {
  return {
    hashAlgorithm: rdata[0] ?? 0,
    flags: rdata[1] ?? 0,
    iterations: u16(rdata, 2),
    salt: rdata.subarray(salt.start + 1, salt.end),
  };
}

export function readSoa(record: Typed): Soa | undefined {
  const [mname, rname] = fieldsOf(record, [RrType.SOA]) ?? [];
  if (mname?.name === undefined || rname?.name === undefined) return undefined;
  const number = (i: number): number => u32(record.rdata, rname.end + 4 * i);
  return {
    mname: mname.name,
    rname: rname.name,
    serial: number(0),
    refresh: number(1),
    retry: number(2),
    expire: number(3),
    minimum: number(4),
  };
}

/** The one name in an NS, CNAME, DNAME or PTR record. */
export function readTarget(record: Typed): DnsName | undefined {
  return fieldsOf(record, [RrType.NS, RrType.CNAME, RrType.DNAME, RrType.PTR])?.[0]?.name;
}

/** An A or AAAA record's address as a literal. */
export function readAddress(record: Typed): string | undefined {
  if ((record.type !== RrType.A && record.type !== RrType.AAAA) || !wellFormed(record)) return undefined;
  return record.type === RrType.A ? record.rdata.join('.') : ipv6Text(record.rdata);
}

export function readCaa(record: Typed): CaaRdata | undefined {
  const tag = fieldsOf(record, [RrType.CAA])?.[1];
  if (!tag) return undefined;
  const { rdata } = record;
  return {
    flags: rdata[0] ?? 0,
    tag: rdata.subarray(tag.start + 1, tag.end),
    value: rdata.subarray(tag.end),
  };
}

/** The character-strings of a TXT record. */
export function readTxt(record: Typed): Uint8Array[] | undefined {
  if (!fieldsOf(record, [RrType.TXT])) return undefined;
  return countedStrings(record.rdata);
}

export function readTlsa(record: Typed): Tlsa | undefined {
  if (!fieldsOf(record, [RrType.TLSA])) return undefined;
  const [usage = 0, selector = 0, matchingType = 0] = record.rdata;
  return { usage, selector, matchingType, data: record.rdata.subarray(3) };
}

export { keyTag };

export function countedStrings(bytes: Uint8Array): Uint8Array[] {
  const strings: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += 1 + (bytes[at] ?? 0))
    strings.push(bytes.subarray(at + 1, at + 1 + (bytes[at] ?? 0)));
  return strings;
}

/** RFC 5952: lower case, no leading zeros, the longest run of zero groups (two or more) as `::`. */
function ipv6Text(bytes: Uint8Array): string {
  const groups = Array.from({ length: 8 }, (_, i) => u16(bytes, 2 * i).toString(16));
  let best = { start: 0, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === '0') length++;
    if (length > best.length) best = { start, length };
  }
  if (best.length < 2) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}

/** True if the RDATA is just the fields of its type. Cheaper than to cut it up, where no field has to be looked for. */
function wellFormed({ type, rdata }: Typed): boolean {
  try {
    checkFields(layoutOf(type), rdata, 0, rdata.length);
    return true;
  } catch (thrown) {
    if (thrown instanceof WireProblem) return false;
    throw thrown;
  }
}

function fieldsOf(record: Typed, types: readonly number[]): FieldSpan[] | undefined {
  if (!types.includes(record.type)) return undefined;
  try {
    return cutFields(layoutOf(record.type), record.rdata, 0, record.rdata.length, undefined);
  } catch (thrown) {
    if (thrown instanceof WireProblem) return undefined;
    throw thrown;
  }
}
