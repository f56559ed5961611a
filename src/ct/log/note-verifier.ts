import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { sha256 } from '../merkle/hash.js';
import { strictBase64 } from './base64.js';
import { checkpointKeyId } from './checkpoint.js';
import { readCheckpointBody } from './checkpoint-body.js';
import { readLogKey } from './key.js';
import { isNoteName, type Note, type NoteSignature } from './note.js';
import { read, unreadable, type Read } from './read.js';
import { verifyTreeHead } from './tree-head.js';
import { u64At } from './wire.js';

/** A key that signs notes, as `<name>+<key id>+base64(type, key)` (c2sp.org/signed-note, "Verifier Keys"). */
export interface NoteVerifier {
  readonly name: string;
  readonly keyId: string;
  readonly type: NoteType;
  /** Whether the key signed this text. */
  verifies(text: string, signature: NoteSignature): boolean;
}

/** 1: Ed25519. 2: ECDSA of an SPKI, with SHA-256. 4: Ed25519 cosignature with a time. 5: tree head of RFC 6962. */
type NoteType = 1 | 2 | 4 | 5;

const ED25519_SIZE = 32;
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');
/** u64 time, signature of Ed25519. */
const COSIGNATURE_SIZE = 8 + 64;
const PARTS = /^(?<name>[^+\s]+)\+(?<keyId>[0-9a-f]{8})\+(?<base64>[A-Za-z0-9+/]+={0,2})$/u;

export function readNoteVerifier(text: string): Read<NoteVerifier> {
  const { name = '', keyId = '', base64 = '' } = PARTS.exec(text)?.groups ?? {};
  const octets = strictBase64(base64);
  if (name === '' || octets === undefined)
    return unreadable(
      'expected a key as name+id+base64: the id in eight digits of hex, the base64 with its padding',
    );
  const type = octets[0];
  const key = octets.subarray(1);
  const found =
    type === 1 || type === 4
      ? ed25519Verifier(type, name, key)
      : type === 2
        ? ecdsaVerifier(key)
        : type === 5
          ? rfc6962Verifier(name, key)
          : undefined;
  if (type === undefined || found === undefined) return unreadable('expected a key of type 1, 2, 4 or 5');
  if (found.keyId !== keyId)
    return unreadable('expected the id of the key to be the one that its name and octets give');
  return read({ name, ...found });
}

/** The text of a key of a log of certificates, of type 5; `undefined` for an origin that no key can have. */
export function verifierText(origin: string, spki: Uint8Array): string | undefined {
  if (!isNoteName(origin)) return undefined;
  const keyId = checkpointKeyId({ origin, logId: sha256(spki) });
  return `${origin}+${keyId}+${Buffer.concat([Uint8Array.of(5), spki]).toString('base64')}`;
}

/**
 * The names of the keys that signed the note, each once. A line that names a key and that the key did not sign spoils the
 * note, as do lines that are no signatures; those of unknown keys do not.
 */
export function verifyNote(note: Note, verifiers: readonly NoteVerifier[]): Read<readonly string[]> {
  if (note.otherLines > 0) return unreadable(`expected lines of signatures, ${note.otherLines} are none`);
  const signed = new Set<NoteVerifier>();
  for (const signature of note.signatures) {
    const verifier = verifiers.find(
      ({ name, keyId }) => name === signature.name && keyId === signature.keyId,
    );
    if (verifier === undefined || signed.has(verifier)) continue;
    if (!verifier.verifies(note.text, signature))
      return unreadable('a signature is not that of the key that it names');
    signed.add(verifier);
  }
  return read([...signed].map(({ name }) => name));
}

/** The time of a cosignature (c2sp.org/tlog-cosignature) in Unix seconds; `undefined` if the octets, key id included, are none. */
export function cosignatureTime(octets: Uint8Array): number | undefined {
  return octets.length === 4 + COSIGNATURE_SIZE ? u64At(octets, 4) : undefined;
}

type Found = Omit<NoteVerifier, 'name'>;

function ed25519Verifier(type: 1 | 4, name: string, key: Buffer): Found | undefined {
  if (key.length !== ED25519_SIZE) return undefined;
  const publicKey = publicKeyOf(Buffer.concat([ED25519_SPKI, key]));
  if (publicKey === undefined) return undefined;
  const keyId = sha256(Buffer.concat([Buffer.from(`${name}\n`), Uint8Array.of(type), key])).toString(
    'hex',
    0,
    4,
  );
  const verifies = (text: string, { octets }: NoteSignature): boolean => {
    if (type === 1) return verify(null, Buffer.from(text), publicKey, octets);
    if (octets.length !== COSIGNATURE_SIZE) return false;
    const signed = Buffer.from(`cosignature/v1\ntime ${u64At(octets, 0)}\n${text}`);
    return verify(null, signed, publicKey, octets.subarray(8));
  };
  return { keyId, type, verifies };
}

function ecdsaVerifier(spki: Buffer): Found | undefined {
  const key = publicKeyOf(spki);
  if (key?.asymmetricKeyType !== 'ec') return undefined;
  return {
    keyId: sha256(spki).toString('hex', 0, 4),
    type: 2,
    verifies: (text, { octets }) => verify('sha256', Buffer.from(text), key, octets),
  };
}

function rfc6962Verifier(name: string, spki: Buffer): Found | undefined {
  const key = readLogKey(spki);
  if (key === undefined) return undefined;
  return {
    keyId: checkpointKeyId({ origin: name, logId: key.id }),
    type: 5,
    verifies(text, { octets }) {
      const body = readCheckpointBody(text);
      if (!body.ok || body.value.origin !== name) return false;
      const { size, hash: root } = body.value;
      const head = { size: Number(size), root, timestamp: u64At(octets, 0), signature: octets.subarray(8) };
      return octets.length > 8 && Number.isSafeInteger(head.size) && verifyTreeHead(head, key).ok;
    },
  };
}

function publicKeyOf(spki: Buffer): KeyObject | undefined {
  try {
    return createPublicKey({ key: spki, format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}
