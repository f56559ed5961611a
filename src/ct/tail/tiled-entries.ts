import { HASH_PREFIX, u24, type EntryBatch } from './entry-batch.js';

/** What a MerkleTreeLeaf has before its TimestampedEntry: version 0, leaf type 0. */
const LEAF_PREFIX = 2;
const WIDTH = 256;

/**
 * Reads a data tile (c2sp.org/static-ct-api) into the batch. A tile is TileLeaf after TileLeaf, without a count and
 * without padding: TimestampedEntry; u24 precertificate, if it is the entry of one; u16 list of fingerprints[32] of the
 * chain. Gives the number of entries, or in words what is wrong; it has to be `count`. In place of a partial tile the full
 * one may come, of which the first `count` entries are read.
 */
export function readTiledEntries(tile: Buffer, count: number, batch: EntryBatch): number | string {
  batch.clear(tile);
  let at = 0;
  while (at < tile.length) {
    if (batch.count === count) return count < WIDTH ? count : `the tile goes on behind its ${count} entries`;
    const type = (tile[at + 8] ?? 0) * 256 + (tile[at + 9] ?? 0);
    if (type > 1) return `entry ${batch.count} of the tile is of the unknown type ${type}`;
    const length = at + (type === 0 ? 10 : 42);
    if (length + 3 > tile.length) return cut(batch);
    const after = length + 3 + u24(tile, length);
    if (after + 2 > tile.length) return cut(batch);
    const extra = after + 2 + u16(tile, after);
    let end = extra;
    if (type === 1) {
      if (end + 3 > tile.length) return cut(batch);
      end += 3 + u24(tile, end);
    }
    if (end + 2 > tile.length) return cut(batch);
    end += 2 + u16(tile, end);
    if (end > tile.length) return cut(batch);
    const octets = HASH_PREFIX + LEAF_PREFIX + extra - at;
    const to = batch.room(octets);
    for (let i = to; i < to + HASH_PREFIX + LEAF_PREFIX; i++) batch.octets[i] = 0;
    tile.copy(batch.octets, to + HASH_PREFIX + LEAF_PREFIX, at, extra);
    batch.add(octets, extra, end);
    at = end;
  }
  return batch.count === count ? count : `the tile has ${batch.count} entries; ${count} have to be in it`;
}

function cut({ count }: EntryBatch): string {
  return `the tile ends within entry ${count}`;
}

function u16(octets: Uint8Array, at: number): number {
  return ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
}
