import { outside, own, text, type Text } from '../../base/text.js';
import type { Weakening } from '../../policy/weakenings.js';
import type { Draft, Rule } from '../model.js';

export const policyWeakened: Rule = {
  id: 'policy/weakened',
  title: 'The change loosens the policy',
  kind: 'drift',
  severity: 'high',
  actor: 'you',
  means:
    'The policy as it is to be allows what the one that binds forbids. Whoever can change the policy can let anybody issue, and every later check of the world would then agree. So a change that ' +
    'loosens it fails until it is approved by the rule that the binding policy itself names (`approval`); without such a rule it always fails. An approved one is told all the same. ' +
    'This finding cannot be waived, since the waiver would be part of the change.',
  mend: 'Take the loosening back, or have it approved as `approval` in the policy of the base says: by a review of the very commit, by the lock that comes with it, or both.',
  references: [],
  // It is about two policies: the judgement of a change makes these.
  judge: () => [],
};

/** One finding for what a change loosens in a domain, or in the policy as a whole (`zone` is `''`, `subject` the clause). */
export function weakenedDraft(
  { zone, subject }: { readonly zone: string; readonly subject: string },
  loosened: readonly Weakening[],
  approval: { readonly approved: boolean; readonly words: readonly Text[] },
): Draft {
  const at = loosened.find((one) => one.at !== undefined)?.at;
  const what = zone === '' ? text`the clause ${outside(subject)}` : text`the policy of ${outside(zone)}`;
  const state = approval.approved ? own('and is approved') : own('and is not approved');
  return {
    zone,
    subject,
    title: text`The change loosens ${what}, ${state}`,
    detail: approval.approved
      ? approval.words
      : [own('After the merge, what is told here would be allowed, and no check would find it.')],
    diff: loosened.map((one) => ({
      op: '~',
      text:
        one.subject === '' || one.clause === 'waivers'
          ? text`${own(one.clause)}: ${one.words}`
          : text`${own(one.clause)} of ${outside(one.subject)}: ${one.words}`,
      note: own('looser than the policy that binds'),
    })),
    mend: approval.approved
      ? []
      : [own('Take it back, or have it approved by the rule of the policy that binds.'), ...approval.words],
    ...(at === undefined ? {} : { at }),
  };
}
