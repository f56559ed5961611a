import { CompactTree } from './compact-tree.js';
import { HASH_SIZE, sameOctets } from './hash.js';
import { expectSize, holder, oldEdge, pathTiles, TILE_WIDTH, tilesForRoot, type HashTile } from './tiles.js';

/**
 * Gives the octets of a tile, `undefined` if there are none. Where a log no longer has a partial tile, the full tile in its
 * place will do.
 */
export type TileGetter = (tile: HashTile) => Uint8Array | undefined;

/** Why tiles prove nothing, and which tile it was. */
export type TileFault =
  | { readonly reason: 'index-beyond-tree' | 'shrunk' | 'empty-tree' | 'old-root' | 'root' | 'leaf' }
  | { readonly reason: 'missing-tile' | 'tile-size' | 'tile-hash'; readonly tile: HashTile };

export type TileResult = { readonly ok: true } | ({ readonly ok: false } & TileFault);

/** What each fault says, in words: for findings. */
export const TILE_FAULTS: Readonly<Record<TileFault['reason'], string>> = {
  'index-beyond-tree': 'the leaf lies beyond the end of the tree',
  shrunk: 'the tree has fewer leaves than before',
  'empty-tree': 'the tree has no leaves, so that nothing can be proven of it',
  'old-root': 'the tree that was seen before is not the beginning of this one',
  root: 'the tiles do not lead to the root that the log signed',
  leaf: 'another leaf stands in its place',
  'missing-tile': 'a tile is missing',
  'tile-size': 'a tile has not the size that it must have',
  'tile-hash': 'a tile does not hash to its entry in the tile above',
};

/** The tree that the tiles of the right edge make, to be compared with the root that was signed, or to append to. */
export function treeFromTiles(
  treeSize: number,
  get: TileGetter,
): { readonly ok: true; readonly tree: CompactTree } | ({ readonly ok: false } & TileFault) {
  expectSize(treeSize);
  const peaks: Uint8Array[] = [];
  for (const tile of [...tilesForRoot(treeSize)].reverse()) {
    const read = readTile(tile, get);
    if (!(read instanceof Uint8Array)) return { ok: false, ...read };
    peaks.push(...peaksOf(read));
  }
  const tree = CompactTree.fromPeaks(treeSize, peaks);
  return tree === undefined ? { ok: false, reason: 'root' } : { ok: true, tree };
}

export interface TileInclusion {
  readonly leafIndex: number;
  readonly treeSize: number;
  readonly leafHash: Uint8Array;
  readonly root: Uint8Array;
}

/**
 * Whether the leaf is in the tree, proven by tiles: the entry of level 0 is the leaf's hash, each full tile hashes to its
 * entry in the tile above, and the right edge makes the root. So every octet of every tile that was read is proven too.
 */
export function inclusionFromTiles(claim: TileInclusion, get: TileGetter): TileResult {
  const { leafIndex, treeSize, leafHash, root } = claim;
  if (!(leafIndex >= 0 && leafIndex < treeSize)) return { ok: false, reason: 'index-beyond-tree' };
  const fault = edgeFault(treeSize, root, get) ?? chainFault(pathTiles(leafIndex, treeSize), treeSize, get);
  if (fault !== undefined) return { ok: false, ...fault };
  const [lowest] = pathTiles(leafIndex, treeSize);
  const hashes = lowest === undefined ? undefined : readTile(lowest, get);
  if (!(hashes instanceof Uint8Array)) return { ok: false, reason: 'leaf' };
  return sameOctets(entryOf(hashes, leafIndex), leafHash) ? { ok: true } : { ok: false, reason: 'leaf' };
}

export interface TileConsistency {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
}

/** Whether the older tree is the beginning of the newer one, proven by tiles of the newer. An older tree without leaves is refused. */
export function consistencyFromTiles(claim: TileConsistency, get: TileGetter): TileResult {
  const { oldSize, oldRoot, newSize, newRoot } = claim;
  if (oldSize <= 0) return { ok: false, reason: 'empty-tree' };
  if (newSize < oldSize) return { ok: false, reason: 'shrunk' };
  const fault = edgeFault(newSize, newRoot, get) ?? chainFault(oldEdge(oldSize, newSize), newSize, get);
  if (fault !== undefined) return { ok: false, ...fault };
  const old = treeFromTiles(oldSize, (tile) => {
    const holding = holder(tile, newSize);
    const read = readTile(holding, get);
    return read instanceof Uint8Array ? read.subarray(0, tile.width * HASH_SIZE) : undefined;
  });
  if (!old.ok) return old;
  return sameOctets(old.tree.root(), oldRoot) ? { ok: true } : { ok: false, reason: 'old-root' };
}

function edgeFault(treeSize: number, root: Uint8Array, get: TileGetter): TileFault | undefined {
  const edge = treeFromTiles(treeSize, get);
  if (!edge.ok) return edge;
  return sameOctets(edge.tree.root(), root) ? undefined : { reason: 'root' };
}

/** Each full tile has to hash to its entry above; the last one is of the right edge, which the root has proven. */
function chainFault(tiles: readonly HashTile[], treeSize: number, get: TileGetter): TileFault | undefined {
  for (const tile of tiles) {
    const read = readTile(tile, get);
    if (!(read instanceof Uint8Array)) return read;
    if (tile.width < TILE_WIDTH) continue;
    const above = readTile(
      holder({ level: tile.level + 1, index: Math.floor(tile.index / TILE_WIDTH), width: 0 }, treeSize),
      get,
    );
    if (!(above instanceof Uint8Array)) return above;
    const tree = new CompactTree();
    tree.appendTile(read);
    if (!sameOctets(tree.root(), entryOf(above, tile.index))) return { reason: 'tile-hash', tile };
  }
  return undefined;
}

function readTile(tile: HashTile, get: TileGetter): Uint8Array | TileFault {
  const octets = get(tile);
  if (octets === undefined) return { reason: 'missing-tile', tile };
  const whole = TILE_WIDTH * HASH_SIZE;
  const wanted = tile.width * HASH_SIZE;
  if (octets.length !== wanted && octets.length !== whole) return { reason: 'tile-size', tile };
  return octets.subarray(0, wanted);
}

function entryOf(tile: Uint8Array, index: number): Uint8Array {
  const at = (index % TILE_WIDTH) * HASH_SIZE;
  return tile.subarray(at, at + HASH_SIZE);
}

/** Roots of the complete subtrees that a tile of fewer than 256 hashes has, the largest first. */
function peaksOf(hashes: Uint8Array): readonly Uint8Array[] {
  const tree = new CompactTree();
  tree.appendTile(hashes);
  return tree.toJSON().peaks.map((peak) => Buffer.from(peak, 'base64'));
}
