import { createSocket } from 'node:dgram';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAB_PROGRAMS, startDnsLab, type DnsLab } from '../support/dns-lab.js';
import type { Daemon } from '../support/processes.js';
import { missingPrograms } from '../support/programs.js';
import { ADDRESSES, zone, type ZoneSpec } from '../support/zone-spec.js';
import { check, type Checked } from './check.js';
import { CALM, startRelay, SWALLOWED } from './relay.js';

/** Loopback, where we decide what answers; and addresses for documentation, where nothing ever does (RFC 3849). */
const LOOPBACK = '::1';
const NOWHERE = ['2001:db8::53', '2001:db8::54', '2001:db8:1::53'];

/** A zone whose name servers have the usual address, and these of IPv6. */
const dual = (name: string, spec: Partial<ZoneSpec> = {}): ZoneSpec => zone(name, 'lower', spec);
const sixOf = (label: string, addresses: readonly string[]): readonly string[] =>
  addresses.map((address) => `ns.${label} AAAA ${address}`);
const CAA = '@ CAA 0 issue "ca.example"';
const OTHER = '@ CAA 0 issue "other.example"';

const ZONES: readonly ZoneSpec[] = [
  zone('.', 'upper', { records: ['ns.bind AAAA ::1'] }),
  zone('bind.', 'upper', {
    records: [
      'ns AAAA ::1',
      ...sixOf('loopback', [LOOPBACK]),
      ...sixOf('nowhere', NOWHERE),
      ...sixOf('other-ca', [LOOPBACK, ...NOWHERE]),
    ],
  }),
  zone('knot.', 'knot', { records: [] }),
  dual('loopback.bind.', { records: [CAA, 'ns AAAA ::1'] }),
  dual('nowhere.bind.', { records: [CAA, ...NOWHERE.map((address) => `ns AAAA ${address}`)] }),
  dual('other-ca.bind.', { records: [OTHER, ...[LOOPBACK, ...NOWHERE].map((one) => `ns AAAA ${one}`)] }),
];
const NAMES = ['loopback.bind', 'nowhere.bind', 'other-ca.bind'];
const DRIFTED = ['caa/declared-issuer-denied', 'caa/undeclared-issuer'];

/** The program is to end within this time, in seconds. */
const LIMIT_SECONDS = 30;

describe.skipIf(missingPrograms(LAB_PROGRAMS).length > 0)('check, where IPv6 is there but broken', () => {
  let lab: DnsLab;
  let sixIsHere = false;

  const run = (preload?: string): Promise<Checked> =>
    check(lab, NAMES, [LOOPBACK, NOWHERE[0] ?? '', ADDRESSES.upper], preload);

  /** What is judged when no packet over IPv6 ever comes back. */
  function expectTheTruth(checked: Checked): void {
    expect(checked.stderr).toBe('');
    expect(NAMES.map((name) => [name, ...checked.grave(name)])).toEqual([
      ['loopback.bind'],
      ['nowhere.bind'],
      ['other-ca.bind', ...DRIFTED],
    ]);
    expect(checked.outcomes).toEqual({
      'loopback.bind': 'ok',
      'nowhere.bind': 'ok',
      'other-ca.bind': 'drift',
    });
    expect(checked.findings.filter(({ rule }) => rule.startsWith('dns/'))).toEqual([]);
    expect(checked.seconds).toBeLessThan(LIMIT_SECONDS);
  }

  beforeAll(async () => {
    lab = await startDnsLab(ZONES);
    sixIsHere = await mayBind(LOOPBACK);
    if (!sixIsHere) process.stderr.write(`\n*** SKIPPED: there is no ${LOOPBACK} on this machine\n\n`);
  });
  afterAll(() => lab?.stop());

  async function withAtLoopback(
    target: string,
    weather: typeof CALM,
    work: () => Promise<void>,
  ): Promise<void> {
    const { port } = lab;
    const relay: Daemon = await startRelay({ host: LOOPBACK, port }, { host: target, port }, weather);
    await work().finally(() => relay.stop());
  }

  it('judges the zones alone when all that is sent over IPv6 is swallowed', async (context) => {
    if (!sixIsHere) context.skip();
    await withAtLoopback(ADDRESSES.lower, SWALLOWED, async () => expectTheTruth(await run()));
  });

  it('judges the zones alone when sending fails at once, since nobody listens', async () => {
    expectTheTruth(await run());
  });

  it('judges the zones alone when sending fails at once, for want of a route', async () => {
    expectTheTruth(await run(path.join(import.meta.dirname, 'no-route.ts')));
  });

  it('blames a name server for its silence where another one does answer over IPv6', async (context) => {
    if (!sixIsHere) context.skip();
    await withAtLoopback(ADDRESSES.lower, CALM, async () => {
      const checked = await run();
      expect(checked.grave('loopback.bind')).toEqual([]);
      expect(checked.grave('nowhere.bind')).toEqual(NOWHERE.map(() => 'dns/silent'));
      expect(checked.grave('other-ca.bind')).toEqual([...DRIFTED, ...NOWHERE.map(() => 'dns/silent')]);
    });
  });
});

function mayBind(host: string): Promise<boolean> {
  const socket = createSocket('udp6');
  return new Promise<boolean>((resolve) => {
    socket.once('error', () => resolve(false));
    socket.bind({ port: 0, address: host }, () => resolve(true));
  }).finally(() => socket.close());
}
