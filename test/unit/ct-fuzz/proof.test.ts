import { describe, expect, it } from 'vitest';
import { readSignedCheckpoint } from '../../../src/ct/log/index.js';
import {
  CompactTree,
  consistencyFromTiles,
  inclusionFromTiles,
  leafHash,
  tilesForConsistency,
  tilesForInclusion,
  verifyConsistency,
  verifyInclusion,
  type HashTile,
  type TileGetter,
} from '../../../src/ct/merkle/index.js';
import { readSct, sctLeafHash, verifySct, type SignedEntry } from '../../../src/ct/sct/index.js';
import { LogTree } from '../../../src/lab/ct/logs/tree.js';
import { createHash } from 'node:crypto';
import { randomFrom, type Random } from '../codec/mutate.js';
import * as samples from './log-samples.js';

/** `FUZZ_CT` as in formats.test.ts: one in four hundred, since each of these hashes and verifies much. */
const ROUNDS = Math.max(20, Math.ceil(Number(process.env['FUZZ_CT'] ?? 4_000) / 400));
const SEED = Number(process.env['FUZZ_SEED'] ?? 20261125);
const LONG = 3_600_000;

const LEAVES = 70_000;
const hashes = Array.from({ length: LEAVES }, (_, i) => leafHash(Buffer.from(`leaf ${i}`)));
const tree = new LogTree();
for (const hash of hashes) tree.append(hash);

/** Sizes of all magnitudes, those beside a power of 256 among them. */
function sizeFrom(random: Random): number {
  const near = [1, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, 65_792, LEAVES];
  return random(2) === 0 ? (near[random(near.length)] ?? 1) : 1 + random(random(2) === 0 ? 600 : LEAVES);
}

/** The same octets but for one bit. */
function flipped(octets: Uint8Array, random: Random): Buffer {
  const changed = Buffer.from(octets);
  const bit = random(8 * changed.length);
  changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return changed;
}

/** One of the parts with one bit flipped. */
function oneFlipped(parts: readonly Buffer[], random: Random): readonly Buffer[] {
  const which = random(parts.length);
  return parts.map((part, i) => (i === which ? flipped(part, random) : part));
}

const octetsOf = ({ level, index, width }: HashTile): Buffer =>
  Buffer.concat(Array.from({ length: width }, (_, i) => tree.subtree(8 * level, 256 * index + i)));
const keyOf = ({ level, index }: HashTile): string => `${level}/${index}`;

/** A getter for these tiles, and one for the same with one bit flipped. */
function getters(tiles: readonly HashTile[], random: Random): readonly [TileGetter, TileGetter] {
  const whole = tiles.map(octetsOf);
  const make = (octets: readonly Buffer[]): TileGetter => {
    const known = new Map(tiles.map((tile, i) => [keyOf(tile), octets[i]]));
    return (tile) => known.get(keyOf(tile));
  };
  return [make(whole), make(oneFlipped(whole, random))];
}

describe('a proof', () => {
  it(
    'of inclusion holds for every leaf, by path and by tiles, and with no bit of either flipped',
    () => {
      const random = randomFrom(SEED);
      for (let i = 0; i < ROUNDS; i++) {
        const treeSize = sizeFrom(random);
        const leafIndex = random(treeSize);
        const parts = [hashes[leafIndex]!, tree.root(treeSize), ...tree.inclusion(leafIndex, treeSize)];
        const byPath = ([leaf, root, ...proof]: readonly Buffer[]): boolean =>
          verifyInclusion({
            leafIndex: BigInt(leafIndex),
            treeSize: BigInt(treeSize),
            leafHash: leaf!,
            root: root!,
            proof,
          }).ok;
        expect(byPath(parts)).toBe(true);
        expect(byPath(oneFlipped(parts, random))).toBe(false);
        const [right, wrong] = getters(tilesForInclusion(leafIndex, treeSize), random);
        const claim = { leafIndex, treeSize, leafHash: parts[0]!, root: parts[1]! };
        expect(inclusionFromTiles(claim, right)).toEqual({ ok: true });
        expect(inclusionFromTiles(claim, wrong).ok).toBe(false);
      }
    },
    LONG,
  );

  it(
    'of consistency holds between any two trees, by path and by tiles, and with no bit of either flipped',
    () => {
      const random = randomFrom(SEED + 1);
      for (let i = 0; i < ROUNDS; i++) {
        const [oldSize = 1, newSize = 1] = [sizeFrom(random), sizeFrom(random)].sort((a, b) => a - b);
        const parts = [tree.root(oldSize), tree.root(newSize), ...tree.consistency(oldSize, newSize)];
        const byPath = ([root1, root2, ...proof]: readonly Buffer[]): boolean =>
          verifyConsistency({
            size1: BigInt(oldSize),
            size2: BigInt(newSize),
            root1: root1!,
            root2: root2!,
            proof,
          }).ok;
        expect(byPath(parts)).toBe(true);
        expect(byPath(oneFlipped(parts, random))).toBe(false);
        const [right, wrong] = getters(tilesForConsistency(oldSize, newSize), random);
        const claim = { oldSize, newSize, oldRoot: parts[0]!, newRoot: parts[1]! };
        expect(consistencyFromTiles(claim, right)).toEqual({ ok: true });
        expect(consistencyFromTiles(claim, wrong).ok).toBe(false);
      }
    },
    LONG,
  );

  it('of a tree that was read leaf by leaf needs no other', () => {
    const compact = new CompactTree();
    const random = randomFrom(SEED + 2);
    while (compact.size + 700 < LEAVES) {
      const some = 1 + random(700);
      compact.appendTile(Buffer.concat(hashes.slice(compact.size, compact.size + some)));
      expect(compact.root()).toEqual(tree.root(compact.size));
    }
  });
});

const entry = samples.ENTRIES[0]!;
const signed: SignedEntry = {
  kind: 'precert',
  issuerKeyHash: createHash('sha256').update(entry.issuerSpki).digest(),
  tbs: entry.tbs,
};

describe('a signature of a log', () => {
  it('holds under a head, and with no bit of it flipped', () => {
    const random = randomFrom(SEED + 3);
    const ask = (octets: Buffer): boolean =>
      readSignedCheckpoint(octets, { origin: samples.ORIGIN, key: samples.KEY }).ok;
    expect(ask(samples.CHECKPOINT)).toBe(true);
    for (let i = 0; i < ROUNDS; i++) expect(ask(flipped(samples.CHECKPOINT, random))).toBe(false);
  });

  it('holds under an SCT, and with no bit of it or of what it is of flipped', () => {
    const random = randomFrom(SEED + 4);
    const ask = (octets: Buffer, of: SignedEntry): string => {
      const sct = readSct(octets);
      return sct.ok
        ? verifySct({ sct: sct.value, entry: of, key: samples.KEY, now: samples.NOW }).status
        : 'unreadable';
    };
    expect(ask(samples.SCT, signed)).toBe('valid');
    for (let i = 0; i < ROUNDS; i++) {
      expect(ask(flipped(samples.SCT, random), signed)).not.toBe('valid');
      expect(ask(samples.SCT, { ...signed, tbs: flipped(entry.tbs, random) })).toBe('invalid');
      const other = {
        ...signed,
        issuerKeyHash: flipped(createHash('sha256').update(entry.issuerSpki).digest(), random),
      };
      expect(ask(samples.SCT, other)).toBe('invalid');
    }
  });

  it('is of the leaf that the log includes', () => {
    const sct = readSct(samples.SCT);
    expect(sct.ok && sctLeafHash(sct.value, signed)).toEqual(samples.TREE.subtree(0, 0));
  });
});
