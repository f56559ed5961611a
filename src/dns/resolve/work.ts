import type { Clock, ReasonCode } from '../model.js';
import type { ResolveLimits } from './limits.js';

/** What one question to a fetcher may still cost. Shared by all the questions that it causes. */
export class Work {
  /** `clock.monotonic()` at which it is over. */
  readonly deadline: number;
  #queries: number;
  #serverLookups: number;

  constructor(
    private readonly clock: Clock,
    limits: ResolveLimits,
  ) {
    this.deadline = clock.monotonic() + limits.fetchMs;
    this.#queries = limits.queries;
    this.#serverLookups = limits.serverLookups;
  }

  readonly mayAsk = (): boolean => this.#queries-- > 0;

  mayLookUpServer(): boolean {
    return this.#serverLookups-- > 0;
  }

  /** The limit that has been reached, if one has. */
  get usedUp(): ReasonCode | undefined {
    if (this.clock.monotonic() >= this.deadline) return 'time-limit';
    return this.#queries <= 0 || this.#serverLookups <= 0 ? 'query-limit' : undefined;
  }
}

/** True for a reason that lies with the one who asked, not with the name: he has used up what he may. */
export function isLimit(code: ReasonCode): boolean {
  return code === 'query-limit' || code === 'time-limit';
}
