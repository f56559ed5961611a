import type { Clock, Resolver } from '../dns/model.js';
import type { DomainPolicy, Policy } from '../policy/model.js';
import type {
  DomainEvidence,
  Evidence,
  ExchangeEvidence,
  ServersEvidence,
  VantageEvidence,
} from './evidence.js';
import { askForCertificates, bySource, canariesOf, openedOnce, type IssuanceSide } from './issuance-side.js';
import { deadline, SURVEY_LIMITS, type Deadline, type SurveyLimits } from './limits.js';
import { climbAll, look, lookupRecord, type Lookups } from './look.js';
import { followUps } from './follow-up.js';
import { createGate, mapBounded } from './pool.js';
import { askEveryServer, type ServerAsker } from './servers.js';
import type { Progress } from './progress.js';
import { askVantages, type Vantage } from './vantages.js';
import { climbs, questionsOf } from './wanted.js';
import { guardedZones } from './zones.js';

/** What a survey needs. The world is in the ports; nothing else is read. */
export interface SurveyOptions {
  readonly policy: Policy;
  readonly resolver: Resolver;
  /** Asked at the end for what `resolver` could not see; its own caches must not remember. Default: `resolver`. */
  readonly retryResolver?: Resolver;
  /** Asks name servers one by one; absent where the run asks resolvers only. */
  readonly servers?: ServerAsker;
  /** Further resolvers through which CAA is looked at; absent or empty: none. */
  readonly vantages?: readonly Vantage[];
  /** Where to ask for certificates, and how these are read. Absent: CT is not asked. */
  readonly issuance?: IssuanceSide | (() => Promise<IssuanceSide>);
  readonly clock: Clock;
  /** The moment at which the resolver judges signatures, Unix milliseconds. Default: when the survey begins. */
  readonly startedAt?: number;
  readonly limits?: Partial<SurveyLimits>;
  readonly progress?: Progress;
  /** Ends the run early; what was not seen by then is written down as not seen. */
  readonly signal?: AbortSignal;
  readonly tool: Evidence['tool'];
  readonly vantage: Evidence['vantage'];
  readonly anchors: Evidence['anchors'];
  /** What a `recording` exchange noted; read once, at the end. */
  readonly exchanges?: () => readonly ExchangeEvidence[];
}

/** Questions of one domain under way at the same time. */
const AT_ONCE = 16;

interface Run extends SurveyOptions {
  readonly until: Deadline;
  readonly limits: SurveyLimits;
  readonly sourceGate: ReturnType<typeof createGate>;
  readonly at: number;
  readonly certificates?: () => Promise<IssuanceSide>;
  lookupsDone: number;
  domainsDone: number;
}

/**
 * Asks the world everything that judging `policy` takes, and writes it down. Never rejects for what the world does:
 * what could not be seen is in the evidence as not seen. The order of the result depends on the policy alone.
 */
export async function survey(options: SurveyOptions): Promise<Evidence> {
  const limits = { ...SURVEY_LIMITS, ...options.limits };
  const until = deadline(limits.runMs, 'the run', options.signal);
  const sourceGate = createGate(limits.sources);
  const startedAt = options.startedAt ?? options.clock.now();
  const certificates = options.issuance && openedOnce(options.issuance);
  const run: Run = {
    ...options,
    limits,
    until,
    sourceGate,
    at: startedAt,
    ...(certificates === undefined ? {} : { certificates }),
    lookupsDone: 0,
    domainsDone: 0,
  };
  options.progress?.({ kind: 'begun', domains: options.policy.domains.length });
  try {
    const canaries = canariesOf(run);
    // Where the options cannot be used, the first domain says so: nobody waits for this one then.
    canaries.catch(() => undefined);
    const seen = await mapBounded(options.policy.domains, limits.domains, (domain) =>
      surveyDomain(run, domain),
    );
    await retry(run, seen);
    const shown = await canaries;
    const side = await certificates?.();
    const logs = await side?.prover?.logs(side.keptHeads ?? new Map());
    return {
      format: 'caa-guard/evidence/1',
      tool: options.tool,
      startedAt,
      finishedAt: options.clock.now(),
      vantage: options.vantage,
      anchors: options.anchors,
      domains: seen.map(domainEvidence).sort((a, b) => (a.zone < b.zone ? -1 : 1)),
      ...(shown === undefined ? {} : { canaries: [...shown].sort(bySource) }),
      ...(side?.logList === undefined ? {} : { logList: side.logList }),
      ...(logs === undefined || logs.length === 0 ? {} : { logs }),
      exchanges: options.exchanges?.() ?? [],
    };
  } finally {
    until.clear();
  }
}

