import { describe, expect, it } from 'vitest';
import {
  contentOf,
  fingerprintsOf,
  issuerKeyHashOf,
  LeafHasher,
  parseCheckpoint,
  parseJson,
  parseTilePath,
  rangeOf,
  readConsistencyAnswer,
  readCtExtensions,
  readDataTile,
  readEntriesAnswer,
  readExtraData,
  readLeafInput,
  readNote,
  readNoteVerifier,
  readProofAnswer,
  readRootsAnswer,
  readSthAnswer,
  type Json,
  type LogEntry,
} from '../../../src/ct/log/index.js';
import { readLogList } from '../../../src/ct/loglist/index.js';
import { readSct, readSctList } from '../../../src/ct/sct/index.js';
import { mutate, randomFrom, type Random } from '../codec/mutate.js';
import * as samples from './log-samples.js';

/** `FUZZ_CT=1000000 npx vitest run --project unit test/unit/ct-fuzz` for the long run; `FUZZ_SEED` for another. */
const INPUTS = Number(process.env['FUZZ_CT'] ?? 4_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20261125);
const LONG = 3_600_000;

/** Before and behind every input lie octets that belong to nobody: what comes from there has been read beyond the end. */
const MARGIN = 64;

/** The same input between two different margins. */
function framed(input: Buffer): readonly [Buffer, Buffer] {
  const within = (fill: number): Buffer => {
    const all = Buffer.alloc(input.length + 2 * MARGIN, fill);
    input.copy(all, MARGIN);
    return all.subarray(MARGIN, MARGIN + input.length);
  };
  return [within(0x00), within(0xff)];
}

function hexOf(octets: Uint8Array | undefined): string {
  return octets === undefined ? '' : Buffer.from(octets).toString('hex');
}

/** All that an entry leads to. Throws where it points outside of the octets. */
function entryFacts(entry: LogEntry, hasher: LeafHasher): unknown {
  const { bytes, start, end, contentStart, contentEnd, precertificate, fingerprints } = entry;
  for (const at of [start, end, contentStart, contentEnd, precertificate.end, fingerprints.end])
    if (at < 0 || at > bytes.length) throw new RangeError(`${at} lies beyond ${bytes.length}`);
  return [
    entry.kind,
    entry.timestamp,
    entry.leafIndex,
    hexOf(contentOf(entry)),
    hexOf(issuerKeyHashOf(entry)),
    hexOf(rangeOf(bytes, precertificate)),
    fingerprintsOf(entry),
    hexOf(hasher.hash(entry)),
  ];
}

const hasher = new LeafHasher();
const log = { origin: samples.ORIGIN, logId: samples.KEY.id };

/** What each reader of octets makes of its input, as plain values. */
const READERS: readonly {
  readonly name: string;
  readonly sample: Buffer;
  readonly read: (octets: Buffer) => unknown;
}[] = [
  {
    name: 'data tiles',
    sample: samples.TILE,
    read: (octets) => {
      const { entries, problem } = readDataTile(octets, samples.TILE_WIDTH);
      return [entries.map((entry) => entryFacts(entry, hasher)), problem];
    },
  },
  {
    name: 'leaves',
    sample: samples.LEAF,
    read: (octets) => {
      const leaf = readLeafInput(octets);
      return leaf.ok ? entryFacts(leaf.value, hasher) : leaf.problem;
    },
  },
  {
    name: 'chains',
    sample: samples.EXTRA,
    read: (octets) =>
      (['precert', 'x509'] as const).map((kind) => {
        const extra = readExtraData(kind, octets);
        return extra.ok ? [hexOf(extra.value.precertificate), extra.value.chain.map(hexOf)] : extra.problem;
      }),
  },
  { name: 'extensions', sample: samples.SCT.subarray(43, 51), read: (octets) => readCtExtensions(octets) },
  {
    name: 'SCTs',
    sample: samples.SCT,
    read: (octets) => {
      const sct = readSct(octets);
      return sct.ok ? [sct.value.logId, sct.value.leafIndex, hexOf(sct.value.signed.signature)] : sct.problem;
    },
  },
  {
    name: 'lists of SCTs',
    sample: samples.SCT_LIST,
    read: (octets) => {
      const { scts, problems } = readSctList(octets);
      return [scts.map((sct) => hexOf(sct.octets)), problems];
    },
  },
  {
    name: 'checkpoints',
    sample: samples.CHECKPOINT,
    read: (octets) => [readNote(octets), parseCheckpoint(octets, log)],
  },
];

const TEXTS: readonly ((text: string) => unknown)[] = [
  readSthAnswer,
  readProofAnswer,
  readConsistencyAnswer,
  readEntriesAnswer,
  readRootsAnswer,
  readLogList,
  readNoteVerifier,
  parseTilePath,
];

describe('octets from a log', () => {
  it.each(READERS)(
    'are read by the reader of $name, whatever they are, up to their end',
    ({ sample, read }) => {
      const random = randomFrom(SEED);
      for (let i = 0; i < INPUTS; i++) {
        const input = mutate(sample, random);
        const [one, other] = framed(input);
        const facts = JSON.stringify(read(one));
        if (facts !== JSON.stringify(read(other))) throw new Error(`read beyond the end: ${hexOf(input)}`);
      }
      expect(JSON.stringify(read(sample))).toBe(JSON.stringify(read(Buffer.from(sample))));
    },
    LONG,
  );
});

function theirs(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** With bigints as the numbers that `JSON.parse` makes of them. */
function rounded(value: Json | undefined): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, rounded(one)]));
}

function mutatedText(random: Random): string {
  const sample = samples.ANSWERS[random(samples.ANSWERS.length)] ?? '';
  return mutate(Buffer.from(sample, 'latin1'), random).toString('latin1');
}

describe('text from a log', () => {
  it(
    'is read by every reader, whatever it is, and as JSON.parse reads it',
    () => {
      const random = randomFrom(SEED);
      let read = 0;
      for (let i = 0; i < INPUTS; i++) {
        const text = mutatedText(random);
        for (const reader of TEXTS) reader(text);
        const reference = theirs(text);
        const ours = parseJson(text);
        if ((ours === undefined) !== (reference === undefined)) throw new Error(`not as JSON.parse: ${text}`);
        if (ours !== undefined && JSON.stringify(rounded(ours)) !== JSON.stringify(reference?.value))
          throw new Error(`another value than JSON.parse: ${text}`);
        if (ours !== undefined) read++;
      }
      expect(read).toBeGreaterThan(INPUTS / 100);
    },
    LONG,
  );
});
