import { readEntriesAnswer } from '../log/answers.js';
import { HASH_PREFIX, type EntryBatch } from './entry-batch.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const CLOSE_LIST = 0x5d;
const LEAF = Buffer.from('{"leaf_input":"');
const EXTRA = Buffer.from('"extra_data":"');
const OPEN = Buffer.from('{"entries":[');

/**
 * Reads an answer to get-entries (RFC 6962, section 4.6) into the batch: `{"entries": [{"leaf_input": base64,
 * "extra_data": base64}, ..]}`. Only the leaves are decoded, which is a quarter of the work: the rest is needed of a few.
 * Gives the number of entries, or in words what is wrong; at most `most` of them.
 */
export function readClassicEntries(body: Buffer, most: number, batch: EntryBatch): number | string {
  batch.clear(body);
  return readInPlace(body, most, batch) ?? readParsed(body, most, batch);
}

/** The octets as logs write them. `undefined` for JSON of any other layout, which may be right all the same. */
function readInPlace(body: Buffer, most: number, batch: EntryBatch): number | undefined {
  if (!startsWith(body, 0, OPEN)) return undefined;
  let at = OPEN.length;
  while (batch.count < most) {
    if (!startsWith(body, at, LEAF)) return undefined;
    const leafStart = at + LEAF.length;
    const leafEnd = body.indexOf(QUOTE, leafStart);
    if (leafEnd < 0 || body[leafEnd + 1] !== COMMA || !startsWith(body, leafEnd + 2, EXTRA)) return undefined;
    const extraStart = leafEnd + 2 + EXTRA.length;
    const extraEnd = body.indexOf(QUOTE, extraStart);
    if (extraEnd < 0 || body[extraEnd + 1] !== 0x7d) return undefined;
    if (!addLeaf(body, leafStart, leafEnd, extraStart, extraEnd, batch)) return undefined;
    at = extraEnd + 2;
    if (body[at] !== COMMA) break;
    at++;
  }
  return body[at] === CLOSE_LIST || batch.count === most ? batch.count : undefined;
}

/** False if the leaf is no base64 of RFC 4648, section 4. */
function addLeaf(
  body: Buffer,
  leafStart: number,
  leafEnd: number,
  extraStart: number,
  extraEnd: number,
  batch: EntryBatch,
): boolean {
  const octets = decodedLength(body, leafStart, leafEnd);
  if (octets < 0) return false;
  const to = batch.room(HASH_PREFIX + octets);
  batch.octets[to] = 0;
  // Octets that are no base64 are skipped by the decoder: then less comes out than has to.
  const written = batch.octets.write(
    body.toString('latin1', leafStart, leafEnd),
    to + HASH_PREFIX,
    octets,
    'base64',
  );
  if (written !== octets) return false;
  batch.add(HASH_PREFIX + octets, extraStart, extraEnd);
  return true;
}

/** Octets that base64 with padding stands for; -1 if its length cannot be. */
function decodedLength(body: Buffer, start: number, end: number): number {
  const length = end - start;
  if (length === 0 || length % 4 !== 0) return -1;
  const padding = body[end - 1] !== 0x3d ? 0 : body[end - 2] !== 0x3d ? 1 : 2;
  return (length / 4) * 3 - padding;
}

function startsWith(body: Buffer, at: number, what: Buffer): boolean {
  for (let i = 0; i < what.length; i++) if (body[at + i] !== what[i]) return false;
  return true;
}

/** The same answer through JSON.parse, for whatever writes JSON in another way. */
function readParsed(body: Buffer, most: number, batch: EntryBatch): number | string {
  const answer = readEntriesAnswer(body.toString('utf8'));
  if (!answer.ok) return answer.problem;
  const entries = answer.value.slice(0, most);
  const rests = entries.map(({ extraData }) => Buffer.from(extraData.toString('base64')));
  batch.clear(Buffer.concat(rests));
  let restAt = 0;
  entries.forEach(({ leafInput }, i) => {
    const to = batch.room(HASH_PREFIX + leafInput.length);
    batch.octets[to] = 0;
    leafInput.copy(batch.octets, to + HASH_PREFIX);
    const restEnd = restAt + (rests[i]?.length ?? 0);
    batch.add(HASH_PREFIX + leafInput.length, restAt, restEnd);
    restAt = restEnd;
  });
  return batch.count;
}
