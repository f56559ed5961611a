import { HASH_SIZE, nodeHash, sameOctets } from './hash.js';

/** Why a proof proves nothing. */
export type ProofFault =
  | 'empty-tree'
  | 'index-beyond-tree'
  | 'shrunk'
  | 'range'
  | 'hash-size'
  | 'too-short'
  | 'too-long'
  | 'old-root'
  | 'root';

export type ProofResult = { readonly ok: true } | { readonly ok: false; readonly reason: ProofFault };

/** What each fault says, in words, after "the proof": for findings. */
export const PROOF_FAULTS: Readonly<Record<ProofFault, string>> = {
  'empty-tree': 'is about a tree without leaves, of which nothing can be proven',
  'index-beyond-tree': 'is of a leaf beyond the end of the tree',
  shrunk: 'is of a tree that has fewer leaves than before',
  range: 'is of a range of leaves that is no subtree',
  'hash-size': 'has a hash that is not 32 octets long',
  'too-short': 'has too few hashes for its tree',
  'too-long': 'has more hashes than its tree needs',
  'old-root': 'does not lead to the root of the older tree',
  root: 'does not lead to the root of the tree',
};

export const PROVEN: ProofResult = { ok: true };
export const unproven = (reason: ProofFault): ProofResult => ({ ok: false, reason });

/**
 * Trees have at most 2^64 - 1 leaves, so that no honest proof is longer: a longer one is refused unread. A consistency
 * proof has one hash more than a path.
 */
const MAX_PROOF = 65;

export interface InclusionProof {
  readonly leafIndex: bigint;
  readonly treeSize: bigint;
  readonly leafHash: Uint8Array;
  readonly root: Uint8Array;
  /** The audit path, from the leaf's sibling upward. */
  readonly proof: readonly Uint8Array[];
}

/** Whether the leaf is in the tree at that index (RFC 9162, section 2.1.3.2). */
export function verifyInclusion({ leafIndex, treeSize, leafHash, root, proof }: InclusionProof): ProofResult {
  if (leafIndex < 0n || leafIndex >= treeSize) return unproven('index-beyond-tree');
  const fault = badHashes(leafHash, root, ...proof.slice(0, MAX_PROOF));
  if (fault !== undefined) return unproven(fault);
  if (proof.length > MAX_PROOF) return unproven('too-long');
  let fn = leafIndex;
  let sn = treeSize - 1n;
  let hash = leafHash;
  for (const sibling of proof) {
    if (sn === 0n) return unproven('too-long');
    if ((fn & 1n) === 1n || fn === sn) {
      hash = nodeHash(sibling, hash);
      while ((fn & 1n) === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else hash = nodeHash(hash, sibling);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  if (sn !== 0n) return unproven('too-short');
  return sameOctets(hash, root) ? PROVEN : unproven('root');
}

export interface ConsistencyProof {
  readonly size1: bigint;
  readonly size2: bigint;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * Whether the tree of `size1` leaves is the beginning of that of `size2` (RFC 9162, section 2.1.4.2). An older tree without
 * leaves is refused: it is the beginning of every tree, and saying so would look like a proof.
 */
export function verifyConsistency({ size1, size2, root1, root2, proof }: ConsistencyProof): ProofResult {
  if (size1 <= 0n) return unproven('empty-tree');
  if (size2 < size1) return unproven('shrunk');
  const fault = badHashes(root1, root2, ...proof.slice(0, MAX_PROOF));
  if (fault !== undefined) return unproven(fault);
  if (size1 === size2) {
    if (proof.length > 0) return unproven('too-long');
    return sameOctets(root1, root2) ? PROVEN : unproven('root');
  }
  if (proof.length > MAX_PROOF) return unproven('too-long');
  // an older tree of a power of two is a node of the newer one, which proofs leave out
  const whole = (size1 & (size1 - 1n)) === 0n;
  const [first, ...rest] = whole ? [root1, ...proof] : proof;
  if (first === undefined) return unproven('too-short');
  return consistencyPath(size1 - 1n, size2 - 1n, first, rest, { root1, root2 });
}

function consistencyPath(
  last1: bigint,
  last2: bigint,
  first: Uint8Array,
  rest: readonly Uint8Array[],
  { root1, root2 }: { readonly root1: Uint8Array; readonly root2: Uint8Array },
): ProofResult {
  let [fn, sn] = [last1, last2];
  while ((fn & 1n) === 1n) [fn, sn] = [fn >> 1n, sn >> 1n];
  let older = first;
  let newer = first;
  for (const hash of rest) {
    if (sn === 0n) return unproven('too-long');
    if ((fn & 1n) === 1n || fn === sn) {
      older = nodeHash(hash, older);
      newer = nodeHash(hash, newer);
      while ((fn & 1n) === 0n && fn !== 0n) [fn, sn] = [fn >> 1n, sn >> 1n];
    } else newer = nodeHash(newer, hash);
    [fn, sn] = [fn >> 1n, sn >> 1n];
  }
  if (sn !== 0n) return unproven('too-short');
  if (!sameOctets(older, root1)) return unproven('old-root');
  return sameOctets(newer, root2) ? PROVEN : unproven('root');
}

function badHashes(...hashes: readonly Uint8Array[]): ProofFault | undefined {
  return hashes.some((hash) => hash.length !== HASH_SIZE) ? 'hash-size' : undefined;
}
