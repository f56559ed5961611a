import { isIP } from 'node:net';
import { messageOf } from '../../base/error.js';
import type { Clock, ExchangeFailure, ExchangeResult, ServerAddress } from '../model.js';
import { failed, type Ask } from './channel.js';
import { answers, correlationOf } from './correlate.js';
import { failureOf } from './failures.js';
import { httpsPoster, TooLarge, type HttpsOptions, type Posted, type Poster } from './https.js';

const MAX_OCTETS = 65535;

export interface DohOptions extends HttpsOptions {
  readonly clock: Clock;
}

/** DNS over HTTPS (RFC 8484) by POST. Connections are kept for a while and shared by the questions to one URI. */
export class DohClient {
  readonly #posters = new Map<string, Promise<Poster>>();

  constructor(private readonly options: DohOptions) {}

  async ask(server: ServerAddress, { query, timeoutMs, signal }: Ask): Promise<ExchangeResult> {
    const since = this.options.clock.monotonic();
    const spent = (): number => this.options.clock.monotonic() - since;
    const fail = (failure: ExchangeFailure, detail: string): ExchangeResult =>
      failed(failure, detail, spent());
    const expected = correlationOf(query);
    if (expected === undefined) return fail('internal', 'the query is not a DNS query');
    const url = uriOf(server);
    if (typeof url === 'string') return fail('http', url);
    const ended = new AbortController();
    const timer = setTimeout(() => ended.abort('timeout'), timeoutMs);
    const abort = (): void => ended.abort('aborted');
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort);
    try {
      const posted = await unlessAborted(ended.signal, this.#post(url, query, ended.signal));
      const problem = problemOf(posted);
      if (problem !== undefined) return fail('http', problem);
      if (!answers(posted.body, expected))
        return fail('http', 'the answer does not repeat the id and the question that were sent');
      return { ok: true, response: posted.body, ms: spent() };
    } catch (thrown) {
      if (thrown instanceof TooLarge) return fail('too-large', thrown.message);
      if (!ended.signal.aborted) return fail(failureOf(thrown), messageOf(thrown));
      if (ended.signal.reason === 'timeout') return fail('timeout', `no answer within ${timeoutMs} ms`);
      return fail('aborted', 'the question was given up');
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  }

  close(): void {
    for (const poster of this.#posters.values())
      void poster.then(
        (one) => one.close(),
        () => undefined,
      );
    this.#posters.clear();
  }

  /** A connection that was kept may have died meanwhile: then once more over a new one. */
  async #post(url: URL, query: Uint8Array, signal: AbortSignal): Promise<Posted> {
    const kept = this.#posters.get(url.href);
    if (kept !== undefined)
      try {
        return await this.#postOver(kept, url, query, signal);
      } catch (thrown) {
        if (signal.aborted || thrown instanceof TooLarge) throw thrown;
      }
    return this.#postOver(this.#posters.get(url.href) ?? this.#connect(url), url, query, signal);
  }

  #connect(url: URL): Promise<Poster> {
    const poster = httpsPoster(url, this.options);
    this.#posters.set(url.href, poster);
    return poster;
  }

  async #postOver(
    poster: Promise<Poster>,
    url: URL,
    query: Uint8Array,
    signal: AbortSignal,
  ): Promise<Posted> {
    try {
      return await (await poster).post(query, { signal, maxOctets: MAX_OCTETS });
    } catch (thrown) {
      if (!signal.aborted && this.#posters.get(url.href) === poster) this.#posters.delete(url.href);
      throw thrown;
    }
  }
}

/** The URI to post to, or what is wrong with it. Plain HTTP only to the machine itself: for tests and the lab. */
function uriOf(server: ServerAddress): URL | string {
  const host = isIP(server.host) === 6 ? `[${server.host}]` : server.host;
  const text = server.url ?? `https://${host}:${server.port}/dns-query`;
  if (!URL.canParse(text)) return `expected an https: URI such as https://dns.example/dns-query; got ${text}`;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'a DoH URI may not hold a user name or password';
  const local = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && local)) return url;
  return `DNS over HTTPS needs https:; got ${url.protocol}//${url.hostname}`;
}

function problemOf({ status, contentType }: Posted): string | undefined {
  if (status >= 300 && status < 400) return `HTTP status ${status}; redirects are not followed`;
  if (status !== 200) return `expected HTTP status 200; got ${status}`;
  if (/^application\/dns-message\s*(;|$)/i.test(contentType)) return undefined;
  return `expected content type application/dns-message; got ${contentType.slice(0, 60)}`;
}

function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new Error('aborted'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
