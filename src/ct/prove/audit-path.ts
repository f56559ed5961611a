import { CompactTree } from '../merkle/compact-tree.js';
import { HASH_SIZE, nodeHash } from '../merkle/hash.js';
import { TILE_WIDTH, type HashTile } from '../merkle/tiles.js';

/** Levels of the tree that one level of tiles spans: 2^8 hashes. */
const SPAN = 8;

/**
 * PATH(index, D[0:size]) (RFC 6962, section 2.1.1), from the leaf's sibling upward, out of tiles that were proven to be of
 * the tree: a few hundred octets that say the same as the tiles. `undefined` where a tile is missing.
 */
export function auditPathFromTiles(
  index: number,
  size: number,
  get: (tile: Pick<HashTile, 'level' | 'index'>) => Uint8Array | undefined,
): readonly Buffer[] | undefined {
  const path: Buffer[] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const split = from + splitOf(to - from);
    const left = index < split;
    const sibling = left ? rangeHash(split, to, get) : rangeHash(from, split, get);
    if (sibling === undefined) return undefined;
    path.unshift(sibling);
    if (left) to = split;
    else from = split;
  }
  return path;
}

type GetTile = (tile: Pick<HashTile, 'level' | 'index'>) => Uint8Array | undefined;

/** MTH of the leaves in [from, to), which is a subtree of the tree. */
function rangeHash(from: number, to: number, get: GetTile): Buffer | undefined {
  const length = to - from;
  const level = Math.log2(length);
  if (Number.isInteger(level)) return subtreeHash(level, from / length, get);
  const split = from + splitOf(length);
  const [left, right] = [rangeHash(from, split, get), rangeHash(split, to, get)];
  return left === undefined || right === undefined ? undefined : nodeHash(left, right);
}

/** The hash of 2^level leaves, the nth such subtree: of 1 to 128 hashes of one tile. */
function subtreeHash(level: number, nth: number, get: GetTile): Buffer | undefined {
  const tileLevel = Math.floor(level / SPAN);
  const width = 2 ** (level % SPAN);
  const first = nth * width;
  const octets = get({ level: tileLevel, index: Math.floor(first / TILE_WIDTH) });
  const at = (first % TILE_WIDTH) * HASH_SIZE;
  const hashes = octets?.subarray(at, at + width * HASH_SIZE);
  if (hashes?.length !== width * HASH_SIZE) return undefined;
  const tree = new CompactTree();
  tree.appendTile(hashes);
  return tree.root();
}

/** The largest power of two smaller than `length`. */
function splitOf(length: number): number {
  return 2 ** Math.ceil(Math.log2(length) - 1);
}
