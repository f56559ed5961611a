import { messageOf } from '../../base/error.js';
import type { GetRequest, Once, Passing } from './get.js';

/** What an answer that is not the one that was asked for says; `undefined`: it is. */
export function refusal(response: Response, { who, clock }: GetRequest): Once | undefined {
  const { status } = response;
  if (status === 200) return undefined;
  if (status === 401 || status === 403) {
    const detail = `${who} answered ${status}: a valid token is needed for this question`;
    return { failure: 'unauthorised', detail, status };
  }
  if (status === 429 || status === 503) {
    const waitMs = retryAfter(response.headers.get('retry-after'), clock.now());
    const passing: Passing =
      status === 429
        ? { failure: 'rate-limited', detail: `${who} asks for fewer questions (429)`, status }
        : { failure: 'http-status', detail: `${who} is not available (503)`, status };
    return { passing: { ...passing, ...(waitMs === undefined ? {} : { waitMs }) } };
  }
  const detail = `${who} answered ${status}`;
  if (status >= 500) return { passing: { failure: 'http-status', detail, status } };
  const redirect = status >= 300 && status < 400;
  return {
    failure: 'http-status',
    detail: redirect ? `${detail}, a redirect, which is not followed: name the right URL` : detail,
    status,
  };
}

/** Retry-After (RFC 9110, section 10.2.3): seconds, or a date; as milliseconds from now. */
function retryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value.trim()) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The body; `undefined` once it is longer than allowed. */
export async function readBody(response: Response, most: number): Promise<Buffer | undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) return Buffer.alloc(0);
  const parts: Uint8Array[] = [];
  let octets = 0;
  for (;;) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
    if (done || value === undefined) break;
    octets += value.length;
    if (octets > most) {
      await reader.cancel();
      return undefined;
    }
    parts.push(value);
  }
  const [only] = parts;
  return parts.length === 1 && only !== undefined
    ? Buffer.from(only.buffer, only.byteOffset, only.length)
    : Buffer.concat(parts, octets);
}

/** Node wraps the network's own error; its code says the most. */
export function causeOf(thrown: unknown): string {
  const cause = thrown instanceof Error && thrown.cause instanceof Error ? thrown.cause : thrown;
  const code = (cause as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : messageOf(cause).slice(0, 200);
}
