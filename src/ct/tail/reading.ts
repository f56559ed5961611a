import { askClassic, askTile, ReadAhead, type Answer, type Span } from './read-ahead.js';
import { readClassicEntries } from './classic-entries.js';
import { EntryBatch } from './entry-batch.js';
import type { LogHttp } from './log-http.js';
import { readTiledEntries } from './tiled-entries.js';
import type { GetFailure } from '../reader/get.js';

/** Entries asked of an RFC 6962 log at once, until it shows how many it gives; and in a data tile. */
const CLASSIC_SPAN = 1_000;
const TILE_SPAN = 256;
/** Answers that are waited for at once. */
const CLASSIC_AHEAD = 3;
const TILES_AHEAD = 8;

export type Batch =
  | { readonly from: number; readonly batch: EntryBatch }
  /** The log did not answer, or something else than entries. */
  | { readonly failure: GetFailure }
  | { readonly wrong: string; readonly from: number };

/**
 * The entries of a log from `from` to before `to`, in order and without a gap. Each batch is valid until the next one is
 * asked for. Ends after what is no batch.
 */
export function readEntries(http: LogHttp, from: number, to: number): AsyncGenerator<Batch, void, void> {
  return http.log.kind === 'static' ? tiledEntries(http, from, to) : classicEntries(http, from, to);
}

async function* classicEntries(http: LogHttp, from: number, to: number): AsyncGenerator<Batch, void, void> {
  const batch = new EntryBatch();
  let most = CLASSIC_SPAN;
  const spans = (at: number): Span | undefined =>
    at >= to ? undefined : { from: at, to: Math.min(to, at + most - (at % most)) };
  const ahead = new ReadAhead(from, CLASSIC_AHEAD, spans, (span) => askClassic(http, span));
  for (let next = await ahead.take(); next !== undefined; next = await ahead.take()) {
    const { span } = next;
    let answer: Answer = next.answer;
    for (let at = span.from; ; answer = await askClassic(http, { from: at, to: span.to })) {
      if (!('body' in answer)) return yield { failure: answer };
      const read = readClassicEntries(answer.body, span.to - at, batch);
      if (typeof read === 'string') return yield { wrong: read, from: at };
      if (read === 0) return yield { wrong: 'the log gave no entries though its head has them', from: at };
      yield { from: at, batch };
      http.recycle(answer.body);
      at += read;
      if (at >= span.to) break;
      // The log gives so many at once and no more: asking for them fills each answer.
      most = Math.min(most, read);
    }
  }
}

async function* tiledEntries(http: LogHttp, from: number, to: number): AsyncGenerator<Batch, void, void> {
  const batch = new EntryBatch();
  const spans = (at: number): Span | undefined =>
    at >= to ? undefined : { from: at, to: Math.min(to, at + TILE_SPAN - (at % TILE_SPAN)) };
  const tileOf = ({ from: first }: Span): number => Math.floor(first / TILE_SPAN);
  const ahead = new ReadAhead(from, TILES_AHEAD, spans, (span) =>
    askTile(http, {
      level: 'data',
      index: tileOf(span),
      width: span.to - tileOf(span) * TILE_SPAN,
    }),
  );
  for (let next = await ahead.take(); next !== undefined; next = await ahead.take()) {
    const { span, answer } = next;
    if (!('body' in answer)) return yield { failure: answer };
    const first = tileOf(span) * TILE_SPAN;
    const read = readTiledEntries(answer.body, span.to - first, batch);
    if (typeof read === 'string') return yield { wrong: `tile/data/${tileOf(span)}: ${read}`, from: first };
    batch.drop(span.from - first);
    yield { from: span.from, batch };
    http.recycle(answer.body);
  }
}
