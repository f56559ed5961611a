import { evidenceOf, namePolicy, NOW, policyOf, seenOf } from '../../../src/rules/testing/builder.js';
import type { ApprovalRule, Policy } from '../../../src/policy/model.js';
import type { Judgement } from '../../../src/rules/index.js';
import type { ApprovalFacts } from '../../../src/rules/three-way/approval.js';
import { judgeChange, type Base } from '../../../src/rules/three-way/three-way.js';
import { hostilePolicy, type Values } from './world.js';

/** Changes of a policy that a stranger wrote: a loosening, one of a base that does not load, one of a fork. */
export function hostileChanges(value: Values): readonly Judgement[] {
  const base = policyOf({ names: [namePolicy('www.example.com')] }, { approval: rule(value) });
  const [domain] = base.domains;
  const wider = { ...base, domains: [{ ...domain!, names: [namePolicy(value('fork-name'))] }] };
  return [
    changed(
      { kind: 'policy', policy: base, movedFrom: [value('moved-from')] },
      hostilePolicy(value),
      approval(value),
      false,
    ),
    changed({ kind: 'unusable', problems: problems(value) }, base, {}, false),
    changed({ kind: 'policy', policy: base }, wider, approval(value), true),
  ];
}

function changed(base: Base, head: Policy, facts: ApprovalFacts, fork: boolean): Judgement {
  return judgeChange({ base, head, evidence: evidenceOf(seenOf()), approval: facts, fork, now: NOW });
}

function rule(value: Values): ApprovalRule {
  const { at } = namePolicy('example.com');
  return { reviewers: [value('policy-reviewer'), value('reviewer')], count: 2, lock: true, at };
}

function approval(value: Values): ApprovalFacts {
  const reviewer = value('reviewer');
  return {
    head: value('commit'),
    author: 'octocat',
    reviews: [{ reviewer, state: 'approved', commit: value('commit') }],
    unseen: value('reviews-unseen'),
    lock: { unusable: value('lock-unusable') },
  };
}

function problems(value: Values) {
  const { at } = namePolicy('example.com');
  return [
    { code: 'shape' as const, at: { ...at, file: value('policy-file') }, message: value('base-problem') },
  ];
}
