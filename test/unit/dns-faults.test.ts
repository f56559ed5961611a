import { describe, expect, it, type TestContext } from 'vitest';
import { DnsName } from '../../src/base/name.js';
import {
  createForwardingFetcher,
  createIterativeFetcher,
  createNodeExchange,
  rootHintsFor,
  RrType,
  systemClock,
  type Fetched,
  type Fetcher,
} from '../../src/dns/index.js';
import { framed } from '../../src/dns/net/framing.js';
import {
  dnsServer,
  emptyAnswer,
  type TcpHandler,
  type UdpHandler,
} from '../../src/dns/net/testing/servers.js';

/** Each fault has to end within this time, in milliseconds; the fetchers below are given a second. */
const LIMIT_MS = 3_000;
const limits = { fetchMs: 1_000, answerMs: 200, staggerMs: 100 };

/** In tests that run beside each other, only the context of a test knows which one has ended. */
async function fetchersFor(
  context: TestContext,
  udp: UdpHandler,
  tcp: TcpHandler,
): Promise<Readonly<Record<string, Fetcher>>> {
  const server = await dnsServer(udp, tcp);
  const exchange = createNodeExchange({ clock: systemClock, destinations: { allowPrivate: true } });
  context.onTestFinished(() => [server, exchange].forEach((one) => one.close()));
  const rootHints = rootHintsFor([server.address.host]);
  const portFor = (): number => server.address.port;
  return {
    iterative: createIterativeFetcher({ exchange, clock: systemClock, rootHints, portFor, limits }),
    forwarding: createForwardingFetcher({
      exchange,
      clock: systemClock,
      servers: [{ address: server.address, transport: 'udp' }],
      limits,
    }),
  };
}

const ask = (fetcher: Fetcher): Promise<Fetched> =>
  fetcher.fetch(DnsName.parse('www.example.com'), RrType.CAA);

const withFlags = (query: Uint8Array, high: number, low = 0): Uint8Array => {
  const answer = emptyAnswer(query);
  answer[2] = (answer[2] ?? 0) | high;
  answer[3] = (answer[3] ?? 0) | low;
  return answer;
};
const truncated = (query: Uint8Array): Uint8Array => withFlags(query, 0x02);
/** Header and question of the query, an answer count of 10, and then random octets. */
const garbage = (query: Uint8Array): Uint8Array => {
  const answer = new Uint8Array(200).map((_, i) => (i * 89 + 31) & 0xff);
  answer.set(emptyAnswer(query).subarray(0, query.length - 11));
  answer[7] = 10;
  return answer;
};
/** 64 KiB of compression pointers, each to the one before, and as many records announced as that may hold. */
const pointers = (query: Uint8Array): Uint8Array => {
  const answer = new Uint8Array(65535);
  answer.set(emptyAnswer(query).subarray(0, query.length - 11));
  answer.set([0x13, 0x88], 6);
  for (let at = query.length - 11; at + 1 < answer.length; at += 2) {
    const target = Math.min(at - 2, 0x3ffe);
    answer.set([0xc0 | (target >> 8), target & 0xff], at);
  }
  return answer;
};

const silent = (): void => undefined;
type Fault = readonly [name: string, udp: UdpHandler, tcp: TcpHandler, codes: readonly string[]];
const FAULTS: readonly Fault[] = [
  ['is silent', silent, silent, ['timeout']],
  ['answers too late', (q, reply) => void setTimeout(reply, 3000, emptyAnswer(q)).unref(), silent, ['timeout']],
  ['answers garbage over UDP and TCP', (q, reply) => reply(garbage(q)), (q, reply) => reply(garbage(q)), ['garbage']],
  ['answers garbage over UDP and does not speak TCP', (q, reply) => reply(garbage(q)), (_, __, s) => s.destroy(), ['garbage']],
  ['answers noise', (_, reply) => reply(Uint8Array.of(1, 2, 3)), silent, ['garbage']],
  ['answers for another question', (q, reply) => reply(emptyAnswer(q).map((o, i) => (i === 13 ? 0x78 : o))), silent, ['garbage']],
  ['answers with another id', (q, reply) => reply(emptyAnswer(q).map((o, i) => (i === 0 ? o ^ 1 : o))), silent, ['garbage']],
  ['sends the query back', (q, reply) => reply(q), (q, reply) => reply(q), ['garbage']],
  ['truncates for ever', (q, reply) => reply(truncated(q)), (q, reply) => reply(truncated(q)), ['truncated']],
  ['truncates and is silent over TCP', (q, reply) => reply(truncated(q)), silent, ['truncated']],
  ['truncates and closes TCP midway', (q, reply) => reply(truncated(q)), (q, _, s) => s.end(framed(emptyAnswer(q)).subarray(0, 17)), ['truncated']],
  ['truncates and sends 64 KiB of pointers', (q, reply) => reply(truncated(q)), (q, reply) => reply(pointers(q)), ['truncated']],
  ['truncates and sends TCP octet by octet, for ever', (q, reply) => reply(truncated(q)), (_, __, s) => drip(s), ['truncated']],
  ['answers SERVFAIL', (q, reply) => reply(withFlags(q, 0, 2)), silent, ['servfail']],
  ['answers REFUSED', (q, reply) => reply(withFlags(q, 0, 5)), silent, ['refused']],
  ['answers FORMERR to everything', (q, reply) => reply(withFlags(q, 0, 1)), silent, ['formerr']],
  ['answers FORMERR with the header alone', (q, reply) => reply(withFlags(q, 0, 1).subarray(0, 12).map((o, i) => (i > 3 ? 0 : o))), silent, ['formerr']],
  ['answers with an unknown RCODE', (q, reply) => reply(withFlags(q, 0, 14)), silent, ['servfail']],
]; // prettier-ignore

