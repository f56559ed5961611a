import type { SourceFailure } from '../model.js';
import { causeOf, readBody, refusal } from './http-answer.js';
import type { Pace } from './pace.js';

/** The outside of whatever asks over HTTP. */
export interface HttpPorts {
  readonly fetch: typeof fetch;
  readonly clock: { now(): number; monotonic(): number };
  /** Waits; rejects or resolves early when the signal fires. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to below 1: spreads repeated questions of many clients. Absent: they are not spread. */
  readonly random?: () => number;
}

export interface GetLimits {
  /** Octets of one answer, after decompression. */
  readonly octets: number;
  /** Milliseconds for one request. */
  readonly requestMs: number;
  /** Attempts at one answer, the first included. */
  readonly attempts: number;
}

export interface GetRequest extends HttpPorts {
  readonly limits: GetLimits;
  /** On the monotonic clock: no request goes on after it. */
  readonly deadline: number;
  readonly signal?: AbortSignal | undefined;
  readonly token?: string | undefined;
  readonly userAgent: string;
  /** What is asked for, as an `Accept` header has it. */
  readonly accept: string;
  /** Who is asked, in our own words: "the source", "the log". */
  readonly who: string;
  readonly pace?: Pace | undefined;
}

export interface GetFailure {
  readonly failure: SourceFailure;
  readonly detail: string;
  /** HTTP status, where an answer came. */
  readonly status?: number;
}

/** A failure that may pass, and how long to wait for that if the server said so. */
export interface Passing extends GetFailure {
  readonly waitMs?: number;
}

/** First pause before asking again; doubled each time. */
const FIRST_PAUSE = 500;

/**
 * Gets one answer. What may pass (no answer, 5xx, 429 with its Retry-After) is tried again within the bounds; everything
 * else fails at once. Redirects are not followed: what was asked goes to the given URL only. Never rejects.
 */
export async function getOctets(
  url: URL,
  request: GetRequest,
): Promise<{ readonly body: Buffer } | GetFailure> {
  const { limits, who } = request;
  let last: Passing = { failure: 'timeout', detail: `no time was left to ask ${who}` };
  for (let attempt = 0; attempt < limits.attempts; attempt++) {
    if (isOver(request.signal)) return aborted(who);
    const left = request.deadline - request.clock.monotonic();
    const pause =
      attempt === 0 ? 0 : (last.waitMs ?? spread(FIRST_PAUSE * 2 ** (attempt - 1), request.random));
    const wait = Math.max(pause, request.pace?.reserve() ?? 0);
    if (wait >= left) {
      request.pace?.giveBack();
      return tooLate(last, attempt, wait, left, who);
    }
    if (wait > 0) await request.sleep(wait, request.signal).catch(() => undefined);
    if (isOver(request.signal)) return aborted(who);
    const answer = await once(url, request, Math.min(limits.requestMs, left - wait));
    if (!('passing' in answer)) return answer;
    last = answer.passing;
    if (last.waitMs !== undefined) request.pace?.block(last.waitMs);
  }
  return { ...last, detail: `${last.detail} (${limits.attempts} attempts)` };
}

/** Half of the time for certain, the other half by chance. */
function spread(ms: number, random?: () => number): number {
  return random === undefined ? ms : ms / 2 + (ms / 2) * random();
}

function tooLate(last: Passing, attempt: number, wait: number, left: number, who: string): GetFailure {
  if (left <= 0) return attempt === 0 ? last : { ...last, detail: `${last.detail}; no time is left` };
  const seconds = Math.ceil(wait / 1000);
  if (attempt === 0)
    return {
      failure: 'rate-limited',
      detail: `${who} is not to be asked for ${seconds} s; that is too late`,
    };
  return {
    ...last,
    detail: `${last.detail}; the time for ${who} does not let us wait ${seconds} s and ask again`,
  };
}

/** What came of one attempt. */
export type Once = { readonly body: Buffer } | GetFailure | { readonly passing: Passing };

async function once(url: URL, request: GetRequest, timeoutMs: number): Promise<Once> {
  const { who, signal } = request;
  // A controller of our own: AbortSignal.any holds on to a long-lived signal for ever in Node 20.
  const controller = new AbortController();
  const end = (): void => controller.abort();
  let late = false;
  const timer = setTimeout(
    () => {
      late = true;
      controller.abort();
    },
    Math.max(1, Math.ceil(timeoutMs)),
  );
  signal?.addEventListener('abort', end, { once: true });
  try {
    const response = await request.fetch(url, {
      redirect: 'manual',
      signal: controller.signal,
      headers: headersOf(request),
    });
    const refused = refusal(response, request);
    if (refused !== undefined) {
      await response.body?.cancel();
      return refused;
    }
    const body = await readBody(response, request.limits.octets);
    if (body !== undefined) return { body };
    return { failure: 'too-large', detail: `an answer of ${who} is over ${request.limits.octets} octets` };
  } catch (thrown) {
    if (isOver(signal)) return aborted(who);
    const seconds = Math.ceil(timeoutMs / 1000);
    return {
      passing: late
        ? { failure: 'timeout', detail: `${who} did not answer within ${seconds} s` }
        : { failure: 'unreachable', detail: `${who} cannot be reached: ${causeOf(thrown)}` },
    };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

function headersOf({ accept, userAgent, token }: GetRequest): Record<string, string> {
  return {
    accept,
    'user-agent': userAgent,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
}

function isOver(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function aborted(who: string): GetFailure {
  return { failure: 'aborted', detail: `the run was ended before ${who} had answered` };
}
