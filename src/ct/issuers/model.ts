/** An issuing key, and the CAA identifiers that its CA recognises. Digests and identifiers are lower-case hex. */
export interface Issuer {
  /** Subject key identifier of the issuing certificate: the authority key identifier of what it issues. */
  readonly keyId?: string;
  /** SHA-256 of its SubjectPublicKeyInfo: what SCTs of precertificates are signed over, so that it proves itself. */
  readonly spkiSha256?: string;
  /** For people: a name in a certificate identifies nobody. */
  readonly name: string;
  /** Who is meant by the CAA identifiers. */
  readonly owner: string;
  readonly caaDomains: readonly string[];
}

/** Rows of one origin. */
export interface IssuerGroup {
  /** Where they are from, in words, with a URL where there is one. */
  readonly source: string;
  /** The day on which they were taken from there: `2026-11-23`. */
  readonly date: string;
  readonly issuers: readonly Issuer[];
}

/** What is known of the key that issued a certificate: by its digest, which SCTs prove, or by what the certificate says. */
export interface IssuerKey {
  readonly authorityKeyId?: string;
  readonly issuerSpkiSha256?: string;
}

export interface IssuerTable {
  readonly groups: readonly IssuerGroup[];
  /** Rows of the key; rows of the same key in several groups all count. Empty: the key is in no row. */
  find(key: IssuerKey): readonly Issuer[];
  /** CAA identifiers of all these rows, each once; `undefined` if there is no row. */
  caaDomains(key: IssuerKey): readonly string[] | undefined;
}