interface Seen {
  readonly zone: string;
  readonly lookups: Lookups;
  readonly issuance: DomainEvidence['issuance'];
  readonly proofs: DomainEvidence['proofs'] | undefined;
  readonly attestations: DomainEvidence['attestations'] | undefined;
  readonly servers: readonly ServersEvidence[] | undefined;
  readonly vantages: readonly VantageEvidence[] | undefined;
}

async function surveyDomain(run: Run, domain: DomainPolicy): Promise<Seen> {
  const until = deadline(run.limits.domainMs, `the domain ${domain.name}`, run.until);
  const lookups: Lookups = new Map();
  const looking = { resolver: run.resolver, lookups, until, done: () => lookedUp(run, domain.name) };
  const others = run.vantages ?? [];
  try {
    const [{ issuance, proofs, attestations }, vantages] = await Promise.all([
      askForCertificates(run, domain, until),
      others.length === 0 ? undefined : askVantages(others, domain, until),
      climbAll(looking, climbs(domain)),
      mapBounded(questionsOf(domain), AT_ONCE, (question) => look(looking, question)),
    ]);
    await mapBounded(followUps(domain, lookups), AT_ONCE, (question) => look(looking, question));
    // Only now: the way to the zone is known, and what the lookups fetched need not be fetched again.
    const seen = [...lookups.values()].map((one) => one.seen);
    const servers = run.servers && (await askEveryServer(run.servers, guardedZones(domain, seen), until));
    run.domainsDone++;
    const { length: domains } = run.policy.domains;
    run.progress?.({ kind: 'domain', zone: domain.name, done: run.domainsDone, domains });
    return { zone: domain.name, lookups, issuance, proofs, attestations, servers, vantages };
  } finally {
    until.clear();
  }
}

/** What was indeterminate is asked once more when all else is done: what fails for a moment is not written down. */
async function retry(run: Run, domains: readonly Seen[]): Promise<void> {
  const again = domains.flatMap(({ lookups }) =>
    [...lookups.values()]
      .filter(({ seen }) => seen.state === 'indeterminate')
      .map(({ question }) => ({ lookups, question })),
  );
  if (again.length === 0 || run.until.signal.aborted) return;
  run.progress?.({ kind: 'retry', lookups: again.length });
  const until = deadline(run.limits.domainMs, 'asking again', run.until);
  const resolver = run.retryResolver ?? run.resolver;
  await mapBounded(again, run.limits.domains, ({ lookups, question }) =>
    look({ resolver, lookups, until, done: () => lookedUp(run, '') }, question),
  );
  until.clear();
}

function lookedUp(run: Run, zone: string): void {
  run.lookupsDone++;
  run.progress?.({ kind: 'lookup', zone, lookups: run.lookupsDone });
}

function domainEvidence({
  zone,
  lookups,
  issuance,
  proofs,
  attestations,
  servers,
  vantages,
}: Seen): DomainEvidence {
  return {
    zone,
    lookups: lookupRecord(lookups),
    issuance: [...issuance].sort(bySource),
    ...(proofs === undefined ? {} : { proofs }),
    ...(attestations === undefined ? {} : { attestations }),
    ...(servers === undefined ? {} : { servers }),
    ...(vantages === undefined ? {} : { vantages }),
  };
}
