import dnsPacket from 'dns-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DnsName } from '../../base/name.js';
import {
  createIterativeFetcher,
  createNodeExchange,
  createValidatingResolver,
  parseTrustAnchors,
  type Exchange,
  type Lookup,
} from '../../dns/index.js';
import { parseRootHints } from '../../survey/root-hints.js';
import { NOON, sampleWorld } from '../testing/sample-world.js';
import type { DnsWorld } from './dns-world.js';
import { typeNumber } from './rr.js';
import type { ServerFaultKind } from './server-faults.js';
import type { Damage, SigningSpec } from './zone-spec.js';

const clock = { now: () => NOON, monotonic: () => performance.now() };

function lookUp(world: DnsWorld, exchange: Exchange, name: string, type: string): Promise<Lookup> {
  const { port } = world;
  const fetcher = createIterativeFetcher({
    exchange,
    clock,
    rootHints: parseRootHints(world.rootHints()),
    ...(port === undefined ? {} : { portFor: () => port }),
  });
  const resolver = createValidatingResolver({
    fetcher,
    clock,
    anchors: parseTrustAnchors(world.trustAnchor()),
  });
  return resolver.lookup(DnsName.parse(name), typeNumber(type));
}

/** State, outcome and, where it is not secure, the reason. */
async function verdict(world: DnsWorld, name: string, type: string, exchange: Exchange = world.exchange) {
  const seen = await lookUp(world, exchange, name, type);
  const outcome = 'answer' in seen ? seen.answer.outcome.kind : '-';
  return [seen.state, outcome, ...('reason' in seen ? [seen.reason.code] : [])].join(' ');
}

const SIGNERS: readonly (readonly [string, SigningSpec])[] = [
  ['NSEC', {}],
  ['NSEC3', { denial: { salt: 'ab', iterations: 2 } }],
  ['NSEC3 with opt-out', { denial: { optOut: true } }],
  ['Ed25519', { algorithm: 15, csk: true }],
];

describe.each(SIGNERS)('an honest world with %s, asked by our own resolver', (_, signing) => {
  const optOut = typeof signing.denial === 'object' && signing.denial.optOut === true;
  const open = optOut ? 'insecure nxdomain denial-opt-out' : 'secure nxdomain';

  it.each([
    ['zone.test', 'CAA', 'secure records'],
    ['zone.test', 'TLSA', 'secure nodata'],
    ['zone.test', 'DS', 'secure records'],
    ['www.zone.test', 'AAAA', 'secure records'],
    ['alias.zone.test', 'AAAA', 'secure records'],
    ['alias.zone.test', 'CAA', 'secure nodata'],
    ['out.zone.test', 'A', 'secure records'],
    ['under.ent.zone.test', 'A', 'secure nodata'],
    ['x.y.wild.zone.test', 'A', 'secure records'],
    ['x.wild.zone.test', 'CAA', 'secure nodata'],
    ['deep.old.zone.test', 'TXT', 'secure records'],
    ['odd.zone.test', 'TYPE65280', 'secure records'],
    ['nothing.zone.test', 'A', open],
    ['child.zone.test', 'A', 'secure records'],
    ['plain.zone.test', 'A', `insecure records ${optOut ? 'delegation-opt-out' : 'delegation-insecure'}`],
  ])('%s %s is %s', async (name, type, expected) => {
    const { world } = sampleWorld(signing);
    const seen = await verdict(world, name, type);
    // A wildcard's expansion rests on a denial too.
    const downgraded = optOut && expected.startsWith('secure') && seen.startsWith('insecure');
    if (downgraded) expect(seen).toMatch(/opt-out$/);
    else expect(seen).toBe(expected);
  });
});

describe('a damage', () => {
  it.each<[string, Damage, string]>([
    ['an expired signature', { name: '@', type: 'CAA', fault: 'expired' }, 'bogus - signature-expired'],
    [
      'one from the future',
      { name: '@', type: 'CAA', fault: 'not-yet-valid' },
      'bogus - signature-not-yet-valid',
    ],
    ['a wrong bit', { name: '@', type: 'CAA', fault: 'flipped' }, 'bogus - signature-invalid'],
    ['a wrong key', { name: '@', type: 'CAA', fault: 'wrong-key' }, 'bogus - signature-invalid'],
    ['a stripped signature', { name: '@', type: 'CAA', fault: 'unsigned' }, 'bogus - signature-missing'],
    [
      'a tampered record',
      { name: '@', type: 'CAA', fault: { tampered: (all) => all.slice(1) } },
      'bogus - signature-invalid',
    ],
    ['no DNSKEY', { type: 'DNSKEY', fault: 'missing' }, 'bogus - dnskey-missing'],
  ])('%s is found at what it was done to, and at nothing else', async (_, damage, expected) => {
    const { world, zone } = sampleWorld();
    zone.damage(damage);
    expect(await verdict(world, 'zone.test', 'CAA')).toBe(expected);
    if (damage.name !== undefined) expect(await verdict(world, 'zone.test', 'MX')).toBe('secure records');
    zone.mend();
    expect(await verdict(world, 'zone.test', 'CAA')).toBe('secure records');
  });

  it('is a DS that is gone, or another', async () => {
    const { world, zone } = sampleWorld();
    zone.setDs('none');
    expect(await verdict(world, 'zone.test', 'CAA')).toBe('insecure records delegation-insecure');
    zone.setDs({ rdatas: [`1 13 2 ${'ab'.repeat(32)}`] });
    expect(await verdict(world, 'zone.test', 'CAA')).toBe('bogus - ds-mismatch');
    zone.setDs({ digests: [1, 4] });
    expect(await verdict(world, 'zone.test', 'CAA')).toBe('secure records');
  });

  it('is a denial without its NSEC', async () => {
    const { world, zone } = sampleWorld();
    zone.damage({ type: 'NSEC', fault: 'missing' });
    expect(await verdict(world, 'zone.test', 'TLSA')).toBe('bogus - denial-missing');
  });

  it('is anything that a hook puts into an answer', async () => {
    const { world } = sampleWorld();
    for (const host of ['ns1.hosting.test', 'ns2.hosting.test'])
      world.server(host).respond = (query, honest) =>
        query.type === typeNumber('CAA') ? { ...honest(), rcode: 3, answer: [] } : undefined;
    expect(await verdict(world, 'zone.test', 'CAA')).toBe('bogus - denial-missing');
  });
});

