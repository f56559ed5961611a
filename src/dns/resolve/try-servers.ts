import type { ReasonCode, ServerAddress } from '../model.js';
import { isLimit } from './work.js';

export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ReasonCode; readonly detail: string };

export interface Failure {
  readonly server: ServerAddress;
  readonly code: ReasonCode;
  readonly detail: string;
}

export type Tried<T> =
  | { readonly ok: true; readonly value: T; readonly server: ServerAddress }
  | { readonly ok: false; readonly failures: readonly Failure[] };

export interface TryOptions<T> {
  readonly servers: readonly ServerAddress[];
  readonly attempt: (server: ServerAddress) => Promise<Attempt<T>>;
  /** More servers, when those so far were of no use; none: that was all. */
  readonly more: () => Promise<readonly ServerAddress[]>;
  /** Milliseconds after which another server is asked as well. */
  readonly staggerMs: number;
  /** How often a server that was silent is asked. */
  readonly rounds: (server: ServerAddress) => number;
}

/** Reasons after which the same server may do better the next time: a packet was lost. */
const PASSING: ReadonlySet<ReasonCode> = new Set<ReasonCode>(['timeout']);

/**
 * Asks servers in order until one gives something usable. The next is asked as soon as one fails, or beside one that
 * takes long, so that a dead server costs a moment and not a timeout. Silent servers are asked again at the end.
 */
export function tryServers<T>(options: TryOptions<T>): Promise<Tried<T>> {
  return new Promise((resolve, reject) => {
    const queue = [...options.servers];
    const failures: Failure[] = [];
    const asked = new Map<ServerAddress, number>();
    let underWay = 0;
    let over = false;
    let asking = false;
    let timer: NodeJS.Timeout | undefined;

    const end = (result: Tried<T>): void => {
      over = true;
      clearTimeout(timer);
      resolve(result);
    };
    const launch = (server: ServerAddress): void => {
      underWay++;
      asked.set(server, (asked.get(server) ?? 0) + 1);
      clearTimeout(timer);
      timer = setTimeout(next, options.staggerMs);
      options.attempt(server).then((result) => {
        underWay--;
        if (over) return;
        if (result.ok) return end({ ok: true, value: result.value, server });
        failures.push({ server, code: result.code, detail: result.detail });
        if (isLimit(result.code)) return end({ ok: false, failures });
        if (PASSING.has(result.code) && (asked.get(server) ?? 0) < options.rounds(server)) queue.push(server);
        next();
      }, reject);
    };
    const next = (): void => {
      if (over) return;
      const server = queue.shift();
      if (server !== undefined) return launch(server);
      if (asking) return;
      asking = true;
      options.more().then((found) => {
        asking = false;
        if (over) return;
        queue.push(...found);
        if (queue.length > 0) next();
        else if (underWay === 0) end({ ok: false, failures });
      }, reject);
    };
    next();
  });
}

/** Which of several failures says most: what a server said counts more than that one was silent. */
const TELLING: readonly ReasonCode[] = [
  'query-limit', 'truncated', 'garbage', 'servfail', 'refused', 'formerr', 'lame', 'timeout', 'time-limit', 'unreachable',
]; // prettier-ignore

export function mostTelling(failures: readonly Failure[]): Failure | undefined {
  const rank = ({ code }: Failure): number => (TELLING.indexOf(code) + TELLING.length) % TELLING.length;
  return [...failures].sort((a, b) => rank(a) - rank(b))[0];
}
