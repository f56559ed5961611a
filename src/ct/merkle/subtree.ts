import { EMPTY_ROOT, HASH_SIZE, nodeHash, sameOctets } from './hash.js';
import { PROVEN, unproven, verifyInclusion, type ProofResult } from './proof.js';

/*
 * Proofs of subtrees, as Merkle Tree Certificates use them (draft-ietf-plants-merkle-tree-certs, "Subtrees"). A subtree is
 * a range of leaves [start, end) whose start is a multiple of the smallest power of two that is not below its length.
 */

export interface SubtreeInclusionProof {
  readonly leafIndex: bigint;
  readonly start: bigint;
  readonly end: bigint;
  readonly root: Uint8Array;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/** Whether the leaf, by its index in the whole tree, is in the subtree. */
export function verifySubtreeInclusion(claim: SubtreeInclusionProof): ProofResult {
  const { leafIndex, start, end, root, leafHash, proof } = claim;
  if (!isSubtree(start, end)) return unproven('range');
  if (leafIndex < start) return unproven('index-beyond-tree');
  return verifyInclusion({ leafIndex: leafIndex - start, treeSize: end - start, leafHash, root, proof });
}

export interface SubtreeConsistencyProof {
  readonly start: bigint;
  readonly end: bigint;
  readonly size: bigint;
  /** Root of the subtree. */
  readonly root1: Uint8Array;
  /** Root of the tree of `size` leaves. */
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether the subtree is part of the tree of `size` leaves. A subtree without leaves is part of every tree, if its root is
 * that of the empty tree and nothing more is given as a proof.
 */
export function verifySubtreeConsistency(claim: SubtreeConsistencyProof): ProofResult {
  const { start, end, size, root1, root2, proof } = claim;
  if (!isSubtree(start, end)) return unproven('range');
  if (end > size) return unproven('shrunk');
  if (start === end) {
    if (proof.length > 0) return unproven('too-long');
    return Buffer.from(root1).toString('hex') === EMPTY_ROOT ? PROVEN : unproven('old-root');
  }
  if (start === 0n && end === size) {
    if (proof.length > 0) return unproven('too-long');
    return sameOctets(root1, root2) ? PROVEN : unproven('root');
  }
  if ([root1, root2, ...proof].some((hash) => hash.length !== HASH_SIZE)) return unproven('hash-size');
  return subtreePath(claim);
}

function subtreePath({ start, end, size, root1, root2, proof }: SubtreeConsistencyProof): ProofResult {
  let [fn, sn, tn] = [start, end - 1n, size - 1n];
  const up = (): void => void ([fn, sn, tn] = [fn >> 1n, sn >> 1n, tn >> 1n]);
  // up to the first node that both trees have: the subtree itself, or the last complete one in it
  if (sn === tn) while (fn !== sn) up();
  else while (fn !== sn && (sn & 1n) === 1n) up();
  const [first, ...rest] = fn === sn ? [root1, ...proof] : proof;
  if (first === undefined) return unproven('too-short');
  let part = first;
  let whole = first;
  for (const hash of rest) {
    if (tn === 0n) return unproven('too-long');
    if ((sn & 1n) === 1n || sn === tn) {
      if (fn < sn) part = nodeHash(hash, part);
      whole = nodeHash(hash, whole);
      while ((sn & 1n) === 0n && sn !== 0n) up();
    } else whole = nodeHash(whole, hash);
    up();
  }
  if (tn !== 0n) return unproven('too-short');
  if (!sameOctets(part, root1)) return unproven('old-root');
  return sameOctets(whole, root2) ? PROVEN : unproven('root');
}

function isSubtree(start: bigint, end: bigint): boolean {
  if (start < 0n || end < start) return false;
  let width = 1n;
  while (width < end - start) width <<= 1n;
  return start % width === 0n;
}
