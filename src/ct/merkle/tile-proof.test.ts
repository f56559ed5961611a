import { describe, expect, it } from 'vitest';
import { LogTree } from '../../lab/ct/logs/tree.js';
import {
  consistencyFromTiles,
  inclusionFromTiles,
  leafHash,
  tilesForConsistency,
  tilesForInclusion,
  tilesForRoot,
  treeFromTiles,
  type HashTile,
  type TileGetter,
} from './index.js';

const LEAVES = 66_000;
const hashes = Array.from({ length: LEAVES }, (_, i) => leafHash(Buffer.from(`leaf ${i}`)));
const tree = new LogTree();
for (const hash of hashes) tree.append(hash);

const octetsOf = ({ level, index, width }: HashTile): Buffer =>
  Buffer.concat(Array.from({ length: width }, (_, i) => tree.subtree(8 * level, 256 * index + i)));

/** Only what was asked for beforehand, and each as it was asked for. */
function only(
  tiles: readonly HashTile[],
  change: (octets: Buffer, tile: HashTile) => Buffer = (same) => same,
): TileGetter {
  const known = new Map(tiles.map((tile) => [JSON.stringify(tile), change(octetsOf(tile), tile)]));
  return (tile) => known.get(JSON.stringify(tile));
}

const SIZES = [1, 2, 255, 256, 257, 511, 512, 1000, 65_535, 65_536, 65_537, 65_792, 66_000];

describe('tiles', () => {
  it('of the right edge make the root, at every size', () => {
    for (const size of SIZES) {
      const made = treeFromTiles(size, only(tilesForRoot(size)));
      expect(made.ok && made.tree.root()).toEqual(tree.root(size));
      expect(made.ok && made.tree.size).toBe(size);
    }
  });

  it('prove every leaf of every tree, with no more tiles than were named', () => {
    for (const treeSize of SIZES)
      for (const leafIndex of [0, 1, 254, 255, 256, 300, 511, 65_535, 65_536, treeSize - 1]) {
        if (leafIndex >= treeSize) continue;
        const claim = { leafIndex, treeSize, leafHash: hashes[leafIndex]!, root: tree.root(treeSize) };
        const tiles = tilesForInclusion(leafIndex, treeSize);
        expect(inclusionFromTiles(claim, only(tiles))).toEqual({ ok: true });
        const other = hashes[(leafIndex + 1) % LEAVES]!;
        expect(inclusionFromTiles({ ...claim, leafHash: other }, only(tiles))).toEqual({
          ok: false,
          reason: 'leaf',
        });
      }
  });

  it('prove that one tree is the beginning of another', () => {
    for (const newSize of SIZES)
      for (const oldSize of SIZES.filter((size) => size <= newSize)) {
        const claim = { oldSize, newSize, oldRoot: tree.root(oldSize), newRoot: tree.root(newSize) };
        const tiles = tilesForConsistency(oldSize, newSize);
        expect(consistencyFromTiles(claim, only(tiles))).toEqual({ ok: true });
        expect(consistencyFromTiles({ ...claim, oldRoot: hashes[5]! }, only(tiles))).toEqual({
          ok: false,
          reason: 'old-root',
        });
      }
  });

  it('prove nothing with any octet of any of them changed', () => {
    for (const [leafIndex, treeSize] of [
      [300, 66_000],
      [65_999, 66_000],
      [65_600, 66_000],
    ] as const) {
      const claim = { leafIndex, treeSize, leafHash: hashes[leafIndex]!, root: tree.root(treeSize) };
      const tiles = tilesForInclusion(leafIndex, treeSize);
      for (const bad of tiles)
        for (const at of [0, 31, 32 * Math.floor(bad.width / 2), 32 * bad.width - 1]) {
          const get = only(tiles, (octets, tile) => {
            if (tile === bad) octets[at] = (octets[at] ?? 0) ^ 1;
            return octets;
          });
          expect(inclusionFromTiles(claim, get).ok).toBe(false);
        }
    }
  });

  it('say which of them is missing, has another size, or does not fit', () => {
    const claim = { leafIndex: 300, treeSize: 66_000, leafHash: hashes[300]!, root: tree.root(66_000) };
    const tiles = tilesForInclusion(300, 66_000);
    const lowest = { level: 0, index: 1, width: 256 };
    expect(inclusionFromTiles(claim, only(tiles.filter((tile) => tile.level > 0)))).toMatchObject({
      reason: 'missing-tile',
    });
    const cut = only(tiles, (octets, { level, index }) =>
      level === 0 && index === 1 ? octets.subarray(1) : octets,
    );
    expect(inclusionFromTiles(claim, cut)).toEqual({ ok: false, reason: 'tile-size', tile: lowest });
    const changed = only(tiles, (octets, { level, index }) => {
      if (level === 0 && index === 1) octets[8000] = (octets[8000] ?? 0) ^ 4;
      return octets;
    });
    expect(inclusionFromTiles(claim, changed)).toEqual({ ok: false, reason: 'tile-hash', tile: lowest });
  });

  it('may be full where partial ones are gone', () => {
    const full: TileGetter = ({ level, index }) => {
      const width = Math.min(256, Math.floor(LEAVES / 256 ** level) - 256 * index);
      return octetsOf({ level, index, width });
    };
    const treeSize = 65_700;
    const claim = { leafIndex: 3, treeSize, leafHash: hashes[3]!, root: tree.root(treeSize) };
    expect(inclusionFromTiles(claim, full)).toMatchObject({ ok: true });
  });

  it('are seven at most for a tree of four thousand million leaves', () => {
    const counts = [0, 1_234_567_890, 4_294_967_294].map((at) => tilesForInclusion(at, 4_294_967_295).length);
    expect(counts).toEqual([7, 7, 4]);
    expect(tilesForInclusion(2 ** 39, 2 ** 40 - 1).length).toBe(9);
  });

  it('prove nothing of a tree without leaves, of one that shrank, and beyond the end', () => {
    const root = tree.root(5);
    const none: TileGetter = () => undefined;
    expect(consistencyFromTiles({ oldSize: 0, newSize: 5, oldRoot: root, newRoot: root }, none)).toEqual({
      ok: false,
      reason: 'empty-tree',
    });
    expect(consistencyFromTiles({ oldSize: 6, newSize: 5, oldRoot: root, newRoot: root }, none)).toEqual({
      ok: false,
      reason: 'shrunk',
    });
    expect(inclusionFromTiles({ leafIndex: 5, treeSize: 5, leafHash: root, root }, none)).toEqual({
      ok: false,
      reason: 'index-beyond-tree',
    });
    expect(() => tilesForRoot(2 ** 53)).toThrow(/2\^53/);
  });
});
