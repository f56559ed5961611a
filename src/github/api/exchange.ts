import { causeOf, readBody } from '../../ct/reader/http-answer.js';
import { inert } from '../../report/inert.js';
import { below } from './base.js';
import { failed, type Answer, type Call } from './call.js';
import type { GitHubError } from './error.js';

export interface Wire {
  readonly base: string;
  readonly token: string;
  readonly userAgent: string;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  /** Milliseconds for one request. */
  readonly requestMs: number;
}

/** No answer came; `sent` is false where nothing can have reached GitHub. */
export interface NoAnswer {
  readonly why: string;
  readonly sent: boolean;
  readonly cause?: unknown;
}

/** Octets of one answer that are taken, after decompression. */
const MOST_OCTETS = 16 * 1024 * 1024;
/** A repository that was renamed is one redirect away; one that was moved and renamed is two. */
const MOST_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 307, 308]);
/** Failures of a connection that never stood. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Sends a call and takes in the answer, once. A redirect is followed, by the same method, only to a place below the API's URL:
 * no other place is asked, and none is shown the token. Throws `GitHubError` for a place that is not to be asked.
 */
export async function exchange(call: Call, wire: Wire): Promise<Answer | NoAnswer> {
  let url = below(wire.base, call.to);
  if (url === undefined)
    throw failed('invalid', call, `expected a place below ${wire.base}; another one is not asked`);
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const answer = await once(url, call, wire);
    if (!('status' in answer) || !REDIRECTS.has(answer.status)) return answer;
    url = redirected(answer, url, call, wire.base);
  }
  throw failed('unavailable', call, `more than ${MOST_REDIRECTS} redirects came, one after the other`);
}

function redirected({ status, headers }: Answer, from: URL, call: Call, base: string): URL {
  const location = headers.get('location') ?? '';
  const to = URL.canParse(location, from.href) ? below(base, new URL(location, from).href) : undefined;
  if (to !== undefined) return to;
  throw failed(
    'unavailable',
    call,
    `expected an answer, or a redirect below ${base}; it answered ${status} and leads to ${inert(location)}, which is not ` +
      'followed, since the token is for GitHub alone. Check GITHUB_API_URL, and what stands between',
    { status },
  );
}

async function once(url: URL, call: Call, wire: Wire): Promise<Answer | NoAnswer> {
  // A controller of our own: AbortSignal.any holds on to a long-lived signal for ever in Node 20.
  const controller = new AbortController();
  let late = false;
  const end = (): void => controller.abort();
  const timer = setTimeout(() => {
    late = true;
    end();
  }, wire.requestMs);
  wire.signal.addEventListener('abort', end, { once: true });
  try {
    const response = await wire.fetch(url, {
      method: call.method,
      redirect: 'manual',
      signal: controller.signal,
      headers: headersOf(call, wire),
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
    });
    const body = await readBody(response, MOST_OCTETS);
    if (body !== undefined) return withoutToken(response, body, wire.token);
    throw tooLong(call, response.status);
  } catch (thrown) {
    if (isOurs(thrown)) throw thrown;
    if (wire.signal.aborted) return { why: 'the run was ended before it had answered', sent: true };
    if (late) return { why: `no whole answer came within ${wire.requestMs / 1000} s`, sent: true };
    const why = causeOf(thrown);
    return { why: `it was not reached (${inert(why)})`, sent: !NEVER_SENT.has(why), cause: thrown };
  } finally {
    clearTimeout(timer);
    wire.signal.removeEventListener('abort', end);
  }
}

/** Whoever refuses may send back what was sent, and what is refused is told: the token is taken out before it is cut or shown. */
function withoutToken({ status, headers }: Response, body: Buffer, token: string): Answer {
  if (status < 300) return { status, headers, body };
  const clean = new Headers();
  for (const [name, value] of headers) clean.append(name, value.replaceAll(token, '***'));
  return { status, headers: clean, body: Buffer.from(body.toString('utf8').replaceAll(token, '***')) };
}

function headersOf(call: Call, wire: Wire): Record<string, string> {
  return {
    accept: call.accept ?? 'application/vnd.github+json',
    'x-github-api-version': '2022-11-28',
    'user-agent': wire.userAgent,
    authorization: `Bearer ${wire.token}`,
    ...(call.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
  };
}

function tooLong(call: Call, status: number): GitHubError {
  return failed(
    'unavailable',
    call,
    `expected an answer of at most ${MOST_OCTETS} octets; a longer one came`,
    {
      status,
      maybeDone: call.kind !== 'read',
    },
  );
}

function isOurs(thrown: unknown): thrown is GitHubError {
  return thrown instanceof Error && thrown.name === 'CaaGuardError';
}
