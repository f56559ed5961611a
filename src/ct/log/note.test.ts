import { createPublicKey, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { freshKey } from '../../base/fresh-key.js';
import { sha256 } from '../merkle/hash.js';
import {
  cosignatureTime,
  readNote,
  readNoteVerifier,
  signatureLine,
  verifyNote,
  type Note,
} from './index.js';
import { u64Octets } from './wire.js';

const NAME = 'witness.test';
const TEXT = 'some.test/log\n7\nAAAA\n';
const key = freshKey('ed25519');
const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-32);

function verifierOf(type: 1 | 4) {
  const octets = Buffer.concat([Buffer.of(type), publicKey]);
  const keyId = sha256(Buffer.concat([Buffer.from(`${NAME}\n`), octets])).toString('hex', 0, 4);
  const verifier = readNoteVerifier(`${NAME}+${keyId}+${octets.toString('base64')}`);
  if (!verifier.ok) throw new Error(verifier.problem);
  return verifier.value;
}

const plain = verifierOf(1);
const timed = verifierOf(4);
const plainLine = signatureLine({ ...plain, octets: sign(null, Buffer.from(TEXT), key) });
const badLine = signatureLine({ ...plain, octets: Buffer.alloc(64) });
const cosigned = Buffer.concat([
  u64Octets(1_700_000_000),
  sign(null, Buffer.from(`cosignature/v1\ntime 1700000000\n${TEXT}`), key),
]);

function note(lines: string): Note {
  const read = readNote(Buffer.from(`${TEXT}\n${lines}`));
  if (!read.ok) throw new Error(read.problem);
  return read.value;
}
const signers = (lines: string) => verifyNote(note(lines), [plain, timed]);

describe('a signed note', () => {
  it('is signed by the keys that signed its text', () => {
    expect(signers(plainLine)).toEqual({ ok: true, value: [NAME] });
    expect(signers(signatureLine({ ...timed, octets: cosigned }))).toEqual({ ok: true, value: [NAME] });
    expect(signers('')).toEqual({ ok: true, value: [] });
  });

  it('is spoilt by a line that names a known key which did not sign it, or that is no signature', () => {
    expect(signers(badLine).ok).toBe(false);
    expect(signers(`${plainLine}nonsense\n`).ok).toBe(false);
    const later = Buffer.concat([u64Octets(1_700_000_001), cosigned.subarray(8)]);
    expect(signers(signatureLine({ ...timed, octets: later })).ok).toBe(false);
    expect(signers(signatureLine({ ...timed, octets: cosigned.subarray(0, 10) })).ok).toBe(false);
  });

  it('is not looked at again for a key that has signed it, nor for an unknown one', () => {
    expect(signers(plainLine + badLine)).toEqual({ ok: true, value: [NAME] });
    expect(signers(signatureLine({ name: 'other.test', keyId: '00000000', octets: Buffer.of(1) }))).toEqual({
      ok: true,
      value: [],
    });
  });

  it('has no signature in a line that holds only the id of a key', () => {
    expect(note(`\u2014 ${NAME} AAAAAA==\n`)).toMatchObject({ signatures: [], otherLines: 1 });
    expect(note(`\u2014 ${NAME} AAAAAAA=\n`)).toMatchObject({
      signatures: [{ keyId: '00000000' }],
      otherLines: 0,
    });
  });

  it('may say when it was cosigned', () => {
    expect(cosignatureTime(Buffer.concat([Buffer.alloc(4), cosigned]))).toBe(1_700_000_000);
    expect(cosignatureTime(cosigned)).toBeUndefined();
  });
});
