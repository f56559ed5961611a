import { isDeepStrictEqual } from 'node:util';
import { verifyAll, type Trust } from '../ct/attestation/index.js';
import type { Evidence } from './evidence.js';
import type { Discrepancy } from './recheck.js';

/** Verifies every attestation again, from the bundles in the evidence, and compares with what the evidence says of them. */
export function recheckAttestations(evidence: Evidence, trust: readonly Trust[]): readonly Discrepancy[] {
  return evidence.domains.flatMap(({ attestations = [] }) =>
    attestations.flatMap(({ tbsSha256, bundles, identities, rejected }) => {
      const texts = bundles.map((one) => Buffer.from(one, 'base64').toString('utf8'));
      const found = verifyAll(texts, tbsSha256, trust, evidence.startedAt);
      if (isDeepStrictEqual(found, { identities, rejected })) return [];
      return [
        {
          subject: `attestations of ${tbsSha256}`,
          recorded: JSON.stringify({ identities, rejected }),
          found: JSON.stringify(found),
        },
      ];
    }),
  );
}
