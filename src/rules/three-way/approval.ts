import { join, outside, own, text, type Outside, type Text } from '../../base/text.js';
import { lockDifference, runDifference, unguarded } from '../../policy/lock/differences.js';
import type { PolicyLock } from '../../policy/lock/model.js';
import type { ApprovalRule, Policy } from '../../policy/model.js';

/** One review of a change, as a forge tells it. */
export interface ReviewFact {
  /** Login of who gave it; forges do not tell case apart. */
  readonly reviewer: string;
  /** `comment`: neither approved nor refused, so that an older review stands. */
  readonly state: 'approved' | 'refused' | 'dismissed' | 'comment';
  /** The commit that was reviewed. */
  readonly commit: string;
}

/** What is known of who approves a change. All of it is from outside; nothing is believed that is not in here. */
export interface ApprovalFacts {
  /** The commit that is judged: a review of another one counts for nothing. Absent: no review counts. */
  readonly head?: string;
  /** Login of who proposes the change, whose own approval counts for nothing. */
  readonly author?: string;
  /** Oldest first. */
  readonly reviews?: readonly ReviewFact[];
  /** Logins for whose approval of this very change the caller vouches. */
  readonly vouched?: readonly string[];
  /** Why reviews could not be seen, and what to do. */
  readonly unseen?: string;
  /** The lock that the change brings, or why it is of no use. Absent: it brings none. */
  readonly lock?: PolicyLock | { readonly unusable: string };
}

/** Whether a change is approved by the rule of the policy that binds. */
export interface Approval {
  readonly met: boolean;
  /** Whether what no lock holds, entries of ledger files, is approved as well. */
  readonly beyondLock: boolean;
  /** By whom it is approved; or what is missing, and how to get it. */
  readonly words: readonly Text[];
}

const HOW = own(
  'The policy has no rule for that: declare `approval`, with `reviewers` or with `lock: true`. That is a loosening as well, so somebody who may has to merge it past this check, once.',
);

export function approvalOf(rule: ApprovalRule | undefined, facts: ApprovalFacts, head: Policy): Approval {
  if (rule === undefined) return { met: false, beyondLock: false, words: [HOW] };
  const reviewed = reviewedBy(rule, facts);
  const locked = rule.lock ? lockedBy(facts.lock, head) : undefined;
  const asked = [...(rule.count > 0 ? [reviewed] : []), ...(locked === undefined ? [] : [locked])];
  const missing = asked.filter(({ met }) => !met);
  return {
    met: missing.length === 0,
    beyondLock: missing.length === 0 && rule.count > 0,
    words: (missing.length > 0 ? missing : asked).map(({ words }) => words),
  };
}

type Part = Pick<Approval, 'met'> & { readonly words: Text };

function reviewedBy(rule: ApprovalRule, facts: ApprovalFacts): Part {
  const given = approvers(facts).filter((login) => rule.reviewers.includes(login));
  const commit = facts.head === undefined ? own('this change') : text`${outside(facts.head.slice(0, 12))}`;
  if (given.length >= rule.count)
    return { met: true, words: text`Approved by ${named(given)} at ${commit}.` };
  const have = given.length === 0 ? own('none has') : text`${named(given)} has`;
  const unseen =
    facts.unseen === undefined ? [] : text` Reviews could not be seen: ${outside(facts.unseen)}.`;
  return {
    met: false,
    words: text`${rule.count} of ${named(rule.reviewers)} ${own(rule.count === 1 ? 'has' : 'have')} to approve ${commit}, the author excepted; ${have}.${unseen}`,
  };
}

/** Who approves the very commit, lower case: the latest word of each, but for the author's. */
function approvers({ head, author, reviews = [], vouched = [] }: ApprovalFacts): readonly string[] {
  const last = new Map<string, boolean>();
  for (const { reviewer, state, commit } of reviews)
    if (state !== 'comment')
      last.set(reviewer.toLowerCase(), state === 'approved' && head !== undefined && commit === head);
  for (const login of vouched) last.set(login.toLowerCase(), true);
  last.delete(author?.toLowerCase() ?? '');
  return [...last].flatMap(([login, approves]) => (approves ? [login] : [])).sort();
}

function lockedBy(lock: ApprovalFacts['lock'], head: Policy): Part {
  const write = own('Write it with `caa-guard lock` in the same change, and let its owners approve that.');
  if (lock === undefined) return { met: false, words: text`The change brings no lock. ${write}` };
  if ('unusable' in lock)
    return {
      met: false,
      words: text`The lock of the change cannot be used: ${outside(lock.unusable)}. ${write}`,
    };
  const current =
    head.domains.every((domain) => lockDifference(lock, head, domain) === undefined) &&
    unguarded(lock, head).length === 0 &&
    runDifference(lock, head) === undefined;
  return current
    ? { met: true, words: text`Approved by the lock ${outside(lock.file)}, which is the one of this change.` }
    : {
        met: false,
        words: text`The lock ${outside(lock.file)} is not the one of this change. ${write}`,
      };
}

function named(logins: readonly string[]): Text {
  return join(
    logins.map((login): Outside => outside(login)),
    ', ',
  );
}
