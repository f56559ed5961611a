import { describe, expect, it } from 'vitest';
import {
  checkpointOf,
  checkpointText,
  originId,
  originOf,
  parseCheckpoint,
  parseTilePath,
  readCheckpointBody,
  readLogKey,
  readSignedCheckpoint,
  readSthAnswer,
  sthJson,
  tileIndex,
  verifierText,
  verifyTreeHead,
} from '../../../src/ct/log/index.js';
import { readVectors } from '../support/vectors.js';
import { vectorsOf } from './vectors-of.js';

const extracted = readVectors('ct/vectors-extracted.json');
const bodies = readVectors('ct/formats/checkpoint.json');
const notes = readVectors('ct/formats/rfc6962-note.json');
const sth = readVectors('ct/sunlight/sth.json');

interface Extracted {
  checkpoint_parse: {
    log_id_hex: string;
    expected: { tree_size: string; timestamp_ms: string; root_hash_b64: string };
    valid: string[];
    invalid: string[];
  };
  tile_index: { cases: { n: string; path: string }[] };
  tile_path_seeds: unknown;
}

describe.skipIf(extracted === undefined)('checkpoints that certspotter reads', () => {
  const {
    checkpoint_parse: cases,
    tile_index: index,
    tile_path_seeds: seeds,
  } = vectorsOf(extracted, NO_EXTRACTED);
  const origin = 'sycamore.ct.letsencrypt.org/2024h2';
  const logId = Buffer.from(cases.log_id_hex, 'hex');

  it.each(cases.valid.map((one, i) => ({ i, one })))('are read (case $i)', ({ one }) => {
    const { tree_size, timestamp_ms, root_hash_b64 } = cases.expected;
    const result = parseCheckpoint(Buffer.from(one), { origin, logId });
    if (!result.ok) throw new Error(result.problem);
    const { size, timestamp, root } = result.value.head;
    expect([String(size), String(timestamp), root.toString('base64')]).toEqual([
      tree_size,
      timestamp_ms,
      root_hash_b64,
    ]);
    const lines = one.match(/extension line/g) ?? [];
    expect(result.value.extensionLines).toBe(lines.length);
  });

  it.each(cases.invalid.map((one, i) => ({ i, one })))('are refused (case $i)', ({ one }) => {
    expect(parseCheckpoint(Buffer.from(one), { origin, logId }).ok).toBe(false);
  });

  it('lie beside tiles with these paths', () => {
    for (const { n, path } of index.cases) {
      expect(tileIndex(Number(n))).toBe(path);
      expect(parseTilePath(`tile/0/${path}`)).toEqual({ level: 0, index: Number(n), width: 256 });
    }
  });

  it('lie beside tiles whose paths are read without a crash, whatever they are', () => {
    for (const seed of JSON.stringify(seeds).split('"'))
      expect(parseTilePath(seed)?.index ?? 0).toBeGreaterThanOrEqual(0);
  });
});

const NO_EXTRACTED: Extracted = {
  checkpoint_parse: {
    log_id_hex: '',
    expected: { tree_size: '', timestamp_ms: '', root_hash_b64: '' },
    valid: [],
    invalid: [],
  },
  tile_index: { cases: [] },
  tile_path_seeds: [],
};

interface Bodies {
  marshal: { origin: string; size: string; hash_utf8: string; want: string }[];
  unmarshal: {
    desc: string;
    text: string;
    want: null | { origin: string; size: string; hash_utf8: string; rest: string };
  }[];
  log_id: { desc: string; origin: string; want_hex: string }[];
}

describe.skipIf(bodies === undefined)('texts of checkpoints of transparency-dev', () => {
  const {
    marshal,
    unmarshal,
    log_id: ids,
  } = vectorsOf<Bodies>(bodies, { marshal: [], unmarshal: [], log_id: [] });

  it.each(marshal)('are written: $origin', ({ origin, size, hash_utf8, want }) => {
    expect(checkpointText({ origin, size: BigInt(size), hash: Buffer.from(hash_utf8) })).toBe(want);
  });

  it.each(unmarshal)('are read: $desc', ({ text, want }) => {
    const result = readCheckpointBody(text);
    expect(result.ok).toBe(want !== null);
    if (!result.ok) return;
    const { origin, size, hash, rest } = result.value;
    expect({ origin, size: String(size), hash_utf8: hash.toString(), rest }).toEqual(want);
  });

  it.each(ids)('name a log: $desc', ({ origin, want_hex }) => {
    expect(originId(origin).toString('hex')).toBe(want_hex);
  });
});

interface Notes {
  verifier_string: { name: string; url: string; key_spki_b64: string; want: string | null }[];
  verify_checkpoint: { name: string; checkpoint: string; verifier: string; want: boolean }[];
  sth_to_checkpoint: { name: string; sth: string; verifier: string; want: boolean }[];
}

/** Origin and key of a verifier string of type 5. */
function keyOf(verifier: string): {
  readonly origin: string;
  readonly key: NonNullable<ReturnType<typeof readLogKey>>;
} {
  const [origin = '', , base64 = ''] = verifier.split(/\+(?=[0-9a-f]{8}\+)|(?<=\+[0-9a-f]{8})\+/);
  const key = readLogKey(Buffer.from(base64, 'base64').subarray(1));
  if (key === undefined) throw new Error(`no key in ${verifier}`);
  return { origin, key };
}

describe.skipIf(notes === undefined)('tree heads of RFC 6962 as notes', () => {
  const cases = vectorsOf<Notes>(notes, {
    verifier_string: [],
    verify_checkpoint: [],
    sth_to_checkpoint: [],
  });

  it.each(cases.verifier_string)('have a key: $name', ({ url, key_spki_b64, want }) => {
    expect(verifierText(originOf(url), Buffer.from(key_spki_b64, 'base64')) ?? null).toBe(want);
  });

  it.each(cases.verify_checkpoint)('verify: $name', ({ checkpoint, verifier, want }) => {
    expect(readSignedCheckpoint(Buffer.from(checkpoint), keyOf(verifier)).ok).toBe(want);
  });

  it.each(cases.sth_to_checkpoint)('are made from an STH: $name', ({ sth: answer, verifier, want }) => {
    const { origin, key } = keyOf(verifier);
    const head = readSthAnswer(answer);
    expect(head.ok).toBe(want);
    if (!head.ok) return;
    const note = checkpointOf(head.value, { origin, logId: key.id });
    const back = readSignedCheckpoint(Buffer.from(note ?? ''), { origin, key });
    expect(back).toEqual({ ok: true, value: { head: head.value, extensionLines: 0 } });
  });
});

describe.skipIf(sth === undefined)('the tree head of Sunlight', () => {
  const vector = JSON.parse(sth ?? '{}') as {
    key_spki_b64: string;
    note_origin: string;
    sth: Record<string, unknown>;
    want: { valid: boolean };
  };

  it('is signed by its key, and goes into a note and back', () => {
    const key = readLogKey(Buffer.from(vector.key_spki_b64, 'base64'));
    const head = readSthAnswer(JSON.stringify(vector.sth));
    if (key === undefined || !head.ok) throw new Error('expected a key and a head');
    expect(verifyTreeHead(head.value, key).ok).toBe(vector.want.valid);
    const note = checkpointOf(head.value, { origin: vector.note_origin, logId: key.id }) ?? '';
    const back = readSignedCheckpoint(Buffer.from(note), { origin: vector.note_origin, key });
    expect(back.ok && JSON.parse(sthJson(back.value.head))).toEqual(vector.sth);
  });
});
