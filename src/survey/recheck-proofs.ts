import { isDeepStrictEqual } from 'node:util';
import { claimedScts, recheckProof } from '../ct/index.js';
import { fromBase64 } from './bytes.js';
import type { Evidence, ProofEvidence } from './evidence.js';
import type { Discrepancy } from './recheck.js';

/**
 * Holds what the evidence says of SCTs against those that the certificate carries, and verifies again, from the octets that
 * are kept beside it, what it says of their place in logs. What could not be seen then has no octets, and stays as it is.
 */
export function recheckProofs(evidence: Evidence): readonly Discrepancy[] {
  return evidence.domains.flatMap(({ issuance, proofs = [] }) => {
    const ders = new Map(
      issuance.flatMap(({ certificates }) =>
        certificates.map(({ facts, der }) => [facts.sha256, der] as const),
      ),
    );
    return proofs.flatMap((proof) => {
      const der = ders.get(proof.sha256);
      const subject = `SCTs of certificate ${proof.sha256}`;
      if (der === undefined)
        return [{ subject, recorded: 'it was looked at', found: 'no such certificate in the evidence' }];
      const octets = fromBase64(der);
      return [
        ...recheckClaims(octets, proof, subject),
        ...proof.scts.flatMap((sct) => recheckSct(octets, sct, subject, evidence.startedAt)),
      ];
    });
  });
}

/** All that the certificate carries, and nothing that it does not: an SCT that is left out cannot be found amiss. */
function recheckClaims(der: Uint8Array, { scts }: ProofEvidence, subject: string): readonly Discrepancy[] {
  const recorded = scts.map(({ logId, timestamp, leafIndex }) => ({
    logId,
    timestamp,
    ...(leafIndex === undefined ? {} : { leafIndex }),
  }));
  const found = claimedScts(der);
  if (isDeepStrictEqual(recorded, found)) return [];
  return [{ subject, recorded: JSON.stringify(recorded), found: JSON.stringify(found) }];
}

function recheckSct(
  der: Uint8Array,
  { record, inclusion, signature, logId }: ProofEvidence['scts'][number],
  subject: string,
  now: number,
): readonly Discrepancy[] {
  if (record === undefined || inclusion === undefined || inclusion.state === 'unseen') return [];
  const found = recheckProof(der, record, now);
  const recorded = `${signature}, ${JSON.stringify(inclusion)} at log ${logId}`;
  if (!found.ok) return [{ subject, recorded, found: found.wrong }];
  if (found.logId === logId && isDeepStrictEqual(found.inclusion, inclusion)) return [];
  return [{ subject, recorded, found: `${JSON.stringify(found.inclusion)} at log ${found.logId}` }];
}