function drip(socket: { write(octets: Uint8Array): unknown; readonly destroyed: boolean }): void {
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    else socket.write(Uint8Array.of(0xff));
  }, 20);
}

describe.concurrent('a server that', () => {
  for (const [name, udp, tcp, codes] of FAULTS)
    it(`${name} ends in a reason, in time, and never in an answer`, async (context) => {
      for (const [kind, fetcher] of Object.entries(await fetchersFor(context, udp, tcp))) {
        const since = performance.now();
        const fetched = await ask(fetcher);
        expect(performance.now() - since, kind).toBeLessThan(LIMIT_MS);
        expect(fetched.ok ? 'ok' : fetched.reason.code, kind).toBe(codes[0]);
        expect(fetched.ok || fetched.reason.detail.length > 20).toBe(true);
      }
    });

  it('does not know EDNS is asked without', async (context) => {
    const udp: UdpHandler = (query, reply) => {
      const opt = query[11] === 1;
      const answer = withFlags(query, 0, opt ? 1 : 0);
      if (opt) answer[11] = 0;
      reply(opt ? answer.subarray(0, answer.length - 11) : answer);
    };
    const { iterative, forwarding } = await fetchersFor(context, udp, silent);
    expect((await ask(iterative!)).ok).toBe(true);
    // a zone may be served like that, but a resolver without EDNS passes no signatures on
    const fetched = await ask(forwarding!);
    expect(fetched.ok ? 'ok' : fetched.reason.code).toBe('lame');
  });

  it('loses up to three packets of each question still answers a hundred questions in time', async (context) => {
    const came = new Map<string, number>();
    const udp: UdpHandler = (query, reply) => {
      const name = Buffer.from(query.subarray(12)).toString('latin1');
      came.set(name, (came.get(name) ?? 0) + 1);
      if ((came.get(name) ?? 0) > (query[14] ?? 0) % 4) reply(emptyAnswer(query));
    };
    const { iterative } = await fetchersFor(context, udp, silent);
    const names = Array.from({ length: 100 }, (_, i) => DnsName.parse(`n${i}.example`));
    const all = await Promise.all(names.map((name) => iterative!.fetch(name, RrType.CAA)));
    expect(all.flatMap((one) => (one.ok ? [] : [one.reason.detail]))).toEqual([]);
  });

  it('loses three packets of four is asked again', async (context) => {
    let came = 0;
    const udp: UdpHandler = (query, reply) => void (++came % 4 === 0 && reply(emptyAnswer(query)));
    const { iterative } = await fetchersFor(context, udp, silent);
    expect((await ask(iterative!)).ok).toBe(true);
  });

  it('is dead costs a moment when another one lives', async (context) => {
    const dead = await dnsServer(silent, silent);
    const alive = await dnsServer((query, reply) => reply(emptyAnswer(query)), silent);
    const exchange = createNodeExchange({ clock: systemClock, destinations: { allowPrivate: true } });
    context.onTestFinished(() => [dead, alive, exchange].forEach((one) => one.close()));
    const servers = [dead, alive].map(({ address }) => ({ address, transport: 'udp' as const }));
    const fetcher = createForwardingFetcher({ exchange, clock: systemClock, servers, limits });
    const since = performance.now();
    for (let i = 0; i < 50; i++)
      expect((await fetcher.fetch(DnsName.parse(`n${i}.example`), 1)).ok).toBe(true);
    expect(performance.now() - since).toBeLessThan(1_000);
  });
});
