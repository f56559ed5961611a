import type { TreeHead } from '../log/tree-head.js';
import type { AskOptions, LogClient, ReadFailure } from '../reader/model.js';
import { classicSpan } from './log-span-classic.js';
import { failureOf, type LogRange, type LogSpan, type LogSpanLimits } from './log-span-model.js';
import { staticSpan } from './log-span-static.js';

/** Reads a span of a log up to the head that it signs now. Never rejects. */
export async function readSpan(
  client: LogClient,
  range: LogRange,
  limits: LogSpanLimits,
  options: AskOptions,
): Promise<LogSpan> {
  const got = await client.head(options);
  if (!got.ok) return stopped(client, got);
  const { head } = got.value;
  const wanted = await startOf(client, range, head, options);
  if (typeof wanted !== 'number') return { ...stopped(client, wanted), head };
  const start = Math.max(wanted, head.size - limits.entries, 0);
  const task = { head, start, options };
  const reading =
    start >= head.size
      ? { entries: [] }
      : await (client.kind === 'static' ? staticSpan(client, task) : classicSpan(client, task));
  const short =
    start > wanted
      ? `the range has ${head.size - wanted} entries; the last ${limits.entries} were read`
      : undefined;
  const failure =
    reading.failure ?? (short === undefined ? undefined : { code: 'limit' as const, detail: short });
  return {
    head,
    entries: reading.entries,
    complete: failure === undefined,
    ...(failure === undefined ? {} : { failure }),
    contradictions: reading.contradiction === undefined ? [] : [reading.contradiction],
  };
}

/** The first index of the range. */
async function startOf(
  client: LogClient,
  range: LogRange,
  head: TreeHead,
  options: AskOptions,
): Promise<number | ReadFailure> {
  if ('last' in range) return Math.max(0, head.size - range.last);
  if ('from' in range) return Math.min(range.from, head.size);
  // Entries stand in about the order of their times: by halves, and then back by as much as they may be out of order.
  let low = 0;
  let high = head.size;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const timestamp = await timeAt(client, middle, head, options);
    if (typeof timestamp !== 'number') return timestamp;
    if (timestamp < range.since) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - OUT_OF_ORDER);
}

/** Entries of one batch may be in any order. */
const OUT_OF_ORDER = 1_024;

async function timeAt(
  client: LogClient,
  index: number,
  head: TreeHead,
  options: AskOptions,
): Promise<number | ReadFailure> {
  const task = { head, start: index, options };
  const reading = await (client.kind === 'static'
    ? staticSpan(client, task, index + 1)
    : classicSpan(client, task, index + 1));
  const [first] = reading.entries;
  if (first !== undefined) return first.entry.timestamp;
  const { code, detail } = reading.failure ?? { code: 'bad-shape' as const, detail: 'the log gave no entry' };
  return { code, detail, url: client.log.url };
}

function stopped(client: LogClient, { code, detail, url }: ReadFailure): LogSpan {
  const broken = code === 'bad-signature' || code === 'bad-hash';
  return {
    entries: [],
    complete: false,
    failure: failureOf({ code, detail }),
    contradictions: broken ? [`${client.log.description}, ${url}: ${detail}`] : [],
  };
}
