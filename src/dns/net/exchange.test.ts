import { createSocket } from 'node:dgram';
import { readdirSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { DnsName } from '../../base/name.js';
import type { ExchangeResult, ServerAddress, Transport } from '../model.js';
import { encodeQuery } from '../wire/index.js';
import { createNodeExchange, type NodeExchange, type NodeExchangeOptions } from './exchange.js';
import { deframer, framed } from './framing.js';
import { systemClock } from './system-clock.js';
import { emptyAnswer, tcpServer, udpServer, type TestServer } from './testing/servers.js';
import { TEST_CERTIFICATE, TEST_KEY } from './testing/tls.js';

const open: { close(): void }[] = [];
afterEach(() => open.splice(0).forEach((one) => one.close()));
const using = <T extends { close(): void }>(one: T): T => {
  open.push(one);
  return one;
};

const query = (id = 4711, name = 'www.example.com'): Uint8Array =>
  encodeQuery({
    id,
    name: DnsName.parse(name),
    type: 257,
    dnssecOk: true,
    recursionDesired: false,
    checkingDisabled: false,
    udpSize: 1232,
  });
const exchangeOf = (options: Partial<NodeExchangeOptions> = {}): NodeExchange =>
  using(createNodeExchange({ clock: systemClock, destinations: { allowPrivate: true }, ...options }));
const ask = (server: ServerAddress, transport: Transport, timeoutMs = 1000): Promise<ExchangeResult> =>
  exchangeOf()(server, query(), transport, { timeoutMs });
const failure = (result: ExchangeResult): string => (result.ok ? 'none' : result.failure);

describe('UDP', () => {
  it('gives the octets that came back', async () => {
    const server = using(await udpServer((came, reply) => reply(emptyAnswer(came))));
    const result = await ask(server.address, 'udp');
    expect(result.ok && [...result.response]).toEqual([...emptyAnswer(query())]);
  });

  it('waits past answers with another id, another question, without the response bit, and from elsewhere', async () => {
    const stranger = createSocket('udp4');
    using(stranger);
    let asked = 0;
    const server = using(
      await udpServer((came, reply, from) => {
        asked++;
        reply(emptyAnswer(query(4712)));
        reply(emptyAnswer(query(4711, 'www.example.org')));
        reply(came);
        reply(Uint8Array.of(1, 2, 3));
        const forged = Uint8Array.from(emptyAnswer(came));
        forged[3] = 2;
        stranger.send(forged, from.port, from.address);
        setTimeout(() => reply(emptyAnswer(came)), 30);
      }),
    );
    const result = await ask(server.address, 'udp');
    expect(result.ok && [...result.response]).toEqual([...emptyAnswer(query())]);
    expect(asked).toBe(1);
  });

  it('says at once that nobody listens', async () => {
    const server = await udpServer(() => undefined);
    server.close();
    const result = await ask(server.address, 'udp');
    expect(failure(result)).toBe('refused');
    expect(result.ms).toBeLessThan(500);
  });

  it('ends in a timeout when the server is silent, and when it is given up', async () => {
    const server = using(await udpServer(() => undefined));
    expect(failure(await ask(server.address, 'udp', 50))).toBe('timeout');
    const given = new AbortController();
    const result = exchangeOf()(server.address, query(), 'udp', { timeoutMs: 5000, signal: given.signal });
    given.abort();
    expect(failure(await result)).toBe('aborted');
  });

  it('tells many questions to one server apart, whatever the order of the answers', async () => {
    const kept: (() => void)[] = [];
    const server = using(
      await udpServer((came, reply) => {
        kept.push(() => reply(emptyAnswer(came)));
        if (kept.length === 100) kept.reverse().forEach((one) => one());
      }),
    );
    const exchange = exchangeOf();
    const questions = Array.from({ length: 100 }, (_, i) => query(i % 3, `n${i}.example`));
    const results = await Promise.all(
      questions.map((one) => exchange(server.address, one, 'udp', { timeoutMs: 3000 })),
    );
    results.forEach((result, i) =>
      expect(result.ok && [...result.response]).toEqual([...emptyAnswer(questions[i]!)]),
    );
  });

  it.skipIf(process.platform !== 'linux')('asks a thousand servers at once with few sockets', async () => {
    const server = using(await udpServer((came, reply) => reply(emptyAnswer(came))));
    const { port } = server.address;
    const exchange = exchangeOf();
    const silent = Array.from({ length: 1000 }, (_, i) => ({ host: `127.1.${i >> 8}.${i & 255}`, port }));
    const before = readdirSync('/proc/self/fd').length;
    const asked = silent.map((one) => exchange(one, query(), 'udp', { timeoutMs: 200 }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(readdirSync('/proc/self/fd').length - before).toBeLessThan(650);
    expect((await Promise.all(asked)).filter(({ ok }) => ok)).toEqual([]);
    expect(failure(await exchange(server.address, query(), 'udp', { timeoutMs: 1000 }))).toBe('none');
    exchange.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(readdirSync('/proc/self/fd').length - before).toBeLessThan(20);
  });

  it('does not dial addresses that are not public, unless they were named or allowed', async () => {
    const server = using(await udpServer((came, reply) => reply(emptyAnswer(came))));
    const dial = (options: Partial<NodeExchangeOptions>): Promise<ExchangeResult> =>
      createNodeExchange({ clock: systemClock, ...options })(server.address, query(), 'udp', {
        timeoutMs: 500,
      });
    expect(failure(await dial({}))).toBe('refused');
    expect(failure(await dial({ destinations: { trusted: ['127.0.0.1'] } }))).toBe('none');
    const strangers: readonly ServerAddress[] = [{ host: 'localhost', port: server.address.port }];
    const exchange = createNodeExchange({ clock: systemClock });
    for (const stranger of strangers)
      for (const transport of ['udp', 'tcp', 'tls', 'https'] as const)
        expect((await exchange(stranger, query(), transport, { timeoutMs: 500 })).ok).toBe(false);
  });
});

describe('TCP', () => {
  it('puts a message together from single octets', async () => {
    const server = using(
      await tcpServer((came, _, socket) => {
        const octets = framed(emptyAnswer(came));
        const next = (at: number): void => {
          if (at === octets.length) return;
          socket.write(octets.subarray(at, at + 1));
          setTimeout(() => next(at + 1), 1);
        };
        socket.setNoDelay(true);
        next(0);
      }),
    );
    const result = await ask(server.address, 'tcp');
    expect(result.ok && [...result.response]).toEqual([...emptyAnswer(query())]);
  });

  it('takes a message of 65,535 octets', async () => {
    const server = using(
      await tcpServer((came, reply) => {
        const long = new Uint8Array(65535);
        long.set(emptyAnswer(came));
        reply(long);
      }),
    );
    const result = await ask(server.address, 'tcp');
    expect(result.ok && result.response.length).toBe(65535);
  });

  it('says that the server closed midway, and that nobody listens', async () => {
    const server = using(
      await tcpServer((came, _, socket) => socket.end(framed(emptyAnswer(came)).subarray(0, 20))),
    );
    expect(failure(await ask(server.address, 'tcp'))).toBe('closed');
    const gone = await tcpServer(() => undefined);
    gone.close();
    expect(failure(await ask(gone.address, 'tcp'))).toBe('refused');
  });
});

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
