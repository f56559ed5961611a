import { lookForAttestations, type AttestationSide } from '../ct/attestation/index.js';
import type { DomainPolicy } from '../policy/model.js';
import { issuedFor } from '../rules/facts/certificates.js';
import type { AttestationEvidence, IssuanceEvidence } from './evidence.js';
import { within, type Deadline } from './limits.js';
import { mapBounded } from './pool.js';

/** Certificates of one domain that are asked about, the newest first: GitHub answers sixty questions an hour without a token. */
const MOST = 200;
/** Of one domain at the same time. */
const AT_ONCE = 4;

/**
 * Looks for attestations of the certificates that concern the domain and that nothing else in the policy says to be ours.
 * What was not asked in time is left out, and so not seen. Never rejects.
 */
export async function askForAttestations(
  side: AttestationSide,
  domain: DomainPolicy,
  issuance: readonly IssuanceEvidence[],
  now: number,
  until: Deadline,
): Promise<readonly AttestationEvidence[]> {
  const repositories = [...new Set(domain.own.attestations.map(({ repository }) => repository))].sort();
  const unknown = issuedFor(domain, { zone: domain.name, lookups: {}, issuance }).filter(
    ({ known }) => known === undefined,
  );
  const digests = [...new Set(unknown.map(({ facts }) => facts.tbsSha256).reverse())];
  const asked = digests.slice(0, MOST);
  const found = await mapBounded(asked, AT_ONCE, (tbsSha256) =>
    within<AttestationEvidence>(
      until,
      () => lookForAttestations(tbsSha256, repositories, side, now, until.signal),
      () => unseen(tbsSha256, 'timeout', until.why()),
    ),
  );
  const beyond = digests
    .slice(MOST)
    .map((digest) => unseen(digest, 'limit', `attestations of ${MOST} certificates were looked for`));
  return [...found, ...beyond].sort((a, b) => (a.tbsSha256 < b.tbsSha256 ? -1 : 1));
}

function unseen(tbsSha256: string, code: string, detail: string): AttestationEvidence {
  return { tbsSha256, bundles: [], identities: [], rejected: [], failure: { code, detail } };
}
