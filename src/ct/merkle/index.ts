export { EMPTY_ROOT, HASH_SIZE, leafHash, nodeHash } from './hash.js';
export {
  PROOF_FAULTS,
  verifyConsistency,
  verifyInclusion,
  type ConsistencyProof,
  type InclusionProof,
  type ProofFault,
  type ProofResult,
} from './proof.js';
export {
  verifySubtreeConsistency,
  verifySubtreeInclusion,
  type SubtreeConsistencyProof,
  type SubtreeInclusionProof,
} from './subtree.js';
export { CompactTree, type CompactTreeJson } from './compact-tree.js';
export { TILE_WIDTH, tilesForConsistency, tilesForInclusion, tilesForRoot, type HashTile } from './tiles.js';
export {
  consistencyFromTiles,
  inclusionFromTiles,
  TILE_FAULTS,
  treeFromTiles,
  type TileConsistency,
  type TileFault,
  type TileGetter,
  type TileInclusion,
  type TileResult,
} from './tile-proof.js';
