import { RrType, type ResourceRecord, type RRset } from '../model.js';
import { u16 } from './octets.js';

/**
 * Sorts records into RRsets of one owner, class and type (RFC 2181, section 5), each with the RRSIG records that
 * say they cover it. The TTL of a set is the lowest of its records' (RFC 2181, section 5.2). An RRSIG without the
 * records it covers gives no set. Order is that of first appearance.
 */
export function groupRrsets(records: readonly ResourceRecord[]): RRset[] {
  const sets = new Map<string, { records: ResourceRecord[]; signatures: ResourceRecord[] }>();
  const signatures: ResourceRecord[] = [];
  for (const record of records) {
    if (record.type === RrType.RRSIG) {
      signatures.push(record);
      continue;
    }
    const key = keyOf(record, record.type);
    const set = sets.get(key);
    if (set) set.records.push(record);
    else sets.set(key, { records: [record], signatures: [] });
  }
  for (const signature of signatures)
    if (signature.rdata.length >= 2)
      sets.get(keyOf(signature, u16(signature.rdata, 0)))?.signatures.push(signature);
  return [...sets.values()].map((set) => toRrset(set.records, set.signatures));
}

function toRrset(records: readonly ResourceRecord[], signatures: readonly ResourceRecord[]): RRset {
  const [first] = records as readonly [ResourceRecord];
  const ttl = records.reduce((lowest, record) => Math.min(lowest, record.ttl), first.ttl);
  return { name: first.name, type: first.type, class: first.class, ttl, records, signatures };
}

function keyOf(record: ResourceRecord, type: number): string {
  return `${type}/${record.class}/${record.name.key}`;
}
