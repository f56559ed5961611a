import { DnsName } from '../../src/base/name.js';
import { caaRecord, writeCaaRdata, type CaaAnswer } from '../../src/caa/index.js';

/** One record of a zone in the vectors. */
export interface ZoneRecord {
  readonly name: string;
  readonly type: string;
  readonly flags?: number;
  readonly tag?: string;
  readonly value?: string;
  readonly target?: string;
  readonly generate?: { readonly count: number; readonly tag?: string; readonly value?: string };
}

export interface Zone {
  readonly records: readonly ZoneRecord[];
  readonly faults?: readonly { readonly name: string; readonly qtype?: string; readonly fault: string }[];
}

/** Aliases that a lookup follows before it gives up; the RFC's erratum demands eight at least. */
const MOST_ALIASES = 11;

/** Answers CAA questions from a zone of the vectors: exact names, CNAME, DNAME, wildcards, faults; else NOERROR. */
export function worldOf(zone: Zone): (name: string) => CaaAnswer {
  const records = zone.records.flatMap(generated);
  const at = (name: string, type: string) =>
    records.filter((one) => one.type === type && canonical(one.name) === name);

  return (asked) => {
    const aliases: string[] = [];
    let name = canonical(asked);
    for (;;) {
      const fault = zone.faults?.find(
        (one) => canonical(one.name) === name && (one.qtype ?? 'CAA') === 'CAA',
      )?.fault;
      if (fault?.toUpperCase() === 'NXDOMAIN')
        return { kind: 'none', why: 'nxdomain', aliases, trust: 'insecure' };
      if (fault !== undefined) return failure(fault);
      const target = aliasOf(name, at);
      if (target === undefined) break;
      if (aliases.includes(target) || aliases.length >= MOST_ALIASES)
        return { kind: 'failed', why: 'limit', reason: 'alias-limit' };
      aliases.push(name);
      name = target;
    }
    const set = [
      ...at(name, 'CAA'),
      ...(records.some((one) => canonical(one.name) === name) ? [] : wild(name, at)),
    ];
    if (set.length === 0) return { kind: 'none', why: 'nodata', aliases, trust: 'insecure' };
    return { kind: 'records', owner: name, aliases, trust: 'insecure', rdatas: set.map(rdataOf) };
  };
}

type At = (name: string, type: string) => readonly ZoneRecord[];

function aliasOf(name: string, at: At): string | undefined {
  const cname = at(name, 'CNAME')[0]?.target;
  if (cname !== undefined) return canonical(cname);
  // A DNAME maps what lies below its owner, never the owner itself (RFC 6672, section 2.3).
  const labels = DnsName.parse(name);
  for (let count = labels.labels.length - 1; count > 0; count--) {
    const above = labels.ancestor(count);
    const dname = at(above.toCanonicalString(), 'DNAME')[0]?.target;
    if (dname === undefined) continue;
    const prefix = labels.labels.slice(0, labels.labels.length - count);
    return DnsName.fromLabels([...prefix, ...DnsName.parse(dname).labels]).toCanonicalString();
  }
  return undefined;
}

function wild(name: string, at: At): readonly ZoneRecord[] {
  const parent = DnsName.parse(name).parent;
  return parent === undefined || parent.isRoot ? [] : at(parent.child('*').toCanonicalString(), 'CAA');
}

function generated(record: ZoneRecord): readonly ZoneRecord[] {
  const { generate, ...plain } = record;
  if (generate === undefined) return [plain];
  const fill = (template: string | undefined, i: number) => template?.replaceAll('{i}', String(i));
  return Array.from({ length: generate.count }, (_, i) => ({
    ...plain,
    tag: fill(generate.tag ?? plain.tag, i) ?? '',
    value: fill(generate.value ?? plain.value, i) ?? '',
  }));
}

function rdataOf({ flags = 0, tag = '', value = '' }: ZoneRecord): Uint8Array {
  return writeCaaRdata(caaRecord(flags, tag, value));
}

function failure(fault: string): CaaAnswer {
  const why = /servfail/i.test(fault) ? 'servfail' : /bogus/i.test(fault) ? 'bogus' : 'unreachable';
  return { kind: 'failed', why, reason: fault.toLowerCase() };
}

function canonical(name: string): string {
  return DnsName.parse(name).toCanonicalString();
}
