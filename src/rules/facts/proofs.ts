import type { ProofEvidence } from '../../survey/evidence.js';
import type { DomainView } from '../model.js';
import type { Issued } from './certificates.js';

type SctEvidence = ProofEvidence['scts'][number];

/** A certificate that concerns the domain, and what was found of its SCTs. */
export interface Proven {
  readonly issued: Issued;
  readonly proof: ProofEvidence;
}

/** Certificates whose SCTs were looked at, oldest first. Empty where that was not asked for. */
export function provenFor(view: DomainView): readonly Proven[] {
  const proofs = new Map((view.seen.proofs ?? []).map((one) => [one.sha256, one]));
  return view.issued().flatMap((issued) => {
    const proof = proofs.get(issued.facts.sha256);
    return proof === undefined || issued.facts.precertificate ? [] : [{ issued, proof }];
  });
}

/**
 * Certificates that concern the domain, were good at the time of the run, and should have been looked at: their proof is
 * not there. Oldest first. Empty where none was asked for.
 */
export function unprovenFor(view: DomainView): readonly Issued[] {
  const { proofs } = view.seen;
  if (proofs === undefined) return [];
  const proven = new Set(proofs.map(({ sha256 }) => sha256));
  return view
    .issued()
    .filter(
      ({ facts }) =>
        !facts.precertificate && facts.notAfter > view.evidence.startedAt && !proven.has(facts.sha256),
    );
}

/** How the list of logs calls the log of an SCT; its id where the list does not have it. */
export function logName({ log, logId }: Pick<SctEvidence, 'log' | 'logId'>): string {
  return log ?? logId;
}

/** A list older than this says nothing about which logs there are: Chrome stops going by one after 70 days. */
const STALE = 70 * 86_400_000;

/** Whether the list of logs that was used was too old at the time of the run to say which logs count. */
export function isStale({ evidence }: DomainView): boolean {
  const { logList, startedAt } = evidence;
  return logList !== undefined && startedAt - logList.timestamp >= STALE;
}
