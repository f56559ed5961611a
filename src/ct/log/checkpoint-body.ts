import { sha256 } from '../merkle/hash.js';
import { strictBase64 } from './base64.js';
import { read, unreadable, type Read } from './read.js';

/** The text of a checkpoint (c2sp.org/tlog-checkpoint) of any log, not of certificates only. */
export interface CheckpointBody {
  readonly origin: string;
  /** Up to 2^64 - 1. */
  readonly size: bigint;
  readonly hash: Buffer;
  /** Further lines, as they are. A log of certificates must not have any. */
  readonly rest: string;
}

const SIZE = /^(?:0|[1-9][0-9]{0,19})$/;
const MOST = (1n << 64n) - 1n;

/** Reads origin, size and root, a line each, and what follows. A size with a zero before it has a second spelling: refused. */
export function readCheckpointBody(text: string): Read<CheckpointBody> {
  const lines = text.split('\n', 3);
  const [origin = '', size = '', root = ''] = lines;
  const end = origin.length + size.length + root.length + lines.length;
  if (lines.length < 3 || text[end - 1] !== '\n')
    return unreadable('expected a checkpoint: origin, size and root, each on a line');
  if (origin === '') return unreadable('expected an origin on the first line of the checkpoint');
  if (!SIZE.test(size) || BigInt(size) > MOST)
    return unreadable('expected the size of the tree on the second line: a decimal number below 2^64');
  const hash = strictBase64(root);
  if (hash === undefined || hash.length === 0)
    return unreadable('expected the root on the third line of the checkpoint, in base64');
  return read({ origin, size: BigInt(size), hash, rest: text.slice(end) });
}

export function checkpointText({ origin, size, hash }: Omit<CheckpointBody, 'rest'>): string {
  return `${origin}\n${size}\n${hash.toString('base64')}\n`;
}

/** How transparency.dev names a log by its origin alone: SHA-256 of `o:` and the origin. Not the log id of RFC 6962. */
export function originId(origin: string): Buffer {
  return sha256(Buffer.from(`o:${origin}`));
}
