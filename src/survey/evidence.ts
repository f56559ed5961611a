import type { AttestedIdentity } from '../ct/attestation/model.js';
import type { CertificateFacts, Issuance } from '../ct/model.js';
import type { Consistency, Exhibit, SctProof } from '../ct/prove/index.js';
import type { PlanEvidence } from './plan-evidence.js';

export type * from './plan-evidence.js';

/** A serialisable record of all that a run saw. Times are Unix milliseconds, bytes are base64, names lower-case presentation form. */
export interface Evidence {
  readonly format: 'caa-guard/evidence/1';
  readonly tool: { readonly name: string; readonly version: string };
  readonly startedAt: number;
  readonly finishedAt: number;
  /** From where was looked: `iterative` asks the zones' own servers; `forward` asks these resolvers. */
  readonly vantage: { readonly mode: 'iterative' | 'forward'; readonly servers: readonly string[] };
  /** DS presentation strings of the trust anchors in use. */
  readonly anchors: readonly string[];
  /** Which part of a policy's domains this is; absent: all of them. */
  readonly shard?: ShardEvidence;
  /** Put together from the evidence of shards, and which of these are missing. */
  readonly merged?: MergedEvidence;
  readonly domains: readonly DomainEvidence[];
  /** Whether each source shows what is known to exist; absent: no canary was named. */
  readonly canaries?: readonly CanaryEvidence[];
  /** The list of logs that SCTs were verified with; absent: none were. */
  readonly logList?: LogListEvidence;
  /** Logs that were read, and whether they go on from where they were seen before. Absent: none was read. */
  readonly logs?: readonly LogEvidence[];
  /** What a Terraform plan or state says about the domains; absent: none was given. */
  readonly plan?: PlanEvidence;
  /** Every DNS exchange, so that all of it can be validated again; index is what `LookupEvidence.exchanges` points to. */
  readonly exchanges: readonly ExchangeEvidence[];
}

/** Part `index` (from 1) of `of`, and the digest of the whole policy (`policyDigest`), hex. */
export interface ShardEvidence {
  readonly index: number;
  readonly of: number;
  readonly policy: string;
}

export interface MergedEvidence {
  readonly of: number;
  readonly policy: string;
  /** Parts of which there is no evidence, by index, and why what came of them was set aside. Absent: nothing came. */
  readonly missing: readonly { readonly index: number; readonly why?: string }[];
}

export interface ExchangeEvidence {
  readonly server: string;
  readonly transport: 'udp' | 'tcp' | 'tls' | 'https';
  /** Unix milliseconds at which it was sent. */
  readonly at: number;
  readonly ms: number;
  readonly query: string;
  /** The server was asked by itself, for `ServersEvidence`: no lookup rests on this. */
  readonly alone?: boolean;
  readonly response?: string;
  /** Code of the failure (`ExchangeFailure`) where no bytes came back, and what it was in words. */
  readonly failure?: string;
  readonly detail?: string;
}

export interface DomainEvidence {
  readonly zone: string;
  /** Lookups of this domain by `name/TYPE`: CAA at every name of every climb, DS, DNSKEY, NS, SOA of the zone. */
  readonly lookups: Readonly<Record<string, LookupEvidence>>;
  /** One entry for each source asked; empty if CT was not asked. */
  readonly issuance: readonly IssuanceEvidence[];
  /** What SCTs and logs say of certificates, one entry for each that was looked at. Absent: that was not asked for. */
  readonly proofs?: readonly ProofEvidence[];
  /** What was found of attestations, one entry for each TBS digest asked about. Absent: none was asked for. */
  readonly attestations?: readonly AttestationEvidence[];
  /**
   * What each name server said when it was asked by itself, for each zone that holds names of the policy: the domain's
   * own first. Absent where the run asks resolvers only.
   */
  readonly servers?: readonly ServersEvidence[];
  /** CAA as others see it: one entry for each further resolver that was asked. Absent if none was named. */
  readonly vantages?: readonly VantageEvidence[];
}

/** The name servers of one zone, as the parent and as the zone itself list them, and what each said. */
export interface ServersEvidence {
  readonly zone: string;
  /** False: no referral was seen (a server of the parent holds the zone too), so the parent's list is not known. */
  readonly parentSeen: boolean;
  /** Why the zone's own NS set could not be had. */
  readonly childUnseen?: FailureEvidence;
  readonly servers: readonly {
    readonly name: string;
    readonly atParent: boolean;
    readonly atChild: boolean;
    /** IP addresses that the referral gave, and those that looking up the name gave; sorted. */
    readonly glue: readonly string[];
    readonly addresses: readonly string[];
  }[];
  /** Sorted by address, transport, name, type. */
  readonly answers: readonly ServerAnswerEvidence[];
}

