import { typeText, T, type LabRecord } from './rr.js';
import type { SignedZone } from './signed-zone.js';

/**
 * The signed zone as a zone file that BIND's dnssec-verify and ldns-verify-zone read. RDATA is in the form of RFC 3597
 * throughout: what a reader makes of it is then its own work.
 */
export function toZoneFile(zone: SignedZone): string {
  const { index, chain } = zone;
  const records: LabRecord[] = [];
  for (const node of index.nodes.values())
    for (const type of index.types(node)) {
      const set = index.set(node, type);
      if (set !== undefined) records.push(...zone.emit(set, { signatures: true }));
    }
  for (const set of chain?.all() ?? []) records.push(...zone.emit(set, { signatures: true }));
  // Readers want the SOA first.
  records.sort((a, b) => Number(b.type === T.SOA) - Number(a.type === T.SOA));
  return records.map(line).join('');
}

function line({ name, type, ttl, rdata }: LabRecord): string {
  const owner = name.isRoot ? '.' : `${name.toString()}.`;
  const hex = Buffer.from(rdata).toString('hex');
  return `${owner}\t${ttl}\tIN\t${typeText(type)}\t\\# ${rdata.length} ${hex}\n`;
}
