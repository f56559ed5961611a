import { canonicalDomain } from '../../policy/canonical.js';
import { lockedWaivers } from '../../policy/lock/write.js';
import type { Policy } from '../../policy/model.js';
import type { PolicyProblem } from '../../policy/problem.js';
import { shardOf, shardOfPolicy, type Shard } from '../../policy/shard.js';
import { lookedAtPart } from '../../policy/watch.js';
import type { Evidence } from '../../survey/evidence.js';
import { findingOf } from '../finding.js';
import { judged, merged, type Judged } from '../judge.js';
import type { Change, Finding, Judgement } from '../model.js';
import { baseUnusable, unusableDraft } from '../policy/base-unusable.js';
import { policyLocked } from '../policy/locked.js';
import type { ApprovalFacts } from './approval.js';
import { pending, staged } from './stages.js';
import { NOTHING, together, withPlan, type Parts } from './together.js';
import { weakenedBy, type Weakened } from './weakened.js';

/** The policy that binds: as it stands at the base of a change. */
export type Base =
  | ({ readonly kind: 'policy'; readonly policy: Policy } & MovedFrom)
  /** There is none yet. */
  | { readonly kind: 'none' }
  | ({ readonly kind: 'unusable'; readonly problems: readonly PolicyProblem[] } & MovedFrom);

/** The files of the base, where they are others than those of the change. */
type MovedFrom = Pick<Change, 'movedFrom'>;

export interface ThreeWay {
  readonly base: Base;
  /** The policy as it is to be. */
  readonly head: Policy;
  /** What was looked at for both; for a fork, for the base alone. */
  readonly evidence: Evidence;
  /** The part of `evidence` that one of the policies alone would have asked for. Default: all of it. */
  readonly askedBy?: (policy: Policy, evidence: Evidence) => Evidence;
  readonly approval: ApprovalFacts;
  readonly fork: boolean;
  /** The part of the domains that is judged; what is loosened is worked out over all of them. */
  readonly shard?: Shard;
  /** Unix milliseconds. */
  readonly now: number;
}

/**
 * Judges a change of the policy: what stands is held against the policy that binds, a plan against the one to be, and the
 * two against each other. Pure, as `judge` is.
 */
export function judgeChange(input: ThreeWay): Judgement {
  const { base, head, shard } = input;
  if (base.kind !== 'policy') return withoutBase(base, input);
  const weakened = weakenedBy(base.policy, head, input.approval);
  const { policy, notLookedAt } = input.fork
    ? lookedAtPart(base.policy, head)
    : { policy: head, notLookedAt: [] };
  const part = (one: Policy): Policy => (shard === undefined ? one : shardOfPolicy(one, shard));
  const here = ({ zone }: Finding): boolean =>
    shard === undefined || zone === '' || shardOf(zone, shard.of) === shard.index;
  const same = weakened.count === 0 && demands(base.policy) === demands(head);
  const after = seenBy(part(policy), input);
  const before = same ? after : seenBy(part(base.policy), input);
  const found = { before, after, plan: planned(part(policy), input) };
  return held(found, weakened.findings.filter(here), {
    policy: head,
    weakened,
    now: input.now,
    observedAt: input.evidence.finishedAt,
    notLookedAt,
    kind: same ? 'same' : 'changed',
    ...movedFrom(base),
    guarded: new Set(base.policy.domains.map(({ name }) => name)),
  });
}

/** What is deployed, held against one policy. Nothing, where a plan alone is judged. */
function seenBy(policy: Policy, { evidence, askedBy, now }: ThreeWay): Judged {
  const { plan, ...rest } = evidence;
  if (plan?.alone === true) return NOTHING;
  const asked = askedBy === undefined ? rest : askedBy(policy, rest);
  return judged(policy, asked, now);
}

/** What a plan will leave behind, and nothing else. */
function planned(policy: Policy, { evidence, now }: ThreeWay): Judged {
  const { plan } = evidence;
  return plan === undefined ? NOTHING : judged(policy, { ...evidence, plan: { ...plan, alone: true } }, now);
}

function held(
  { before, after, plan }: Parts,
  loosened: readonly Finding[],
  about: {
    readonly policy: Policy;
    readonly weakened: Weakened;
    readonly notLookedAt: readonly string[];
    readonly kind: Change['kind'];
    readonly guarded: ReadonlySet<string>;
  } & MovedFrom &
    Pick<Judgement, 'now' | 'observedAt'>,
): Judgement {
  const { policy, weakened, kind, notLookedAt, now, observedAt } = about;
  // Whether the policy is the locked one is asked of the one to be, whatever the other says.
  const [locked, later] = split(after.judgement.findings);
  const stood = staged({
    base: before.judgement.findings.filter(({ rule }) => rule !== policyLocked.id),
    head: later,
    policy,
    approved: weakened.approved,
    before: about.guarded,
  });
  const fails = new Set(later.filter(({ fails: one }) => one).map(({ id }) => id));
  const change: Change = {
    kind,
    weakened: weakened.count,
    approved: weakened.approved,
    pending: stood.filter(({ id, stage }) => stage === 'pending' && fails.has(id)).length,
    notLookedAt,
    ...movedFrom(about),
  };
  const findings = withPlan([...loosened, ...locked, ...stood], plan.judgement.findings);
  return together({ before, after, plan }, findings, { change, now, observedAt });
}

function split(
  findings: readonly Finding[],
): readonly [locked: readonly Finding[], others: readonly Finding[]] {
  return [
    findings.filter(({ rule }) => rule === policyLocked.id),
    findings.filter(({ rule }) => rule !== policyLocked.id),
  ];
}

/** Without a policy that binds, the one to be is told of as it is, and nothing of that fails. */
function withoutBase(base: Exclude<Base, { kind: 'policy' }>, input: ThreeWay): Judgement {
  const { head, shard, now, evidence, fork } = input;
  const policy = shard === undefined ? head : shardOfPolicy(head, shard);
  const all = fork ? [] : [seenBy(policy, input), planned(policy, input)];
  const [locked, others] = split(merged(all.flatMap(({ judgement }) => judgement.findings)));
  const broken =
    base.kind === 'none' ? [] : [findingOf(baseUnusable, unusableDraft(base.problems), '', head.failOn)];
  const change: Change = {
    kind: base.kind === 'none' ? 'first' : 'unusable',
    weakened: 0,
    approved: base.kind === 'none',
    pending: others.filter(({ fails }) => fails).length,
    notLookedAt: fork ? namesOf(head) : [],
    ...(base.kind === 'none' ? {} : movedFrom(base)),
  };
  const [seen, plan] = all;
  return together(
    { before: NOTHING, after: seen ?? NOTHING, plan: plan ?? NOTHING },
    [...broken, ...locked, ...others.map((one) => pending(one, new Set()))],
    { change, now, observedAt: evidence.finishedAt },
  );
}

function movedFrom({ movedFrom: files }: MovedFrom): MovedFrom {
  return files === undefined ? {} : { movedFrom: files };
}

function namesOf({ domains }: Policy): readonly string[] {
  return [...new Set(domains.flatMap(({ name, names }) => [name, ...names.map((one) => one.name)]))].sort();
}

/** All that a policy demands, as text; where and in which words it stands takes no part. */
function demands({ domains, waivers, failOn, approval }: Policy): string {
  const { at: _, ...rule } = approval ?? { at: undefined };
  return JSON.stringify([domains.map(canonicalDomain), lockedWaivers(waivers), failOn.weakness, rule]);
}
