import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { IssuanceSource } from '../../../src/ct/model.js';
import { provableLog } from '../../../src/ct/prove/index.js';
import { createLogReader } from '../../../src/ct/reader/index.js';
import { createCertspotterSource } from '../../../src/ct/source/certspotter.js';
import { createCrtshSource } from '../../../src/ct/source/crtsh.js';
import { createLogSource } from '../../../src/ct/source/log.js';
import { CrtshServer } from '../../../src/lab/ct/crtsh-server.js';
import { CtIndex } from '../../../src/lab/ct/search.js';
import { CtServer } from '../../../src/lab/ct/search-server.js';
import { BadProxy, type BadLine } from './bad-proxy.js';
import { LogWorld, type Kind } from './log-world.js';

const TIME = 800;
const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const ports = { fetch, clock, sleep: async (ms: number) => void (await sleep(ms)), userAgent: 'test' };
const limits = { requestMs: 250, totalMs: TIME, attempts: 2 };

const world = new LogWorld();
const index = new CtIndex(() => world.now + 1, 2);
const search = new CtServer({ index });
const crtsh = new CrtshServer({ index });

/** Each source over HTTP, and where its server is. */
const SOURCES: readonly {
  readonly name: string;
  readonly target: () => string;
  readonly over: (url: string) => IssuanceSource;
}[] = [
  {
    name: 'certspotter',
    target: () => search.url,
    over: (baseUrl) =>
      createCertspotterSource({ ...ports, baseUrl, limits: { ...limits, pageOctets: 1_000_000 } }),
  },
  {
    name: 'crtsh',
    target: () => crtsh.url,
    over: (baseUrl) => createCrtshSource({ ...ports, baseUrl, limits: { ...limits, pageOctets: 1_000_000 } }),
  },
  ...(['rfc6962', 'static'] as const).map((kind: Kind) => ({
    name: `a ${kind} log`,
    target: () => world.servers[kind].url,
    over: (url: string) =>
      createLogSource({
        log: { ...provableLog(world.list().byId.get(world.logs[kind].logId.toString('hex'))!), url },
        reader: createLogReader({
          ...ports,
          limits: { ...limits, smallOctets: 1_000_000, entriesOctets: 1_000_000 },
        }),
        clock,
        range: { from: 0 },
        limits: { totalMs: TIME },
      }),
  })),
];

beforeAll(async () => {
  await world.start(300);
  for (let i = 0; i < 5; i++) index.add(world.issue(`n${i}.example.com`));
  world.now += 2;
  await Promise.all([search.start(), crtsh.start()]);
});
afterAll(() => Promise.all([world.stop(), search.stop(), crtsh.stop()]));

describe.each(SOURCES)('the source $name', ({ name, target, over }) => {
  const proxy = new BadProxy(target);
  beforeAll(() => proxy.start());
  afterAll(() => proxy.stop());
  afterEach(() => proxy.turn(undefined));
  const ask = (signal?: AbortSignal) =>
    over(proxy.url).query('example.com', {
      includeSubdomains: true,
      ...(signal === undefined ? {} : { signal }),
    });

  it('is complete where nothing stands in its way', async () => {
    const result = await ask();
    expect(result).toMatchObject({ complete: true });
    expect(result.issuances).toHaveLength(5);
    expect(result).not.toHaveProperty('failure');
  });

  it.each<[string, BadLine, readonly string[]]>([
    ['is down', 'down', ['unreachable']],
    ['never answers', 'silent', ['timeout']],
    ['sends HTML', 'html', ['not-json', 'bad-shape']],
    ['sends half of each answer', 'half', ['not-json', 'bad-shape']],
    ['redirects', 'redirect', ['http-status']],
    ['asks for less for a long time', { status: 429, retryAfter: 3_600 }, ['rate-limited']],
    ['asks for less without end', { status: 429, retryAfter: 1 }, ['rate-limited']],
    ['fails', { status: 502 }, ['http-status']],
    ['sends more than anybody can read', 'endless', ['too-large', 'timeout']],
  ])('that %s is incomplete, with the reason, within its time', async (_what, bad, codes) => {
    proxy.turn(bad);
    const started = performance.now();
    const result = await ask();
    expect(performance.now() - started).toBeLessThan(TIME + 5_000);
    expect(result.complete).toBe(false);
    expect(codes).toContain(result.failure?.code);
    expect(result.failure?.detail).not.toBe('');
    expect(result.issuances).toEqual([]);
  });

  // where a path has one answer for all questions there is nothing to repeat, and no way to tell
  if (name === 'certspotter' || name === 'a rfc6962 log')
    it('that gives the same answer again and again is incomplete', async () => {
      proxy.turn('repeat');
      expect((await ask()).failure?.detail).not.toBe('');
      expect((await ask()).complete).toBe(false);
    });

  it('can be ended by its caller', async () => {
    proxy.turn('silent');
    expect((await ask(AbortSignal.timeout(50))).failure?.code).toBe('aborted');
  });
});
