import { outside, own, text } from '../../base/text.js';
import { describeProblem, type PolicyProblem } from '../../policy/problem.js';
import type { Draft, Rule } from '../model.js';

/** Problems that are told. */
const MOST = 10;

export const baseUnusable: Rule = {
  id: 'policy/base-unusable',
  title: 'The policy that binds cannot be used',
  kind: 'drift',
  severity: 'high',
  actor: 'you',
  means:
    'There is a policy at the base of the change, and it does not load: it was merged past the check, or a newer version reads it more strictly. So nothing says what the change would loosen, and who may approve it. ' +
    'The change is judged as a first policy would be, and fails for this alone. No approval and no waiver make it pass, since both would be read from the change itself.',
  mend: 'Merge a change that mends the policy, and nothing else, past this check. From then on it binds.',
  references: [],
  // It is about two policies: the judgement of a change makes these.
  judge: () => [],
};

export function unusableDraft(problems: readonly PolicyProblem[]): Draft {
  const more = problems.length - MOST;
  return {
    zone: '',
    subject: 'base',
    title: own('The policy of the base does not load, so nothing says what this change would loosen'),
    detail: [
      ...problems.slice(0, MOST).map((one) => text`${outside(describeProblem(one))}`),
      ...(more > 0 ? [text`and ${more} more.`] : []),
    ],
    mend: [
      own(
        'Let somebody who may merge past this check do so, with a change that mends this and nothing else.',
      ),
    ],
  };
}
