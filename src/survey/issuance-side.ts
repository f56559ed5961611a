import type { AttestationSide } from '../ct/attestation/index.js';
import type { IssuanceSource } from '../ct/model.js';
import type { DomainPolicy } from '../policy/model.js';
import { askCanaries } from './canary.js';
import type { DomainEvidence, Evidence, LogListEvidence } from './evidence.js';
import { askSource, type CertificateReader } from './issuance.js';
import type { KeptHeads } from './log-state.js';
import { deadline, type Deadline, type SurveyLimits } from './limits.js';
import type { createGate } from './pool.js';
import type { Progress } from './progress.js';
import { proveAll } from './proofs.js';
import type { Prover } from './prover.js';

/** Where to ask for certificates, how these are read, and what is asked about them besides. */
export interface IssuanceSide {
  readonly sources: readonly IssuanceSource[];
  readonly reader: CertificateReader;
  /** A name for which a certificate is issued every day: whoever shows none is blind. Absent: nothing is asked for it. */
  readonly canary?: string;
  /** Says what SCTs and logs make of certificates. Absent: that is not asked. */
  readonly prover?: Prover;
  /** The list of logs that the prover goes by, for the evidence. */
  readonly logList?: LogListEvidence;
  /** Looks for attestations of certificates; loaded where a policy says who may attest. Absent: that is not asked. */
  readonly attestations?: () => Promise<AttestationSide>;
  /** Heads of logs that an earlier run kept. */
  readonly keptHeads?: KeptHeads;
}

/** What a run has for its questions about certificates. */
interface CertificateRun {
  readonly issuance?: IssuanceSide;
  /** How many sources are asked at the same time. */
  readonly sourceGate: ReturnType<typeof createGate>;
  readonly limits: SurveyLimits;
  readonly until: Deadline;
  /** The moment of the run, Unix milliseconds. */
  readonly at: number;
  readonly progress?: Progress;
}

interface Certificates {
  readonly issuance: DomainEvidence['issuance'];
  readonly proofs: DomainEvidence['proofs'] | undefined;
  readonly attestations: DomainEvidence['attestations'] | undefined;
}

/** What the sources show, and what there is to be said of it by others than them. */
export async function askForCertificates(
  run: CertificateRun,
  domain: DomainPolicy,
  until: Deadline,
): Promise<Certificates> {
  const issuance = await askAll(run, domain, until);
  const [proofs, attestations] = await Promise.all([
    proofsOf(run, domain, issuance, until),
    attestationsOf(run, domain, issuance, until),
  ]);
  return { issuance, proofs, attestations };
}

async function proofsOf(
  { issuance: side, at }: CertificateRun,
  { name }: DomainPolicy,
  issuance: Certificates['issuance'],
  until: Deadline,
): Promise<Certificates['proofs']> {
  return side?.prover && proveAll(side.prover, name, issuance, at, until);
}

async function attestationsOf(
  { issuance: side, at }: CertificateRun,
  domain: DomainPolicy,
  issuance: Certificates['issuance'],
  until: Deadline,
): Promise<Certificates['attestations']> {
  if (side?.attestations === undefined || domain.own.attestations.length === 0) return undefined;
  const { askForAttestations } = await import('./attestations.js');
  return askForAttestations(await side.attestations(), domain, issuance, at, until);
}

function askAll(
  run: CertificateRun,
  domain: DomainPolicy,
  until: Deadline,
): Promise<DomainEvidence['issuance']> {
  if (run.issuance === undefined) return Promise.resolve([]);
  const { sources, reader } = run.issuance;
  const { name, includeSubdomains } = domain;
  return Promise.all(
    sources.map(async (source) => {
      const seen = await run.sourceGate(() =>
        askSource(source, { domain: name, includeSubdomains }, reader, until),
      );
      run.progress?.({
        kind: 'source',
        zone: name,
        source: source.id,
        certificates: seen.certificates.length,
      });
      return seen;
    }),
  );
}

/** What each source shows of the canary, if one is named. */
export function canariesOf({ issuance, limits, until }: CertificateRun): Promise<Evidence['canaries']> {
  if (issuance?.canary === undefined) return Promise.resolve(undefined);
  const { sources, reader, canary } = issuance;
  const mine = deadline(limits.domainMs, 'the canary', until);
  return askCanaries(sources, canary, reader, mine).finally(() => mine.clear());
}

/** In the order of their ids. */
export function bySource(a: { readonly source: string }, b: { readonly source: string }): number {
  return a.source < b.source ? -1 : a.source > b.source ? 1 : 0;
}
