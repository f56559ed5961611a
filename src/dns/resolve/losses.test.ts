import { describe, expect, it, onTestFinished } from 'vitest';
import { DnsName } from '../../base/name.js';
import { RrType } from '../model.js';
import { createNodeExchange } from '../net/exchange.js';
import { systemClock } from '../net/system-clock.js';
import { dnsServer, emptyAnswer, type TcpHandler, type UdpHandler } from '../net/testing/servers.js';
import { createIterativeFetcher, type IterativeFetcher } from './iterative.js';
import type { ResolveLimits } from './limits.js';
import { rootHintsFor } from './root-hints.js';

const NAME = DnsName.parse('www.example');

async function fetcherTo(
  udp: UdpHandler,
  tcp: TcpHandler,
  limits: Partial<ResolveLimits>,
): Promise<{ readonly fetcher: IterativeFetcher; readonly server: { host: string; port: number } }> {
  const server = await dnsServer(udp, tcp);
  const exchange = createNodeExchange({ clock: systemClock, destinations: { allowPrivate: true } });
  onTestFinished(() => [server, exchange].forEach((one) => one.close()));
  const rootHints = rootHintsFor([server.address.host]);
  const portFor = (): number => server.address.port;
  const fetcher = createIterativeFetcher({ exchange, clock: systemClock, rootHints, portFor, limits });
  return { fetcher, server: server.address };
}

const truncated: UdpHandler = (query, reply) => {
  const answer = emptyAnswer(query);
  answer[2] = (answer[2] ?? 0) | 0x02;
  reply(answer);
};

describe('where packets get lost', () => {
  it('an answer that is truncated is asked for again when the connection for the whole one comes to nothing', async () => {
    let connections = 0;
    const everyThird: TcpHandler = (query, reply) =>
      void (++connections % 3 === 0 && reply(emptyAnswer(query)));
    const limits = { fetchMs: 2_000, answerMs: 150, staggerMs: 100 };
    const { fetcher } = await fetcherTo(truncated, everyThird, limits);
    const fetched = await fetcher.fetch(NAME, RrType.DNSKEY);
    expect(fetched.ok || fetched.reason.detail).toBe(true);
  });

  it('a connection is waited for as long as the kernel takes to send again, however quick the server was before', async () => {
    const slow: TcpHandler = (query, reply) => void setTimeout(reply, 1_300, emptyAnswer(query)).unref();
    const { fetcher, server } = await fetcherTo((query, reply) => reply(emptyAnswer(query)), slow, {});
    for (let i = 0; i < 8; i++) expect((await fetcher.ask(server, NAME, RrType.SOA)).ok).toBe(true);
    const asked = await fetcher.ask(server, NAME, RrType.SOA, 'tcp');
    expect(asked.ok || asked.detail).toBe(true);
  });

  it('a server asked alone is asked as often as it was to be, at an even pace', async () => {
    const came: number[] = [];
    const silent: UdpHandler = () => void came.push(performance.now());
    const limits = { fetchMs: 1_000, answerMs: 900, staggerMs: 50 };
    const { fetcher, server } = await fetcherTo(silent, () => undefined, limits);
    expect((await fetcher.ask(server, NAME, RrType.SOA, 'udp', 12)).ok).toBe(false);
    expect(came).toHaveLength(12);
    expect(came[11]! - came[0]!).toBeLessThan(900);
  });
});
