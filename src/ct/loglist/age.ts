import type { Log, LogList } from './model.js';

const DAY = 86_400_000;

/**
 * Lists are made daily; one that is a week old is worth a word. Chrome itself stops enforcing by one older than 70 days
 * (ct_policy.md of GoogleChrome/CertificateTransparency, 2026-07-22): logs come and go faster than that.
 */
export const WARN_AFTER_DAYS = 7;
export const UNKNOWN_AFTER_DAYS = 70;

/** `fresh`, `aged` (worth a warning), `stale` (nothing can be told by it), or made in a time that has not come. */
export type ListAge = 'fresh' | 'aged' | 'stale' | 'future';

/** How old a list is at a time, Unix milliseconds. A clock may be off by a day. */
export function ageOf({ timestamp }: LogList, now: number): { readonly age: ListAge; readonly days: number } {
  const days = Math.floor((now - timestamp) / DAY);
  const age =
    days < -1 ? 'future' : days >= UNKNOWN_AFTER_DAYS ? 'stale' : days >= WARN_AFTER_DAYS ? 'aged' : 'fresh';
  return { age, days };
}

/** Logs that are read and that clients believe. */
export function isLive({ state, use }: Log): boolean {
  return use === 'production' && (state === 'usable' || state === 'qualified' || state === 'readonly');
}

/** Of the logs that were live and take certificates still, a list has to keep so many. */
const KEPT_LEAST = 0.5;

/**
 * Why a list must not take the place of the one before; `undefined` if it may. An older list would bring back what is gone,
 * and one from which the logs all but vanish is meant for others (see hygiene.ts), or is broken.
 */
export function refusalOf(next: LogList, last: LogList): string | undefined {
  if (next.timestamp < last.timestamp) return 'the list is older than the one in use';
  const due = last.logs.filter(
    (log) => isLive(log) && (log.interval === undefined || log.interval.end > next.timestamp),
  );
  const kept = due.filter(({ id }) => next.byId.has(id)).length;
  return kept >= due.length * KEPT_LEAST
    ? undefined
    : `of ${due.length} logs that were in use the list has only ${kept}`;
}
