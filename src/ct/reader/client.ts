import { isLoopback } from '../source/loopback.js';
import { askingOf, READER_LIMITS, type ReaderPorts } from './asking.js';
import { classicClient } from './classic.js';
import type { LogClient, LogPlace } from './model.js';
import { createPace, type PaceRule } from './pace.js';
import { staticClient } from './static.js';

/** What one address may ask of one log: far below what any log of the list serves, and enough for a check. */
export const LOG_PACE: readonly PaceRule[] = [{ count: 20, ms: 1_000 }];

/** The client of a log: the same for the same log, so that all questions to it keep one pace. */
export type LogReader = (log: LogPlace) => LogClient;

/**
 * Clients of logs over `fetch`. Redirects are refused, answers are bounded in octets and time, what may pass is asked for
 * again, and `Retry-After` of a log holds for all that ask it.
 */
export function createLogReader(ports: ReaderPorts, pace: readonly PaceRule[] = LOG_PACE): LogReader {
  const clients = new Map<string, LogClient>();
  return (log) => {
    const known = clients.get(log.id);
    if (known?.log.url === log.url) return known;
    const ask = askingOf(
      log,
      ports,
      createPace(isLoopback(new URL(log.url).hostname) ? [] : pace, ports.clock),
    );
    const client =
      log.kind === 'static'
        ? staticClient(log, ask, ports.limits?.entriesOctets ?? READER_LIMITS.entriesOctets)
        : classicClient(log, ask);
    clients.set(log.id, client);
    return client;
  };
}
