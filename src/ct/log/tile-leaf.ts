import { HASH_SIZE } from '../merkle/hash.js';
import { readTimestampedEntry, type LogEntry } from './entry.js';
import { u16At, u24At } from './wire.js';

/*
 * struct {
 *    TimestampedEntry timestamped_entry;
 *    select (entry_type) {
 *       case x509_entry: Empty;
 *       case precert_entry: ASN.1Cert pre_certificate;   -- u24 length
 *    };
 *    Fingerprint certificate_chain<0..2^16-1>;           -- u16 length, of SHA-256 hashes
 * } TileLeaf;                                            (c2sp.org/static-ct-api, "Log Entries")
 * A data tile is up to 256 of them, one after the other, with neither a count nor padding.
 */

/** What a data tile holds: the entries up to the first that cannot be read, and what is wrong in our own words. */
export interface DataTile {
  readonly entries: readonly LogEntry[];
  readonly problem?: string;
}

/** Reads a data tile that has to hold so many entries. The entries are kept where the tile is not as it should be. */
export function readDataTile(bytes: Uint8Array, width: number): DataTile {
  const entries: LogEntry[] = [];
  let at = 0;
  while (at < bytes.length && entries.length < width) {
    const leaf = readTileLeaf(bytes, at);
    if (leaf === undefined)
      return {
        entries,
        problem: `expected ${width} entries in the tile, entry ${entries.length} cannot be read`,
      };
    entries.push(leaf);
    at = leaf.fingerprints.end;
  }
  if (entries.length < width)
    return { entries, problem: `expected ${width} entries in the tile, there are ${entries.length}` };
  if (at < bytes.length)
    return {
      entries,
      problem: `expected ${width} entries in the tile, ${bytes.length - at} octets follow them`,
    };
  return { entries };
}

/** Reads the TileLeaf at `at`; it ends where its fingerprints end. `undefined` if there is none. */
export function readTileLeaf(bytes: Uint8Array, at: number): LogEntry | undefined {
  const entry = readTimestampedEntry(bytes, at);
  if (entry === undefined) return undefined;
  let next = entry.end;
  let precertificate = entry.precertificate;
  if (entry.kind === 'precert') {
    if (next + 3 > bytes.length) return undefined;
    const start = next + 3;
    next = start + u24At(bytes, next);
    precertificate = { start, end: next };
  }
  if (next + 2 > bytes.length) return undefined;
  const length = u16At(bytes, next);
  const start = next + 2;
  if (start + length > bytes.length || length % HASH_SIZE !== 0) return undefined;
  return { ...entry, precertificate, fingerprints: { start, end: start + length } };
}

/** Lower-case hex of the chain's fingerprints, the issuer first: where a static log has the certificates under `issuer/`. */
export function fingerprintsOf({ bytes, fingerprints: { start, end } }: LogEntry): readonly string[] {
  const list: string[] = [];
  for (let at = start; at < end; at += HASH_SIZE)
    list.push(Buffer.from(bytes.subarray(at, at + HASH_SIZE)).toString('hex'));
  return list;
}
