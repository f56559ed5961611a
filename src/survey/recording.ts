import { setMaxListeners } from 'node:events';
import type { Clock, Exchange } from '../dns/model.js';
import { toBase64 } from './bytes.js';
import type { ExchangeEvidence } from './evidence.js';
import { serverText } from './lookup-evidence.js';

/** An exchange that keeps what passes through it. */
export interface Recorder {
  readonly exchange: Exchange;
  /** The same, for questions to single servers: no lookup rests on what they say. */
  readonly alone: Exchange;
  /** What passed so far, in the order in which it was sent. An exchange under way is not in it. */
  exchanges(): readonly ExchangeEvidence[];
}

/**
 * Wraps `inner` so that every exchange is noted, raw bytes included, for later validation of the same bytes.
 * `signal` ends all exchanges at once: those that begin after it fail as `aborted` and reach no network. Aborted
 * exchanges are not noted: they say nothing of the world.
 */
export function recording(inner: Exchange, clock: Clock, signal?: AbortSignal): Recorder {
  // Every exchange under way listens: many listeners are no leak here.
  if (signal !== undefined) setMaxListeners(0, signal);
  const noted: (ExchangeEvidence | undefined)[] = [];
  const record =
    (mark: Pick<ExchangeEvidence, 'alone'>): Exchange =>
    async (server, query, transport, options) => {
      if (signal?.aborted === true)
        return { ok: false, failure: 'aborted', detail: 'the run has ended', ms: 0 };
      const place = noted.push(undefined) - 1;
      const at = clock.now();
      const result = await inner(server, query, transport, { ...options, ...either(options.signal, signal) });
      if (!result.ok && result.failure === 'aborted') return result;
      noted[place] = {
        server: serverText(server),
        transport,
        at,
        ms: Math.round(result.ms),
        query: toBase64(query),
        ...mark,
        ...(result.ok
          ? { response: toBase64(result.response) }
          : { failure: result.failure, detail: result.detail }),
      };
      return result;
    };
  return {
    exchange: record({}),
    alone: record({ alone: true }),
    exchanges: () => noted.filter((one) => one !== undefined),
  };
}

function either(one?: AbortSignal, other?: AbortSignal): { signal?: AbortSignal } {
  if (one === undefined || other === undefined) {
    const signal = one ?? other;
    return signal === undefined ? {} : { signal };
  }
  return { signal: AbortSignal.any([one, other]) };
}
