import type { AttestedIdentity } from '../../ct/attestation/model.js';
import type { CertificateFacts, Issuance } from '../../ct/model.js';
import type { FailureEvidence } from './failure.js';

export interface IssuanceEvidence {
  readonly source: string;
  readonly complete: boolean;
  readonly failure?: FailureEvidence;
  /** What was asked: the domain, and whether names below it were included. */
  readonly includeSubdomains: boolean;
  /** The source undertakes to show only part of what CT has. Absent: all that is unexpired. */
  readonly partial?: true;
  /** Up to when the source said that it is current. */
  readonly asOf?: number;
  /** Where what the source said of a certificate is not what its bytes say: a sentence each. */
  readonly contradictions?: readonly string[];
  readonly certificates: readonly CertificateEvidence[];
}

/** A certificate as seen. `facts` are read from `der`, never from what the source says of it. */
export interface CertificateEvidence {
  readonly der: string;
  readonly sourceId: string;
  readonly facts: CertificateFacts;
  /** CAA identifiers of the issuer: from our table, else what the source claims. */
  readonly issuerCaa: { readonly domains: readonly string[]; readonly from: 'table' | 'source' | 'none' };
  /** SHA-256 of the issuing key, as the source or its chain says. */
  readonly issuerSpkiSha256?: string;
  /** What the source says besides: hints, not believed. */
  readonly hints?: NonNullable<Issuance['hints']>;
  /** Where it stands in a log that was read. */
  readonly entry?: NonNullable<Issuance['entry']>;
}

/** Attestations for one certificate: bundles as they were found, and what became of them when they were verified. */
export interface AttestationEvidence {
  /** SHA-256 of the TBS without SCT list and poison. */
  readonly tbsSha256: string;
  /** Each bundle's JSON text, base64, so that all of it can be verified again. */
  readonly bundles: readonly string[];
  /** Who signed those that verify, for this very digest. Whether the policy lists them is for the rules to say. */
  readonly identities: readonly AttestedIdentity[];
  /** Why others do not verify, a sentence each. */
  readonly rejected: readonly string[];
  /** Why it is not known whether there are more. */
  readonly failure?: FailureEvidence;
}

/** What a source shows of a name for which a certificate is known to be issued every day. */
export interface CanaryEvidence {
  readonly source: string;
  readonly name: string;
  readonly failure?: FailureEvidence;
  /** Start of validity of the newest certificate for it that was shown; absent: none was. */
  readonly newest?: number;
}
