import { setImmediate } from 'node:timers/promises';
import type { AttestationSide } from '../ct/attestation/index.js';
import type { IssuanceSource } from '../ct/model.js';
import type { DomainPolicy } from '../policy/model.js';
import { canaryAt } from './canary-name.js';
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
  /** Opened when it is first needed. Absent: CT is not asked. */
  readonly certificates?: () => Promise<IssuanceSide>;
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

/**
 * The side that is opened once, when it is first asked for, and not before the event loop has turned: the questions to DNS
 * that were made ready meanwhile go out first, and need not wait until the reader of certificates is loaded.
 */
export function openedOnce(given: IssuanceSide | (() => Promise<IssuanceSide>)): () => Promise<IssuanceSide> {
  let opened: Promise<IssuanceSide> | undefined;
  return () => (opened ??= typeof given === 'function' ? setImmediate().then(given) : Promise.resolve(given));
}

/** What the sources show, and what there is to be said of it by others than them. */
export async function askForCertificates(
  run: CertificateRun,
  domain: DomainPolicy,
  until: Deadline,
): Promise<Certificates> {
  if (run.certificates === undefined) return { issuance: [], proofs: undefined, attestations: undefined };
  const side = await run.certificates();
  const issuance = await askAll(run, side, domain, until);
  const [proofs, attestations] = await Promise.all([
    side.prover && proveAll(side.prover, domain.name, issuance, run.at, until),
    attestationsOf(side, domain, issuance, run.at, until),
  ]);
  return { issuance, proofs, attestations };
}

async function attestationsOf(
  { attestations }: IssuanceSide,
  domain: DomainPolicy,
  issuance: Certificates['issuance'],
  at: number,
  until: Deadline,
): Promise<Certificates['attestations']> {
  if (attestations === undefined || domain.own.attestations.length === 0) return undefined;
  const { askForAttestations } = await import('./attestations.js');
  return askForAttestations(await attestations(), domain, issuance, at, until);
}

function askAll(
  run: CertificateRun,
  { sources, reader }: IssuanceSide,
  domain: DomainPolicy,
  until: Deadline,
): Promise<DomainEvidence['issuance']> {
  const { name } = domain;
  // A name below that has a policy of its own is guarded, whatever is said of those that have none.
  const includeSubdomains = domain.includeSubdomains || domain.names.length > 0;
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
export async function canariesOf({
  certificates,
  limits,
  until,
  at,
}: CertificateRun): Promise<Evidence['canaries']> {
  const side = await certificates?.();
  if (side?.canary === undefined) return undefined;
  const mine = deadline(limits.domainMs, 'the canary', until);
  const name = canaryAt(side.canary, at);
  return askCanaries(side.sources, name, side.reader, mine).finally(() => mine.clear());
}

/** In the order of their ids. */
export function bySource(a: { readonly source: string }, b: { readonly source: string }): number {
  return a.source < b.source ? -1 : a.source > b.source ? 1 : 0;
}
