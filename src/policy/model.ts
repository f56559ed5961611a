import type { PolicyLock } from './lock/model.js';

/** Place in a policy file. Lines and columns count from 1; the end is exclusive. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Property tags that grant issuance (RFC 8659, section 4.2 and 4.3; RFC 9495; the VMC requirements). */
export type IssueTag = 'issue' | 'issuewild' | 'issuemail' | 'issuevmc';
export const ISSUE_TAGS: readonly IssueTag[] = ['issue', 'issuewild', 'issuemail', 'issuevmc'];

/** One CA that may issue. */
export interface Grant {
  /** Issuer domain name, lower case, as in a CAA record: `letsencrypt.org`. */
  readonly ca: string;
  /** Account URIs (RFC 8657, section 3), each exact; `any` if the policy binds none. One record is deployed for each. */
  readonly accounts: readonly string[] | 'any';
  /** Validation methods (RFC 8657, section 4), e.g. `dns-01`; `any` if the policy binds none. */
  readonly methods: readonly string[] | 'any';
  readonly at: SourcePosition;
}

/** Who may issue under one tag: these, nobody (`[]`), or everybody, said out loud. */
export type Issuance = readonly Grant[] | 'unrestricted';

/** A DS record (RFC 4034, section 5.1); `digest` in lower-case hex. */
export interface DsPin {
  readonly keyTag: number;
  readonly algorithm: number;
  readonly digestType: number;
  readonly digest: string;
}

/** A standing grant that may exist at `_validation-persist.<name>` (dns-persist-01). */
export interface PersistGrant {
  readonly ca: string;
  readonly account: string;
  /** Whether `policy=wildcard` is allowed. */
  readonly wildcard: boolean;
  /** Latest `persistUntil` allowed, Unix seconds; absent if the grant may be without end. */
  readonly until?: number;
  readonly at: SourcePosition;
}

/** What is declared for one name. */
export interface NamePolicy {
  /** Lower-case A-labels, no final dot. */
  readonly name: string;
  readonly at: SourcePosition;
  readonly issue: Issuance;
  /** Absent: wildcards follow `issue`, and no `issuewild` record is expected (RFC 8659, section 4.3). */
  readonly issuewild?: Issuance;
  /** Absent: the policy says nothing about S/MIME certificates. */
  readonly issuemail?: Issuance;
  readonly issuevmc?: Issuance;
  /** `iodef` URLs that must be there, exactly; absent: nothing is said. */
  readonly iodef?: readonly string[];
  /** Addresses that `contactemail` and `contactphone` may carry (they open ways of validation). */
  readonly contacts: readonly string[];
  /**
   * Sealed: outside of an open window nobody may issue, whatever `issue` says; `issue` is then who may during a window.
   * Windows are half-open spans in Unix milliseconds.
   */
  readonly sealed: boolean;
  readonly windows: readonly { readonly from: number; readonly to: number; readonly at: SourcePosition }[];
  readonly persist: readonly PersistGrant[];
  /**
   * Whose answers to a validation by DNS count besides the zone's own: `_acme-challenge` and `_validation-persist` may be
   * aliases to names at or below these, or delegated to name servers at or below these. Lower-case A-labels.
   */
  readonly challenges: readonly string[];
  /** Position of each clause that the files gave, by its key (`issue`, `dnssec.required` ...), for annotations. */
  readonly positions: Readonly<Record<string, SourcePosition>>;
}

/** The DS records that may stand at the parent. */
export type DsPinSet = Pick<DnssecPolicy, 'ds' | 'plannedDs'>;

export interface DnssecPolicy {
  /** The chain of trust must be complete down to this zone. */
  readonly required: boolean;
  /** Allowed DNSKEY algorithms by IANA number; absent: any that is not retired. */
  readonly algorithms?: readonly number[];
  /** The locked DS set; absent: not pinned. */
  readonly ds?: readonly DsPin[];
  /** DS records that a planned rollover may add or change to. */
  readonly plannedDs: readonly DsPin[];
  /** Nearest signature expiry must be at least this many seconds away. */
  readonly expiryHorizon: number;
}