describe('a world on sockets', () => {
  const worlds: DnsWorld[] = [];
  const exchange = createNodeExchange({ clock, destinations: { allowPrivate: true } });
  const started = async (layout: 'addresses' | 'ports'): Promise<DnsWorld> => {
    const { world } = sampleWorld({ denial: { salt: 'ab' } });
    worlds.push(world);
    await world.start(layout);
    return world;
  };
  let world: DnsWorld;
  beforeAll(async () => void (world = await started('addresses')));
  afterAll(async () => {
    exchange.close();
    await Promise.all(worlds.map((one) => one.stop()));
  });

  it('answers over UDP, each server on an address of its own and all on one port', async () => {
    expect(world.port).toBeGreaterThan(1023);
    expect(await verdict(world, 'zone.test', 'CAA', exchange)).toBe('secure records');
    expect(await verdict(world, 'no.zone.test', 'CAA', exchange)).toBe('secure nxdomain');
  });

  it('answers over TCP what is too long for UDP', async () => {
    world.zone('zone.test').replace(
      'big',
      'TXT',
      Array.from({ length: 40 }, (_, i) => `"${'x'.repeat(60)}${i}"`),
    );
    expect(await verdict(world, 'big.zone.test', 'TXT', exchange)).toBe('secure records');
  });

  it('can do with 127.0.0.1 alone, a port for each server, as on macOS', async () => {
    const narrow = await started('ports');
    expect(narrow.port).toBeUndefined();
    expect(new Set([...narrow.endpoints.values()].map(({ host }) => host))).toEqual(new Set(['127.0.0.1']));
    expect(await verdict(narrow, 'zone.test', 'CAA', narrow.routed(exchange))).toBe('secure records');
  });

  it.each<[ServerFaultKind, string]>([
    ['truncate', 'truncated'],
    ['servfail', 'servfail'],
    ['refused', 'refused'],
    ['lame', 'lame'],
  ])('has servers that are %j, which the resolver calls %s', async (kind, reason) => {
    const hosts = ['ns1.hosting.test', 'ns2.hosting.test'].map((host) => world.server(host));
    for (const host of hosts) host.fault({ kind, below: 'zone.test' });
    const seen = await lookUp(world, exchange, 'zone.test', 'CAA');
    for (const host of hosts) host.mend();
    expect(seen.state).toBe('indeterminate');
    expect('reason' in seen && seen.reason.code).toBe(reason);
  });

  it('is late where it shall be, and closes TCP in the midst of an answer', async () => {
    const server = world.server('ns1.hosting.test');
    const query = dnsPacket.encode({ type: 'query', id: 7, questions: [{ type: 'CAA', name: 'zone.test' }] });
    const sent = async (kind: ServerFaultKind, over: 'udp' | 'tcp') => {
      server.fault({ kind, below: 'zone.test' });
      const address = { host: server.address, port: world.port ?? 0 };
      const seen = await exchange(address, query, over, { timeoutMs: 200 });
      server.mend();
      return seen.ok ? 'answered' : seen.failure;
    };
    expect(await sent({ late: 300 }, 'udp')).toBe('timeout');
    expect(await sent({ late: 20 }, 'udp')).toBe('answered');
    expect(await sent('silent', 'tcp')).toBe('timeout');
    expect(await sent('closed', 'tcp')).toBe('closed');
    expect(await sent('no-tcp', 'tcp')).toBe('closed');
  });

  it('survives one bad server of two', async () => {
    world.server('ns1.hosting.test').fault({ kind: 'closed' }, { kind: 'garbage' });
    expect(await verdict(world, 'zone.test', 'CAA', exchange)).toBe('secure records');
    world.server('ns1.hosting.test').mend();
  });
});
