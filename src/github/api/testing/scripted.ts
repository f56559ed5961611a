import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openRepository, type RepositoryOptions } from '../repository.js';
import type { Repository } from '../port.js';

export interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** On the fake clock. */
  readonly at: number;
}

/** One answer; what a script does not say has its usual value. */
export interface Scripted {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string goes out as it is. */
  readonly body?: unknown;
  /** `silent`: no answer comes. `cut`: it ends early. `reset`: the connection is torn down. */
  readonly how?: 'silent' | 'cut' | 'reset';
}

export interface World {
  readonly url: string;
  readonly asked: readonly Asked[];
  /** Pauses, in milliseconds. */
  readonly slept: readonly number[];
  readonly logged: readonly string[];
  /** What the server answers from now on, in order. */
  answers(...script: readonly (Scripted | ((asked: Asked) => Scripted))[]): void;
  open(over?: Partial<RepositoryOptions>): Repository;
  /** Ends the run. */
  readonly abort: () => void;
  /** Called at each pause, before it is over. */
  onSleep?: () => void;
  close(): Promise<void>;
}

export const TOKEN = `ghs_${'eyJ0.'.repeat(103)}x`;
/** Where the fake clock starts, in Unix milliseconds. */
export const START = Date.UTC(2026, 10, 29);

/** A server that answers by a script, and a repository at it whose clock moves only by sleeping. */
export async function startWorld(): Promise<World> {
  const script: (Scripted | ((asked: Asked) => Scripted))[] = [];
  const asked: Asked[] = [];
  const slept: number[] = [];
  const logged: string[] = [];
  const run = new AbortController();
  let passed = 0;
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body, at: passed };
      asked.push(one);
      const next = script.shift() ?? { status: 500, body: { message: 'nothing is scripted' } };
      send(response, typeof next === 'function' ? next(one) : next);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const world: World = {
    url,
    asked,
    slept,
    logged,
    answers: (...more) => void script.push(...more),
    open: (over = {}) =>
      openRepository({
        url,
        repository: 'example/domains',
        token: TOKEN,
        fetch,
        clock: { now: () => START + passed, monotonic: () => passed },
        sleep: async (ms) => {
          slept.push(ms);
          passed += ms;
          world.onSleep?.();
        },
        log: (line) => void logged.push(line),
        signal: run.signal,
        waitMs: 300_000,
        version: '1.2.3',
        random: () => 0,
        ...over,
      }),
    abort: () => run.abort(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return world;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, { status = 200, headers = {}, body = {}, how }: Scripted): void {
  if (how === 'silent') return;
  if (how === 'reset') return void response.destroy();
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  if (status === 204) return void response.end();
  if (how !== 'cut') return void response.end(text);
  response.flushHeaders();
  response.write(text.slice(0, text.length / 2), () => response.destroy());
}

export function issueOf(number: number, over: Readonly<Record<string, unknown>> = {}) {
  return {
    number,
    state: 'open',
    state_reason: null,
    title: 'caa-guard: example.net',
    body: 'text',
    user: { login: 'github-actions[bot]' },
    labels: [{ name: 'caa-guard' }, 'dns'],
    created_at: '2026-11-28T00:00:00Z',
    updated_at: '2026-11-28T01:00:00Z',
    closed_at: null,
    ...over,
  };
}

export const commentOf = (id: number, over: Readonly<Record<string, unknown>> = {}) => ({
  id,
  body: `comment ${id}`,
  user: { login: 'someone' },
  created_at: '2026-11-28T00:00:00Z',
  ...over,
});
