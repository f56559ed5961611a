import { describe, expect, it } from 'vitest';
import {
  cosignatureTime,
  readCheckpointBody,
  readNote,
  readNoteVerifier,
  verifyNote,
  type NoteVerifier,
} from '../../../src/ct/log/index.js';
import { readVectors } from '../support/vectors.js';
import { vectorsOf } from './vectors-of.js';

const signed = readVectors('ct/formats/signed-notes.json');
const keys = readVectors('ct/formats/note-verifiers.json');

function verifier(text: string): NoteVerifier {
  const result = readNoteVerifier(text);
  if (!result.ok) throw new Error(`${text}: ${result.problem}`);
  return result.value;
}

/** Names of the keys that signed; none if the note is spoilt. */
function signers(note: string, verifiers: readonly NoteVerifier[]): readonly string[] {
  const parsed = readNote(Buffer.from(note));
  const verified = parsed.ok ? verifyNote(parsed.value, verifiers) : parsed;
  return verified.ok ? verified.value : [];
}

function isCheckpointOf(note: string, origin: string): boolean {
  const parsed = readNote(Buffer.from(note));
  const body = parsed.ok ? readCheckpointBody(parsed.value.text) : parsed;
  return body.ok && body.value.origin === origin;
}

interface Signed {
  verifiers: { log: string; known1: string; known2: string };
  cases: {
    desc: string;
    expected_origin: string;
    note: string;
    want: boolean;
    want_verified_signatures: number;
  }[];
  sumdb: {
    note: string;
    verifier: string;
    cases: { expected_origin: string; want: boolean; size?: string }[];
  };
  witnessed: { note: string; verifiers: string[]; want_verified_signatures: number };
}

const NO_NOTES: Signed = {
  verifiers: { log: '', known1: '', known2: '' },
  cases: [],
  sumdb: { note: '', verifier: '', cases: [] },
  witnessed: { note: '', verifiers: [], want_verified_signatures: 0 },
};

describe.skipIf(signed === undefined)('notes with several signatures', () => {
  const { verifiers, cases, sumdb, witnessed } = vectorsOf<Signed>(signed, NO_NOTES);

  it.each(cases)('$desc', ({ expected_origin, note, want, want_verified_signatures }) => {
    const names = signers(note, Object.values(verifiers).map(verifier));
    expect(names.length).toBe(want_verified_signatures);
    const log = verifier(verifiers.log).name;
    expect(names.includes(log) && isCheckpointOf(note, expected_origin)).toBe(want);
  });

  it.each(sumdb.cases)('of the Go checksum database: $expected_origin', ({ expected_origin, want }) => {
    expect(signers(sumdb.note, [verifier(sumdb.verifier)])).toHaveLength(1);
    expect(isCheckpointOf(sumdb.note, expected_origin)).toBe(want);
  });

  it('of witnesses count each', () => {
    const names = signers(witnessed.note, witnessed.verifiers.map(verifier));
    expect(names).toHaveLength(witnessed.want_verified_signatures);
  });

  it('are spoilt by one octet that a known key did not sign', () => {
    const changed = witnessed.note.replace('6476701', '6476702');
    expect(signers(changed, witnessed.verifiers.map(verifier))).toEqual([]);
  });
});

interface Keys {
  new_verifier: { name: string; key: string; want: boolean }[];
  new_ecdsa_verifier: { name: string; key: string; want: boolean }[];
  verify_ecdsa_note: { name: string; key: string; note: string; want: boolean }[];
  cosignature_v1_timestamp: { name: string; signature_b64: string; want_unix_seconds: number | null }[];
}

describe.skipIf(keys === undefined)('keys of notes', () => {
  const cases = vectorsOf<Keys>(keys, {
    new_verifier: [],
    new_ecdsa_verifier: [],
    verify_ecdsa_note: [],
    cosignature_v1_timestamp: [],
  });

  it.each([...cases.new_verifier, ...cases.new_ecdsa_verifier])('are read: $name', ({ key, want }) => {
    expect(readNoteVerifier(key).ok).toBe(want);
  });

  it.each(cases.verify_ecdsa_note)('of ECDSA verify: $name', ({ key, note, want }) => {
    expect(signers(note, [verifier(key)]).length === 1).toBe(want);
  });

  it.each(cases.cosignature_v1_timestamp)('give the time of a cosignature: $name', (one) => {
    const time = cosignatureTime(Buffer.from(one.signature_b64, 'base64'));
    expect(time ?? null).toBe(one.want_unix_seconds);
  });
});
