import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spoilSignatures } from '../dns/damage.js';
import { LAB_PROGRAMS, startDnsLab, type DnsLab } from '../support/dns-lab.js';
import type { Daemon } from '../support/processes.js';
import { missingPrograms } from '../support/programs.js';
import { ADDRESSES, zone, type ZoneSpec } from '../support/zone-spec.js';
import { check, type Checked } from './check.js';
import { CALM, startRelay, SWALLOWED } from './relay.js';

/** Addresses behind which a server lives, and those where all that is sent is swallowed. */
const UPPER = ['127.0.0.31', '127.0.0.32'];
const LOWER = ['127.0.0.33', '127.0.0.34'];
const DEAD = ['127.0.0.35', '127.0.0.36'];

const servedAt = (name: string, hosts: readonly string[]): Partial<ZoneSpec> => ({
  ns: hosts.map((host, i) => [`ns${i}.${name}`, host] as const),
});
const below = (name: string, hosts: readonly string[], spec: Partial<ZoneSpec> = {}): ZoneSpec =>
  zone(name, 'lower', { ...servedAt(name, hosts), ...spec });
const OTHER_CA = ['@ CAA 0 issue "other.example"'];
const HALF = [...DEAD, ...LOWER];

const ZONES: readonly ZoneSpec[] = [
  zone('.', 'upper', { records: [] }),
  zone('bind.', 'upper', { ...servedAt('bind.', UPPER), records: [] }),
  // the dead ones first, as everywhere here
  zone('half.', 'upper', { ...servedAt('half.', [...DEAD, ...UPPER]), records: [] }),
  zone('knot.', 'knot', { records: [] }),
  below('whole.bind.', LOWER),
  below('half.bind.', HALF),
  below('half-unsigned.bind.', HALF, { signed: false }),
  below('half-spoiled.bind.', HALF, { damage: spoilSignatures('CAA') }),
  below('half-other.bind.', HALF, { records: OTHER_CA }),
  below('dead.bind.', DEAD),
  below('whole.half.', LOWER),
  below('half.half.', HALF),
  below('other.half.', LOWER, { records: OTHER_CA }),
];
const NAMES = ZONES.map(({ name }) => name.slice(0, -1)).filter((name) => name.includes('.'));

const SILENT = DEAD.map(() => 'dns/silent');
const DRIFTED = ['caa/declared-issuer-denied', 'caa/undeclared-issuer'];
/** Rules that fail the run or could not see. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'whole.bind': [],
  'half.bind': SILENT,
  'half-unsigned.bind': [...SILENT, 'dnssec/insecure'],
  'half-spoiled.bind': ['caa/lookup-fails', ...SILENT, 'dnssec/bogus'],
  'half-other.bind': [...DRIFTED, ...SILENT],
  'dead.bind': ['survey/unreachable'],
  // whoever runs the TLD has dead servers, not these zones
  'whole.half': [],
  'half.half': SILENT,
  'other.half': DRIFTED,
};

/** The program is to end within this time, in seconds: one silent server is given eight. */
const LIMIT_SECONDS = 45;

describe.skipIf(missingPrograms(LAB_PROGRAMS).length > 0)('check, where half of the servers are dead', () => {
  let lab: DnsLab;
  let checked: Checked;
  const relays: Daemon[] = [];

  beforeAll(async () => {
    lab = await startDnsLab(ZONES);
    const { port } = lab;
    const relay = async (host: string, target: string, weather: typeof CALM): Promise<void> =>
      void relays.push(await startRelay({ host, port }, { host: target, port }, weather));
    for (const host of UPPER) await relay(host, ADDRESSES.upper, CALM);
    for (const host of LOWER) await relay(host, ADDRESSES.lower, CALM);
    for (const host of DEAD) await relay(host, ADDRESSES.lower, SWALLOWED);
    checked = await check(lab, NAMES, ['127.0.0.37', ...DEAD, ...UPPER]);
  });
  afterAll(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    await lab?.stop();
  });

  it.each(Object.entries(EXPECTED))('judges %s by those that live', (name, rules) => {
    expect(checked.grave(name)).toEqual(rules);
  });

  it('reports each dead address as silent, over UDP and TCP alike', () => {
    const silent = checked.findings.filter(({ zone, rule }) => zone === 'half.bind' && rule === 'dns/silent');
    const subjects = silent.map(({ subject }) => subject);
    expect(subjects).toEqual(DEAD.map((host, i) => `ns${i}.half.bind ${host}`));
  });

  it('ends in time, and does not call unknown what the living ones showed', () => {
    expect(checked.stderr).toBe('');
    expect(checked.seconds).toBeLessThan(LIMIT_SECONDS);
    const unknown = checked.findings.filter(({ kind }) => kind === 'unknown').map(({ zone }) => zone);
    expect(unknown).toEqual(['dead.bind']);
    expect(checked.code).toBe(1);
  });
});
