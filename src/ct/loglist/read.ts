import { base64Of, strictBase64 } from '../log/base64.js';
import { isObject, parseJson, wholeNumber, type Json, type JsonObject } from '../log/json.js';
import { readLogKey } from '../log/key.js';
import { read, unreadable, type Read } from '../log/read.js';
import { HASH_SIZE } from '../merkle/hash.js';
import { isBogus, isMimic } from './hygiene.js';
import type { Dropped, Log, LogList, LogState } from './model.js';

/*
 * {version, log_list_timestamp, operators: [{name, email[],
 *   logs: [{description, log_id, key, url, mmd, log_type?, state?, temporal_interval?, previous_operators?}],
 *   tiled_logs?: [{.., submission_url, monitoring_url, ..}]}]}
 * (https://www.gstatic.com/ct/log_list/v3/log_list_schema.json)
 */

const MAX_CHARACTERS = 8_000_000;
const MAX_LOGS = 5_000;
const STATES: readonly LogState[] = ['pending', 'qualified', 'usable', 'readonly', 'retired', 'rejected'];
/** Logs that say nothing of their delay are given the longest that policies allow: a day. */
const DEFAULT_MMD = 86_400;
const MAX_MMD = 10 * 86_400;

/** Reads a list, whoever made it. An entry that is no log is left out and counted; it spoils itself only. */
export function readLogList(text: string): Read<LogList> {
  if (text.length > MAX_CHARACTERS)
    return unreadable(`expected a list of at most ${MAX_CHARACTERS} characters`);
  const json = parseJson(text);
  if (!isObject(json)) return unreadable('expected a list of logs as a JSON object, got none');
  const timestamp = time(json['log_list_timestamp']);
  if (timestamp === undefined) return unreadable('expected log_list_timestamp as an ISO 8601 time in UTC');
  const operators = json['operators'];
  if (!Array.isArray(operators)) return unreadable('expected operators as a list');
  const entries = (operators as readonly Json[]).flatMap(entriesOf);
  if (entries.length > MAX_LOGS)
    return unreadable(`expected at most ${MAX_LOGS} logs, got ${entries.length}`);
  const dropped = { bogus: 0, mimic: 0, malformed: 0, repeated: 0 };
  const byId = new Map<string, Log>();
  for (const entry of entries) {
    const log = logOf(entry);
    const why = typeof log === 'string' ? log : byId.has(log.id) ? 'repeated' : undefined;
    if (why !== undefined) dropped[why]++;
    else if (typeof log !== 'string') byId.set(log.id, log);
  }
  return read({ version: words(json['version']) ?? '', timestamp, logs: [...byId.values()], byId, dropped });
}

interface Entry {
  readonly operator: string;
  readonly kind: Log['kind'];
  readonly fields: JsonObject;
}

function entriesOf(operator: Json): readonly Entry[] {
  if (!isObject(operator)) return [];
  const name = words(operator['name']) ?? '';
  const list = (value: Json | undefined, kind: Log['kind']): readonly Entry[] =>
    Array.isArray(value)
      ? (value as readonly Json[]).map((one) => ({ operator: name, kind, fields: isObject(one) ? one : {} }))
      : [];
  return [...list(operator['logs'], 'rfc6962'), ...list(operator['tiled_logs'], 'static')];
}

function logOf({ operator, kind, fields }: Entry): Log | keyof Dropped {
  const description = words(fields['description']) ?? '';
  const url = urlOf(fields[kind === 'static' ? 'monitoring_url' : 'url']);
  const submissionUrl = kind === 'static' ? urlOf(fields['submission_url']) : url;
  if (url !== undefined && isBogus(description, url)) return 'bogus';
  const key = readLogKey(octets(fields['key']) ?? Buffer.alloc(0));
  const id = key?.id.toString('hex') ?? '';
  if (isMimic(id)) return 'mimic';
  const named = typeof fields['log_id'] === 'string' ? base64Of(HASH_SIZE, fields['log_id']) : undefined;
  if (key === undefined || named?.toString('hex') !== id) return 'malformed';
  if (url === undefined || submissionUrl === undefined) return 'malformed';
  const mmd = wholeNumber(fields['mmd']) ?? BigInt(DEFAULT_MMD);
  return {
    id,
    key,
    description,
    operator,
    previousOperators: previousOf(fields['previous_operators']),
    kind,
    url,
    submissionUrl,
    mmd: mmd > MAX_MMD ? MAX_MMD : Number(mmd),
    ...stateOf(fields['state']),
    ...intervalOf(fields['temporal_interval']),
    use: useOf(fields['log_type']),
  };
}

/** Exactly one state; what is none of the known ones is as good as none. */
function stateOf(value: Json | undefined): Pick<Log, 'state' | 'since' | 'finalTreeHead'> {
  const names = isObject(value) ? Object.keys(value) : [];
  const state = STATES.find((one) => one === names[0]);
  if (!isObject(value) || names.length !== 1 || state === undefined) return { state: 'unstated' };
  const detail = value[state];
  const since = isObject(detail) ? time(detail['timestamp']) : undefined;
  const head = isObject(detail) ? detail['final_tree_head'] : undefined;
  const size = isObject(head) ? wholeNumber(head['tree_size']) : undefined;
  const root = isObject(head) ? octets(head['sha256_root_hash']) : undefined;
  return {
    state,
    ...(since === undefined ? {} : { since }),
    ...(size === undefined || size > Number.MAX_SAFE_INTEGER || root?.length !== HASH_SIZE
      ? {}
      : { finalTreeHead: { size: Number(size), root } }),
  };
}

function intervalOf(value: Json | undefined): Pick<Log, 'interval'> {
  const start = isObject(value) ? time(value['start_inclusive']) : undefined;
  const end = isObject(value) ? time(value['end_exclusive']) : undefined;
  return start === undefined || end === undefined ? {} : { interval: { start, end } };
}

function previousOf(value: Json | undefined): Log['previousOperators'] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[])
    .flatMap((one) => {
      const name = isObject(one) ? words(one['name']) : undefined;
      const until = isObject(one) ? time(one['end_time']) : undefined;
      return name === undefined || until === undefined ? [] : [{ name, until }];
    })
    .sort((a, b) => a.until - b.until);
}

function useOf(value: Json | undefined): Log['use'] {
  return value === 'test' || value === 'monitoring_only' ? value : 'production';
}

/** A prefix with a final slash, with nothing in it but a place: `undefined` for anything else. */
function urlOf(value: Json | undefined): string | undefined {
  const text = words(value);
  if (text === undefined || !/^https?:\/\/[^\s?#@\\]+$/i.test(text) || !URL.canParse(text)) return undefined;
  return text.endsWith('/') ? text : `${text}/`;
}

function time(value: Json | undefined): number | undefined {
  const text = words(value);
  if (text === undefined || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function octets(value: Json | undefined): Buffer | undefined {
  return typeof value === 'string' ? strictBase64(value) : undefined;
}

function words(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value.length <= 1_000 ? value : undefined;
}
