import type { ReasonCode, ServerAddress } from '../model.js';
import { isLimit } from './work.js';

export type Attempt<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly code: ReasonCode;
      readonly detail: string;
      /** Something was lost on the way: the same server may do better the next time. */
      readonly lost?: boolean;
    };

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
  /** `ending` tells when another attempt has given the answer. */
  readonly attempt: (server: ServerAddress, ending: Ending) => Promise<Attempt<T>>;
  /** More servers, when those so far were of no use; none: that was all. */
  readonly more: () => Promise<readonly ServerAddress[]>;
  /** Milliseconds after which another server than this is asked as well. */
  readonly staggerMs: (server: ServerAddress) => number;
  /** True: asks again at an even pace. Else each time after a longer while, since others wait for servers too. */
  readonly evenly?: boolean;
  /** How often a server that was silent is asked. */
  readonly rounds: (server: ServerAddress) => number;
}

/** Reasons after which the same server may do better the next time: a packet was lost. */
const PASSING: ReadonlySet<ReasonCode> = new Set<ReasonCode>(['timeout']);

/** Tells attempts that are still under way that nobody waits for them any more. */
export class Ending {
  readonly #listeners: (() => void)[] = [];
  #over = false;

  get over(): boolean {
    return this.#over;
  }

  on(listener: () => void): void {
    this.#listeners.push(listener);
  }

  end(): void {
    this.#over = true;
    for (const listener of this.#listeners) listener();
  }
}

/**
 * Asks servers in order until one gives something usable. The next is asked as soon as one fails, or beside one that
 * takes long, so that a dead server costs a moment and not a timeout. When there is no other server, silent ones are
 * asked again, while their first answer may still come: packets get lost.
 */
export function tryServers<T>(options: TryOptions<T>): Promise<Tried<T>> {
  return new Promise((resolve, reject) => new Trial(options, resolve, reject).next());
}

class Trial<T> {
  readonly #queue: ServerAddress[];
  readonly #failures: Failure[] = [];
  /** How often each server has been asked. */
  readonly #asked = new Map<ServerAddress, number>();
  /** Servers that have yet to answer, once for each question. */
  readonly #underWay: ServerAddress[] = [];
  readonly #ending = new Ending();
  #again = 0;
  #staggerMs = 0;
  #searching = false;
  #allFound = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: TryOptions<T>,
    private readonly resolve: (tried: Tried<T>) => void,
    private readonly reject: (thrown: unknown) => void,
  ) {
    this.#queue = [...options.servers];
  }

  /** Asks one server more; ends it when there is none left and nothing under way. */
  next(): void {
    if (this.#ending.over) return;
    const server = this.#queue.shift();
    if (server !== undefined) this.#launch(server);
    else if (!this.#allFound) this.#search();
    else if (this.#underWay.length === 0) this.#end({ ok: false, failures: this.#failures });
  }

  #launch(server: ServerAddress): void {
    this.#underWay.push(server);
    this.#asked.set(server, this.#timesAsked(server) + 1);
    clearTimeout(this.#timer);
    this.#staggerMs = this.options.staggerMs(server);
    const longer = this.options.evenly === true ? 1 : 1 + this.#again;
    this.#timer = setTimeout(() => this.#late(), this.#staggerMs * longer);
    this.options.attempt(server, this.#ending).then((result) => this.#answered(server, result), this.reject);
  }

  #answered(server: ServerAddress, result: Attempt<T>): void {
    this.#underWay.splice(this.#underWay.indexOf(server), 1);
    if (this.#ending.over) return;
    if (result.ok) return this.#end({ ok: true, value: result.value, server });
    this.#failures.push({ server, code: result.code, detail: result.detail });
    if (isLimit(result.code)) return this.#end({ ok: false, failures: this.#failures });
    if ((PASSING.has(result.code) || result.lost === true) && this.#mayAskAgain(server))
      this.#queue.push(server);
    this.next();
  }

  /** None of those asked has answered yet. */
  #late(): void {
    if (this.#queue.length === 0 && this.#allFound) {
      const [slow] = this.#underWay
        .filter((server) => this.#mayAskAgain(server))
        .sort((a, b) => this.#timesAsked(a) - this.#timesAsked(b));
      if (slow === undefined) return;
      this.#again++;
      this.#queue.push(slow);
    }
    this.next();
  }

  #search(): void {
    if (this.#searching) return;
    this.#searching = true;
    this.options.more().then((found) => {
      this.#searching = false;
      this.#allFound = found.length === 0;
      if (this.#ending.over) return;
      this.#queue.push(...found);
      // what is under way may still answer: nothing to do until then, or until it is late
      if (this.#queue.length > 0 || this.#underWay.length === 0) return this.next();
      this.#timer = setTimeout(() => this.#late(), this.#staggerMs);
    }, this.reject);
  }

  #end(result: Tried<T>): void {
    clearTimeout(this.#timer);
    this.#ending.end();
    this.resolve(result);
  }

  #timesAsked(server: ServerAddress): number {
    return this.#asked.get(server) ?? 0;
  }

  #mayAskAgain(server: ServerAddress): boolean {
    return this.#timesAsked(server) < this.options.rounds(server);
  }
}

/** Which of several failures says most: what a server said counts more than that one was silent. */
const TELLING: readonly ReasonCode[] = [
  'query-limit', 'truncated', 'garbage', 'servfail', 'refused', 'formerr', 'lame', 'timeout', 'time-limit', 'unreachable',
]; // prettier-ignore

export function mostTelling(failures: readonly Failure[]): Failure | undefined {
  const rank = ({ code }: Failure): number => (TELLING.indexOf(code) + TELLING.length) % TELLING.length;
  return [...failures].sort((a, b) => rank(a) - rank(b))[0];
}
