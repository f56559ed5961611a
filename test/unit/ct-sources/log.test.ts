import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createLogSource } from '../../../src/ct/source/log.js';
import type { LogRange } from '../../../src/ct/source/log-span-model.js';
import { provableLog } from '../../../src/ct/prove/index.js';
import { readCertificate } from '../../../src/ct/x509/read.js';
import { primitive } from '../../../src/lab/ct/der.js';
import type { LogFault } from '../../../src/lab/ct/logs/log-server.js';
import { HOUR, LogWorld, MINUTE, type Kind } from './log-world.js';

const KINDS = ['rfc6962', 'static'] as const;
const COUNT = 600;

describe('a log that is read as a source', () => {
  const world = new LogWorld();

  beforeAll(async () => {
    await world.start(COUNT);
    world.issue('www.example.com');
    world.issue('*.com');
    world.issue('mail.example.org');
    world.now += HOUR;
    const raw = primitive(2, Buffer.from('www.example.com\0.evil.example'));
    world.ca.issue({ names: [raw], commonName: null, publicKey: world.publicKey, notBefore: world.now });
    world.issue('late.example.com');
    world.now += 1;
  });
  afterAll(() => world.stop());
  afterEach(() => KINDS.forEach((kind) => world.servers[kind].fault(undefined)));

  const sourceOf = (kind: Kind, range: LogRange, limits = {}) =>
    createLogSource({
      log: provableLog(world.list().byId.get(world.logs[kind].logId.toString('hex'))!),
      reader: world.reader(),
      clock: { monotonic: () => performance.now() },
      range,
      limits,
    });
  const ask = (kind: Kind, range: LogRange, domain = 'example.com', limits = {}) =>
    sourceOf(kind, range, limits).query(domain, { includeSubdomains: true });
  const named = ({ issuances }: Awaited<ReturnType<typeof ask>>) =>
    issuances.map(({ der, entry }) => [entry?.index, readCertificate(der).names[0]?.value]);

  it.each(KINDS)(
    'of the %s kind gives what may concern the domain, with its place in the log and its issuer',
    async (kind) => {
      const result = await ask(kind, { from: 0 });
      expect(result).toMatchObject({ complete: true, asOf: world.now });
      expect(result).not.toHaveProperty('contradictions');
      expect(named(result)).toEqual([
        [COUNT, 'www.example.com'],
        [COUNT + 1, '*.com'],
        [COUNT + 3, 'www.example.com\0.evil.example'],
        [COUNT + 4, 'late.example.com'],
      ]);
      const [first] = result.issuances;
      expect(first?.chain?.map((der) => Buffer.from(der))).toEqual([
        world.ca.intermediate.certificate,
        world.ca.root.certificate,
      ]);
      expect(first?.entry?.logId).toBe(world.logs[kind].logId.toString('hex'));
    },
  );

  it.each(KINDS)(
    'of the %s kind reads a part from any index on, and proves it by the root all the same',
    async (kind) => {
      for (const last of [1, 2, 3, 5, 90, 256, 257, 605]) {
        const result = await ask(kind, { last }, 'late.example.com');
        expect([result.complete, named(result).at(-1)], `${last}`).toEqual([
          true,
          [COUNT + 4, 'late.example.com'],
        ]);
      }
      expect(named(await ask(kind, { last: 1 }, 'example.org'))).toEqual([]);
    },
  );

  it.each(KINDS)('of the %s kind reads what was logged since a time', async (kind) => {
    const result = await ask(kind, { since: world.now - MINUTE });
    expect(named(result)).toContainEqual([COUNT + 4, 'late.example.com']);
    expect(result.complete).toBe(true);
  });

  it.each(KINDS)('of the %s kind is read once, whatever the number of domains', async (kind) => {
    const source = sourceOf(kind, { from: 0 });
    await source.query('example.com', { includeSubdomains: true });
    const { requests } = world.servers[kind];
    const other = await source.query('example.org', { includeSubdomains: false });
    expect(other.issuances).toEqual([]);
    expect(named(await source.query('mail.example.org', { includeSubdomains: false }))).toEqual([
      [COUNT + 2, 'mail.example.org'],
    ]);
    expect(world.servers[kind].requests).toBe(requests);
  });

  it.each(KINDS)('of the %s kind reads no more entries than it may, and says so', async (kind) => {
    const result = await ask(kind, { from: 0 }, 'example.com', { entries: 2 });
    expect(named(result)).toHaveLength(2);
    expect(result.failure).toEqual({
      code: 'limit',
      detail: `the range has ${COUNT + 5} entries; the last 2 were read`,
    });
  });

  it('of the static kind takes no entry that stands in a data tile alone', async () => {
    const changed: typeof fetch = async (input) => {
      const octets = Buffer.from(await (await fetch(input)).arrayBuffer());
      const at = octets.indexOf('www.example.com');
      if ((input as URL).pathname.includes('/tile/data/') && at > 0) octets.write('WWW', at);
      return new Response(new Uint8Array(octets));
    };
    const source = createLogSource({
      log: provableLog(world.list().byId.get(world.logs.static.logId.toString('hex'))!),
      reader: world.reader(changed),
      clock: { monotonic: () => performance.now() },
      range: { from: 0 },
    });
    const result = await source.query('example.com', { includeSubdomains: true });
    expect(result).toMatchObject({ complete: false, issuances: [] });
    expect(result.contradictions).toEqual([
      expect.stringContaining(`entry ${COUNT} does not hash to what the log's tree has of it`),
    ]);
  });

  it.each<[Kind, LogFault]>([
    ['rfc6962', 'wrong-root'],
    ['static', 'wrong-root'],
    ['rfc6962', 'corrupt-tile'],
    ['static', 'corrupt-tile'],
  ])(
    'of the %s kind that shows %s gives nothing that is not proven, and names log and fault',
    async (kind, fault) => {
      world.servers[kind].fault(fault);
      const result = await ask(kind, { from: 0 });
      expect(result).toMatchObject({ complete: false, issuances: [], failure: { code: 'bad-shape' } });
      expect(result.contradictions?.[0]).toContain(world.logs[kind].description);
    },
  );
});
