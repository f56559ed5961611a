import { readConsistencyAnswer, readEntriesAnswer, readProofAnswer, readSthAnswer } from '../log/answers.js';
import type { Read } from '../log/read.js';
import { verifyTreeHead } from '../log/tree-head.js';
import { unfit, type Ask } from './asking.js';
import type { AskOptions, ClassicClient, Got, LogPlace, SeenAnswer } from './model.js';

const JSON_TYPE = { accept: 'application/json' } as const;
const ENTRIES = { accept: 'application/json', entries: true } as const;

/** A client of an RFC 6962 log. */
export function classicClient(log: LogPlace, ask: Ask): ClassicClient {
  const seen = async <T>(
    path: string,
    reader: (text: string) => Read<T>,
    options: AskOptions | undefined,
    what: typeof JSON_TYPE | typeof ENTRIES = JSON_TYPE,
  ): Promise<Got<SeenAnswer<T>>> => {
    const answer = await ask(path, what, options);
    if (!answer.ok) return answer;
    const raw = answer.value;
    const read = reader(raw.toString('utf8'));
    if (read.ok) return { ok: true, value: { value: read.value, raw } };
    return unfit('bad-shape', `the log's answer cannot be read: ${read.problem}`, log, path, raw);
  };
  return {
    kind: 'rfc6962',
    log,
    async head(options) {
      const path = 'ct/v1/get-sth';
      const answer = await seen(path, readSthAnswer, options);
      if (!answer.ok) return answer;
      const { value: head, raw } = answer.value;
      const verified = verifyTreeHead(head, log.key);
      return verified.ok
        ? { ok: true, value: { head, raw } }
        : unfit('bad-signature', verified.problem, log, path, raw);
    },
    async entries(start, end, options) {
      const path = `ct/v1/get-entries?start=${start}&end=${end}`;
      const answer = await seen(path, readEntriesAnswer, options, ENTRIES);
      if (!answer.ok) return answer;
      const entries = answer.value.value;
      if (entries.length <= end - start + 1) return { ok: true, value: entries };
      const detail = `the log gave ${entries.length} entries where ${end - start + 1} were asked for`;
      return unfit('bad-shape', detail, log, path);
    },
    async proofByHash(leafHash, size, options) {
      const hash = encodeURIComponent(Buffer.from(leafHash).toString('base64'));
      const path = `ct/v1/get-proof-by-hash?hash=${hash}&tree_size=${size}`;
      const answer = await seen(path, readProofAnswer, options);
      // Logs say that they do not know a hash with 404 or with 400, as they like: RFC 6962 has no word for it.
      return !answer.ok && answer.status === 400 ? { ...answer, code: 'not-found' } : answer;
    },
    consistency: (first, second, options) =>
      seen(`ct/v1/get-sth-consistency?first=${first}&second=${second}`, readConsistencyAnswer, options),
  };
}
