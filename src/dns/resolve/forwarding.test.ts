import { describe, expect, it } from 'vitest';
import { DnsName } from '../../base/name.js';
import { RrType, type Exchange, type Fetched, type Fetcher } from '../model.js';
import { encodeMessage, parseMessage } from '../wire/index.js';
import { createForwardingFetcher } from './forwarding.js';

const NAME = DnsName.parse('www.example.com');
const clock = { now: () => 0, monotonic: () => performance.now() };
const SERVERS = ['192.0.2.1', '192.0.2.2'].map((host) => ({
  address: { host, port: 53 },
  transport: 'udp' as const,
}));

interface Behaviour {
  readonly rcode?: number;
  /** The answer has no EDNS, or one without DO. */
  readonly edns?: 'none' | 'no-do';
  readonly failure?: 'timeout';
  /** Over UDP only what is no answer comes. */
  readonly strays?: number;
}

/** Resolvers by address; `seen` gets the flags of each query as `address RD CD DO`. */
function over(behaviours: Readonly<Record<string, Behaviour>>, seen: string[] = []): Fetcher {
  const exchange: Exchange = async (server, query, transport) => {
    const parsed = parseMessage(query);
    if (!parsed.ok) throw new Error(parsed.problem);
    const { message } = parsed;
    const flags = [message.recursionDesired, message.checkingDisabled, message.edns?.dnssecOk === true];
    seen.push(`${server.host} ${flags.map(Number).join('')}`);
    const { rcode = 0, edns, failure, strays } = behaviours[server.host] ?? {};
    if (strays !== undefined && transport === 'udp')
      return { ok: false, failure: 'timeout', detail: 'strays came', ms: 1, strays };
    if (failure !== undefined) return { ok: false, failure, detail: 'silent', ms: 1 };
    const { edns: asked, ...bare } = { ...message, response: true, rcode };
    const opt = { udpSize: 1232, version: 0, errors: [], ...asked, dnssecOk: edns !== 'no-do' };
    return { ok: true, response: encodeMessage(edns === 'none' ? bare : { ...bare, edns: opt }), ms: 1 };
  };
  return createForwardingFetcher({ exchange, clock, servers: SERVERS, limits: { staggerMs: 50 } });
}

const outcome = (fetched: Fetched): string => (fetched.ok ? fetched.server.host : fetched.reason.code);
const ask = async (behaviours: Readonly<Record<string, Behaviour>>): Promise<string> =>
  outcome(await over(behaviours).fetch(NAME, RrType.CAA));

describe('the forwarding fetcher', () => {
  it('asks the first resolver, with RD, CD and DO', async () => {
    const seen: string[] = [];
    const fetched = await over({}, seen).fetch(NAME, RrType.CAA);
    expect(outcome(fetched)).toBe('192.0.2.1');
    expect(fetched.ok && fetched.zone).toBe(undefined);
    expect(seen).toEqual(['192.0.2.1 111']);
  });

  it('goes on to the next when one fails, refuses or is silent', async () => {
    for (const bad of [{ rcode: 2 }, { rcode: 5 }, { rcode: 4 }, { failure: 'timeout' } as const])
      expect(await ask({ '192.0.2.1': bad })).toBe('192.0.2.2');
  });

  it('asks over TCP when over UDP something comes that is no answer', async () => {
    const seen: string[] = [];
    expect(outcome(await over({ '192.0.2.1': { strays: 1 } }, seen).fetch(NAME, RrType.CAA))).toBe(
      '192.0.2.1',
    );
    expect(seen).toEqual(['192.0.2.1 111', '192.0.2.1 111']);
  });

  it('takes NXDOMAIN for an answer', async () => {
    expect(await ask({ '192.0.2.1': { rcode: 3 } })).toBe('192.0.2.1');
  });

  it('does not take answers from a resolver that leaves out DNSSEC records', async () => {
    for (const edns of ['none', 'no-do'] as const) {
      expect(await ask({ '192.0.2.1': { edns } })).toBe('192.0.2.2');
      expect(await ask({ '192.0.2.1': { edns }, '192.0.2.2': { edns } })).toBe('lame');
    }
  });

  it('says what each resolver did when all fail', async () => {
    const fetched = await over({ '192.0.2.1': { rcode: 2 }, '192.0.2.2': { rcode: 5 } }).fetch(
      NAME,
      RrType.CAA,
    );
    expect(fetched.ok ? '' : fetched.reason.detail).toMatch(
      /192\.0\.2\.1:53: .*SERVFAIL.*192\.0\.2\.2:53: .*REFUSED/,
    );
    expect(outcome(fetched)).toBe('servfail');
  });

  it('asks each question once, keeps no failure of the asker, and avoids what it is told to avoid', async () => {
    const seen: string[] = [];
    const fetcher = over({}, seen);
    await Promise.all([fetcher.fetch(NAME, RrType.CAA), fetcher.fetch(NAME, RrType.CAA)]);
    expect(seen).toHaveLength(1);
    expect(outcome(await fetcher.fetch(NAME, RrType.CAA, { avoid: new Set(['192.0.2.1:53']) }))).toBe(
      '192.0.2.2',
    );
    const both = new Set(['192.0.2.1:53', '192.0.2.2:53']);
    expect(outcome(await fetcher.fetch(NAME, RrType.CAA, { avoid: both }))).toBe('no-servers');
  });
});
