import type { Answer } from './call.js';

/** What GitHub asks for where it names no time, after a secondary limit (REST API, "Rate limits"). */
const USUAL_WAIT = 60_000;
/** A limit that ends now is given a moment, for clocks that differ. */
const MOMENT = 1_000;

/**
 * Milliseconds to wait before GitHub may be asked again; `undefined` if the answer is not about a limit. 429 is; 403 is where it
 * says so in a header or in words (REST API, "Rate limits for the REST API", "Exceeding the rate limit").
 */
export function limitIn({ status, headers }: Answer, said: string, now: number): number | undefined {
  if (status !== 429 && status !== 403) return undefined;
  // The last question that was allowed may be one that this token may not ask.
  if (status === 403 && /not accessible by/i.test(said)) return undefined;
  const after = retryAfter(headers, now);
  if (after !== undefined) return Math.max(MOMENT, after);
  if (headers.get('x-ratelimit-remaining') === '0') {
    const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
    return Number.isFinite(reset) && reset > 0 ? Math.max(0, reset * 1000 - now) + MOMENT : USUAL_WAIT;
  }
  return status === 429 || /rate limit|abuse detection/i.test(said) ? USUAL_WAIT : undefined;
}

/** Retry-After (RFC 9110, section 10.2.3): seconds, or a date; as milliseconds from now. */
export function retryAfter(headers: Headers, now: number): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
