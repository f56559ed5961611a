import { describe, expect, it } from 'vitest';
import type { CertificateFacts } from '../ct/model.js';
import type { CertificateEvidence, IssuanceEvidence } from './evidence.js';
import { deadline } from './limits.js';
import { proveAll } from './proofs.js';
import type { Prover } from './prover.js';
import { NOON } from './testing/fakes.js';

const DAY = 86_400_000;

function certificate(seed: number, more: Partial<CertificateFacts> = {}): CertificateEvidence {
  const hex = seed.toString(16).padStart(64, '0');
  const facts: CertificateFacts = {
    sha256: hex,
    tbsSha256: hex,
    spkiSha256: hex,
    precertificate: false,
    serial: '01',
    issuer: 'CN=Test',
    notBefore: NOON - 10 * DAY,
    notAfter: NOON + DAY,
    names: [{ from: 'san', kind: 'dns', value: 'www.example.com' }],
    problems: [],
    ...more,
  };
  return { der: '', sourceId: hex, facts, issuerCaa: { domains: [], from: 'none' } };
}

const from = (source: string, certificates: readonly CertificateEvidence[]): IssuanceEvidence => ({
  source,
  complete: true,
  includeSubdomains: true,
  certificates,
});

/** What was to be proven, in the order of asking, and what came of it. */
async function prove(
  issuance: readonly IssuanceEvidence[],
  { asksLogs = true, slow = false }: { readonly asksLogs?: boolean; readonly slow?: boolean } = {},
) {
  const asked: string[] = [];
  const prover: Prover = {
    asksLogs,
    prove: ({ facts: { sha256 } }) => {
      asked.push(sha256);
      return slow
        ? new Promise(() => undefined)
        : Promise.resolve({ sha256, scts: [], problems: [], policies: [] });
    },
    logs: () => Promise.resolve([]),
    consistentHeads: () => Promise.resolve(new Map()),
  };
  const until = deadline(slow ? 20 : 60_000, 'the test');
  const proofs = await proveAll(prover, 'example.com', issuance, NOON, until);
  until.clear();
  return { asked, proven: proofs.map(({ sha256 }) => sha256) };
}

const ids = (...seeds: readonly number[]): readonly string[] =>
  seeds.map((seed) => seed.toString(16).padStart(64, '0'));

describe('the certificates of a domain that are proven', () => {
  it('are those that concern it and are good today, each once, whatever source shows them', async () => {
    const other = [{ from: 'san', kind: 'dns', value: 'www.example.org' }] as const;
    const { proven } = await prove([
      from('a', [certificate(1), certificate(2, { names: other }), certificate(3, { notAfter: NOON })]),
      from('b', [certificate(1), certificate(4, { precertificate: true }), certificate(5)]),
    ]);
    expect(proven).toEqual(ids(1, 5));
  });

  it('are asked about the newest first, and given in the order of their digests', async () => {
    const all = [
      certificate(1),
      certificate(2, { notBefore: NOON }),
      certificate(3, { notBefore: NOON - DAY }),
    ];
    const { asked, proven } = await prove([from('a', all)]);
    expect(asked).toEqual(ids(2, 3, 1));
    expect(proven).toEqual(ids(1, 2, 3));
  });

  it('are the newest 200 where logs are asked, and all of these where none is', async () => {
    const all = Array.from({ length: 201 }, (_, i) => certificate(i + 1, { notBefore: NOON - i * 1_000 }));
    const { asked } = await prove([from('a', all)]);
    expect(asked).toHaveLength(200);
    expect(asked).not.toContain(ids(201)[0]);
    expect((await prove([from('a', all)], { asksLogs: false })).asked).toHaveLength(201);
  });

  it('are left out where there was no time', async () => {
    const { asked, proven } = await prove([from('a', [certificate(1)])], { slow: true });
    expect(asked).toEqual(ids(1));
    expect(proven).toEqual([]);
  });
});