/** One question to one address of a name server. Either `failure` or `response` is there. Nothing in it is validated. */
export interface ServerAnswerEvidence {
  /** IP address. */
  readonly address: string;
  readonly transport: 'udp' | 'tcp';
  readonly name: string;
  readonly type: string;
  readonly failure?: FailureEvidence;
  readonly response?: {
    readonly rcode: number;
    readonly authoritative: boolean;
    /** `alias`: a CNAME or DNAME stands there. `referral`: NS records of a zone below or above, and no answer. */
    readonly kind: 'records' | 'nodata' | 'nxdomain' | 'alias' | 'referral' | 'error';
    /** RDATA of the records of the type asked (of the alias, for `alias`), base64, sorted. */
    readonly rdatas: readonly string[];
    /** RDATA of their RRSIGs, base64, sorted. */
    readonly signatures: readonly string[];
  };
}

/** What one further recursive resolver said, validated here and not there. */
export interface VantageEvidence {
  /** As it was named: `https://dns.example/dns-query`, `192.0.2.1:53`, ... */
  readonly resolver: string;
  /** CAA lookups along every climb, by `name/CAA`, as in `DomainEvidence.lookups`. */
  readonly lookups: Readonly<Record<string, LookupEvidence>>;
}

/** Why something was not seen: a stable code, and a sentence that may hold outside text. */
export interface FailureEvidence {
  readonly code: string;
  readonly detail: string;
}

/** A validated lookup, written down. Mirrors `Lookup` of the dns room. */
export interface LookupEvidence {
  readonly name: string;
  readonly type: string;
  readonly state: 'secure' | 'insecure' | 'bogus' | 'indeterminate';
  /** For every state but `secure`. */
  readonly reason?: {
    readonly code: string;
    readonly name: string;
    readonly type?: string;
    readonly zone?: string;
    readonly server?: string;
    readonly detail: string;
  };
  /** Only for `secure` and `insecure`. */
  readonly answer?: {
    readonly owner: string;
    readonly zone: string;
    readonly aliases: readonly {
      readonly from: string;
      readonly to: string;
      readonly via: 'CNAME' | 'DNAME';
    }[];
    readonly kind: 'records' | 'nodata' | 'nxdomain';
    /** The wildcard that the records were made from (RFC 4592), for `records`. */
    readonly wildcard?: string;
    readonly ttl: number;
    /** RDATA of each record, base64, for `records`. */
    readonly rdatas: readonly string[];
    /** RDATA of each covering RRSIG, base64. */
    readonly signatures: readonly string[];
  };
}

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

/** A list of logs, and how old it is. */
export interface LogListEvidence {
  /** `packaged`: what ships with caa-guard. `file`: given by whoever ran it. `latest`: fetched in this run, signature verified. */
  readonly from: 'packaged' | 'file' | 'latest';
  /** When it was made. */
  readonly timestamp: number;
  readonly logs: number;
  /** Why the latest could not be had, where it was asked for and the packaged one had to do. */
  readonly failure?: FailureEvidence;
}

/** A log that was read in this run. */
export interface LogEvidence {
  /** SHA-256 of its key, hex. */
  readonly id: string;
  readonly description: string;
  /** Absent: no head was seen, for this reason. */
  readonly head?: LogHeadEvidence;
  readonly failure?: FailureEvidence;
  /** The head that was kept from an earlier run, held against this one. */
  readonly since?: LogHeadEvidence & {
    readonly consistency: Consistency;
    /** Answers that speak against the log. */
    readonly exhibits?: readonly Exhibit[];
  };
}

/** What a log signed; root and signature (DigitallySigned) in base64. */
export interface LogHeadEvidence {
  readonly size: number;
  readonly root: string;
  readonly timestamp: number;
  readonly signature: string;
}

/** What the SCTs in one certificate promise, whether their logs signed that, and whether they kept it. */
export interface ProofEvidence {
  /** SHA-256 of the certificate. */
  readonly sha256: string;
  readonly scts: readonly SctProof[];
  /** What in the SCT lists could not be read. */
  readonly problems: readonly string[];
  /** What clients' CT policies make of them, by the list of logs in use. */
  readonly policies: readonly {
    readonly policy: string;
    readonly outcome: 'met' | 'missed' | 'unknown';
    readonly needed: number;
    readonly counted: number;
    readonly reasons: readonly string[];
  }[];
}

/** What a source shows of a name for which a certificate is known to be issued every day. */
export interface CanaryEvidence {
  readonly source: string;
  readonly name: string;
  readonly failure?: FailureEvidence;
  /** Start of validity of the newest certificate for it that was shown; absent: none was. */
  readonly newest?: number;
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
