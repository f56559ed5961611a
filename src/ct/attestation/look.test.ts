import { beforeAll, describe, expect, it } from 'vitest';
import { createDirectoryFinder } from './directory.js';
import { createGithubFinder } from './github.js';
import { lookForAttestations } from './look.js';
import type { AttestationFinder } from './model.js';
import { NOW, sigstoreInstance } from './testing/sigstore.js';
import { readTrust, type Trust } from './trust.js';

const TBS = 'ab'.repeat(32);
let trust: readonly Trust[];
let good = '';
let other = '';
beforeAll(async () => {
  const instance = await sigstoreInstance('logged');
  trust = readTrust('the test’s instance', instance.root);
  good = JSON.stringify(await instance.make({ digest: TBS }));
  other = JSON.stringify(await instance.make({ digest: 'cd'.repeat(32) }));
});

const directory = (files: Readonly<Record<string, string>>): AttestationFinder =>
  createDirectoryFinder('attestations', async (path) => {
    const text = files[path];
    if (text !== undefined) return text;
    throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
  });

type Answer = {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};
function github(answers: Readonly<Record<string, Answer>>, token?: string) {
  const asked: { url: string; authorization: string | null }[] = [];
  const finder = createGithubFinder({
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : String(input);
      asked.push({ url, authorization: new Headers(init?.headers).get('authorization') });
      const repository = /repos\/([^/]+\/[^/?]+)/.exec(url)?.[1] ?? '';
      // A repository that is not told of is public, and nobody attested anything in it.
      const told = answers[repository] ?? (url.includes('/attestations/') ? { status: 404 } : {});
      const { status = 200, body = {}, headers = {} } = told;
      return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });
    },
    clock: { now: () => NOW, monotonic: () => 0 },
    sleep: async () => undefined,
    userAgent: 'caa-guard test',
    ...(token === undefined ? {} : { token }),
  });
  return { finder, asked };
}
const look = (...finders: readonly AttestationFinder[]) =>
  lookForAttestations(TBS, ['example/infrastructure', 'example/web'], { finders, trust }, NOW);

describe('attestations in a directory', () => {
  it('stand under the digest of the certificate, one in a file or one a line', async () => {
    const seen = await look(
      directory({ [`attestations/${TBS}.json`]: other, [`attestations/${TBS}.jsonl`]: `${good}\n\n` }),
    );
    expect(seen.identities).toMatchObject([{ repository: 'example/infrastructure' }]);
    expect(seen.rejected).toEqual(['its subject is not the TBS digest of the certificate']);
    expect(seen.failure).toBeUndefined();
    expect(seen.bundles.map((one) => Buffer.from(one, 'base64').toString()).sort()).toEqual(
      [good, other].sort(),
    );
  });

  it('that are not there are none, and those that cannot be read are unseen', async () => {
    expect(await look(directory({}))).toEqual({ tbsSha256: TBS, bundles: [], identities: [], rejected: [] });
    const closed = createDirectoryFinder('attestations', () => Promise.reject(new Error('EACCES')));
    expect(await look(closed)).toMatchObject({ identities: [], failure: { code: 'unreachable' } });
  });

  it('are looked at up to a bound, and it is said that there are more', async () => {
    const many = await look(
      directory({
        [`attestations/${TBS}.jsonl`]: Array.from({ length: 40 }, (_, i) => `{"a":${i}}`).join('\n'),
      }),
    );
    expect(many.bundles).toHaveLength(30);
    expect(many.failure).toMatchObject({ code: 'limit' });
  });
});

describe('attestations at GitHub', () => {
  it('are asked for in each repository by the digest, with the token if there is one', async () => {
    const { finder, asked } = github(
      { 'example/web': { body: { attestations: [{ bundle: JSON.parse(good) as unknown }] } } },
      'secret',
    );
    expect((await look(finder)).identities).toHaveLength(1);
    expect(asked.map(({ url }) => url.replace(/\?.*/, ''))).toEqual([
      `https://api.github.com/repos/example/infrastructure/attestations/sha256:${TBS}`,
      'https://api.github.com/repos/example/infrastructure',
      `https://api.github.com/repos/example/web/attestations/sha256:${TBS}`,
    ]);
    expect(asked.map(({ authorization }) => authorization)).toEqual(Array(3).fill('Bearer secret'));
  });

  it('are none where GitHub says so', async () => {
    const { finder } = github({});
    expect(await look(finder)).toEqual({ tbsSha256: TBS, bundles: [], identities: [], rejected: [] });
  });

  it.each<[string, Answer, string]>([
    ['GitHub fails', { status: 500 }, 'http-status'],
    ['too much was asked', { status: 429 }, 'rate-limited'],
    ['the repository itself cannot be seen', { status: 404 }, 'unauthorised'],
    ['the token is bad', { status: 401 }, 'unauthorised'],
    ['HTML comes', { body: '<html>' }, 'not-json'],
    ['something else comes', { body: [] }, 'bad-shape'],
    [
      'a bundle is kept elsewhere',
      { body: { attestations: [{ bundle: null, bundle_url: 'https://x' }] } },
      'bad-shape',
    ],
    ['it sends elsewhere', { status: 302, headers: { location: 'https://evil.example' } }, 'http-status'],
  ])('are unseen where %s', async (_what, answer, code) => {
    const { finder, asked } = github({ 'example/infrastructure': answer });
    expect(await look(finder)).toMatchObject({ identities: [], failure: { code } });
    expect(asked.every(({ url }) => url.startsWith('https://api.github.com/'))).toBe(true);
  });

  it('cannot be led to another place by the name of a repository', async () => {
    const { finder, asked } = github({});
    await finder.find(TBS, ['../../evil/x?y#z']);
    expect(asked[0]?.url).toMatch(/^https:\/\/api\.github\.com\//);
    expect(new URL(asked[0]?.url ?? '').search).toBe('?per_page=30');
  });
});

describe('several places', () => {
  it('are taken together: what one shows counts, and what another could not see is said', async () => {
    const { finder } = github({ 'example/infrastructure': { status: 500 } });
    const seen = await look(directory({ [`attestations/${TBS}.json`]: good }), finder);
    expect(seen.identities).toHaveLength(1);
    expect(seen.failure).toMatchObject({ code: 'http-status' });
  });

  it('one of which breaks is a failure and no end', async () => {
    const broken: AttestationFinder = { id: 'broken', find: () => Promise.reject(new Error('bug')) };
    expect(await look(broken)).toMatchObject({ failure: { code: 'internal', detail: 'bug' } });
  });

  it('are not known to be none where nobody was to be asked', async () => {
    const found = await lookForAttestations(TBS, ['a/b'], { finders: [], trust }, NOW);
    expect(found.failure?.detail).toContain('neither GitHub nor a directory');
    const asked = await lookForAttestations(TBS, ['a/b'], { finders: [directory({})], trust }, NOW);
    expect(asked.failure).toBeUndefined();
  });
});
