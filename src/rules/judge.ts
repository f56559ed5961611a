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
  readonly concerning: ReadonlyMap<string, ReadonlySet<string>>;
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
  const found = merged(byDomain.flatMap((one) => one.found));
  // Whether a waiver covers nothing is for the run that judges all domains to say.
  const waived = applyWaivers(found, policy, now, { partly: alone || evidence.shard !== undefined });
  const ofRun = merged(waived.drafts.map(({ rule, draft }) => findingOf(rule, draft, '', policy.failOn)));
  const findings = [...waived.findings, ...ofRun].sort(compareFindings);
  // A finding of the whole run counts for each domain that it was found for.
  const concerning = new Map(
    byDomain.map(({ view, found: ofDomain }) => [view.domain.name, new Set(ofDomain.map(({ id }) => id))]),
  );
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const judgement = frozen({
    outcome: outcomeOf(findings),
    now,
    observedAt: evidence.finishedAt,
    domains: byDomain.map(({ view }) => ({
      zone: view.domain.name,
      outcome: outcomeOf([...(concerning.get(view.domain.name) ?? [])].flatMap((id) => byId.get(id) ?? [])),
      checked: checkedWords(view),
    })),
    findings,
  });
  return { judgement, concerning };
}

/** Drift if anything fails; else unknown if anything could not be seen. Neither hides the other: both are findings. */
export function outcomeOf(findings: readonly Finding[]): Outcome {
  if (findings.some(({ fails }) => fails)) return 'drift';
  return findings.some(({ kind }) => kind === 'unknown') ? 'unknown' : 'ok';
}

function unseen({ name }: DomainPolicy): DomainEvidence {
  return { zone: name, lookups: {}, issuance: [] };
}

/** Findings of one identity are one finding: the gravest, with what all of them say. */
export function merged(findings: readonly Finding[]): readonly Finding[] {
  const byId = new Map<string, Finding>();
  for (const finding of findings) {
    const other = byId.get(finding.id);
    byId.set(finding.id, other === undefined ? finding : mergedPair(other, finding));
  }
  return [...byId.values()];
}

function mergedPair(a: Finding, b: Finding): Finding {
  const [graver, other] = rank(a.severity) <= rank(b.severity) ? [a, b] : [b, a];
  return {
    ...graver,
    detail: distinct([...graver.detail, ...other.detail]),
    diff: distinct([...graver.diff, ...other.diff]),
    mend: distinct([...graver.mend, ...other.mend]),
    fails: graver.fails || other.fails,
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
