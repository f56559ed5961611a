import { X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ecKey, P256 } from '../seeds.js';
import { LabCa } from './ca.js';
import { spkiOf } from './certificate.js';
import { CtIndex } from './search.js';
import { CtServer, type CtFaultKind } from './search-server.js';

const DAY = 86_400_000;
const START = Date.parse('2026-11-01T00:00:00Z');

describe('the CT search service', () => {
  let now = START + DAY;
  const index = new CtIndex(() => now, 2);
  const server = new CtServer({ index, token: 'secret' });
  const ca = new LabCa({ name: 'Lab', caaDomains: ['lab.example'], since: START });
  const publicKey = spkiOf(ecKey(P256));
  const issue = (notBefore: number, ...names: readonly string[]) => {
    const issued = ca.issue({ names, publicKey, notBefore });
    index.add(issued);
    return issued;
  };

  beforeAll(async () => {
    for (const names of [
      ['example.com'],
      ['www.example.com'],
      ['*.example.com'],
      ['*.com'],
      ['notexample.com'],
    ])
      issue(START, ...names);
    issue(START + 10 * DAY, 'example.com', 'later.example.com');
    await server.start();
  });
  afterAll(() => server.stop());
  afterEach(() => {
    server.mend();
    now = START + DAY;
  });

  const get = (query: string, token = 'secret') =>
    fetch(`${server.url}/v1/issuances?${query}`, { headers: { Authorization: `Bearer ${token}` } });
  const list = async (query: string) => (await (await get(query)).json()) as Record<string, unknown>[];
  const ids = async (query: string) => (await list(query)).map(({ id }) => id);

  it('finds a name, what lies below it, and wildcards that cover it', async () => {
    expect(await ids('domain=example.com')).toEqual(['1']);
    expect(await ids('domain=Example.com&match_wildcards=true')).toEqual(['1', '4']);
    expect(await ids('domain=example.com&include_subdomains=true')).toEqual(['1', '2']);
  });

  it('gives page after page until one is empty', async () => {
    const query = 'domain=example.com&include_subdomains=true&match_wildcards=true';
    expect(await ids(query)).toEqual(['1', '2']);
    expect(await ids(`${query}&after=2`)).toEqual(['3', '4']);
    expect(await ids(`${query}&after=4`)).toEqual([]);
  });

  it('shows what has been issued and has not expired', async () => {
    now = START + 20 * DAY;
    expect(await ids('domain=example.com')).toEqual(['1', '6']);
    now = START + 95 * DAY;
    expect(await ids('domain=example.com')).toEqual(['6']);
  });

  it('has the fields of a real answer, as far as they are asked for', async () => {
    const [bare] = await list('domain=example.com');
    expect(Object.keys(bare ?? {}).sort()).toEqual(
      ['cert_sha256', 'id', 'not_after', 'not_before', 'pubkey_sha256', 'revoked', 'tbs_sha256'].sort(),
    );
    const [full] = await list(
      'domain=example.com&expand=dns_names&expand=issuer.caa_domains&expand=cert_der&expand=pubkey',
    );
    expect(full).toMatchObject({
      dns_names: ['example.com'],
      issuer: { caa_domains: ['lab.example'] },
      pubkey: { type: 'ecdsa', curve: 'P-256' },
      not_before: '2026-11-01T00:00:00Z',
    });
    const certificate = new X509Certificate(Buffer.from(String(full?.['cert_der']), 'base64'));
    expect(certificate.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(full?.['cert_sha256']);
  });

  it('wants a token and a domain', async () => {
    expect((await get('domain=example.com', 'wrong')).status).toBe(401);
    expect((await get('')).status).toBe(400);
    expect((await get('domain=example.com&after=x')).status).toBe(400);
  });

  it('asks for patience as often as it was told to', async () => {
    server.fault({ kind: { status: 429, retryAfter: 7 }, times: 1 });
    const first = await get('domain=example.com');
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await get('domain=example.com')).status).toBe(200);
  });

  it.each<[CtFaultKind, RegExp]>([
    ['down', /fetch failed/],
    ['html', /JSON/],
    ['half-page', /JSON/],
    ['cut', /terminated/],
  ])('fails by %j', async (kind, message) => {
    server.fault({ kind });
    await expect(list('domain=example.com')).rejects.toThrow(message);
  });

  it('repeats a page, never ends, or says nothing', async () => {
    server.fault({ kind: 'repeat-page', laterPages: true });
    expect(await ids('domain=example.com&after=1')).toEqual(['1']);
    server.mend();
    server.fault({ kind: 'endless' });
    expect(await ids('domain=example.com&after=500')).toEqual(['501']);
    server.mend();
    server.fault({ kind: 'empty' });
    expect(await ids('domain=example.com')).toEqual([]);
    server.mend();
    server.fault({ kind: { body: '{"issuances":[]}' } });
    expect(await list('domain=example.com')).toEqual({ issuances: [] });
  });
});
