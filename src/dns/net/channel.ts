import type { Clock, ExchangeFailure, ExchangeResult } from '../model.js';
import { answers, correlationOf, idOf, type Correlation } from './correlate.js';

/** What carries messages for a channel: a connected UDP socket, or a TCP or TLS connection. */
export interface Carrier {
  send(message: Uint8Array): void;
  close(): void;
}

interface Waiter {
  readonly expected: Correlation;
  readonly settle: (result: ExchangeResult) => void;
  readonly since: number;
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
      const waiter: Waiter = { expected, settle, since };
      const abort = (): void => settle(failed('aborted', 'the question was given up', this.#ms(since)));
      const timer = setTimeout(
        () => settle(failed('timeout', `no answer within ${timeoutMs} ms`, this.#ms(since))),
        timeoutMs,
      );
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
    if (waiter === undefined) return;
    this.#answered++;
    waiter.settle({ ok: true, response: message, ms: this.#ms(waiter.since) });
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

export function failed(failure: ExchangeFailure, detail: string, ms: number): ExchangeResult {
  return { ok: false, failure, detail, ms };
}
