import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dropRecords, spoilSignatures } from '../dns/damage.js';
import { seeded } from '../dns/random-world.js';
import { LAB_PROGRAMS, startDnsLab, type DnsLab } from '../support/dns-lab.js';
import type { Daemon } from '../support/processes.js';
import { missingPrograms } from '../support/programs.js';
import { ADDRESSES, zone, type ZoneSpec } from '../support/zone-spec.js';
import { check, type Checked, type Finding } from './check.js';
import { CALM, startRelay, type Weather } from './relay.js';

/** What stands between us and the lab's servers: two relays before each NSD, one before Knot. */
const RELAYS = {
  '127.0.0.21': ADDRESSES.upper,
  '127.0.0.22': ADDRESSES.upper,
  '127.0.0.23': ADDRESSES.lower,
  '127.0.0.24': ADDRESSES.lower,
  '127.0.0.25': ADDRESSES.knot,
} as const;
const UPPER = ['127.0.0.21', '127.0.0.22'];
const LOWER = ['127.0.0.23', '127.0.0.24'];

const servedAt = (name: string, hosts: readonly string[]): Partial<ZoneSpec> => ({
  ns: hosts.map((host, i) => [`ns${i}.${name}`, host] as const),
});
const below = (label: string, spec: Partial<ZoneSpec> = {}): ZoneSpec =>
  zone(`${label}.bind.`, 'lower', { ...servedAt(`${label}.bind.`, LOWER), ...spec });

const ZONES: readonly ZoneSpec[] = [
  zone('.', 'upper', { records: [] }),
  zone('bind.', 'upper', { ...servedAt('bind.', UPPER), records: [] }),
  zone('knot.', 'knot', { ...servedAt('knot.', ['127.0.0.25']), records: [] }),
  zone('alone.knot.', 'knot', servedAt('alone.knot.', ['127.0.0.25'])),
  below('good'),
  below('hashed', { denial: 'nsec3' }),
  // its keys do not fit into one UDP answer
  below('large-keys', { algorithm: 'RSASHA256', keyBits: 4096, twoKeys: true }),
  below('other-ca', { records: ['@ CAA 0 issue "other.example"'] }),
  below('no-caa', { records: ['www A 192.0.2.1'] }),
  below('unsigned', { signed: false }),
  below('spoiled', { damage: spoilSignatures('CAA') }),
  below('denial-dropped', { records: ['www A 192.0.2.1'], damage: dropRecords('NSEC') }),
];
const NAMES = ZONES.map(({ name }) => name.slice(0, -1)).filter((name) => name.includes('.'));

/** Of UDP packets this share is lost, each way, so that half of all questions go unanswered; and of TCP connections. */
const LOST = 0.3;
/** The program is to end within this time, in seconds; it gives itself 300. */
const LIMIT_SECONDS = 90;

describe.skipIf(missingPrograms(LAB_PROGRAMS).length > 0)('check, over a network that loses packets', () => {
  let lab: DnsLab;
  let calm: Checked;

  async function checkIn(weather: Weather): Promise<Checked> {
    const relays: Daemon[] = [];
    try {
      for (const [host, target] of Object.entries(RELAYS)) {
        const { port } = lab;
        relays.push(await startRelay({ host, port }, { host: target, port }, weather));
      }
      return await check(lab, NAMES, UPPER);
    } finally {
      await Promise.all(relays.map((relay) => relay.stop()));
    }
  }

  beforeAll(async () => {
    lab = await startDnsLab(ZONES);
    calm = await checkIn(CALM);
  });
  afterAll(() => lab?.stop());

  it('judges these zones as they stand when nothing is lost', () => {
    expect(calm.stderr).toBe('');
    expect(calm.outcomes).toEqual({
      'alone.knot': 'ok',
      'good.bind': 'ok',
      'hashed.bind': 'ok',
      'large-keys.bind': 'ok',
      'other-ca.bind': 'drift',
      'no-caa.bind': 'drift',
      'unsigned.bind': 'drift',
      'spoiled.bind': 'drift',
      'denial-dropped.bind': 'drift',
    });
    expect(calm.grave('other-ca.bind')).toEqual(['caa/declared-issuer-denied', 'caa/undeclared-issuer']);
    expect(calm.grave('spoiled.bind')).toEqual(['caa/lookup-fails', 'dnssec/bogus']);
  });

  it.each([1, 2, 3])(
    'finds exactly the same when 30 % are lost each way, in time (seed %i)',
    async (seed) => {
      const random = seeded(seed);
      const loses = (): boolean => random() < LOST;
      const lossy = await checkIn({ losesPacket: loses, losesConnection: loses });
      expect(lossy.stderr).toBe('');
      expect(lossy.outcomes).toEqual(calm.outcomes);
      expect(lossy.findings.map(withoutServer)).toEqual(calm.findings.map(withoutServer));
      expect(lossy.code).toBe(calm.code);
      expect(lossy.seconds).toBeLessThan(LIMIT_SECONDS);
    },
  );
});

/** Which of a zone's servers was asked is chance; a reason names it. */
function withoutServer(finding: Finding): unknown {
  return JSON.parse(JSON.stringify(finding).replace(/ \(from [0-9.:]+\)/g, ''));
}
