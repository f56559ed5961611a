import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DnsName } from '../../../src/base/name.js';
import {
  createForwardingFetcher,
  createIterativeFetcher,
  createNodeExchange,
  createValidatingResolver,
  type NodeExchange,
  type ReasonCode,
  type Upstream,
  parseTrustAnchors,
  rootHintsFor,
  systemClock,
  typeNumber,
  type Fetcher,
  type Resolver,
} from '../../../src/dns/index.js';
import { TEST_CERTIFICATE } from '../../../src/dns/net/testing/tls.js';
import { LAB_PROGRAMS, startDnsLab, type DnsLab } from '../support/dns-lab.js';
import { probe } from '../support/dns-probe.js';
import { eachOf } from '../support/processes.js';
import { missingPrograms } from '../support/programs.js';
import { agree, delvVerdict, unboundVerdict, verdictOf, type Verdict } from '../support/verdicts.js';
import { EXPLAINED, explanationOf, type Source } from './explained.js';
import { CASES } from './world.js';

/** Why the CAA records at the apex are not secure. */
const FAULTS: Readonly<Record<string, ReasonCode>> = {
  'expired.bind.': 'signature-expired',
  'just-expired.bind.': 'signature-expired',
  'not-yet.bind.': 'signature-not-yet-valid',
  'ds-wrong.bind.': 'ds-mismatch',
  'ds-wrong.knot.': 'ds-mismatch',
  'ds-missing.bind.': 'delegation-insecure',
  'unsigned.bind.': 'delegation-insecure',
  'unsigned.opt.': 'delegation-opt-out',
  'ds-algorithm-unknown.bind.': 'algorithm-unsupported',
  'rsasha1.bind.': 'algorithm-unsupported',
  'ds-digest-unknown.bind.': 'digest-unsupported',
  'unsigned-with-ds.bind.': 'dnskey-missing',
  'dnskey-dropped.bind.': 'dnskey-missing',
  'dnskey-unsigned.bind.': 'signature-missing',
  'signature-dropped.bind.': 'signature-missing',
  'signature-spoiled.bind.': 'signature-invalid',
  'record-changed.bind.': 'signature-invalid',
  'dead.bind.': 'unreachable',
  'lame.bind.': 'refused',
};

interface Row {
  readonly zone: string;
  readonly question: string;
  readonly verdicts: Readonly<Record<Source, Verdict>>;
}

const QUESTIONS = CASES.flatMap(({ zone, asked }) =>
  asked.map(([name, type]) => {
    const below = zone.name === '.' ? '.' : `.${zone.name}`;
    return {
      zone: zone.name,
      name: name === '@' ? zone.name : name + below,
      type: typeNumber(type)!,
      typeText: type,
    };
  }),
);

