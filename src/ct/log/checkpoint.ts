import { HASH_SIZE, sha256 } from '../merkle/hash.js';
import { checkpointText, readCheckpointBody } from './checkpoint-body.js';
import type { LogKey } from './key.js';
import { isNoteName, readNote, signatureLine } from './note.js';
import { read, unreadable, type Read } from './read.js';
import { verifyTreeHead, type TreeHead } from './tree-head.js';
import { u64At, u64Octets } from './wire.js';

/** Type of note signatures that are tree heads of RFC 6962 (c2sp.org/static-ct-api, "Checkpoints"). */
const RFC6962_NOTE = 5;
const TIMESTAMP_SIZE = 8;

/** The log that a checkpoint has to be of. */
export interface CheckpointOf {
  /** Submission prefix without scheme and final slash: see `originOf`. */
  readonly origin: string;
  /** SHA-256 of the log's key. */
  readonly logId: Uint8Array;
}

export interface Checkpoint {
  readonly head: TreeHead;
  /**
   * Lines after the root: a log of certificates must not have them, and its signature does not cover them. The same is
   * true of the origin, which is why the key id and not the name says whose checkpoint it is.
   */
  readonly extensionLines: number;
}

/** The origin of a log by the URL that it takes submissions at. */
export function originOf(submissionUrl: string): string {
  return submissionUrl.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/$/, '');
}

/** Eight digits of hex: SHA-256 of origin, 0A, 05 and the log id, the first four octets. */
export function checkpointKeyId({ origin, logId }: CheckpointOf): string {
  return sha256(Buffer.concat([Buffer.from(`${origin}\n`), Uint8Array.of(RFC6962_NOTE), logId])).toString(
    'hex',
    0,
    4,
  );
}

/*
 * struct {
 *    uint64 timestamp;
 *    digitally-signed struct { ... TreeHeadSignature }   -- see tree-head.ts
 * } RFC6962NoteSignature;                                (c2sp.org/static-ct-api, "Checkpoints")
 */

/**
 * Reads a checkpoint whose signature line has the log's origin and key id; others are of other keys, and ignored. The
 * signature itself is not verified: `readSignedCheckpoint` does.
 */
export function parseCheckpoint(octets: Uint8Array, log: CheckpointOf): Read<Checkpoint> {
  const note = readNote(octets);
  if (!note.ok) return note;
  const body = readCheckpointBody(note.value.text);
  if (!body.ok) return body;
  const { origin, size, hash, rest } = body.value;
  if (origin !== log.origin)
    return unreadable("expected the log's own origin on the first line of the checkpoint, got another");
  if (size > Number.MAX_SAFE_INTEGER) return unreadable('expected a tree of fewer than 2^53 leaves');
  if (hash.length !== HASH_SIZE)
    return unreadable(`expected a root of ${HASH_SIZE} octets in the checkpoint, got ${hash.length}`);
  const keyId = checkpointKeyId(log);
  const signed = note.value.signatures.find((one) => one.name === origin && one.keyId === keyId);
  if (signed === undefined) return unreadable("expected a signature line of the log's key, there is none");
  if (signed.octets.length <= TIMESTAMP_SIZE)
    return unreadable('expected a time and a signature in the signature line');
  const timestamp = u64At(signed.octets, 0);
  if (!Number.isSafeInteger(timestamp))
    return unreadable('expected a time below 2^53 milliseconds in the signature line');
  const head = {
    size: Number(size),
    root: hash,
    timestamp,
    signature: signed.octets.subarray(TIMESTAMP_SIZE),
  };
  return read({ head, extensionLines: rest.split('\n').length - 1 });
}

/** Reads a checkpoint and verifies that the log signed it. */
export function readSignedCheckpoint(
  octets: Uint8Array,
  { origin, key }: { readonly origin: string; readonly key: LogKey },
): Read<Checkpoint> {
  const checkpoint = parseCheckpoint(octets, { origin, logId: key.id });
  if (!checkpoint.ok) return checkpoint;
  const verified = verifyTreeHead(checkpoint.value.head, key);
  return verified.ok ? checkpoint : verified;
}

/** A tree head as a checkpoint: the same signature in another dress. `undefined` for an origin that no key can have. */
export function checkpointOf(head: TreeHead, log: CheckpointOf): string | undefined {
  if (!isNoteName(log.origin)) return undefined;
  const octets = Buffer.concat([u64Octets(head.timestamp), head.signature]);
  const line = signatureLine({ name: log.origin, keyId: checkpointKeyId(log), octets });
  return `${checkpointText({ origin: log.origin, size: BigInt(head.size), hash: head.root })}\n${line}`;
}
