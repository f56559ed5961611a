import { createHash, createPublicKey } from 'node:crypto';
import { freshKey } from '../../base/fresh-key.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { LabCa } from '../../lab/ct/ca.js';
import { CtIndex } from '../../lab/ct/search.js';
import { CtServer, type CtFault } from '../../lab/ct/search-server.js';
import type { SourceResult } from '../model.js';
import { readCertificate } from '../x509/read.js';
import { createCertspotterSource, type CertspotterOptions } from './certspotter.js';

const START = Date.parse('2026-11-01T00:00:00Z');
const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const LIMITS = {
  requestMs: 400,
  totalMs: 2_000,
  attempts: 2,
  pages: 10,
  certificates: 50,
  pageOctets: 100_000,
};
const TOKEN = 'a-secret-token';

describe('the Cert Spotter source', () => {
  const index = new CtIndex(() => START + 86_400_000, 2);
  const server = new CtServer({ index, token: TOKEN });
  const ca = new LabCa({ name: 'Lab', caaDomains: ['lab.example'], since: START });
  const publicKey = createPublicKey(freshKey({ ec: 'P-256' })).export({
    format: 'der',
    type: 'spki',
  });

  beforeAll(async () => {
    for (const name of ['example.com', 'www.example.com', '*.example.com', 'a.example.com', 'b.example.com'])
      index.add(ca.issue({ names: [name], publicKey, notBefore: START }));
    await server.start();
  });
  afterAll(() => server.stop());
  afterEach(() => server.mend());

  function ask(options: Partial<CertspotterOptions> = {}, signal?: AbortSignal): Promise<SourceResult> {
    const source = createCertspotterSource({
      baseUrl: server.url,
      token: TOKEN,
      fetch,
      clock,
      sleep: async (ms) => void (await sleep(ms)),
      userAgent: 'test',
      limits: LIMITS,
      ...options,
    });
    return source.query('example.com', {
      includeSubdomains: true,
      ...(signal === undefined ? {} : { signal }),
    });
  }

  it('reads page after page to the end, and gives the certificates themselves', async () => {
    const result = await ask();
    expect(result).toMatchObject({ complete: true, pages: 4 });
    expect(result).not.toHaveProperty('failure');
    expect(result.issuances.map(({ der }) => readCertificate(der).names[0]?.value)).toEqual([
      'example.com',
      'www.example.com',
      '*.example.com',
      'a.example.com',
      'b.example.com',
    ]);
    expect(result.issuances[0]).toMatchObject({
      caaDomains: ['lab.example'],
      issuerSpkiSha256: createHash('sha256').update(ca.intermediate.spki).digest('hex'),
      hints: { revoked: false, reporting: expect.stringContaining('lab.example') },
    });
    expect(result).not.toHaveProperty('contradictions');
  });

  it('tells where the service says something else than the certificate does', async () => {
    const [first] = (await ask()).issuances;
    const entry = {
      id: '7',
      cert_der: Buffer.from(first?.der ?? []).toString('base64'),
      cert_sha256: '00'.repeat(32),
      tbs_sha256: readCertificate(first?.der ?? Buffer.of()).tbsSha256,
      issuer: { pubkey_sha256: 'no digest' },
    };
    server.fault({ kind: { body: JSON.stringify([entry]) }, times: 1 });
    const result = await ask();
    expect(result.contradictions).toEqual([
      expect.stringMatching(
        /^entry "7": the digest is said to be "0{64}", and is [0-9a-f]{64} by the certificate's own bytes$/,
      ),
    ]);
    expect(result.issuances[0]).not.toHaveProperty('issuerSpkiSha256');
  });

  it('obeys Retry-After, and then goes on', async () => {
    server.fault({ kind: { status: 429, retryAfter: 1 }, times: 1, laterPages: true });
    const waits: number[] = [];
    let slept = 0;
    const result = await ask({
      clock: { now: () => Date.now(), monotonic: () => performance.now() + slept },
      sleep: async (ms) => {
        waits.push(ms);
        slept += ms;
      },
    });
    expect(result.complete).toBe(true);
    expect(waits).toEqual([1000]);
  });

  it.each<[string, CtFault, string, number]>([
    ['is down', { kind: 'down' }, 'unreachable', 0],
    ['answers late', { kind: { late: 5_000 } }, 'timeout', 0],
    ['sends HTML', { kind: 'html' }, 'not-json', 0],
    ['sends half a page', { kind: 'half-page' }, 'not-json', 0],
    ['sends half a page, later', { kind: 'half-page', laterPages: true }, 'not-json', 2],
    ['breaks off', { kind: 'cut' }, 'unreachable', 0],
    ['repeats a page', { kind: 'repeat-page' }, 'repeats', 2],
    ['never ends', { kind: 'endless' }, 'limit', 0],
    ['sends no list', { kind: { body: '{"message":"hello"}' } }, 'bad-shape', 0],
    ['sends entries without id', { kind: { body: '[{"cert_der":"AAAA"}]' } }, 'bad-shape', 0],
    ['sends an entry without certificate', { kind: { body: '[{"id":"7"}]' } }, 'bad-shape', 0],
    [
      'sends an id twice',
      { kind: { body: '[{"id":"7","cert_der":"AAAA"},{"id":"7","cert_der":"AAAA"}]' } },
      'repeats',
      0,
    ],
    ['asks for less, for long', { kind: { status: 429, retryAfter: 3_600 } }, 'rate-limited', 0],
    ['fails', { kind: { status: 500 } }, 'http-status', 0],
    ['redirects', { kind: { status: 302 } }, 'http-status', 0],
    ['refuses', { kind: { status: 403 } }, 'unauthorised', 0],
  ])('that %s is incomplete, with the reason, within its time', async (_what, fault, code, least) => {
    server.fault(fault);
    const started = performance.now();
    const result = await ask();
    expect(performance.now() - started).toBeLessThan(LIMITS.totalMs + 1_000);
    expect(result.complete).toBe(false);
    expect(result.failure?.code).toBe(code);
    expect(result.failure?.detail).not.toBe('');
    expect(result.issuances.length).toBeGreaterThanOrEqual(least);
    expect(JSON.stringify(result)).not.toContain(TOKEN);
  });

  it('without a token says that it is not let in', async () => {
    expect((await ask({ token: 'wrong' })).failure).toEqual({
      code: 'unauthorised',
      detail: 'the source answered 401: a valid token is needed for this question',
    });
  });

  it('does not read more than it was allowed', async () => {
    expect((await ask({ limits: { ...LIMITS, pageOctets: 100 } })).failure?.code).toBe('too-large');
    expect((await ask({ limits: { ...LIMITS, pages: 1 } })).failure?.code).toBe('limit');
    expect((await ask({ limits: { ...LIMITS, certificates: 3 } })).failure?.code).toBe('limit');
  });

  it('can be ended by its caller', async () => {
    server.fault({ kind: { late: 5_000 } });
    expect((await ask({}, AbortSignal.timeout(50))).failure?.code).toBe('aborted');
  });

  it.each([
    'http://certspotter.example',
    'ftp://127.0.0.1',
    'nonsense',
    'https://user:pass@certspotter.example',
  ])('does not send a token to %s', async (baseUrl) => {
    const never: typeof fetch = () => Promise.reject(new Error('asked'));
    expect((await ask({ baseUrl, fetch: never })).failure).toMatchObject({ code: 'internal' });
  });
});
