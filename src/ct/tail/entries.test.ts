import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { extraData, leafInput, tileLeaf, type LogEntry } from '../../lab/ct/logs/entry.js';
import { leafHash, LogTree } from '../../lab/ct/logs/tree.js';
import { CompactTree } from '../merkle/compact-tree.js';
import { readClassicEntries } from './classic-entries.js';
import { EntryBatch } from './entry-batch.js';
import { leafDigest, LeafHasher } from './leaf-hashes.js';
import { readTiledEntries } from './tiled-entries.js';

const entry = (i: number): LogEntry => ({
  issuerSpki: Buffer.from('issuer'),
  tbs: Buffer.from(`a TBS of ${'x'.repeat(i % 7)} ${i}`),
  timestamp: 1_700_000_000_000 + i,
  precertificate: Buffer.from(`precertificate ${i}`),
  chain: [Buffer.from('one'), Buffer.from('two')],
  extensions: i % 2 === 0 ? Buffer.alloc(0) : Buffer.from([0, 0, 1, 5]),
});
const ENTRIES = Array.from({ length: 600 }, (_, i) => entry(i));
const members = (one: LogEntry) => ({
  leaf_input: leafInput(one).toString('base64'),
  extra_data: extraData(one).toString('base64'),
});
const classic = (entries: readonly LogEntry[]): string => JSON.stringify({ entries: entries.map(members) });
const tile = (entries: readonly LogEntry[]): Buffer => Buffer.concat(entries.map(tileLeaf));

describe('entries of an RFC 6962 log', () => {
  it('are read in place', () => {
    const batch = new EntryBatch();
    expect(readClassicEntries(Buffer.from(classic(ENTRIES)), 1_000, batch)).toBe(600);
    ENTRIES.forEach((one, i) => expect(batch.leaf(i).equals(leafInput(one))).toBe(true));
    expect(Buffer.from(batch.extra(7).toString(), 'base64')).toEqual(extraData(entry(7)));
    expect([batch.timestamp(5), batch.kind(5)]).toEqual([1_700_000_000_005, 'precert']);
    const signed = batch.signedStart(5);
    expect(batch.octets.subarray(signed, batch.signedEnd(signed)).toString()).toBe(entry(5).tbs.toString());
  });

  it.each([
    ['with white space', JSON.stringify({ entries: ENTRIES.slice(0, 3).map(members) }, null, 2)],
    ['with slashes escaped', classic(ENTRIES.slice(0, 3)).replaceAll('/', '\\/')],
    [
      'with the members the other way round',
      JSON.stringify({
        entries: ENTRIES.slice(0, 3)
          .map(members)
          .map(({ leaf_input, extra_data }) => ({ extra_data, leaf_input })),
      }),
    ],
  ])('are read in any layout that JSON allows: %s', (_, text) => {
    const batch = new EntryBatch();
    expect(readClassicEntries(Buffer.from(text), 1_000, batch)).toBe(3);
    for (let i = 0; i < 3; i++) {
      expect(batch.leaf(i).equals(leafInput(entry(i)))).toBe(true);
      expect(Buffer.from(batch.extra(i).toString(), 'base64')).toEqual(extraData(entry(i)));
    }
  });

  it('are not read where they are none, and it is said what came', () => {
    const batch = new EntryBatch();
    const one = classic(ENTRIES.slice(0, 1));
    for (const text of [
      '',
      '<html>',
      '{}',
      '{"entries":[{}]}',
      one.slice(0, -3),
      one.replace('leaf_input":"A', 'leaf_input":"*'),
    ])
      expect(typeof readClassicEntries(Buffer.from(text), 1_000, batch), text).toBe('string');
    expect(readClassicEntries(Buffer.from(classic(ENTRIES)), 10, batch)).toBe(10);
  });
});

describe('entries of a tile', () => {
  it('are read as the same leaves', () => {
    const batch = new EntryBatch();
    expect(readTiledEntries(tile(ENTRIES.slice(0, 256)), 256, batch)).toBe(256);
    for (let i = 0; i < 256; i++) expect(batch.leaf(i).equals(leafInput(entry(i)))).toBe(true);
    batch.drop(100);
    expect([batch.count, batch.timestamp(0)]).toEqual([156, 1_700_000_000_100]);
  });

  it('are the first of a full tile that stands for a partial one', () => {
    const batch = new EntryBatch();
    expect(readTiledEntries(tile(ENTRIES.slice(0, 256)), 10, batch)).toBe(10);
  });

  it('are not read where the tile is cut off, goes on, or holds another kind', () => {
    const batch = new EntryBatch();
    const full = tile(ENTRIES.slice(0, 256));
    expect(readTiledEntries(full.subarray(0, -1), 256, batch)).toContain('ends within entry 255');
    expect(readTiledEntries(tile(ENTRIES.slice(0, 255)), 256, batch)).toContain('has 255 entries');
    expect(readTiledEntries(tile(ENTRIES.slice(0, 257)), 256, batch)).toContain('goes on');
    const other = Buffer.from(full);
    other[9] = 2;
    expect(readTiledEntries(other, 256, batch)).toContain('unknown type');
  });
});

describe('readers of entries', () => {
  it('neither throw nor read beyond the octets, whatever these are', () => {
    const batch = new EntryBatch();
    const texts = [Buffer.from(classic(ENTRIES.slice(0, 3))), tile(ENTRIES.slice(0, 3))];
    fc.assert(
      fc.property(fc.nat(1), fc.nat(), fc.nat(255), fc.nat(), (which, at, octet, cut) => {
        const octets = Buffer.from(texts[which]!);
        octets[at % octets.length] = octet;
        const body = octets.subarray(0, cut % (octets.length + 1));
        for (const read of [readClassicEntries(body, 3, batch), readTiledEntries(body, 3, batch)]) {
          if (typeof read === 'string') continue;
          for (let i = 0; i < batch.count; i++) {
            const signed = batch.signedStart(i);
            if (signed >= 0) expect(batch.signedEnd(signed)).toBeLessThanOrEqual(batch.end(i));
          }
        }
      }),
      { numRuns: Number(process.env['FUZZ_CT'] ?? 5_000), seed: 20261125 },
    );
  });

  it('give leaves that hash to the tree of the log, however they come in batches', () => {
    const tree = new LogTree();
    for (const one of ENTRIES) tree.append(leafHash(leafInput(one)));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 8 }), (cuts) => {
        const [compact, hasher, batch] = [new CompactTree(), new LeafHasher(), new EntryBatch()];
        const ends = [...new Set([...cuts, 600])].sort((a, b) => a - b);
        let from = 0;
        for (const end of ends) {
          readClassicEntries(Buffer.from(classic(ENTRIES.slice(from, end))), 1_000, batch);
          hasher.append(batch, compact);
          from = end;
        }
        expect(Buffer.from(leafDigest(batch, batch.count - 1), 'latin1')).toEqual(tree.subtree(0, 599));
        expect(compact.root()).toEqual(tree.root());
      }),
      { numRuns: 40, seed: 20261125 },
    );
  });
});
