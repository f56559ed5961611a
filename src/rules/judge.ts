import { grouped } from '../base/grouped.js';
import type { DomainPolicy, Policy } from '../policy/model.js';
import type { DomainEvidence, Evidence } from '../survey/evidence.js';
import { checkedWords } from './checked.js';
import { compareFindings, findingOf, order, rank } from './finding.js';
import type { Finding, Judgement, Outcome, Rule } from './model.js';
import { planParts } from './facts/plan-parts.js';
import { reachOf } from './facts/reach.js';
import { plannedDrafts } from './plan/same-rules.js';
import { viewOf } from './view.js';
import { RULES } from './registry.js';
import { applyWaivers } from './waivers.js';

/**
 * Holds what was seen against what was declared. Pure: the same policy, evidence and `now` (Unix milliseconds) give the
 * same judgement, and the order of domains, records and certificates in them means nothing. A domain of the policy that
 * the evidence does not hold is one that could not be seen.
 */
export function judge(
  policy: Policy,
  evidence: Evidence,
  now: number,
  rules: readonly Rule[] = RULES,
): Judgement {
  return judged(policy, evidence, now, rules).judgement;
}

/** A judgement, and for each domain the ids of the findings that count for it: its own, and those of the whole run. */
export interface Judged {
  readonly judgement: Judgement;
  readonly concerning: Pick<ReadonlyMap<string, ReadonlySet<string>>, 'get'>;
}

/** The same, with what it takes to put judgements together. */
export function judged(
  policy: Policy,
  evidence: Evidence,
  now: number,
  rules: readonly Rule[] = RULES,
): Judged {
  const reach = reachOf(evidence);
  const seen = new Map(evidence.domains.map((one) => [one.zone, one]));
  const plans = planParts(evidence.plan, policy.domains);
  const views = [...policy.domains]
    .sort((a, b) => order(a.name, b.name))
    .map((domain) => {
      const plan = plans.get(domain.name);
      return viewOf({
        policy,
        domain,
        evidence,
        seen: seen.get(domain.name) ?? unseen(domain),
        ...(plan === undefined ? {} : { plan }),
        reach,
        now,
      });
    });
  // A plan that is judged alone says nothing of what is deployed; the lock is on the policy, whatever is judged by it.
  const alone = evidence.plan?.alone === true;
  const own = alone ? rules.filter(({ id }) => id.startsWith('plan/') || id === 'policy/locked') : rules;
  const byDomain = views.map((view) => ({
    view,
    found: [
      ...own.flatMap((rule) => rule.judge(view).map((draft) => ({ rule, draft }))),
      ...plannedDrafts(view, rules),
    ].map(({ rule, draft }) => findingOf(rule, draft, view.domain.name, policy.failOn)),
  }));
  const atOnce = own.flatMap((rule) =>
    (rule.judgeRun?.({ policy, evidence, now }) ?? []).map((draft) =>
      findingOf(rule, draft, '', policy.failOn),
    ),
  );
  const found = merged([...byDomain.flatMap((one) => one.found), ...atOnce]);
  // Whether a waiver covers nothing is for the run that judges all domains to say.
  const waived = applyWaivers(found, policy, now, { partly: alone || evidence.shard !== undefined });
  const ofRun = merged(waived.drafts.map(({ rule, draft }) => findingOf(rule, draft, '', policy.failOn)));
  const findings = [...waived.findings, ...ofRun].sort(compareFindings);
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const outcomeOfIds = (ids: Iterable<string>): Outcome =>
    outcomeOf([...ids].flatMap((id) => byId.get(id) ?? []));
  // A finding of the whole run counts for each domain that it was found for, or for all.
  const forAll = new Set(atOnce.flatMap(({ id, zone }) => (zone === '' ? [id] : [])));
  const ofAll = outcomeOfIds(forAll);
  const byZone = grouped(atOnce, ({ zone }) => [zone]);
  const ids = new Map(
    byDomain.map(({ view: { domain }, found: ofDomain }) => [
      domain.name,
      new Set([...ofDomain, ...(byZone.get(domain.name) ?? [])].map(({ id }) => id)),
    ]),
  );
  const judgement = frozen({
    outcome: outcomeOf(findings),
    now,
    observedAt: evidence.finishedAt,
    domains: byDomain.map(({ view }) => ({
      zone: view.domain.name,
      outcome: worse(outcomeOfIds(ids.get(view.domain.name) ?? []), ofAll),
      checked: checkedWords(view),
    })),
    findings,
  });
  // Put together when it is asked for: domains and findings of the run multiply.
  const concerning = (zone: string): ReadonlySet<string> => new Set([...(ids.get(zone) ?? []), ...forAll]);
  return { judgement, concerning: { get: (zone) => (ids.has(zone) ? concerning(zone) : undefined) } };
}

/** Drift if anything fails; else unknown if anything could not be seen. Neither hides the other: both are findings. */
export function outcomeOf(findings: readonly Finding[]): Outcome {
  if (findings.some(({ fails }) => fails)) return 'drift';
  return findings.some(({ kind }) => kind === 'unknown') ? 'unknown' : 'ok';
}

const WORST_FIRST: readonly Outcome[] = ['drift', 'unknown', 'ok'];

function worse(a: Outcome, b: Outcome): Outcome {
  return WORST_FIRST.find((one) => one === a || one === b) ?? a;
}

function unseen({ name }: DomainPolicy): DomainEvidence {
  return { zone: name, lookups: {}, issuance: [] };
}

/**
 * Findings of one identity are one finding: the gravest, with what all of them say. All at once: what thousands of domains
 * say of one log would else be gone through again for each of them.
 */
export function merged(findings: readonly Finding[]): readonly Finding[] {
  return [...grouped(findings, ({ id }) => [id]).values()].map(mergedOne);
}

function mergedOne(same: readonly Finding[]): Finding {
  const gravestFirst = [...same].sort((a, b) => rank(a.severity) - rank(b.severity));
  const [gravest] = gravestFirst;
  if (gravest === undefined) throw new RangeError('expected one finding at least');
  if (same.length === 1) return gravest;
  return {
    ...gravest,
    detail: distinct(gravestFirst.flatMap(({ detail }) => detail)),
    diff: distinct(gravestFirst.flatMap(({ diff }) => diff)),
    mend: distinct(gravestFirst.flatMap(({ mend }) => mend)),
    fails: same.some(({ fails }) => fails),
  };
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}
