import type { Clock } from '../dns/model.js';
import { CaaGuardError } from '../base/error.js';
import type { CheckPorts, CheckResult } from './check-model.js';
import { anchorsOf, anchorTexts, openReplay } from './dns.js';
import type { Evidence } from './evidence.js';
import { prepare, type PolicyOptions } from './prepare.js';
import { readEvidence } from './read.js';
import { recheckServers } from './recheck-servers.js';
import { recheckCertificates, recheckLookups, recheckVantages, type Discrepancy } from './recheck.js';

export interface RejudgeOptions extends PolicyOptions {
  /** Text of the evidence file. */
  readonly evidence: string;
  /** Text of the trust anchors that the reader trusts. Absent: the root's published ones. */
  readonly trustAnchor?: string;
  /** Text of the table of issuers that the check was given. */
  readonly issuers?: string;
  /** Text of the Sigstore trusted root that the check was given. */
  readonly trustedRoot?: string;
  /** Validate every DNS answer again. Default: true. */
  readonly replay?: boolean;
  /** Judge as of this time (Unix milliseconds). Default: when the evidence was taken. */
  readonly at?: number;
}

/**
 * Judges evidence again, offline. Throws `CaaGuardError`: `EVIDENCE_*` for a file that does not read,
 * `EVIDENCE_ANCHORS` for one that rests on keys that the reader does not trust, `EVIDENCE_TAMPERED` for one that says
 * something else than the bytes in it.
 */
export async function rejudge(
  options: RejudgeOptions,
  ports: Pick<CheckPorts, 'readFile'> & { readonly clock: Clock },
): Promise<CheckResult> {
  const evidence = readEvidence(options.evidence);
  const prepared = await prepare(options, ports);
  if (!prepared.ok) return prepared;
  await refuseTampered(evidence, options, ports.clock);
  const judgement = await prepared.judge(evidence, options.at ?? evidence.startedAt);
  return { ok: true, policy: prepared.policy, evidence, judgement };
}

/** How evidence is held against the bytes in it. */
export type RecheckOptions = Pick<RejudgeOptions, 'trustAnchor' | 'issuers' | 'trustedRoot' | 'replay'>;

/** Reads every certificate again and validates every answer again. Rejects with `EVIDENCE_ANCHORS` or `EVIDENCE_TAMPERED`. */
export async function refuseTampered(
  evidence: Evidence,
  options: RecheckOptions,
  clock: Clock,
): Promise<void> {
  const discrepancies = [
    ...(await readAgain(evidence, options)),
    // A plan that was judged alone rests on no answer of anybody.
    ...(options.replay === false || evidence.plan?.alone === true
      ? []
      : await replayed(evidence, options, clock)),
  ];
  if (discrepancies.length > 0) throw tampered(discrepancies, evidence);
}

async function readAgain(
  evidence: Evidence,
  { issuers, trustedRoot }: RecheckOptions,
): Promise<readonly Discrepancy[]> {
  if (
    evidence.domains.every(({ issuance }) => issuance.every(({ certificates }) => certificates.length === 0))
  )
    return [];
  const { certificateReaderOf, issuersOf } = await import('./certificates.js');
  const { recheckProofs } = await import('./recheck-proofs.js');
  const read = [
    ...recheckCertificates(evidence, certificateReaderOf(issuersOf(issuers))),
    ...recheckProofs(evidence),
  ];
  if (evidence.domains.every(({ attestations = [] }) => attestations.length === 0)) return read;
  const { recheckAttestations } = await import('./recheck-attestations.js');
  const { trustOf } = await import('./attestation-side.js');
  return [...read, ...recheckAttestations(evidence, trustOf(trustedRoot))];
}

/**
 * Where servers gave different answers, which of them a lookup rests on was chance then and is chance now. What the file
 * says has to come out in one of so many turns; what its bytes do not say comes out in none.
 */
const TURNS = 8;

async function replayed(
  evidence: Evidence,
  options: RecheckOptions,
  clock: Clock,
): Promise<readonly Discrepancy[]> {
  const anchors = anchorsOf(options.trustAnchor, evidence.startedAt);
  const trusted = new Set(anchorTexts(anchors));
  const foreign = evidence.anchors.filter((one) => !trusted.has(one));
  if (foreign.length > 0 || evidence.anchors.length === 0)
    throw new CaaGuardError(
      'EVIDENCE_ANCHORS',
      `the evidence rests on trust anchors that you do not trust: ${foreign.map((one) => JSON.stringify(one)).join(', ') || 'none'}. ` +
        'If they are those of a root of your own, name them with --trust-anchor.',
    );
  const look = async (): Promise<readonly Discrepancy[]> => {
    const { resolver, retryResolver, vantage } = openReplay(evidence, anchors, clock);
    return [
      ...(await recheckLookups(evidence, resolver, retryResolver)),
      ...(await recheckVantages(evidence, vantage)),
    ];
  };
  let lookups = await look();
  for (let turn = 1; turn < TURNS && lookups.length > 0; turn++) {
    const again = new Set((await look()).map(({ subject }) => subject));
    lookups = lookups.filter(({ subject }) => again.has(subject));
  }
  return [...lookups, ...recheckServers(evidence)];
}

function tampered(all: readonly Discrepancy[], { tool }: Evidence): CaaGuardError<'EVIDENCE_TAMPERED'> {
  const told = all
    .slice(0, 10)
    .map(({ subject, recorded, found }) =>
      [`  ${subject}`, `    the file says:  ${recorded}`, `    its bytes say:  ${found}`].join('\n'),
    );
  const more = all.length > told.length ? [`  and ${all.length - told.length} more`] : [];
  return new CaaGuardError(
    'EVIDENCE_TAMPERED',
    [
      'the evidence says something else than the bytes in it, and is not judged:',
      ...told,
      ...more,
      `It says that ${JSON.stringify(tool.name)} ${JSON.stringify(tool.version)} took it. Take it anew with \`check --evidence\`; ` +
        'if that check was given a table of issuers or a trusted root of Sigstore, give the same here.',
    ].join('\n'),
  );
}
