import { setImmediate } from 'node:timers/promises';
import { concerns } from './concern.js';
import type { CertificateEvidence, IssuanceEvidence, ProofEvidence } from './evidence.js';
import { within, type Deadline } from './limits.js';
import { mapBounded } from './pool.js';
import type { Prover } from './prover.js';

/** Certificates of one domain that are looked at, the newest first: each may take a dozen questions to logs, or none. */
const MOST = { asked: 200, unasked: 5_000 };
/** Of one domain at the same time. */
const AT_ONCE = 8;

/**
 * Has each certificate that concerns the domain and is good today proven. Precertificates carry no SCTs: they are what SCTs
 * promise. What was not done in time is left out, and so not seen. The event loop turns between two of them: others have
 * their deadlines.
 */
export async function proveAll(
  prover: Prover,
  domain: string,
  issuance: readonly IssuanceEvidence[],
  now: number,
  until: Deadline,
): Promise<readonly ProofEvidence[]> {
  const ours = concerns(domain);
  const concerned = new Map<string, CertificateEvidence>();
  for (const { certificates } of issuance)
    for (const one of certificates) {
      const { facts } = one;
      if (facts.precertificate || facts.notAfter <= now || concerned.has(facts.sha256)) continue;
      if (ours(facts)) concerned.set(facts.sha256, one);
    }
  const newest = [...concerned.values()]
    .sort(({ facts: a }, { facts: b }) => b.notBefore - a.notBefore || (a.sha256 < b.sha256 ? -1 : 1))
    .slice(0, prover.asksLogs ? MOST.asked : MOST.unasked);
  const proofs = await mapBounded(newest, AT_ONCE, (one) =>
    within<ProofEvidence | undefined>(
      until,
      () => setImmediate().then(() => prover.prove(one)),
      () => undefined,
    ),
  );
  return proofs.flatMap((one) => one ?? []).sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}
