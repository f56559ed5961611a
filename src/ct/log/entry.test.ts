import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  extraData,
  leafIndexExtension,
  leafInput,
  tileLeaf,
  type LogEntry as LabEntry,
} from '../../lab/ct/logs/entry.js';
import { leafHash } from '../merkle/index.js';
import {
  contentOf,
  fingerprintsOf,
  issuerKeyHashOf,
  LeafHasher,
  leafHashOfEntry,
  rangeOf,
  readCtExtensions,
  readDataTile,
  readExtraData,
  readLeafInput,
  readTimestampedEntry,
  type LogEntry,
} from './index.js';

const sha256 = (octets: Uint8Array): Buffer => createHash('sha256').update(octets).digest();
const entryOf = (i: number): LabEntry => ({
  issuerSpki: Buffer.from(`issuer ${i}`),
  tbs: Buffer.from(`tbs ${i} ${'x'.repeat(100 * i)}`),
  timestamp: 1_700_000_000_000 + i,
  precertificate: Buffer.from(`precertificate ${i}`),
  chain: [Buffer.from('intermediate'), Buffer.from('root')],
  extensions: leafIndexExtension(2 ** 33 + i),
});
const some = [0, 1, 2].map(entryOf);
const tile = Buffer.concat(some.map(tileLeaf));

/** u64 timestamp, type 0, u24 certificate, u16 extensions. */
const CERTIFICATE = Buffer.from('0000018bcfe568000000000003cafe010000', 'hex');

function leaf(octets: Uint8Array): LogEntry {
  const read = readLeafInput(octets);
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}

describe('entries of logs', () => {
  it('are the same in a tile and in an answer of get-entries', () => {
    const { entries, problem } = readDataTile(tile, 3);
    expect(problem).toBeUndefined();
    entries.forEach((entry, i) => {
      const made = some[i]!;
      const answered = leaf(leafInput(made));
      for (const one of [entry, answered]) {
        expect([one.kind, one.timestamp, one.leafIndex]).toEqual(['precert', made.timestamp, 2 ** 33 + i]);
        expect(Buffer.from(contentOf(one))).toEqual(made.tbs);
        expect(issuerKeyHashOf(one)).toEqual(sha256(made.issuerSpki));
        expect(leafHashOfEntry(one)).toEqual(leafHash(leafInput(made)));
      }
      expect(Buffer.from(rangeOf(tile, entry.precertificate))).toEqual(made.precertificate);
      expect(fingerprintsOf(entry)).toEqual(made.chain.map((der) => sha256(der).toString('hex')));
    });
  });

  it('hold certificates as well', () => {
    const entry = leaf(Buffer.concat([Buffer.alloc(2), CERTIFICATE]));
    expect(entry).toMatchObject({ kind: 'x509', timestamp: 0x18bcfe56800, leafIndex: undefined });
    expect(Buffer.from(contentOf(entry)).toString('hex')).toBe('cafe01');
    expect(issuerKeyHashOf(entry)).toBeUndefined();
    const { entries } = readDataTile(Buffer.concat([CERTIFICATE, Buffer.alloc(2)]), 1);
    expect(entries[0]).toMatchObject({ kind: 'x509', precertificate: { start: 0, end: 0 } });
  });

  it('are kept where the tile breaks off behind them', () => {
    for (let length = 0; length < tile.length; length++) {
      const { entries, problem } = readDataTile(tile.subarray(0, length), 3);
      expect(problem).toMatch(/^expected 3 entries in the tile/);
      expect(entries.every((entry) => entry.fingerprints.end <= length)).toBe(true);
    }
    expect(readDataTile(Buffer.concat([tile, Buffer.of(0)]), 3)).toMatchObject({
      entries: { length: 3 },
      problem: 'expected 3 entries in the tile, 1 octets follow them',
    });
  });

  it('are refused where a leaf is of another kind, or something follows it', () => {
    const octets = leafInput(some[0]!);
    expect(readLeafInput(Buffer.concat([octets, Buffer.of(0)])).ok).toBe(false);
    for (const at of [0, 1, 10]) {
      const changed = Buffer.from(octets);
      changed[at] = 7;
      expect(readLeafInput(changed).ok).toBe(false);
    }
    for (let length = 0; length < octets.length; length++)
      expect(readLeafInput(octets.subarray(0, length)).ok).toBe(false);
  });

  it('end within the octets that they are read from', () => {
    const octets = leafInput(some[0]!);
    expect(readTimestampedEntry(octets, 2)?.end).toBe(octets.length);
    for (let length = 0; length < octets.length; length++)
      expect(readTimestampedEntry(octets.subarray(0, length), 2)).toBeUndefined();
  });

  it('are refused where their type is of a later time', () => {
    const octets = leafInput(some[0]!);
    octets.writeUInt16BE(2, 10);
    expect(readTimestampedEntry(octets, 2)).toBeUndefined();
    const certificate = Buffer.concat([CERTIFICATE, Buffer.alloc(100)]);
    certificate.writeUInt16BE(2, 8);
    expect(readTimestampedEntry(certificate, 0)).toBeUndefined();
  });

  it('are hashed by one hasher, whatever their size', () => {
    const hasher = new LeafHasher();
    for (const size of [10, 100_000, 20]) {
      const made = { ...some[0]!, tbs: Buffer.alloc(size, 7) };
      expect(hasher.hash(leaf(leafInput(made)))).toEqual(leafHash(leafInput(made)));
    }
  });
});

describe('what a log gives beside the leaf', () => {
  it('is the precertificate and its chain', () => {
    const octets = extraData(some[1]!);
    const read = readExtraData('precert', octets);
    expect(read.ok && Buffer.from(read.value.precertificate ?? []).toString()).toBe('precertificate 1');
    expect(read.ok && read.value.chain.map((one) => Buffer.from(one).toString())).toEqual([
      'intermediate',
      'root',
    ]);
    for (let length = 0; length < octets.length; length++)
      expect(readExtraData('precert', octets.subarray(0, length)).ok).toBe(false);
    expect(readExtraData('precert', Buffer.concat([octets, Buffer.of(0)])).ok).toBe(false);
  });

  it('is only the chain for a certificate, which may be empty', () => {
    expect(readExtraData('x509', Buffer.from('000000', 'hex'))).toEqual({ ok: true, value: { chain: [] } });
    expect(readExtraData('x509', Buffer.from('000004000001aa', 'hex'))).toMatchObject({
      value: { chain: { length: 1 } },
    });
    expect(readExtraData('x509', Buffer.from('000004000002aa', 'hex')).ok).toBe(false);
  });
});

describe('extensions of static logs', () => {
  const read = (hex: string) => readCtExtensions(Buffer.from(hex, 'hex'));

  it('give the index in any order, and each type once', () => {
    expect(read('')).toEqual({ readable: true, leafIndex: undefined });
    expect(read('00000500000004d2')).toEqual({ readable: true, leafIndex: 1234 });
    expect(read('000005ffffffffff')).toEqual({ readable: true, leafIndex: 2 ** 40 - 1 });
    expect(read('070001aa00000500000004d2')).toEqual({ readable: true, leafIndex: 1234 });
    for (const hex of [
      '00',
      '0000',
      '000005000000',
      '0000040000000a',
      '00000500000004d200000500000004d2',
      '00000500000004d2ff',
    ])
      expect(read(hex)).toEqual({ readable: false, leafIndex: undefined });
  });
});
