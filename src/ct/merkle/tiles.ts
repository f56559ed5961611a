import { CaaGuardError } from '../../base/error.js';

/** Hashes in a full tile. Entry i of tile N of level L is the root of the leaves [(256 N + i) 256^L, +256^L). */
export const TILE_WIDTH = 256;

/** A tile of hashes of a log (c2sp.org/static-ct-api, "Merkle Tree"). `width` is the number of its hashes, 256 if it is full. */
export interface HashTile {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** The tiles that `treeFromTiles` needs: the right edge of the tree, at most one a level. */
export function tilesForRoot(treeSize: number): readonly HashTile[] {
  expectSize(treeSize);
  return levels(treeSize).flatMap(({ level, count }) => {
    const width = count % TILE_WIDTH;
    return width === 0 ? [] : [{ level, index: (count - width) / TILE_WIDTH, width }];
  });
}

/**
 * The tiles that prove a leaf to be in the tree: on each level the one that holds its ancestor, and the right edge, of
 * which every audit path contains the ragged part. Seven for the largest logs of today.
 */
export function tilesForInclusion(leafIndex: number, treeSize: number): readonly HashTile[] {
  expectSize(treeSize);
  return distinct([...pathTiles(leafIndex, treeSize), ...tilesForRoot(treeSize)]);
}

/** The tiles that prove the tree of `oldSize` leaves to be the beginning of that of `newSize`. */
export function tilesForConsistency(oldSize: number, newSize: number): readonly HashTile[] {
  expectSize(newSize);
  return distinct([...oldEdge(oldSize, newSize), ...tilesForRoot(newSize)]);
}

/** Levels of a tree from the leaves up, with the number of complete subtrees of 256^level leaves in each. */
function levels(treeSize: number): readonly { readonly level: number; readonly count: number }[] {
  const found: { readonly level: number; readonly count: number }[] = [];
  for (let level = 0, count = treeSize; count > 0; level++, count = Math.floor(count / TILE_WIDTH))
    found.push({ level, count });
  return found;
}

/** The tiles with the leaf's ancestors, from level 0 up to the right edge. */
export function pathTiles(leafIndex: number, treeSize: number): readonly HashTile[] {
  const tiles: HashTile[] = [];
  let at = leafIndex;
  for (const { level, count } of levels(treeSize)) {
    if (at >= count) break;
    const index = Math.floor(at / TILE_WIDTH);
    const width = Math.min(TILE_WIDTH, count - index * TILE_WIDTH);
    tiles.push({ level, index, width });
    if (width < TILE_WIDTH) break;
    at = index;
  }
  return tiles;
}

/** The tiles of the newer tree that hold the right edge of the older one, and those above them. */
export function oldEdge(oldSize: number, newSize: number): readonly HashTile[] {
  const tiles = pathTiles(oldSize, newSize);
  const first = levels(oldSize).find(({ count }) => count % TILE_WIDTH !== 0)?.level ?? 0;
  return tiles.filter(({ level }) => level >= first);
}

/** The tile of the tree that holds this one, which may be a part of it. */
export function holder({ level, index, width }: HashTile, treeSize: number): HashTile {
  const count = Math.floor(treeSize / TILE_WIDTH ** level);
  return { level, index, width: Math.max(width, Math.min(TILE_WIDTH, count - index * TILE_WIDTH)) };
}

function distinct(tiles: readonly HashTile[]): readonly HashTile[] {
  return [...new Map(tiles.map((tile) => [`${tile.level}/${tile.index}`, tile])).values()];
}

export function expectSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0)
    throw new CaaGuardError(
      'ct/tree',
      `expected the size of a tree as a whole number up to 2^53 - 1, got ${size}: check it where the head is read`,
    );
}
