import type { SourceFailure } from '../model.js';

/** The workflow that signed an attestation, as its certificate says (Fulcio's extensions, 1.3.6.1.4.1.57264.1). */
export interface AttestedIdentity {
  /** Issuer of the OIDC token: who vouches for the identity. */
  readonly issuer: string;
  /** `owner/name` of the repository for which the workflow ran, lower case. */
  readonly repository: string;
  /** Path of the workflow that signed, in the repository where it stands: `.github/workflows/renew.yml`. */
  readonly workflow: string;
  /** Git ref of that workflow: `refs/heads/main`. */
  readonly ref: string;
}

/** What a bundle is worth. Reasons are our own sentences; what they quote is hostile text. */
export type Attestation =
  | { readonly state: 'verified'; readonly identity: AttestedIdentity; readonly signedAt: number }
  | { readonly state: 'failed'; readonly reason: string };

/** Bundles that were found for one digest, as they came: JSON text. */
export interface FoundBundles {
  readonly bundles: readonly string[];
  /** Why it is not known whether there are more. Absent: these are all. */
  readonly failure?: { readonly code: SourceFailure; readonly detail: string };
}

/** A place where bundles are. Never rejects for what the world does. */
export interface AttestationFinder {
  /** Stable id: `directory`, `github`. */
  readonly id: string;
  /**
   * Bundles whose subject is said to be `tbsSha256` (lower-case hex), of these repositories (`owner/name`). Safe to call
   * concurrently. What is found is not verified.
   */
  find(tbsSha256: string, repositories: readonly string[], signal?: AbortSignal): Promise<FoundBundles>;
}

/** What is known of the attestations for one certificate: all that evidence keeps of them. */
export interface Attestations {
  readonly tbsSha256: string;
  /** Each bundle's JSON text, base64. */
  readonly bundles: readonly string[];
  /** Who signed those that verify, each once. */
  readonly identities: readonly AttestedIdentity[];
  /** Why the others do not, each reason once. */
  readonly rejected: readonly string[];
  readonly failure?: FoundBundles['failure'] & object;
}
