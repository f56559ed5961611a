import type { LogEntry } from '../log/entry.js';
import { NO_MATCH, ODD_NAME, type WatchList } from '../watch/watch-list.js';
import { readCertificate } from '../x509/read.js';
import { scanNames, type ScannedKind } from '../x509/scan.js';

/**
 * Whether an entry of a log may concern any name of the list. Names are looked for in what the log's tree has of it; where
 * that is of no plain form, in the whole certificate; and what cannot be read may concern anybody.
 */
export function mayConcern(watched: WatchList, entry: LogEntry, der: Uint8Array): boolean {
  const { bytes, contentStart, contentEnd } = entry;
  let found = false;
  const plain = scanNames(bytes, contentStart, contentEnd, (kind, start, end) => {
    found ||= nameConcerns(watched, kind, bytes, start, end);
  });
  if (found || plain) return found;
  const { names, problems } = readCertificate(der);
  return (
    problems.length > 0 || names.some((name) => name.kind !== 'ip' && watched.findName(name) !== NO_MATCH)
  );
}

function nameConcerns(
  watched: WatchList,
  kind: ScannedKind,
  bytes: Uint8Array,
  start: number,
  end: number,
): boolean {
  if (kind === 'ip') return false;
  if (kind === 'dns' || kind === 'cn') {
    const item = watched.find(bytes, start, end);
    if (item !== ODD_NAME) return item !== NO_MATCH;
  }
  const value = Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1');
  return watched.findName({ kind, from: kind === 'cn' ? 'cn' : 'san', value }) !== NO_MATCH;
}
