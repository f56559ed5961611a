import { setMaxListeners } from 'node:events';

/** Bounds of a survey. Over a bound is `unknown`, never ok. */
export interface SurveyLimits {
  /** Domains looked at at the same time. */
  readonly domains: number;
  /** Queries to issuance sources at the same time, over all domains. */
  readonly sources: number;
  /** Milliseconds for the whole run. */
  readonly runMs: number;
  /** Milliseconds for one domain, from its first question. */
  readonly domainMs: number;
}

export const SURVEY_LIMITS: SurveyLimits = { domains: 32, sources: 4, runMs: 300_000, domainMs: 60_000 };

/** A span of time that ends at the latest after `ms`, or when the one that it lies in ends. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Why it ended, in words of our own; set once `signal` is aborted. */
  why(): string;
  /** Frees the timer. */
  clear(): void;
}

/** A deadline `ms` from now. `outer` may be the run's deadline or the caller's own signal (then: "interrupted"). */
export function deadline(ms: number, what: string, outer?: Deadline | AbortSignal): Deadline {
  const controller = new AbortController();
  // Every lookup under way listens: many listeners are no leak here.
  setMaxListeners(0, controller.signal);
  const signal = outer === undefined || outer instanceof AbortSignal ? outer : outer.signal;
  let why = 'the run was interrupted';
  const end = (reason: string): void => {
    if (controller.signal.aborted) return;
    why = reason;
    controller.abort();
  };
  const timer = setTimeout(() => end(`the time limit of ${ms / 1000} s for ${what} was over`), ms);
  const passOn = (): void => {
    clearTimeout(timer);
    end(outer === undefined || outer instanceof AbortSignal ? 'the run was interrupted' : outer.why());
  };
  if (signal?.aborted === true) passOn();
  else signal?.addEventListener('abort', passOn, { once: true });
  return {
    signal: controller.signal,
    why: () => why,
    clear: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', passOn);
    },
  };
}

/** `work`, or `otherwise()` once `until` is over. Work that comes too late is not waited for. */
export function within<Result>(
  until: Deadline,
  work: () => Promise<Result>,
  otherwise: () => Result,
): Promise<Result> {
  if (until.signal.aborted) return Promise.resolve(otherwise());
  return new Promise<Result>((resolve, reject) => {
    const late = (): void => resolve(otherwise());
    until.signal.addEventListener('abort', late, { once: true });
    work()
      .then(resolve, reject)
      .finally(() => until.signal.removeEventListener('abort', late));
  });
}
