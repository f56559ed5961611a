import { lockable } from '../../policy/lock/form.js';
import type { Policy } from '../../policy/model.js';
import { weakenings, type Weakening } from '../../policy/weakenings.js';
import { findingOf } from '../finding.js';
import type { Finding } from '../model.js';
import { policyWeakened, weakenedDraft } from '../policy/weakened.js';
import { approvalOf, type ApprovalFacts } from './approval.js';

/** What a change loosens, as findings, and whether it is approved. */
export interface Weakened {
  readonly findings: readonly Finding[];
  /** Ways in which it is looser. */
  readonly count: number;
  /** All of them are approved, or there are none. */
  readonly approved: boolean;
}

/** One finding for each domain that the change loosens, and for each clause of the policy as a whole. */
export function weakenedBy(base: Policy, head: Policy, facts: ApprovalFacts): Weakened {
  const found = weakenings(base, head);
  if (found.length === 0) return { findings: [], count: 0, approved: true };
  const approval = approvalOf(base.approval, facts, head);
  const held = new Set(weakenings(withoutLedgers(base), withoutLedgers(head)).map(textOf));
  const isApproved = (one: Weakening): boolean =>
    approval.met && (approval.beyondLock || held.has(textOf(one)));
  const findings = [...grouped(found, base, head)].map(([key, some]) => {
    const approved = some.every(isApproved);
    const draft = weakenedDraft(placeOf(key), some, { approved, words: approval.words });
    const finding = findingOf(policyWeakened, draft, '', base.failOn);
    return { ...finding, stage: 'weakened' as const, fails: !approved };
  });
  return { findings, count: found.length, approved: found.every(isApproved) };
}

/** What a lock holds: entries in ledger files are not in it. */
function withoutLedgers(policy: Policy): Policy {
  return { ...policy, domains: policy.domains.map(lockable) };
}

function textOf({ clause, subject, words }: Weakening): string {
  return JSON.stringify([clause, subject, words]);
}

const OF_RUN: ReadonlySet<string> = new Set(['waivers', 'failOn', 'approval']);

/** By domain, or by clause of the policy as a whole; keys are read back by `placeOf`. */
function grouped(
  found: readonly Weakening[],
  base: Policy,
  head: Policy,
): ReadonlyMap<string, readonly Weakening[]> {
  const domains = new Set([...head.domains, ...base.domains].map(({ name }) => name));
  const groups = new Map<string, Weakening[]>();
  for (const one of found) {
    const key = OF_RUN.has(one.clause) ? `/${one.clause}` : nearest(domains, one.subject);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

function placeOf(key: string): { readonly zone: string; readonly subject: string } {
  return key.startsWith('/') ? { zone: '', subject: key.slice(1) } : { zone: key, subject: key };
}

/** The domain that a name belongs to: the nearest one at or above it. */
function nearest(domains: ReadonlySet<string>, name: string): string {
  const labels = name.split('.');
  return labels.map((_, i) => labels.slice(i).join('.')).find((one) => domains.has(one)) ?? '';
}
