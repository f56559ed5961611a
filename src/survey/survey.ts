import { messageOf } from '../base/error.js';
import type { IssuanceSource } from '../ct/model.js';
import { RrType, type Clock, type Resolver } from '../dns/model.js';
import type { DomainPolicy, Policy } from '../policy/model.js';
import type {
  DomainEvidence,
  Evidence,
  ExchangeEvidence,
  LookupEvidence,
  ServersEvidence,
} from './evidence.js';
import { askSource, type CertificateReader } from './issuance.js';
import { deadline, SURVEY_LIMITS, within, type Deadline, type SurveyLimits } from './limits.js';
import { lookupKey, toLookupEvidence, typeName, unseenLookup } from './lookup-evidence.js';
import { createGate, mapBounded } from './pool.js';
import { askEveryServer, type ServerAsker } from './servers.js';
import type { Progress } from './progress.js';
import { apexQuestions, climbs, type Question } from './wanted.js';
import { guardedZones } from './zones.js';

/** What a survey needs. The world is in the ports; nothing else is read. */
export interface SurveyOptions {
  readonly policy: Policy;
  readonly resolver: Resolver;
  /** Asked at the end for what `resolver` could not see; its own caches must not remember. Default: `resolver`. */
  readonly retryResolver?: Resolver;
  /** Asks name servers one by one; absent where the run asks resolvers only. */
  readonly servers?: ServerAsker;
  /** Where to ask for certificates, and how these are read. Absent: CT is not asked. */
  readonly issuance?: IssuanceSide;
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

export interface IssuanceSide {
  readonly sources: readonly IssuanceSource[];
  readonly reader: CertificateReader;
}

interface Run extends SurveyOptions {
  readonly until: Deadline;
  readonly limits: SurveyLimits;
  readonly sourceGate: ReturnType<typeof createGate>;
  lookupsDone: number;
  domainsDone: number;
}

/** Lookups of one domain so far. */
type Lookups = Map<string, { readonly question: Question; readonly seen: LookupEvidence }>;

/**
 * Asks the world everything that judging `policy` takes, and writes it down. Never rejects for what the world does:
 * what could not be seen is in the evidence as not seen. The order of the result depends on the policy alone.
 */
export async function survey(options: SurveyOptions): Promise<Evidence> {
  const limits = { ...SURVEY_LIMITS, ...options.limits };
  const until = deadline(limits.runMs, 'the run', options.signal);
  const sourceGate = createGate(limits.sources);
  const run: Run = { ...options, limits, until, sourceGate, lookupsDone: 0, domainsDone: 0 };
  const startedAt = options.startedAt ?? options.clock.now();
  options.progress?.({ kind: 'begun', domains: options.policy.domains.length });
  try {
    const seen = await mapBounded(options.policy.domains, limits.domains, (domain) =>
      surveyDomain(run, domain),
    );
    await retry(run, seen);
    return {
      format: 'caa-guard/evidence/1',
      tool: options.tool,
      startedAt,
      finishedAt: options.clock.now(),
      vantage: options.vantage,
      anchors: options.anchors,
      domains: seen.map(domainEvidence).sort((a, b) => (a.zone < b.zone ? -1 : 1)),
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
  readonly servers: readonly ServersEvidence[] | undefined;
}

async function surveyDomain(run: Run, domain: DomainPolicy): Promise<Seen> {
  const until = deadline(run.limits.domainMs, `the domain ${domain.name}`, run.until);
  const lookups: Lookups = new Map();
  try {
    const [issuance] = await Promise.all([
      askAll(run, domain, until),
      ...apexQuestions(domain).map((question) =>
        look(run, run.resolver, lookups, question, domain.name, until),
      ),
      climbAll(run, domain, lookups, until),
    ]);
    // Only now: the way to the zone is known, and what the lookups fetched need not be fetched again.
    const seen = [...lookups.values()].map((one) => one.seen);
    const servers = run.servers && (await askEveryServer(run.servers, guardedZones(domain, seen), until));
    run.domainsDone++;
    const { length: domains } = run.policy.domains;
    run.progress?.({ kind: 'domain', zone: domain.name, done: run.domainsDone, domains });
    return { zone: domain.name, lookups, issuance, servers };
  } finally {
    until.clear();
  }
}

function askAll(run: Run, domain: DomainPolicy, until: Deadline): Promise<DomainEvidence['issuance']> {
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

/**
 * CAA along every climb. Each ends at the first set found, as a CA's does (RFC 8659, section 3). It goes on past a
 * failure, where a CA would stop: if the failure is gone at the second look, what lies above is needed.
 */
async function climbAll(run: Run, domain: DomainPolicy, lookups: Lookups, until: Deadline): Promise<void> {
  const asked = new Map<string, Promise<LookupEvidence>>();
  await mapBounded(climbs(domain), 8, async (climb) => {
    for (const name of climb) {
      const question = { name, type: RrType.CAA };
      const shared = asked.get(name.key) ?? look(run, run.resolver, lookups, question, domain.name, until);
      asked.set(name.key, shared);
      if ((await shared).answer?.kind === 'records') break;
    }
  });
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
    look(run, resolver, lookups, question, '', until),
  );
  until.clear();
}

async function look(
  run: Run,
  resolver: Resolver,
  lookups: Lookups,
  question: Question,
  zone: string,
  until: Deadline,
): Promise<LookupEvidence> {
  const name = question.name.toCanonicalString();
  const key = lookupKey(name, typeName(question.type));
  const unseen = (): LookupEvidence =>
    lookups.get(key)?.seen ?? unseenLookup(name, question.type, until.why());
  const seen = await within(until, () => lookUp(resolver, question), unseen);
  // After the end of the run an interrupted exchange looks like a failure of the network: it is none.
  const kept = until.signal.aborted && seen.state === 'indeterminate' ? unseen() : seen;
  lookups.set(key, { question, seen: kept });
  run.lookupsDone++;
  run.progress?.({ kind: 'lookup', zone, lookups: run.lookupsDone });
  return kept;
}

async function lookUp(resolver: Resolver, { name, type }: Question): Promise<LookupEvidence> {
  try {
    return toLookupEvidence(name.toCanonicalString(), type, await resolver.lookup(name, type));
  } catch (thrown) {
    return unseenLookup(name.toCanonicalString(), type, messageOf(thrown), 'internal');
  }
}

function domainEvidence({ zone, lookups, issuance, servers }: Seen): DomainEvidence {
  const sorted = [...lookups]
    .map(([key, one]) => [key, one.seen] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    zone,
    lookups: Object.fromEntries(sorted),
    issuance: [...issuance].sort(bySource),
    ...(servers === undefined ? {} : { servers }),
  };
}

function bySource(a: { readonly source: string }, b: { readonly source: string }): number {
  return a.source < b.source ? -1 : a.source > b.source ? 1 : 0;
}
