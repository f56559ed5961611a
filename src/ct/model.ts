/** What was read from a certificate's own bytes. Everything textual is hostile until rendered. Hashes are lower-case hex. */
export interface CertificateFacts {
  /** SHA-256 of the whole DER. */
  readonly sha256: string;
  /** SHA-256 of the TBSCertificate without poison and SCT list: the same for precertificate and certificate. */
  readonly tbsSha256: string;
  /** SHA-256 of the SubjectPublicKeyInfo DER. */
  readonly spkiSha256: string;
  /** Kind of the key in words: `ECDSA P-256`, `RSA 2048`, `Ed25519`, `ML-DSA-44`, `unknown <oid>`. */
  readonly keyKind?: string;
  readonly precertificate: boolean;
  /** Serial number, lower-case hex of the INTEGER's content octets. */
  readonly serial: string;
  /** Issuer DN for display only: it identifies nobody. */
  readonly issuer: string;
  /** Authority Key Identifier, hex; absent if the certificate has none. */
  readonly authorityKeyId?: string;
  /** Unix milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Every name found: all SAN extensions, every CN of the subject and of a directoryName. */
  readonly names: readonly CertificateName[];
  /** What could not be read and may hide a name, in our own words; such a certificate may concern anybody. */
  readonly problems: readonly string[];
  /** What is odd but cannot hide a name, in our own words; absent if nothing is. */
  readonly oddities?: readonly string[];
}

/** A name in a certificate. `value` is as it stands there, decoded octet by octet (Latin-1) where it is no text. */
export interface CertificateName {
  readonly from: 'san' | 'cn';
  readonly kind: 'dns' | 'ip' | 'email' | 'uri' | 'other';
  readonly value: string;
}

/** One certificate as a source gave it. */
export interface Issuance {
  readonly der: Uint8Array;
  /** The source's own id for it, for paging and display. */
  readonly id: string;
  /** CAA identifiers that the source names for the issuer: a hint, used where our own table has none. */
  readonly caaDomains?: readonly string[];
  /**
   * SHA-256 of the issuer's SubjectPublicKeyInfo, lower-case hex, as the source says: a hint that proves itself, since
   * SCTs are signed over it (RFC 6962, section 3.2).
   */
  readonly issuerSpkiSha256?: string;
  /** DER of the issuer and of those above it, where the source has them: to be checked like all that it says. */
  readonly chain?: readonly Uint8Array[];
  /** What the source says of it that no certificate can say of itself: hints, hostile text. */
  readonly hints?: {
    /** Whether its CA has revoked it. */
    readonly revoked?: boolean;
    /** How to report a problem to its CA. */
    readonly reporting?: string;
  };
  /** Where it stands in a log: the log's id (SHA-256 of its key, lower-case hex) and the index of the entry. */
  readonly entry?: { readonly logId: string; readonly index: number };
}

export type SourceFailure =
  | 'unreachable'
  | 'timeout'
  | 'http-status'
  | 'rate-limited'
  | 'not-json'
  | 'bad-shape'
  | 'too-large'
  | 'repeats'
  | 'limit'
  | 'unauthorised'
  | 'aborted'
  | 'internal';

/** All that a source showed for one domain; `complete` is false, with the failure, when it stopped before the end. */
export interface SourceResult {
  readonly issuances: readonly Issuance[];
  readonly complete: boolean;
  readonly failure?: { readonly code: SourceFailure; readonly detail: string };
  readonly pages: number;
  /** Up to when the source is known to be current, Unix milliseconds; absent where it does not say. */
  readonly asOf?: number;
  /** Where what the source says of a certificate is not what the certificate's bytes say: a sentence each, hostile text. */
  readonly contradictions?: readonly string[];
}

/** A place to ask for certificates. Never rejects for what the network does. */
export interface IssuanceSource {
  /** Stable id: `certspotter`, ... */
  readonly id: string;
  /** It undertakes to show only part of what CT has (a directory, one log). Absent: all that is unexpired. */
  readonly partial?: true;
  query(
    domain: string,
    options: { readonly includeSubdomains: boolean; readonly signal?: AbortSignal },
  ): Promise<SourceResult>;
}
