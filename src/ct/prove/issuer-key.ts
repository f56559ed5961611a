import { hash } from 'node:crypto';
import { logView, type LogView } from '../x509/log-view.js';
import type { IssuerTable } from '../issuers/model.js';

/** A certificate, and what its source says of its issuer: hints, which SCTs prove or do not. */
export interface CertificateToProve {
  readonly der: Uint8Array;
  /** SHA-256 of the issuer's SubjectPublicKeyInfo, lower-case hex. */
  readonly issuerSpkiSha256?: string | undefined;
  /** DER of certificates that may have issued it. */
  readonly chain?: readonly Uint8Array[] | undefined;
}

/** Chains are short; who sends a longer one has no issuer at its end. */
const MOST_CHAIN = 16;

/**
 * Digests of keys that may have issued the certificate, the likeliest first: what SCTs are verified with (RFC 6962, section
 * 3.2). None of them is believed: a key of which a log has signed is the one.
 */
export function issuerKeyCandidates(
  { issuerSpkiSha256, chain = [] }: CertificateToProve,
  { issuerName, authorityKeyId }: LogView,
  issuers: IssuerTable | undefined,
): readonly string[] {
  const named = chain.slice(0, MOST_CHAIN).flatMap((der) => {
    const view = logView(der);
    if (view === undefined || Buffer.compare(view.subjectName, issuerName) !== 0) return [];
    return [hash('sha256', view.spki, 'hex')];
  });
  const known = (issuers?.find(authorityKeyId === undefined ? {} : { authorityKeyId }) ?? []).flatMap(
    ({ spkiSha256 }) => spkiSha256 ?? [],
  );
  return [...new Set([...named, ...(issuerSpkiSha256 === undefined ? [] : [issuerSpkiSha256]), ...known])];
}