describe.skipIf(missingPrograms(LAB_PROGRAMS).length > 0)('verdicts on zones of Knot and BIND', () => {
  let lab: DnsLab;
  let exchange: NodeExchange;
  const rows: Row[] = [];

  const resolverOver = (fetcher: Fetcher): Resolver =>
    createValidatingResolver({ fetcher, clock: systemClock, anchors: parseTrustAnchors(lab.anchors) });
  const forwardingTo = (server: Upstream): Resolver =>
    resolverOver(createForwardingFetcher({ exchange, clock: systemClock, servers: [server] }));

  beforeAll(async () => {
    lab = await startDnsLab(CASES.map(({ zone }) => zone));
    const destinations = { allowPrivate: true };
    exchange = createNodeExchange({ clock: systemClock, destinations, ca: [TEST_CERTIFICATE] });
    const iterative = resolverOver(
      createIterativeFetcher({
        exchange,
        clock: systemClock,
        rootHints: rootHintsFor(lab.root),
        portFor: () => lab.port,
      }),
    );
    const forwarder = { host: '127.0.0.1', port: lab.forwarder.plain };
    const forwarding = forwardingTo({ address: forwarder, transport: 'udp' });
    await eachOf(QUESTIONS, 4, async ({ zone, name, type, typeText }) => {
      const own = DnsName.parse(name);
      const oracle = { host: '127.0.0.1', port: lab.oracle.plain };
      const [first, second, unbound, delv] = await Promise.all([
        iterative.lookup(own, type).then(verdictOf),
        forwarding.lookup(own, type).then(verdictOf),
        probe(oracle, name, type).then((message) => unboundVerdict(message, type)),
        delvVerdict(lab.dir, lab.forwarder.plain, name, type),
      ]);
      const verdicts = { iterative: first, forwarding: second, unbound, delv };
      rows.push({ zone, question: `${name} ${typeText}`, verdicts });
    });
    process.stdout.write(`${table(rows)}\n`);
  });

  afterAll(() => {
    exchange?.close();
    return lab?.stop();
  });

  it('are given for every zone', () => {
    expect(new Set(rows.map(({ zone }) => zone)).size).toBeGreaterThanOrEqual(40);
    expect(rows).toHaveLength(QUESTIONS.length);
  });

  it('agree with Unbound, or the difference is explained', () => {
    expect(unexplained(rows, 'iterative', 'unbound')).toEqual([]);
  });

  it('agree with delv, or the difference is explained', () => {
    expect(unexplained(rows, 'iterative', 'delv')).toEqual([]);
  });

  it('are the same through a resolver as from the servers themselves', () => {
    expect(unexplained(rows, 'iterative', 'forwarding')).toEqual([]);
  });

  it('are the same over TCP, TLS and HTTPS', async () => {
    const { plain, tls, https } = lab.forwarder;
    const host = '127.0.0.1';
    const upstreams: readonly Upstream[] = [
      { transport: 'tcp', address: { host, port: plain } },
      { transport: 'tls', address: { host, port: tls, tlsName: 'dns.test' } },
      { transport: 'https', address: { host, port: https, url: `https://localhost:${https}/dns-query` } },
    ];
    for (const upstream of upstreams) {
      const resolver = forwardingTo(upstream);
      const some = QUESTIONS.filter((_, i) => i % 8 === 0);
      const different: string[] = [];
      await eachOf(some, 8, async ({ name, type, typeText }) => {
        const verdict = verdictOf(await resolver.lookup(DnsName.parse(name), type));
        const before = rows.find(({ question }) => question === `${name} ${typeText}`)?.verdicts.forwarding;
        if (before === undefined || !agree(verdict, before))
          different.push(`${name} ${typeText}: ${verdict.said}`);
      });
      expect(different, upstream.transport).toEqual([]);
    }
  });

  it('name the fault', () => {
    const reasonOf = (zone: string): string =>
      rows.find(({ question }) => question === `${zone} CAA`)?.verdicts.iterative.said.split(/[ :]/)[1] ?? '';
    const faults = Object.fromEntries(Object.keys(FAULTS).map((zone) => [zone, reasonOf(zone)]));
    expect(faults).toEqual(FAULTS);
  });

  it('differ in each way that is explained: an explanation that is not needed any more has to go', () => {
    const others = ['forwarding', 'unbound', 'delv'] as const;
    const used = new Set(
      rows.flatMap(({ question, verdicts }) =>
        others
          .filter((one) => !agree(verdicts.iterative, verdicts[one]))
          .map((one) => explanationOf(question, one)),
      ),
    );
    expect(EXPLAINED.filter((one) => !used.has(one)).map(({ why }) => why)).toEqual([]);
  });

  it('are of each kind', () => {
    const states = new Set(rows.map(({ verdicts }) => verdicts.iterative.said.split(' ')[0]));
    expect([...states].sort()).toEqual(['bogus', 'indeterminate', 'insecure', 'secure']);
  });
});

function unexplained(rows: readonly Row[], ours: Source, theirs: Source): readonly string[] {
  return rows
    .filter(({ verdicts }) => !agree(verdicts[ours], verdicts[theirs]))
    .filter(({ question }) => explanationOf(question, theirs) === undefined)
    .map(
      ({ question, verdicts }) =>
        `${question}: ${ours} ${brief(verdicts[ours])} (${verdicts[ours].said}); ` +
        `${theirs} ${brief(verdicts[theirs])} (${verdicts[theirs].said})`,
    );
}

function brief({ state, data }: Verdict): string {
  return data === undefined ? state : `${state}/${data}`;
}

function table(rows: readonly Row[]): string {
  const columns: readonly Source[] = ['iterative', 'forwarding', 'unbound', 'delv'];
  const line = (cells: readonly string[]): string =>
    cells.map((cell, i) => cell.padEnd(i === 0 ? 44 : 20)).join('');
  const order = QUESTIONS.map(({ name, typeText }) => `${name} ${typeText}`);
  const sorted = [...rows].sort((a, b) => order.indexOf(a.question) - order.indexOf(b.question));
  return [
    line(['question', ...columns]),
    ...sorted.map(({ question, verdicts }) =>
      line([question, ...columns.map((one) => brief(verdicts[one]))]),
    ),
  ].join('\n');
}
