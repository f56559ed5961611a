import { describe, expect, it } from 'vitest';
import type { AttestationSide } from '../ct/attestation/index.js';
import { certificate, DAY, domainPolicy, issued, NOW } from '../rules/testing/builder.js';
import { askForAttestations } from './attestations.js';
import { deadline } from './limits.js';

const THEIRS = '66'.repeat(32);
const AT = { file: 'policy.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 };
const attestation = (repository: string) => ({
  issuer: 'https://token.actions.githubusercontent.com',
  repository,
  workflow: '.github/workflows/renew.yml',
  at: AT,
});
const domain = domainPolicy({
  own: { attestations: [attestation('us/b'), attestation('us/a'), attestation('us/b')] },
});
const unknown = (seed: number, notBefore = NOW - DAY) =>
  certificate(seed, ['example.com'], { spkiSha256: THEIRS, notBefore });

/** What was asked of whom, and what is known then. */
async function ask(certificates: readonly ReturnType<typeof certificate>[], slow = false) {
  const asked: { readonly digest: string; readonly repositories: readonly string[] }[] = [];
  const side: AttestationSide = {
    finders: [
      {
        id: 'test',
        find: (digest, repositories) => {
          asked.push({ digest, repositories });
          return slow ? new Promise(() => undefined) : Promise.resolve({ bundles: [] });
        },
      },
    ],
    trust: [],
  };
  const until = deadline(slow ? 20 : 60_000, 'the test');
  const found = await askForAttestations(side, domain, [issued(certificates)], NOW, until);
  until.clear();
  return { asked, found };
}

describe('attestations of certificates', () => {
  it('are asked for where nothing else says that a certificate is ours, in each repository once', async () => {
    const other = certificate(3, ['example.org'], { spkiSha256: THEIRS });
    const { asked, found } = await ask([certificate(1, ['example.com']), unknown(2), other]);
    expect(asked).toEqual([{ digest: unknown(2).facts.tbsSha256, repositories: ['us/a', 'us/b'] }]);
    expect(found).toEqual([
      { tbsSha256: unknown(2).facts.tbsSha256, bundles: [], identities: [], rejected: [] },
    ]);
  });

  it('are asked for of the newest 200, and of the others it is said that nobody was asked', async () => {
    const all = Array.from({ length: 202 }, (_, i) => unknown(i + 1, NOW - (i + 1) * 1_000));
    const { asked, found } = await ask(all);
    expect(asked).toHaveLength(200);
    expect(asked[0]?.digest).toBe(all[0]?.facts.tbsSha256);
    expect(found).toHaveLength(202);
    const left = found.filter(({ failure }) => failure?.code === 'limit').map(({ tbsSha256 }) => tbsSha256);
    expect(left).toEqual(all.slice(200).map(({ facts }) => facts.tbsSha256));
  });

  it('are not known where there was no time to ask', async () => {
    const { found } = await ask([unknown(1)], true);
    expect(found).toMatchObject([{ identities: [], failure: { code: 'timeout' } }]);
  });
});
