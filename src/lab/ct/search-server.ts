import type { IncomingMessage, ServerResponse } from 'node:http';
import { LocalServer } from './listening.js';
import { entryJson, type CtIndex, type SearchEntry, type SearchQuery } from './search.js';

/**
 * What the service does wrong:
 * - `down`: connections are closed without an answer. `late`: the answer comes after `ms`.
 * - `html`: a maintenance page with status 200. `half-page`: JSON that ends in its midst. `cut`: the connection does.
 * - `repeat-page`: `after` is not heeded. `endless`: pages never end. `empty`: nothing, as if all were well.
 * - `body`: this text, as JSON, with status 200. `status`: that status, with `Retry-After` (seconds) where given.
 */
export type CtFaultKind =
  | 'down'
  | 'html'
  | 'half-page'
  | 'cut'
  | 'repeat-page'
  | 'endless'
  | 'empty'
  | { readonly late: number }
  | { readonly body: string }
  | { readonly status: number; readonly retryAfter?: number };

export interface CtFault {
  readonly kind: CtFaultKind;
  /** Only pages after the first. */
  readonly laterPages?: boolean;
  /** Only this domain. */
  readonly domain?: string;
  /** Only so many requests, then all is well. */
  readonly times?: number;
}

export interface CtServerOptions {
  readonly index: CtIndex;
  /** If given, requests without `Authorization: Bearer <token>` get 401. */
  readonly token?: string;
}

/** A CT search service over HTTP on 127.0.0.1, with the shape of SSLMate's CT Search API v1 (`GET /v1/issuances`). */
export class CtServer {
  readonly #server = new LocalServer('the CT service', (request, response) => this.#serve(request, response));
  #faults: { readonly fault: CtFault; left: number }[] = [];

  constructor(private readonly options: CtServerOptions) {}

  get requests(): number {
    return this.#server.requests;
  }

  fault(...faults: readonly CtFault[]): void {
    this.#faults.push(...faults.map((fault) => ({ fault, left: fault.times ?? Infinity })));
  }

  mend(): void {
    this.#faults = [];
  }

  /** Base URL, to which `/v1/issuances` is added. Throws `LabError` before `start`. */
  get url(): string {
    return this.#server.origin;
  }

  start(): Promise<void> {
    return this.#server.start();
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://lab.invalid');
    if (url.pathname !== '/v1/issuances')
      return error(response, 404, 'not_found', 'There is no such endpoint.');
    const { token } = this.options;
    if (token !== undefined && request.headers.authorization !== `Bearer ${token}`)
      return error(response, 401, 'invalid_credentials', 'The API key is not valid.');
    const query = queryOf(url);
    if (query === undefined)
      return error(response, 400, 'invalid_parameter', 'A domain is needed, and `after` has to be an id.');
    const kind = this.#faultFor(query);
    if (typeof kind === 'object' && 'late' in kind) {
      const timer = setTimeout(() => this.#answer(undefined, query, response), kind.late);
      response.once('close', () => clearTimeout(timer));
    } else this.#answer(kind, query, response);
  }

  #faultFor({ domain, after }: SearchQuery): CtFaultKind | undefined {
    const hit = this.#faults.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.laterPages !== true || after > 0) &&
        (fault.domain === undefined || fault.domain === domain),
    );
    if (hit !== undefined) hit.left--;
    return hit?.fault.kind;
  }

  #answer(
    kind: Exclude<CtFaultKind, { late: number }> | undefined,
    query: SearchQuery,
    response: ServerResponse,
  ): void {
    const { index } = this.options;
    const page = (asked = query): string => json(index.page(asked), query);
    if (typeof kind === 'object') {
      if ('body' in kind) return send(response, 200, kind.body);
      if (kind.retryAfter !== undefined) response.setHeader('Retry-After', String(kind.retryAfter));
      return error(
        response,
        kind.status,
        kind.status === 429 ? 'rate_limited' : 'failed',
        'The lab was told to fail.',
      );
    }
    switch (kind) {
      case undefined:
        return send(response, 200, page());
      case 'down':
        return void response.socket?.destroy();
      case 'html':
        return send(
          response,
          200,
          '<!DOCTYPE html><title>Maintenance</title><p>We will be back.',
          'text/html',
        );
      case 'half-page':
        return send(response, 200, half(page()));
      case 'cut':
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': page().length });
        return void response.write(half(page()), () => response.socket?.destroy());
      case 'repeat-page':
        return send(response, 200, page({ ...query, after: 0 }));
      case 'endless':
        return send(response, 200, endless(index.page({ ...query, after: 0 }), query));
      case 'empty':
        return send(response, 200, '[]');
    }
  }
}

function queryOf(url: URL): SearchQuery | undefined {
  const of = (key: string): string | undefined => url.searchParams.get(key) ?? undefined;
  const domain = of('domain')?.toLowerCase();
  const after = of('after') ?? '0';
  if (domain === undefined || domain === '' || !/^[0-9]{1,15}$/.test(after)) return undefined;
  return {
    domain,
    after: Number(after),
    includeSubdomains: of('include_subdomains') === 'true',
    matchWildcards: of('match_wildcards') === 'true',
    expand: new Set(url.searchParams.getAll('expand')),
  };
}

function json(entries: readonly SearchEntry[], { expand }: SearchQuery): string {
  return JSON.stringify(entries.map((entry) => entryJson(entry, expand)));
}

/** The same certificates for ever, under ids that go on. */
function endless(entries: readonly SearchEntry[], query: SearchQuery): string {
  return json(
    entries.map((entry, i) => ({ ...entry, id: query.after + i + 1 })),
    query,
  );
}

function half(text: string): string {
  return text.slice(0, Math.max(1, Math.floor(text.length / 2)));
}

function send(response: ServerResponse, status: number, body: string, type = 'application/json'): void {
  response.writeHead(status, { 'Content-Type': type });
  response.end(body);
}

function error(response: ServerResponse, status: number, code: string, message: string): void {
  send(response, status, JSON.stringify({ code, message }));
}
