import type { LogEntry } from '../log/entry.js';
import type { TreeHead } from '../log/tree-head.js';
import type { SourceFailure } from '../model.js';
import type { AskOptions, LogClient, ReadFailure } from '../reader/model.js';
import { classicSpan } from './log-span-classic.js';
import { staticSpan } from './log-span-static.js';

/** Which entries of a log to read: the last so many, those from an index on, or those logged since a time (Unix milliseconds). */
export type LogRange = { readonly last: number } | { readonly from: number } | { readonly since: number };

export interface LogSpanLimits {
  /** Entries that are read at most; of more the last ones. */
  readonly entries: number;
  /** Milliseconds for all of it. */
  readonly totalMs: number;
}

export const LOG_SPAN_LIMITS: LogSpanLimits = { entries: 50_000, totalMs: 120_000 };

/** One entry, with the certificate that the log keeps beside it. */
export interface SpanEntry {
  readonly index: number;
  readonly entry: LogEntry;
  /** The certificate, or the precertificate with its poison. */
  readonly der: Uint8Array;
  /** DER of the issuer and those above it, or the digests by which the log has them. */
  readonly chain: { readonly ders: readonly Uint8Array[] } | { readonly fingerprints: readonly string[] };
}

/**
 * Entries that were proven to be those of the head, and what went wrong with the rest: `complete` only if all that the
 * range asks for are there.
 */
export interface LogSpan {
  readonly head?: TreeHead;
  readonly entries: readonly SpanEntry[];
  readonly complete: boolean;
  readonly failure?: { readonly code: SourceFailure; readonly detail: string };
  /** What the log gave that is not what it signed: a sentence each. */
  readonly contradictions: readonly string[];
}

/** What both kinds of log need to read a span. */
export interface SpanTask {
  readonly head: TreeHead;
  readonly start: number;
  readonly options: AskOptions;
}

/** What a reader of one kind of log brought: entries from `start` of its task to the end, or as far as it came. */
export interface SpanReading {
  readonly entries: readonly SpanEntry[];
  readonly failure?: LogSpan['failure'];
  readonly contradiction?: string;
}

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

/** A failure in the words of sources. */
export function failureOf({ code, detail }: Pick<ReadFailure, 'code' | 'detail'>): {
  readonly code: SourceFailure;
  readonly detail: string;
} {
  if (code === 'not-found') return { code: 'http-status', detail };
  return { code: code === 'bad-signature' || code === 'bad-hash' ? 'bad-shape' : code, detail };
}
