import { createServer as createHttpServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { ExchangeResult } from '../model.js';
import { deframer, framed } from './framing.js';
import { emptyAnswer, tcpServer, type TestServer } from './testing/servers.js';
import { TEST_CERTIFICATE, TEST_KEY } from './testing/tls.js';
import { using, query, exchangeOf, failure } from './testing/asking.js';

describe('TLS', () => {
  async function tlsServer(handle: (came: Uint8Array, socket: TLSSocket) => void): Promise<TestServer> {
    const server = createTlsServer(
      { key: TEST_KEY, cert: TEST_CERTIFICATE, ALPNProtocols: ['dot'] },
      (socket) => {
        socket.on('error', () => undefined);
        socket.on(
          'data',
          deframer((came) => handle(came, socket)),
        );
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return {
      address: { host: '127.0.0.1', port: (server.address() as AddressInfo).port, tlsName: 'dns.test' },
      close: () => server.close(),
    };
  }

  it('asks over a connection whose name is authenticated, and keeps it', async () => {
    const sockets = new Set<TLSSocket>();
    const server = using(
      await tlsServer((came, socket) => {
        sockets.add(socket);
        socket.write(framed(emptyAnswer(came)));
      }),
    );
    const exchange = exchangeOf({ ca: [TEST_CERTIFICATE] });
    for (let i = 0; i < 3; i++)
      expect(failure(await exchange(server.address, query(i), 'tls', { timeoutMs: 2000 }))).toBe('none');
    expect(sockets.size).toBe(1);
  });

  it('asks again over a new connection when the kept one was closed', async () => {
    const server = using(await tlsServer((came, socket) => socket.end(framed(emptyAnswer(came)))));
    const exchange = exchangeOf({ ca: [TEST_CERTIFICATE] });
    for (let i = 0; i < 3; i++)
      expect(failure(await exchange(server.address, query(i), 'tls', { timeoutMs: 2000 }))).toBe('none');
  });

  it('refuses another name and an unknown root', async () => {
    const server = using(await tlsServer((came, socket) => socket.write(framed(emptyAnswer(came)))));
    const wrong = { ...server.address, tlsName: 'other.test' };
    const exchange = exchangeOf({ ca: [TEST_CERTIFICATE] });
    expect(failure(await exchange(wrong, query(), 'tls', { timeoutMs: 2000 }))).toBe('tls');
    expect(failure(await exchangeOf()(server.address, query(), 'tls', { timeoutMs: 2000 }))).toBe('tls');
  });
});

describe('HTTPS', () => {
  type Reply = { status?: number; type?: string; body?: Uint8Array; location?: string };
  const bodyOf = async (stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    return Buffer.concat(chunks);
  };
  async function dohServer(handle: (came: Uint8Array) => Reply, http2 = true): Promise<TestServer> {
    const server = createSecureServer(
      {
        key: TEST_KEY,
        cert: TEST_CERTIFICATE,
        allowHTTP1: true,
        ...(http2 ? {} : { ALPNProtocols: ['http/1.1'] }),
      },
      (request, response) => {
        void bodyOf(request).then((came) => {
          const {
            status = 200,
            type = 'application/dns-message',
            body = emptyAnswer(came),
            location,
          } = handle(came);
          response.writeHead(status, {
            'content-type': type,
            ...(location === undefined ? {} : { location }),
          });
          response.end(body);
        });
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return {
      address: { host: '127.0.0.1', port, url: `https://127.0.0.1:${port}/dns-query` },
      close: () => server.close(),
    };
  }
  const over = (server: TestServer, timeoutMs = 2000): Promise<ExchangeResult> =>
    exchangeOf({ ca: [TEST_CERTIFICATE] })(server.address, query(), 'https', { timeoutMs });

  it('asks over HTTP/2 and over HTTP/1.1', async () => {
    for (const http2 of [true, false]) {
      const server = using(await dohServer(() => ({}), http2));
      const exchange = exchangeOf({ ca: [TEST_CERTIFICATE] });
      const ids = [1, 2, 3, 4];
      const results = await Promise.all(
        ids.map((id) => exchange(server.address, query(id), 'https', { timeoutMs: 2000 })),
      );
      expect(results.map((one) => one.ok && one.response[1])).toEqual(ids);
    }
  });

  it('follows no redirect, and takes no other status, content type or oversized body', async () => {
    const cases: readonly (readonly [Reply, string])[] = [
      [{ status: 302, location: 'https://127.0.0.1/' }, 'http'],
      [{ status: 500 }, 'http'],
      [{ type: 'text/html' }, 'http'],
      [{ body: new Uint8Array(70000) }, 'too-large'],
      [{ body: emptyAnswer(query(1)) }, 'http'],
    ];
    for (const [reply, expected] of cases)
      expect(failure(await over(using(await dohServer(() => reply))))).toBe(expected);
  });

  it('refuses plain HTTP but to the machine itself, credentials in the URI, and an unknown root', async () => {
    const plain = createHttpServer((request, response) => {
      void bodyOf(request).then((came) => {
        response.writeHead(200, { 'content-type': 'application/dns-message' });
        response.end(emptyAnswer(came));
      });
    });
    await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
    using({ close: () => plain.close() });
    const { port } = plain.address() as AddressInfo;
    const at = (url: string): Promise<ExchangeResult> =>
      exchangeOf()({ host: 'x', port, url }, query(), 'https', { timeoutMs: 1000 });
    expect(failure(await at(`http://127.0.0.1:${port}/dns-query`))).toBe('none');
    expect(failure(await at('http://dns.example/dns-query'))).toBe('http');
    expect(failure(await at(`https://user:password@127.0.0.1:${port}/`))).toBe('http');
    const server = using(await dohServer(() => ({})));
    expect(failure(await exchangeOf()(server.address, query(), 'https', { timeoutMs: 1000 }))).toBe('tls');
  });

  it('ends in a timeout when the server is silent, before and after the handshake', async () => {
    const silent = using(await tcpServer(() => undefined));
    const address = { ...silent.address, url: `https://127.0.0.1:${silent.address.port}/` };
    expect(failure(await over({ ...silent, address }, 100))).toBe('timeout');
  });
});