/** One entry of the ledger: a key, a request or a certificate that somebody said is ours. Hashes in lower-case hex. */
export interface LedgerEntry {
  /**
   * `key`: certificates for this key are ours. `csr`: so are those for the key of this request, if they name nothing that
   * the request does not. `certificate`: this one is.
   */
  readonly kind: 'key' | 'csr' | 'certificate';
  /** SHA-256 of the SubjectPublicKeyInfo; always there for `key` and `csr`. */
  readonly spkiSha256?: string;
  /** SHA-256 of the TBS without SCT list and poison; always there for `certificate`. */
  readonly tbsSha256?: string;
  /** SHA-256 of the certificate itself. */
  readonly sha256?: string;
  /** Lower case, sorted: host names (A-labels, `*.` allowed), IP and mail addresses. None for a `key`: it may name any. */
  readonly names: readonly string[];
  /** Unix milliseconds, of a `certificate`: what rhythm and blindness are judged by. */
  readonly notBefore?: number;
  readonly notAfter?: number;
  /** CAA identifiers of the issuer, for display. */
  readonly issuer?: readonly string[];
  /** Day on which it was entered, `YYYY-MM-DD`. */
  readonly added?: string;
  readonly note?: string;
  readonly at: SourcePosition;
}

/** A workflow whose attestations say that a certificate is ours. */
export interface AttestationIdentity {
  /** `owner/name` of the repository for which it ran, lower case: GitHub does not tell case apart. */
  readonly repository: string;
  /** Path of the workflow in that repository: `.github/workflows/renew.yml`. */
  readonly workflow: string;
  /** Git ref of the workflow; absent: any ref, so whoever may push a branch. */
  readonly ref?: string;
  /** Who vouches for the workflow's identity (issuer of its OIDC token). */
  readonly issuer: string;
  readonly at: SourcePosition;
}

/** A provider that gets certificates on the owner's behalf: the weaker rule, since another customer may look the same. */
export interface ProviderGrant {
  /** A word for people: `cloudflare`. */
  readonly provider: string;
  /** Issuer domain names of the CAs that it uses, lower case, sorted. */
  readonly ca: readonly string[];
  /** Names that its certificates may hold of ours, each as it stands there; a wildcard stands for itself alone. Sorted. */
  readonly names: readonly string[];
  readonly at: SourcePosition;
}

/** Certificates known to be ours. Hashes in lower-case hex. */
export interface OwnCertificates {
  /** SHA-256 of the SubjectPublicKeyInfo. */
  readonly keys: readonly string[];
  /** SHA-256 of the certificate, or of its TBS without SCT list and poison: both are looked at. */
  readonly certificates: readonly string[];
  /** Entries of the ledger for this domain, of every file that the policy names. */
  readonly ledger: readonly LedgerEntry[];
  /** The files themselves, for whoever writes them; they demand nothing. Absent: none is named. */
  readonly ledgerFiles?: readonly string[];
  readonly attestations: readonly AttestationIdentity[];
  readonly providers: readonly ProviderGrant[];
  /**
   * `true`: every certificate in CT must be one of these (`ct/unknown-certificate`). `false`: the policy says that
   * this is not judged. Default: true.
   */
  readonly exhaustive: boolean;
}

/** One registered domain with all that is declared for it. */
export interface DomainPolicy extends NamePolicy {
  readonly dnssec: DnssecPolicy;
  /** Expected name server names, lower-case A-labels, sorted; absent: not pinned. */
  readonly nameservers?: readonly string[];
  /** Names below the apex with a policy of their own: whole, nothing is inherited from the apex except where merged on load. */
  readonly names: readonly NamePolicy[];
  readonly own: OwnCertificates;
  /** Ask CT for names below the apex as well. */
  readonly includeSubdomains: boolean;
}

/** A finding that is accepted for a time. */
export interface Waiver {
  readonly rule: string;
  /** The finding's subject this applies to, or the domain. */
  readonly subject: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it holds (UTC, inclusive), `YYYY-MM-DD`; `malformed` counts as expired. */
  readonly expires: { readonly day: string } | { readonly malformed: string };
  readonly at: SourcePosition;
}

/** Which findings fail the run. Drift always does. */
export interface FailOn {
  /** Weaknesses of this severity and above fail too; absent: none do. */
  readonly weakness?: 'critical' | 'high' | 'medium' | 'low';
}

/** What a change has to show that loosens the policy. All that is named is needed. */
export interface ApprovalRule {
  /** Logins at the forge, lower case, sorted; empty: no review is asked for. */
  readonly reviewers: readonly string[];
  /** How many of them have to approve; 0 where there are none. */
  readonly count: number;
  /** The change has to bring its lock, which somebody else owns. */
  readonly lock: boolean;
  readonly at: SourcePosition;
}

export interface Policy {
  readonly version: 1;
  readonly domains: readonly DomainPolicy[];
  readonly waivers: readonly Waiver[];
  readonly failOn: FailOn;
  /** Absent: a change that loosens the policy is never approved. */
  readonly approval?: ApprovalRule;
  /** Every file that took part, in load order. */
  readonly files: readonly string[];
  /** The policy as it was approved, where the run is to hold this one against it. */
  readonly lock?: PolicyLock;
}
