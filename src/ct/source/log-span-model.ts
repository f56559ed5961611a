import type { LogEntry } from '../log/entry.js';
import type { TreeHead } from '../log/tree-head.js';
import type { SourceFailure } from '../model.js';
import type { AskOptions, ReadFailure } from '../reader/model.js';

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

/** A failure in the words of sources. */
export function failureOf({ code, detail }: Pick<ReadFailure, 'code' | 'detail'>): {
  readonly code: SourceFailure;
  readonly detail: string;
} {
  if (code === 'not-found') return { code: 'http-status', detail };
  return { code: code === 'bad-signature' || code === 'bad-hash' ? 'bad-shape' : code, detail };
}
