import { parseCheckpoint } from '../log/checkpoint.js';
import { readLogKey } from '../log/key.js';
import { read, type Read } from '../log/read.js';
import { readSthAnswer } from '../log/answers.js';
import { verifyTreeHead, type TreeHead } from '../log/tree-head.js';
import type { FollowedLog, SignedHead } from './model.js';

/** Where the head of a log is read, from its URL. */
export function headPath({ kind }: FollowedLog): string {
  return kind === 'static' ? 'checkpoint' : 'ct/v1/get-sth';
}

/** The head in an answer, if the log's key signed it; else in words what is wrong. */
export function readHead(log: FollowedLog, body: Buffer): SignedHead | string {
  const key = readLogKey(log.key);
  if (key === undefined) return 'the key of the log is none that a log may have';
  const unverified =
    log.kind === 'static' ? headOfCheckpoint(log, body) : readSthAnswer(body.toString('utf8'));
  if (!unverified.ok) return unverified.problem;
  const head = verifyTreeHead(unverified.value, key);
  if (!head.ok) return head.problem;
  const { size, root, timestamp } = head.value;
  return { size, root, timestamp, raw: body.toString('utf8') };
}

function headOfCheckpoint({ origin, id }: FollowedLog, body: Buffer): Read<TreeHead> {
  const checkpoint = parseCheckpoint(body, { origin, logId: Buffer.from(id, 'hex') });
  return checkpoint.ok ? read(checkpoint.value.head) : checkpoint;
}
