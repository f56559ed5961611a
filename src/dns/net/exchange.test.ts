import { createSocket } from 'node:dgram';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { ExchangeResult, ServerAddress, Transport } from '../model.js';
import { createNodeExchange, type NodeExchangeOptions } from './exchange.js';
import { framed } from './framing.js';
import { systemClock } from './system-clock.js';
import { emptyAnswer, tcpServer, udpServer } from './testing/servers.js';
import { using, query, exchangeOf, failure } from './testing/asking.js';

const ask = (server: ServerAddress, transport: Transport, timeoutMs = 1000): Promise<ExchangeResult> =>
  exchangeOf()(server, query(), transport, { timeoutMs });

describe('UDP', () => {
  it('gives the octets that came back', async () => {
    const server = using(await udpServer((came, reply) => reply(emptyAnswer(came))));
    const result = await ask(server.address, 'udp');
    expect(result.ok && [...result.response]).toEqual([...emptyAnswer(query())]);
  });

  it('says of a question that timed out what came that was no answer', async () => {
    const server = using(
      await udpServer((_came, reply) => {
        reply(Uint8Array.of(1, 2, 3));
        reply(emptyAnswer(query(4711, 'www.example.org')));
      }),
    );
    expect(await ask(server.address, 'udp', 200)).toMatchObject({
      failure: 'timeout',
      strays: 2,
      detail:
        'no answer within 200 ms; 2 messages came that were no answer, the last one of 44 octets with our id, but not with our question',
    });
    const silent = using(await udpServer(() => undefined));
    expect(await ask(silent.address, 'udp', 50)).not.toHaveProperty('strays');
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
