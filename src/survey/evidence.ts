import type { AttestationEvidence, CanaryEvidence, IssuanceEvidence } from './evidence/certificates.js';
import type { LogEvidence, LogListEvidence, ProofEvidence } from './evidence/logs.js';
import type { LookupEvidence, VantageEvidence } from './evidence/lookups.js';
import type { ServersEvidence } from './evidence/servers.js';
import type { MergedEvidence, ShardEvidence } from './evidence/shards.js';
import type { PlanEvidence } from './plan-evidence.js';

export type * from './evidence/certificates.js';
export type * from './evidence/failure.js';
export type * from './evidence/logs.js';
export type * from './evidence/lookups.js';
export type * from './evidence/servers.js';
export type * from './evidence/shards.js';
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
  /** Every DNS exchange, in the order in which it was sent, so that all of it can be validated again. */
  readonly exchanges: readonly ExchangeEvidence[];
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
