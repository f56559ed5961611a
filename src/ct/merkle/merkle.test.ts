import { describe, expect, it } from 'vitest';
import { LogTree } from '../../lab/ct/logs/tree.js';
import {
  EMPTY_ROOT,
  leafHash,
  nodeHash,
  verifyConsistency,
  verifyInclusion,
  verifySubtreeConsistency,
  verifySubtreeInclusion,
} from './index.js';

const LEAVES = 70;
const hashes = Array.from({ length: LEAVES }, (_, i) => leafHash(Buffer.from(`leaf ${i}`)));
const tree = new LogTree();
for (const hash of hashes) tree.append(hash);
const hashAt = (index: number): Buffer => hashes[index] ?? Buffer.alloc(0);

/** Every way to flip one bit of one of the hashes. */
function* flips(list: readonly Buffer[]): Generator<readonly Buffer[]> {
  for (let which = 0; which < list.length; which++)
    for (const bit of [0, 77, 255]) {
      const copy = list.map((one) => Buffer.from(one));
      const hash = copy[which];
      if (hash) hash[bit >> 3] = (hash[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      yield copy;
    }
}

describe('a proof of inclusion', () => {
  it('holds for every leaf of every tree, and for no other leaf, index, size or root', () => {
    for (let size = 1; size <= LEAVES; size++)
      for (let index = 0; index < size; index++) {
        const claim = {
          leafIndex: BigInt(index),
          treeSize: BigInt(size),
          leafHash: hashAt(index),
          root: tree.root(size),
          proof: tree.inclusion(index, size),
        };
        expect(verifyInclusion(claim)).toEqual({ ok: true });
        expect(verifyInclusion({ ...claim, leafHash: hashAt((index + 1) % LEAVES) }).ok).toBe(false);
        expect(verifyInclusion({ ...claim, leafIndex: BigInt(size) })).toEqual({
          ok: false,
          reason: 'index-beyond-tree',
        });
        expect(verifyInclusion({ ...claim, root: tree.root(size === 1 ? 2 : size - 1) }).ok).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...claim.proof, claim.root] }).ok).toBe(false);
        if (size > 1) expect(verifyInclusion({ ...claim, proof: claim.proof.slice(1) }).ok).toBe(false);
      }
  });

  it('fails with any bit flipped', () => {
    const [leafIndex, treeSize] = [20n, 70n];
    const parts = [hashAt(20), tree.root(), ...tree.inclusion(20)];
    for (const [leaf, root, ...proof] of flips(parts))
      expect(
        verifyInclusion({ leafIndex, treeSize, leafHash: leaf ?? hashAt(0), root: root ?? hashAt(0), proof })
          .ok,
      ).toBe(false);
  });

  it('is refused where it ends below the root, whatever hash it has come to', () => {
    const root = hashAt(0);
    const short = { ok: false, reason: 'too-short' };
    expect(verifyInclusion({ leafIndex: 0n, treeSize: 2n, leafHash: root, root, proof: [] })).toEqual(short);
    const both = { root1: root, root2: root, proof: [] };
    expect(verifyConsistency({ size1: 1n, size2: 2n, ...both })).toEqual(short);
    expect(verifyConsistency({ size1: 3n, size2: 4n, ...both })).toEqual(short);
    expect(verifySubtreeConsistency({ start: 0n, end: 1n, size: 2n, ...both })).toEqual(short);
  });

  it('reaches indices that no number can hold', () => {
    const treeSize = (1n << 64n) - 1n;
    const proof = Array.from({ length: 64 }, (_, i) => leafHash(Uint8Array.of(i)));
    const leaf = hashAt(0);
    const root = proof.reduce((hash, sibling) => nodeHash(hash, sibling), leaf);
    expect(verifyInclusion({ leafIndex: 0n, treeSize, leafHash: leaf, root, proof })).toEqual({ ok: true });
    expect(verifyInclusion({ leafIndex: 1n, treeSize, leafHash: leaf, root, proof }).ok).toBe(false);
  });

  it('is refused where a hash has another length than 32 octets, and where it is endless', () => {
    const claim = {
      leafIndex: 0n,
      treeSize: 2n,
      leafHash: hashAt(0),
      root: tree.root(2),
      proof: [hashAt(1)],
    };
    expect(verifyInclusion({ ...claim, root: Buffer.alloc(0) })).toEqual({ ok: false, reason: 'hash-size' });
    expect(verifyInclusion({ ...claim, proof: [Buffer.alloc(31)] })).toEqual({
      ok: false,
      reason: 'hash-size',
    });
    const proof = Array.from({ length: 100_000 }, () => hashAt(1));
    expect(verifyInclusion({ ...claim, proof })).toEqual({ ok: false, reason: 'too-long' });
  });
});

