import { describe, expect, it } from 'vitest';
import { LEGACY_ALGORITHMS } from './support/legacy-algorithms.js';
import { readVectors } from './support/vectors.js';

/** GOST (12) cannot be verified, by us as by OpenSSL; the vectors say so. */
const UNSUPPORTED = { ok: false, problem: 'an algorithm that is not supported' } as const;

interface Vector {
  readonly file: string;
  readonly owner: string;
  readonly type: string;
  readonly alg: number;
  readonly key: string;
  readonly sig: string;
  readonly data: string;
  readonly expect: boolean | 'unsupported';
}

const [, ...lines] = readVectors('dnssec/rrsig-vectors.jsonl')?.trim().split('\n') ?? [];
const vectors = lines.map((line) => JSON.parse(line) as Vector);

describe.skipIf(vectors.length === 0)('signatures found in the test data of Unbound and Deckard', () => {
  const byAlgorithm = groupByAlgorithm();
  it.each([...byAlgorithm.keys()])('of algorithm %i verify as OpenSSL says', async (algorithm) => {
    const { verifier } = LEGACY_ALGORITHMS.signing.find((one) => one.number === algorithm)!;
    const group = byAlgorithm.get(algorithm)!;
    for (const vector of group) {
      const imported = verifier?.importKey(Buffer.from(vector.key, 'hex')) ?? UNSUPPORTED;
      const [data, signature] = [Buffer.from(vector.data, 'hex'), Buffer.from(vector.sig, 'hex')];
      const good = imported.ok && (await verifier!.verify(imported.key, data, signature));
      expect(
        good,
        `${vector.file}: ${vector.type} of ${vector.owner}${imported.ok ? '' : ` (${imported.problem})`}`,
      ).toBe(vector.expect === 'unsupported' ? false : vector.expect);
    }
    process.stdout.write(`algorithm ${algorithm}: ${group.length} signatures\n`);
  });
});

function groupByAlgorithm(): Map<number, Vector[]> {
  const groups = new Map<number, Vector[]>();
  for (const vector of vectors) groups.set(vector.alg, [...(groups.get(vector.alg) ?? []), vector]);
  return groups;
}
