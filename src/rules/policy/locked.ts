import { outside, own, text, type Text } from '../../base/text.js';
import {
  lockDifferences,
  runDifference,
  unguarded,
  type LockDifference,
} from '../../policy/lock/differences.js';
import type { PolicyLock } from '../../policy/lock/model.js';
import type { Strengthening } from '../../policy/weakenings.js';
import type { DomainPolicy, Policy } from '../../policy/model.js';
import type { DiffLine, Draft, Rule } from '../model.js';

const REPLACE = own(
  'If the change is meant, write the lock again with `caa-guard lock` in the same pull request, and let the owners of the lock approve it.',
);

export const policyLocked: Rule = {
  id: 'policy/locked',
  title: 'The policy is not the locked one',
  kind: 'drift',
  severity: 'high',
  actor: 'you',
  means:
    'The run was told that the policy is locked, and this one is another than the lock holds. Whoever can change the policy can let anybody issue, and every check of the world ' +
    'would then agree: the lock is what somebody else has approved. Differences are told in words, the looser ones first. This finding cannot be waived, since the waiver would stand in the policy itself.',
  mend: 'Take the change back, or have it approved: write the lock again with `caa-guard lock`, and let its owners (CODEOWNERS) look at what changes in it. `caa-guard diff` shows the same in words.',
  references: [],
  judge: () => [],
  judgeRun: ({ policy }) => {
    const { lock } = policy;
    if (lock === undefined) return [];
    const differenceOf = lockDifferences(lock, policy);
    return [
      ...policy.domains.flatMap((domain) => ofDomain(domain, differenceOf(domain), lock)),
      ...removed(policy, lock),
      ...ofRun(policy, lock),
    ];
  },
};

function ofDomain(
  domain: DomainPolicy,
  found: LockDifference | undefined,
  lock: PolicyLock,
): readonly Draft[] {
  if (found === undefined) return [];
  const how = found.kind === 'added' ? own('is not in') : own('is not the one in');
  return [
    {
      zone: domain.name,
      subject: domain.name,
      title: text`The policy of ${outside(domain.name)} ${how} the lock ${outside(lock.file)}${looser(found)}`,
      ...said(found),
      at: found.weakenings.find(({ at }) => at !== undefined)?.at ?? domain.at,
    },
  ];
}

/** What is not guarded any more has no place of its own: it counts for every domain that is. */
function removed(policy: Policy, lock: PolicyLock): readonly Draft[] {
  return unguarded(lock, policy).map((name) => ({
    zone: '',
    subject: name,
    title: text`${outside(name)} is in the lock ${outside(lock.file)}, and the policy does not guard it any more`,
    detail: [own('Nothing that happens to it will be seen.')],
    mend: [REPLACE],
  }));
}

function ofRun(policy: Policy, lock: PolicyLock): readonly Draft[] {
  const found = runDifference(lock, policy);
  if (found === undefined) return [];
  const at = found.weakenings.find((one) => one.at !== undefined)?.at;
  return [
    {
      zone: '',
      subject: 'waivers and failOn',
      title: text`Waivers, or what fails a run, are not as in the lock ${outside(lock.file)}${looser(found)}`,
      ...said(found),
      ...(at === undefined ? {} : { at }),
    },
  ];
}

function looser({ weakenings }: Pick<LockDifference, 'weakenings'>): Text {
  return own(weakenings.length > 0 ? ': it is looser' : '');
}

function said({
  weakenings,
  strengthenings,
  others,
}: Omit<LockDifference, 'kind'>): Pick<Draft, 'detail' | 'diff' | 'mend'> {
  const none = weakenings.length + strengthenings.length + others.length === 0;
  const line =
    (note: Text) =>
    (one: Strengthening): DiffLine => ({
      op: '~',
      text: text`${own(one.clause)} of ${outside(one.subject)}: ${one.words}`,
      note,
    });
  return {
    detail: none
      ? [
          own(
            'Neither allows what the other forbids; what is written differs, or it is a domain that is new.',
          ),
        ]
      : [],
    diff: [
      ...weakenings.map(line(own('looser than locked'))),
      ...others.map((words): DiffLine => ({ op: '~', text: words })),
      ...strengthenings.map(line(own('stricter than locked'))),
    ],
    mend: [REPLACE],
  };
}
