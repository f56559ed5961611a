import type { IncomingMessage, ServerResponse } from 'node:http';
import { LocalServer } from '../listening.js';
import { createHash } from 'node:crypto';
import { rfc6962Answer } from './rfc6962.js';
import { staticAnswer } from './static-ct.js';
import type { TreeLog } from './tree-log.js';

/**
 * What the log does wrong to those who read it:
 * - `second-history`: it shows the history that `TreeLog.fork` began. `wrong-root`: it signs a root that its tree has not.
 * - `corrupt-tile`: octets of hash tiles and entries are changed. `frozen`: its head does not go on from `size`.
 * - `down`, `html`, `status` (with `Retry-After`, seconds): it cannot be read.
 */
export type LogFault =
  | 'second-history'
  | 'wrong-root'
  | 'corrupt-tile'
  | 'down'
  | 'html'
  | { readonly frozen: number }
  | { readonly status: number; readonly retryAfter?: number };

export interface LogAnswer {
  readonly type: string;
  readonly body: string | Buffer;
}

/** What a log is asked, and how it stands at that moment. */
export interface LogRequest {
  readonly log: TreeLog;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Unix milliseconds. */
  readonly now: number;
  readonly fault: LogFault | undefined;
}

/** A log over HTTP on a free port of 127.0.0.1, of the kind that it is. */
export class LogServer {
  readonly #server = new LocalServer('the log', (request, response) => this.#serve(request, response));
  #fault: LogFault | undefined;

  constructor(
    readonly log: TreeLog,
    private readonly now: () => number,
  ) {}

  get requests(): number {
    return this.#server.requests;
  }

  /** From now on this is wrong; `undefined`: nothing. */
  fault(fault: LogFault | undefined): void {
    this.#fault = fault;
  }

  /** URL prefix with a final slash: `url` of an RFC 6962 log, `monitoring_url` of a static one. Throws `LabError` before `start`. */
  get url(): string {
    return `${this.#server.origin}/`;
  }

  start(): Promise<void> {
    return this.#server.start();
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const fault = this.#fault;
    if (fault === 'down') return void request.socket.destroy();
    const refused = refusal(fault);
    if (refused !== undefined) {
      response.writeHead(refused.status, { 'Content-Type': 'text/html', ...refused.headers });
      return void response.end('<!DOCTYPE html><title>Not now</title>');
    }
    const url = new URL(request.url ?? '/', 'http://lab.invalid');
    const answer = this.#answer(url, fault);
    if (answer === undefined) response.writeHead(404, { 'Content-Type': 'text/plain' });
    else response.writeHead(200, { 'Content-Type': answer.type });
    response.end(answer?.body ?? 'There is no such thing here.\n');
  }

  #answer(url: URL, fault: LogFault | undefined): LogAnswer | undefined {
    const request = { log: this.log, path: url.pathname, query: url.searchParams, now: this.now(), fault };
    return this.log.options.kind === 'static' ? staticAnswer(request) : rfc6962Answer(request);
  }
}

function refusal(
  fault: LogFault | undefined,
): { readonly status: number; readonly headers: Readonly<Record<string, string>> } | undefined {
  if (fault === 'html') return { status: 200, headers: {} };
  if (typeof fault !== 'object' || !('status' in fault)) return undefined;
  const { status, retryAfter } = fault;
  return { status, headers: retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) } };
}

/** A root that no tree has. */
export function otherRoot(root: Uint8Array): Buffer {
  return createHash('sha256').update('another root').update(root).digest();
}

/** The same octets but for one in the midst of them. */
export function corrupted(octets: Buffer): Buffer {
  const changed = Buffer.from(octets);
  const at = Math.floor(changed.length / 2);
  changed[at] = (changed[at] ?? 0) ^ 1;
  return changed;
}
