import { describe, expect, it } from 'vitest';
import {
  readConsistencyAnswer,
  readEntriesAnswer,
  readEntryAndProofAnswer,
  readProofAnswer,
  readRootsAnswer,
  readSthAnswer,
} from './index.js';

const HASH = Buffer.alloc(32, 7).toString('base64');
const sth = {
  tree_size: 5,
  timestamp: 1_700_000_000_000,
  sha256_root_hash: HASH,
  tree_head_signature: 'BAMAAQA=',
};
const list = (length: number): readonly string[] => Array.from({ length }, () => HASH);

describe('answers of an RFC 6962 log', () => {
  it('carry a tree head', () => {
    expect(readSthAnswer(JSON.stringify({ ...sth, more: 'is of no concern' }))).toMatchObject({
      ok: true,
      value: { size: 5, timestamp: 1_700_000_000_000 },
    });
  });

  it.each<[string, unknown]>([
    ['tree_size', '5'],
    ['tree_size', -1],
    ['tree_size', 1.5],
    ['timestamp', null],
    ['sha256_root_hash', 'AAAA'],
    ['sha256_root_hash', HASH.replace('=', '')],
    ['sha256_root_hash', HASH.replace('BwcH', 'Bw\n')],
    ['tree_head_signature', 7],
    ['tree_head_signature', 'BAMAAQA'],
    ['tree_head_signature', 'BAMAAQB='],
  ])('carry none where %s is %j', (name, value) => {
    const result = readSthAnswer(JSON.stringify({ ...sth, [name]: value }));
    expect(result.ok ? '' : result.problem).toContain(name);
  });

  it('carry none where a size goes beyond what any log has', () => {
    const text = JSON.stringify(sth).replace('"tree_size":5', '"tree_size":9007199254740992');
    expect(readSthAnswer(text)).toMatchObject({ ok: false });
  });

  it('carry proofs, whose indices keep all their digits', () => {
    const text = `{"leaf_index": 18446744073709551615, "audit_path": ["${HASH}"]}`;
    expect(readProofAnswer(text)).toMatchObject({ value: { leafIndex: 18446744073709551615n } });
    expect(readProofAnswer('{"leaf_index": 0, "audit_path": null}')).toMatchObject({
      value: { auditPath: [] },
    });
    expect(readProofAnswer(text.replace('615', '616')).ok).toBe(false);
    expect(readProofAnswer(JSON.stringify({ leaf_index: 0, audit_path: list(66) })).ok).toBe(false);
    expect(readProofAnswer('{"leaf_index": 0}').ok).toBe(false);
    expect(readConsistencyAnswer(JSON.stringify({ consistency: list(65) })).ok).toBe(true);
    expect(readConsistencyAnswer(JSON.stringify({ consistency: ['AAAA'] })).ok).toBe(false);
    expect(readConsistencyAnswer('<html>').ok).toBe(false);
  });

  it('carry entries', () => {
    const entry = { leaf_input: 'AAAA', extra_data: '' };
    expect(readEntriesAnswer(JSON.stringify({ entries: [entry] }))).toEqual({
      ok: true,
      value: [{ leafInput: Buffer.alloc(3), extraData: Buffer.alloc(0) }],
    });
    const bad = [null, [], {}, { entries: [] }, { entries: {} }, { entries: [{ leaf_input: 'AAAA' }] }];
    for (const value of bad) expect(readEntriesAnswer(JSON.stringify(value)).ok).toBe(false);
    for (const leaf_input of ['AAA', 'AA A', 'A===', 'AAA!', '===='])
      expect(readEntriesAnswer(JSON.stringify({ entries: [{ ...entry, leaf_input }] })).ok).toBe(false);
    expect(readEntryAndProofAnswer(JSON.stringify({ ...entry, audit_path: [HASH] })).ok).toBe(true);
    expect(readEntryAndProofAnswer(JSON.stringify(entry)).ok).toBe(false);
  });

  it('carry the roots that the log takes', () => {
    expect(readRootsAnswer('{"certificates": ["AAAA"]}')).toEqual({ ok: true, value: [Buffer.alloc(3)] });
    expect(readRootsAnswer('{"certificates": ["A"]}').ok).toBe(false);
    expect(readRootsAnswer('{}').ok).toBe(false);
  });
});
