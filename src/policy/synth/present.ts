import { quoted } from '../../base/caa-text.js';
import type { ExpectedRecord } from '../records.js';
import type { DomainRecords } from './model.js';

/** RDATA in presentation form: `0 issue "letsencrypt.org"` (RFC 8659, section 4.1.1). */
export function presentValue({ flags, tag, value }: ExpectedRecord): string {
  return `${flags} ${tag} ${quoted(value)}`;
}

/** Zone-file lines (RFC 1035, section 5.1), names absolute: they fit into any file of the zone, whatever its origin. */
export function zoneLines({ sets }: DomainRecords, ttl: number): readonly string[] {
  return sets.flatMap(({ owner, entries }) =>
    entries.map((entry) => `${owner}. ${ttl} IN CAA ${presentValue(entry)}`),
  );
}