describe('a proof of consistency', () => {
  it('holds between any two trees of one history, and fails with anything changed', () => {
    for (let size2 = 1; size2 <= LEAVES; size2++)
      for (let size1 = 1; size1 <= size2; size1++) {
        const claim = {
          size1: BigInt(size1),
          size2: BigInt(size2),
          root1: tree.root(size1),
          root2: tree.root(size2),
          proof: tree.consistency(size1, size2),
        };
        expect(verifyConsistency(claim)).toEqual({ ok: true });
        expect(verifyConsistency({ ...claim, proof: [...claim.proof, hashAt(0)] }).ok).toBe(false);
        expect(verifyConsistency({ ...claim, root1: hashAt(3) }).ok).toBe(false);
        expect(verifyConsistency({ ...claim, root2: hashAt(3) }).ok).toBe(false);
        if (size1 < size2) {
          expect(verifyConsistency({ ...claim, proof: claim.proof.slice(1) }).ok).toBe(false);
          expect(verifyConsistency({ ...claim, size1: claim.size2, size2: claim.size1 })).toEqual({
            ok: false,
            reason: 'shrunk',
          });
        }
      }
  });

  it('fails with any bit flipped', () => {
    for (const size1 of [21, 32, 64])
      for (const [root1, root2, ...proof] of flips([
        tree.root(size1),
        tree.root(),
        ...tree.consistency(size1),
      ]))
        expect(
          verifyConsistency({
            size1: BigInt(size1),
            size2: 70n,
            root1: root1 ?? hashAt(0),
            root2: root2 ?? hashAt(0),
            proof,
          }).ok,
        ).toBe(false);
  });

  it('is refused from a tree without leaves', () => {
    const empty = Buffer.from(EMPTY_ROOT, 'hex');
    expect(verifyConsistency({ size1: 0n, size2: 0n, root1: empty, root2: empty, proof: [] })).toEqual({
      ok: false,
      reason: 'empty-tree',
    });
  });
});

describe('a proof of a subtree', () => {
  /** MTH of a range, after the definition. */
  const range = (start: number, end: number): Buffer => {
    const part = new LogTree();
    for (let i = start; i < end; i++) part.append(hashAt(i));
    return part.root();
  };

  it('holds for a leaf by its index in the whole tree', () => {
    const part = new LogTree();
    for (let i = 16; i < 29; i++) part.append(hashAt(i));
    const claim = { leafIndex: 20n, start: 16n, end: 29n, root: part.root(), leafHash: hashAt(20) };
    expect(verifySubtreeInclusion({ ...claim, proof: part.inclusion(4) })).toEqual({ ok: true });
    expect(verifySubtreeInclusion({ ...claim, start: 17n, proof: part.inclusion(4) }).ok).toBe(false);
    expect(verifySubtreeInclusion({ ...claim, leafIndex: 15n, proof: part.inclusion(4) }).ok).toBe(false);
  });

  /** The proof as the draft defines it: of the leaves from `at` on, `size` of them. */
  function proofOf(start: number, end: number, at: number, size: number, whole: boolean): Buffer[] {
    if (start === 0 && end === size) return whole ? [] : [range(at, at + size)];
    const k = 2 ** Math.ceil(Math.log2(size) - 1);
    if (end <= k) return [...proofOf(start, end, at, k, whole), range(at + k, at + size)];
    const left = range(at, at + k);
    if (k <= start) return [...proofOf(start - k, end - k, at + k, size - k, whole), left];
    return [...proofOf(0, end - k, at + k, size - k, false), left];
  }

  it('holds for every subtree of every tree, and for no other root', () => {
    let subtrees = 0;
    for (const size of [1, 2, 3, 5, 8, 13, 16, 21])
      for (let start = 0; start < size; start++)
        for (let end = start + 1; end <= size; end++) {
          const width = 2 ** Math.ceil(Math.log2(end - start));
          const ranges = { start: BigInt(start), end: BigInt(end), size: BigInt(size) };
          const roots = { root1: range(start, end), root2: tree.root(size) };
          if (start % width !== 0) {
            expect(verifySubtreeConsistency({ ...ranges, ...roots, proof: [] })).toMatchObject({
              reason: 'range',
            });
            continue;
          }
          const proof = proofOf(start, end, 0, size, true);
          const claim = { ...ranges, ...roots, proof };
          subtrees++;
          expect(verifySubtreeConsistency(claim)).toEqual({ ok: true });
          expect(verifySubtreeConsistency({ ...claim, root1: hashAt(50) }).ok).toBe(false);
          expect(verifySubtreeConsistency({ ...claim, root2: hashAt(50) }).ok).toBe(false);
          expect(verifySubtreeConsistency({ ...claim, proof: [...proof, hashAt(50)] }).ok).toBe(false);
        }
    expect(subtrees).toBeGreaterThan(100);
  });

  it('is that of consistency where the subtree starts at the first leaf', () => {
    for (let end = 1; end < LEAVES; end++) {
      const proof = tree.consistency(end);
      const claim = {
        start: 0n,
        end: BigInt(end),
        size: 70n,
        root1: tree.root(end),
        root2: tree.root(),
        proof,
      };
      expect(verifySubtreeConsistency(claim)).toEqual({ ok: true });
      expect(verifySubtreeConsistency({ ...claim, root1: hashAt(9) }).ok).toBe(false);
    }
  });
});
