import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { getOctets, type GetRequest } from '../reader/get.js';
import { createNodeFetch } from './system-fetch.js';

const LONG = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));
let server: Server | undefined;
const http = createNodeFetch(2);
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function ask(listener: RequestListener, over: Partial<GetRequest> = {}) {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/tile/0?a=1`);
  return getOctets(url, {
    fetch: http.fetch,
    clock: { now: () => 0, monotonic: () => 0 },
    sleep: async () => undefined,
    limits: { octets: 1_000_000, requestMs: 5_000, attempts: 1 },
    deadline: 60_000,
    userAgent: 'caa-guard test',
    accept: '*/*',
    who: 'the log',
    ...over,
  });
}

describe('fetch over node:http', () => {
  it('gives the octets of an answer, asked for by its whole URL and with our headers', async () => {
    let asked: unknown;
    const answer = await ask((request, response) => {
      asked = [request.url, request.headers['user-agent'], request.headers.accept];
      response.writeHead(200, { 'Content-Length': LONG.length });
      response.end(LONG);
    });
    expect(answer).toEqual({ body: LONG });
    expect(asked).toEqual(['/tile/0?a=1', 'caa-guard test', '*/*']);
  });

  it('gives the same where no length is announced, and where the octets are packed', async () => {
    expect(await ask((_, response) => void response.end(LONG))).toEqual({ body: LONG });
    const packed = gzipSync(LONG);
    const answer = await ask((_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': packed.length });
      response.end(packed);
    });
    expect(answer).toEqual({ body: LONG });
  });

  it('gives nothing of an answer that is cut off', async () => {
    const answer = await ask((_, response) => {
      response.writeHead(200, { 'Content-Length': LONG.length });
      response.write(LONG.subarray(0, 1000), () => response.destroy());
    });
    expect(answer).toMatchObject({ failure: 'unreachable' });
    const packed = gzipSync(LONG);
    const half = await ask((_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' });
      response.end(packed.subarray(0, packed.length / 2));
    });
    expect(half).toMatchObject({ failure: 'unreachable' });
  });

  it('follows no redirect, and hands on how long to wait', async () => {
    const redirect = await ask(
      (_, response) => void response.writeHead(302, { Location: 'http://127.0.0.1:9/' }).end(),
    );
    expect(redirect).toMatchObject({ failure: 'http-status', status: 302 });
    const waits: number[] = [];
    await ask((_, response) => void response.writeHead(429, { 'Retry-After': '3' }).end('no'), {
      limits: { octets: 1_000, requestMs: 5_000, attempts: 2 },
      sleep: async (ms) => void waits.push(ms),
    });
    expect(waits).toEqual([3_000]);
  });

  it('ends when it is told to', async () => {
    const controller = new AbortController();
    const answer = await ask(() => controller.abort(), { signal: controller.signal });
    expect(answer).toMatchObject({ failure: 'aborted' });
  });

  it('writes over octets that were given back, and over no others', async () => {
    const serve =
      (octets: Buffer): RequestListener =>
      (_, response) => {
        response.writeHead(200, { 'Content-Length': octets.length });
        response.end(octets);
      };
    const kept = (await ask(serve(LONG))) as { body: Buffer };
    const given = (await ask(serve(LONG))) as { body: Buffer };
    http.recycle(given.body);
    const other = Buffer.from(LONG.map((octet) => octet ^ 0xff));
    const last = (await ask(serve(other))) as { body: Buffer };
    expect(last.body.buffer).toBe(given.body.buffer);
    expect(last.body.equals(other) && kept.body.equals(LONG)).toBe(true);
  });
});
