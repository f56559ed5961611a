import { messageOf } from '../../base/error.js';
import type { SourceFailure } from '../model.js';
import type { SourceLimits } from './limits.js';

/** The outside of a source over HTTP. */
export interface HttpPorts {
  readonly fetch: typeof fetch;
  readonly clock: { now(): number; monotonic(): number };
  /** Waits; rejects or resolves early when the signal fires. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface PageFailure {
  readonly failure: SourceFailure;
  readonly detail: string;
}

interface Request extends HttpPorts {
  readonly limits: SourceLimits;
  /** On the monotonic clock. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  readonly token?: string | undefined;
  readonly userAgent: string;
}

/** A failure that may pass, and how long to wait for that if the server said so. */
interface Passing extends PageFailure {
  readonly waitMs?: number;
}

/**
 * Gets one answer as text. What may pass (no answer, 5xx, 429 with its Retry-After) is tried again within the bounds;
 * everything else fails at once. The token goes to the given URL only: redirects are not followed.
 */
export async function getPage(url: URL, request: Request): Promise<{ readonly body: string } | PageFailure> {
  let last: Passing = { failure: 'timeout', detail: 'no time was left to ask the source' };
  for (let attempt = 0; attempt < request.limits.attempts; attempt++) {
    if (request.signal?.aborted === true) return aborted();
    const left = request.deadline - request.clock.monotonic();
    const wait = attempt === 0 ? 0 : (last.waitMs ?? 500 * 2 ** (attempt - 1));
    if (wait >= left)
      return attempt === 0
        ? last
        : {
            failure: last.failure,
            detail: `${last.detail}; the time for this source does not let us wait ${Math.ceil(wait / 1000)} s and ask again`,
          };
    if (wait > 0) await request.sleep(wait, request.signal);
    const answer = await once(url, request, Math.min(request.limits.requestMs, left - wait));
    if ('body' in answer) return answer;
    if (!('passing' in answer)) return answer;
    last = answer.passing;
  }
  return { failure: last.failure, detail: `${last.detail} (${request.limits.attempts} attempts)` };
}

type Once = { readonly body: string } | PageFailure | { readonly passing: Passing };

async function once(url: URL, request: Request, timeoutMs: number): Promise<Once> {
  const timeout = AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs)));
  const signal = request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]);
  try {
    const response = await request.fetch(url, {
      redirect: 'manual',
      signal,
      headers: {
        accept: 'application/json',
        'user-agent': request.userAgent,
        ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
      },
    });
    const refused = refusal(response, request.clock.now());
    if (refused !== undefined) {
      await response.body?.cancel();
      return refused;
    }
    const body = await readBody(response, request.limits.pageOctets);
    return body === undefined
      ? {
          failure: 'too-large',
          detail: `an answer of the source is over ${request.limits.pageOctets} octets`,
        }
      : { body };
  } catch (thrown) {
    if (request.signal?.aborted === true) return aborted();
    if (timeout.aborted)
      return {
        passing: {
          failure: 'timeout',
          detail: `the source did not answer within ${Math.ceil(timeoutMs / 1000)} s`,
        },
      };
    return {
      passing: { failure: 'unreachable', detail: `the source cannot be reached: ${causeOf(thrown)}` },
    };
  }
}

function refusal(response: Response, now: number): Once | undefined {
  const { status } = response;
  if (status === 200) return undefined;
  if (status === 401 || status === 403)
    return {
      failure: 'unauthorised',
      detail: `the source answered ${status}: a valid token is needed for this question`,
    };
  if (status === 429 || status === 503) {
    const waitMs = retryAfter(response.headers.get('retry-after'), now);
    const detail =
      status === 429 ? 'the source asks for fewer questions (429)' : 'the source is not available (503)';
    return {
      passing: {
        failure: status === 429 ? 'rate-limited' : 'http-status',
        detail,
        ...(waitMs === undefined ? {} : { waitMs }),
      },
    };
  }
  if (status >= 500) return { passing: { failure: 'http-status', detail: `the source answered ${status}` } };
  const redirect = status >= 300 && status < 400;
  return {
    failure: 'http-status',
    detail: redirect
      ? `the source answered ${status}, a redirect, which is not followed: name the right URL`
      : `the source answered ${status}`,
  };
}

/** Retry-After (RFC 9110, section 10.2.3): seconds, or a date; as milliseconds from now. */
function retryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value.trim()) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The body as UTF-8; `undefined` once it is longer than allowed. */
async function readBody(response: Response, most: number): Promise<string | undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const parts: Uint8Array[] = [];
  let octets = 0;
  for (;;) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
    if (done || value === undefined) return Buffer.concat(parts).toString('utf8');
    octets += value.length;
    if (octets > most) {
      await reader.cancel();
      return undefined;
    }
    parts.push(value);
  }
}

function aborted(): PageFailure {
  return { failure: 'aborted', detail: 'the run was ended before the source had answered' };
}

/** Node wraps the network's own error; its code says the most. */
function causeOf(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  const code = (cause as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : messageOf(cause).slice(0, 200);
}
