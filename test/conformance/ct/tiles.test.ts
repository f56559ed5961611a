import { describe, expect, it } from 'vitest';
import { CompactTree } from '../../../src/ct/merkle/index.js';
import { fingerprintsOf, LeafHasher, readDataTile } from '../../../src/ct/log/index.js';
import { readBinary } from '../support/vectors.js';

const FOLDER = 'ct/sunlight/navigli2025h2/tile';
const TILES = ['000', '001', '002', '003'];
const example = readBinary('ct/tesseract/example_tile');

function tile(path: string): Buffer {
  const octets = readBinary(`${FOLDER}/${path}`);
  if (octets === undefined) throw new Error(`${path} is not among the vectors`);
  return octets;
}

describe.skipIf(example === undefined)('tiles of a real static log', () => {
  const hasher = new LeafHasher();

  it.each(TILES.map((name, index) => ({ name, index })))(
    'hold what their hashes say: $name',
    ({ name, index }) => {
      const { entries, problem } = readDataTile(tile(`data/${name}`), 256);
      expect([entries.length, problem]).toEqual([256, undefined]);
      expect(Buffer.concat(entries.map((entry) => hasher.hash(entry)))).toEqual(tile(`0/${name}`));
      expect(entries.map(({ leafIndex }) => leafIndex)).toEqual(entries.map((_, i) => 256 * index + i));
      expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['precert']));
    },
  );

  it('have times that the unauthenticated names agree with', () => {
    const lines = tile('names/000').toString().trim().split('\n');
    const times = lines.map((line) => (JSON.parse(line) as { Timestamp: number }).Timestamp);
    expect(readDataTile(tile('data/000'), 256).entries.map(({ timestamp }) => timestamp)).toEqual(times);
  });

  it('are partial while the log grows', () => {
    const { entries, problem } = readDataTile(tile('data/003.p/10'), 10);
    expect([entries.length, problem]).toEqual([10, undefined]);
    expect(Buffer.concat(entries.map((entry) => hasher.hash(entry)))).toEqual(tile('0/003.p/10'));
    expect(readDataTile(tile('data/003.p/10'), 256).problem).toMatch(/there are 10/);
    expect(readDataTile(tile('data/003'), 10).problem).toMatch(/octets follow/);
  });

  it('make one tree, by tiles and by leaves', () => {
    const byTile = new CompactTree();
    const byLeaf = new CompactTree();
    for (const name of TILES) {
      byTile.appendTile(tile(`0/${name}`));
      for (const entry of readDataTile(tile(`data/${name}`), 256).entries) byLeaf.append(hasher.hash(entry));
    }
    expect(byTile.size).toBe(1024);
    expect(byTile.root()).toEqual(byLeaf.root());
  });

  it('are read from TesseraCT too', () => {
    const { entries, problem } = readDataTile(example ?? Buffer.alloc(0), 256);
    expect([entries.length, problem]).toEqual([256, undefined]);
    expect(entries.map(({ leafIndex }) => leafIndex)).toEqual(entries.map((_, i) => 1024 + i));
    expect(new Set(entries.flatMap(fingerprintsOf)).size).toBe(22);
  });
});
