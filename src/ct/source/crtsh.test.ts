import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LabCa, type Issued } from '../../lab/ct/ca.js';
import { CrtshServer, type CrtshServerOptions } from '../../lab/ct/crtsh-server.js';
import { spkiOf } from '../../lab/ct/certificate.js';
import { CtIndex } from '../../lab/ct/search.js';
import { ecKey, P256 } from '../../lab/seeds.js';
import { readCertificate } from '../x509/read.js';
import { createCrtshSource, type CrtshOptions } from './crtsh.js';

const START = Date.parse('2026-11-01T00:00:00Z');
const DAY = 86_400_000;
const index = new CtIndex(() => START + DAY);
const ca = new LabCa({ name: 'Lab', caaDomains: ['lab.example'], since: START });
const publicKey = spkiOf(ecKey(P256));
const issue = (...names: readonly string[]): Issued => ca.issue({ names, publicKey, notBefore: START });
const servers: CrtshServer[] = [];

async function serve(options: Partial<CrtshServerOptions> = {}): Promise<CrtshServer> {
  const server = new CrtshServer({ index, ...options });
  servers.push(server);
  await server.start();
  return server;
}

function ask(server: CrtshServer, domain = 'example.com', options: Partial<CrtshOptions> = {}) {
  const source = createCrtshSource({
    baseUrl: server.url,
    fetch,
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    sleep: async (ms) => void (await sleep(ms)),
    userAgent: 'test',
    ...options,
  });
  return source.query(domain, { includeSubdomains: true });
}

describe('the crt.sh source', () => {
  let server: CrtshServer;
  const names = async (...question: Parameters<typeof ask>) =>
    (await ask(...question)).issuances.map(({ der }) => readCertificate(der).names[0]?.value).sort();

  beforeAll(async () => {
    index.add(issue('example.com'), { as: 'both' });
    index.add(issue('a.example.com', 'b.example.com', 'c.example.com'));
    index.add(issue('*.example.com'));
    index.add(issue('other.example.org'));
    index.add(ca.issue({ names: ['example.com'], publicKey, notBefore: START - 200 * DAY }));
    server = await serve();
  });
  afterAll(() => Promise.all(servers.map((one) => one.stop())));

  it('reads each certificate of the domain and of names below it, precertificate and certificate as one', async () => {
    const result = await ask(server);
    expect(result).toMatchObject({ complete: true, pages: 2 });
    expect(result).not.toHaveProperty('failure');
    expect(await names(server)).toEqual(['*.example.com', 'a.example.com', 'example.com']);
  });

  it('asks for wildcards that cover a host', async () => {
    expect(await names(server, 'deep.example.com')).toEqual(['*.example.com']);
    expect(await names(server, 'example.com')).not.toContain('other.example.org');
  });

  it('is incomplete where the search may have looked at a part of its index only', async () => {
    index.add(issue(...Array.from({ length: 10_000 }, (_, i) => `n${i}.many.example.net`)), {});
    expect(await ask(server, 'many.example.net')).toMatchObject({
      complete: false,
      failure: { code: 'limit', detail: expect.stringContaining('a part, by chance') },
      issuances: [{}],
    });
  });

  it('is incomplete where the search does not say how much it looked at', async () => {
    const silent = await serve({ counts: false });
    const result = await ask(silent);
    expect(result).toMatchObject({ complete: false, failure: { code: 'limit' } });
    expect(result.failure?.detail).toContain('cannot be told');
    expect(result.issuances).toHaveLength(3);
  });

  it('reads no more certificates than it may, the newest first, and says how many there were', async () => {
    const result = await ask(server, 'example.com', { limits: { certificates: 1 } });
    expect(result.issuances.map(({ der }) => readCertificate(der).names[0]?.value)).toEqual([
      '*.example.com',
    ]);
    expect(result.failure).toEqual({
      code: 'limit',
      detail: 'crt.sh names 3 certificates; the newest 1 were read',
    });
  });

  it('does not ask again for what it has read before', async () => {
    const before = await ask(server);
    const kept = new Map(before.issuances.map(({ id, der }) => [id, der]));
    const requests = server.requests;
    const again = await ask(server, 'example.com', { known: (id) => kept.get(id) });
    expect(again.issuances).toEqual(before.issuances);
    expect(server.requests - requests).toBe(2);
  });

  it('tells where the certificate is another one than the list said', async () => {
    const lying = await serve();
    const [first, second] = (await ask(lying)).issuances;
    lying.swap(first?.id ?? '', second?.id ?? '');
    const result = await ask(lying);
    expect(result.contradictions).toEqual([
      expect.stringMatching(/^entry "\d+": the serial number is said to be /),
    ]);
  });

  it('is incomplete, and says how many are missing, where a certificate cannot be read', async () => {
    const lying = await serve();
    const [, second] = (await ask(lying)).issuances;
    lying.swap(second?.id ?? '', '404');
    expect(await ask(lying)).toMatchObject({
      complete: false,
      failure: { code: 'http-status', detail: expect.stringContaining('and 1 more, could not be read') },
      issuances: [{}],
    });
  });
});
