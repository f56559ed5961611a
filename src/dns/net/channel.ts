import type { Clock, ExchangeFailure, ExchangeResult } from '../model.js';
import { answers, correlationOf, idOf, whyNoAnswer, type Correlation } from './correlate.js';

/** What carries messages for a channel: a connected UDP socket, or a TCP or TLS connection. */
export interface Carrier {
  send(message: Uint8Array): void;
  close(): void;
}

interface Waiter {
  readonly expected: Correlation;
  readonly settle: (result: ExchangeResult) => void;
  readonly since: number;
  /** Messages that came meanwhile and answer nothing that was ever asked here, and what the last one was. */
  strays: number;
  lastStray: string;
}

export interface Ask {
  readonly query: Uint8Array;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Questions under way over one connection to one server. Answers are matched by id and question; what matches
 * nothing is dropped and waited past. Closes its carrier when it has been idle for a while.
 */
export class Channel {
  readonly #waiters = new Map<number, Waiter[]>();
  /** Ids of questions that are over: a late or doubled answer to one of them is nothing strange. */
  readonly #over = new Set<number>();
  #pending = 0;
  #asked = 0;
  #answered = 0;
  #closed = false;
  #idle: NodeJS.Timeout | undefined;
  /** Called once, when the channel takes no more questions. */
  onClose: () => void = () => undefined;

  constructor(
    private readonly clock: Clock,
    private readonly idleMs: number,
    private readonly carrier: () => Carrier,
  ) {}

  get asked(): number {
    return this.#asked;
  }

  /** True once an answer has come: the connection works, or did. */
  get proven(): boolean {
    return this.#answered > 0;
  }

  get closed(): boolean {
    return this.#closed;
  }

  ask({ query, timeoutMs, signal }: Ask): Promise<ExchangeResult> {
    return new Promise((resolve) => {
      const since = this.clock.monotonic();
      const expected = correlationOf(query);
      if (expected === undefined) return resolve(failed('internal', 'the query is not a DNS query', 0));
      this.#pending++;
      this.#asked++;
      clearTimeout(this.#idle);
      const settle = (result: ExchangeResult): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        if (this.#remove(waiter)) this.#afterOne();
        resolve(result);
      };
      const waiter: Waiter = { expected, settle, since, strays: 0, lastStray: '' };
      const abort = (): void => settle(failed('aborted', 'the question was given up', this.#ms(since)));
      const timer = setTimeout(() => settle(timedOut(waiter, timeoutMs, this.#ms(since))), timeoutMs);
      const same = this.#waiters.get(expected.id);
      if (same === undefined) this.#waiters.set(expected.id, [waiter]);
      else same.push(waiter);
      if (signal?.aborted === true) return abort();
      signal?.addEventListener('abort', abort);
      this.carrier().send(query);
    });
  }

  /** A message has come in. */
  deliver(message: Uint8Array): void {
    const waiter = this.#waiters.get(idOf(message))?.find(({ expected }) => answers(message, expected));
    if (waiter === undefined) return this.#stray(message);
    this.#answered++;
    waiter.settle({ ok: true, response: message, ms: this.#ms(waiter.since) });
  }

  #stray(message: Uint8Array): void {
    const same = this.#waiters.get(idOf(message));
    if (same === undefined && this.#over.has(idOf(message))) return;
    for (const waiter of same ?? [...this.#waiters.values()].flat()) {
      waiter.strays++;
      waiter.lastStray = whyNoAnswer(message, waiter.expected);
    }
  }

  /** The connection is gone: everything under way ends with `failure`. */
  fail(failure: ExchangeFailure, detail: string): void {
    this.#close();
    for (const waiter of [...this.#waiters.values()].flat())
      waiter.settle(failed(failure, detail, this.#ms(waiter.since)));
  }

  #remove(waiter: Waiter): boolean {
    const same = this.#waiters.get(waiter.expected.id);
    const at = same?.indexOf(waiter) ?? -1;
    if (same === undefined || at < 0) return false;
    this.#over.add(waiter.expected.id);
    if (same.length === 1) this.#waiters.delete(waiter.expected.id);
    else same.splice(at, 1);
    return true;
  }

  #afterOne(): void {
    if (--this.#pending > 0 || this.#closed) return;
    if (this.idleMs === 0) return this.#close();
    this.#idle = setTimeout(() => this.#close(), this.idleMs).unref();
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#idle);
    this.carrier().close();
    this.onClose();
  }

  #ms(since: number): number {
    return this.clock.monotonic() - since;
  }
}

function timedOut({ strays, lastStray }: Waiter, timeoutMs: number, ms: number): ExchangeResult {
  const silent = failed('timeout', `no answer within ${Math.round(timeoutMs)} ms`, ms);
  if (silent.ok || strays === 0) return silent;
  const came = strays === 1 ? '1 message came that was' : `${strays} messages came that were`;
  return { ...silent, strays, detail: `${silent.detail}; ${came} no answer, the last one ${lastStray}` };
}

export function failed(failure: ExchangeFailure, detail: string, ms: number): ExchangeResult {
  return { ok: false, failure, detail, ms };
}
