import { describe, expect, it } from 'vitest';
import { leafHash, LogTree } from './tree.js';

/** The leaves and roots of RFC 6962's reference implementation: Trillian and Certificate Transparency for Go test with them. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

function treeOf(count: number): LogTree {
  const tree = new LogTree();
  for (let i = 0; i < count; i++)
    tree.append(leafHash(Buffer.from(LEAVES[i] ?? `leaf ${i}`, i < 8 ? 'hex' : 'utf8')));
  return tree;
}

describe('a tree of the lab', () => {
  it('has the roots that others compute for the same leaves', () => {
    const tree = treeOf(8);
    expect(ROOTS.map((_, i) => tree.root(i + 1).toString('hex'))).toEqual(ROOTS);
    expect(new LogTree().root().toString('hex')).toMatch(/^e3b0c44298fc1c14/);
  });

  it('proves inclusion with the path of RFC 6962, section 2.1.3', () => {
    const tree = treeOf(7);
    const leaf = (i: number): Buffer => tree.subtree(0, i);
    // the example of the RFC: d0, path [b, h, l]; d6, path [i, k]
    expect(tree.inclusion(0)).toEqual([leaf(1), tree.subtree(1, 1), treeOf(7).inclusion(0)[2]]);
    expect(tree.inclusion(6)).toEqual([tree.subtree(1, 2), tree.subtree(2, 0)]);
  });

  it('refuses what it cannot prove', () => {
    expect(() => treeOf(3).inclusion(3)).toThrow(RangeError);
    expect(() => treeOf(3).consistency(0)).toThrow(RangeError);
    expect(() => treeOf(3).consistency(2, 4)).toThrow(RangeError);
  });

  it('forks: both histories share what went before, and nothing after', () => {
    const tree = treeOf(10);
    const other = tree.fork(6);
    expect(other.root()).toEqual(tree.root(6));
    other.append(leafHash(Buffer.from('another')));
    expect(other.root()).not.toEqual(tree.root(7));
  });
});
