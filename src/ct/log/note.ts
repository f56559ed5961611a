import { strictBase64 } from './base64.js';
import { read, unreadable, type Read } from './read.js';

/**
 * A signed note (c2sp.org/signed-note): text that ends in a newline, an empty line, and lines of signatures, each
 * `— <name> base64(key id[4], signature)` with an em dash (U+2014).
 */
export interface Note {
  /** What is signed, with its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
  /** Lines below the text that are no signatures; a strict reader refuses them. */
  readonly otherLines: number;
}

export interface NoteSignature {
  readonly name: string;
  /** Eight digits of hex. */
  readonly keyId: string;
  /** Without the key id. */
  readonly octets: Buffer;
}

const MAX_OCTETS = 1_000_000;
const MAX_LINES = 100;
const KEY_ID_SIZE = 4;
const LINE = /^\u2014 (?<name>[^ +\s]+) (?<base64>[A-Za-z0-9+/]+={0,2})$/u;

/** Reads a note without verifying anything. */
export function readNote(octets: Uint8Array): Read<Note> {
  if (octets.length > MAX_OCTETS) return unreadable(`expected a note of at most ${MAX_OCTETS} octets`);
  const whole = utf8(octets);
  if (whole === undefined) return unreadable('expected a note in UTF-8 without control characters');
  const split = whole.lastIndexOf('\n\n');
  if (split < 0 || !whole.endsWith('\n'))
    return unreadable('expected a note: text, an empty line, and lines of signatures');
  const lines = whole.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_LINES) return unreadable(`expected at most ${MAX_LINES} lines of signatures`);
  const signatures = split + 2 >= whole.length ? [] : lines.map(signatureOf);
  return read({
    text: whole.slice(0, split + 1),
    signatures: signatures.filter((one) => one !== undefined),
    otherLines: signatures.filter((one) => one === undefined).length,
  });
}

/** A line of a signature, with its newline. */
export function signatureLine({ name, keyId, octets }: NoteSignature): string {
  return `\u2014 ${name} ${Buffer.concat([Buffer.from(keyId, 'hex'), octets]).toString('base64')}\n`;
}

/** Names of keys: not empty, without spaces and plus signs. */
export function isNoteName(name: string): boolean {
  return /^[^+\s]+$/u.test(name);
}

function signatureOf(line: string): NoteSignature | undefined {
  const groups = LINE.exec(line)?.groups;
  const octets = groups === undefined ? undefined : strictBase64(groups['base64'] ?? '');
  if (octets === undefined || octets.length <= KEY_ID_SIZE) return undefined;
  return {
    name: groups?.['name'] ?? '',
    keyId: octets.toString('hex', 0, KEY_ID_SIZE),
    octets: octets.subarray(KEY_ID_SIZE),
  };
}

function utf8(octets: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
    return /[\u0000-\u0009\u000b-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
