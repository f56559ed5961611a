import { describe, expect, it } from 'vitest';
import { LogTree } from '../../lab/ct/logs/tree.js';
import { CompactTree, EMPTY_ROOT, leafHash, nodeHash } from './index.js';

const hashes = Array.from({ length: 70 }, (_, i) => leafHash(Buffer.from(`leaf ${i}`)));
const tree = new LogTree();
for (const hash of hashes) tree.append(hash);
const hashAt = (index: number): Buffer => hashes[index] ?? Buffer.alloc(0);

describe('a compact tree', () => {
  it('has the root of all that was appended, at every size', () => {
    const compact = new CompactTree();
    expect(compact.root().toString('hex')).toBe(EMPTY_ROOT);
    hashes.forEach((hash, i) => {
      compact.append(hash);
      expect(compact.size).toBe(i + 1);
      expect(compact.root()).toEqual(tree.root(i + 1));
    });
  });

  it('takes tiles and subtrees as it takes leaves', () => {
    const many = Array.from({ length: 600 }, (_, i) => leafHash(Buffer.from(`many ${i}`)));
    const one = new CompactTree();
    for (const hash of many) one.append(hash);
    const other = new CompactTree();
    const first = new CompactTree();
    first.appendTile(Buffer.concat(many.slice(0, 256)));
    other.appendSubtree(first.root());
    other.appendTile(Buffer.concat(many.slice(256, 512)));
    other.appendTile(Buffer.concat(many.slice(512)));
    expect(other.toJSON()).toEqual(one.toJSON());
    expect(() => other.appendSubtree(first.root())).toThrow(/multiple of 256/);
    expect(() => other.append(Buffer.alloc(31))).toThrow(/32 octets/);
  });

  it('comes back from JSON, and a copy grows on its own', () => {
    const compact = new CompactTree();
    for (const hash of hashes) compact.append(hash);
    const back = CompactTree.fromJSON(JSON.parse(JSON.stringify(compact)));
    const copy = compact.copy();
    copy.append(hashAt(0));
    expect(back?.root()).toEqual(tree.root());
    expect(compact.root()).toEqual(tree.root());
    expect(copy.root()).not.toEqual(tree.root());
  });

  it('is not made from JSON that holds none', () => {
    const { size, peaks } = { size: 3, peaks: [hashAt(0), hashAt(1)].map((one) => one.toString('base64')) };
    expect(CompactTree.fromJSON({ size, peaks })?.size).toBe(3);
    const bad = [
      null,
      7,
      {},
      { size },
      { size: 2, peaks },
      { size: -1, peaks: [] },
      { size: 2 ** 53, peaks: [] },
    ];
    for (const value of [...bad, { size, peaks: [1, 2] }, { size, peaks: ['AA==', 'AA=='] }])
      expect(CompactTree.fromJSON(value)).toBeUndefined();
  });

  it('goes on beyond 2^32 leaves', () => {
    const size = 2 ** 40 + 255;
    const peaks = Array.from({ length: 9 }, (_, i) => leafHash(Uint8Array.of(i)));
    const large = CompactTree.fromPeaks(size, peaks);
    large?.append(hashAt(0));
    expect(large?.size).toBe(2 ** 40 + 256);
    const [top, ...rest] = peaks;
    const carried = rest.reduceRight((right, left) => nodeHash(left, right), hashAt(0));
    expect(large?.root()).toEqual(nodeHash(top ?? hashAt(0), carried));
  });
});
