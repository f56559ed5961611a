import { outside, own, text } from '../base/text.js';
import type { Loosened } from './loosened.js';
import type { ApprovalRule } from './model.js';

/**
 * Ways in which a rule for approval lets a change pass that another held back. Without a rule nothing is approved, so that
 * to declare one is to loosen, and to take it out is not.
 */
export function approvalLoosened(from: ApprovalRule | undefined, to: ApprovalRule | undefined): Loosened {
  if (to === undefined) return [];
  const at = { clause: 'approval' as const, at: to.at };
  if (from === undefined)
    return [
      {
        ...at,
        words: own('a change that loosens the policy may be approved; before: never'),
        undone: own('a change that loosens the policy cannot be approved any more'),
      },
    ];
  return [
    ...reviewersLoosened(from, to).map((one) => ({ ...at, ...one })),
    ...(from.lock && !to.lock
      ? [
          {
            ...at,
            words: own('a change need not bring its lock to be approved; before: it had to'),
            undone: own('a change has to bring its lock to be approved; before: not'),
          },
        ]
      : []),
  ];
}

type Said = Pick<Loosened[number], 'words' | 'undone'>;

function reviewersLoosened(from: ApprovalRule, to: ApprovalRule): readonly Said[] {
  // No lock holds what stands in ledger files.
  if (from.count === 0)
    return to.count === 0
      ? []
      : [
          {
            words: own(
              'reviewers may approve entries of ledger files; before: nobody, since no lock holds them',
            ),
            undone: own('nobody may approve entries of ledger files any more, since no lock holds them'),
          },
        ];
  if (to.count === 0)
    return [
      {
        words: text`no reviewer has to approve; before: ${from.count} had to`,
        undone: text`${from.count} of the reviewers have to approve; before: none`,
      },
    ];
  const come = to.reviewers.filter((login) => !from.reviewers.includes(login));
  // At worst the new reviewers are the ones who approve: are those that are left enough for the older rule?
  if (to.count - come.length >= from.count) return [];
  return [
    ...come.map((login) => ({
      words: text`${outside(login)} may approve; before: not`,
      undone: text`${outside(login)} may not approve any more`,
    })),
    ...(to.count < from.count
      ? [
          {
            words: text`${to.count} of the reviewers have to approve; before: ${from.count}`,
            undone: text`${from.count} of the reviewers have to approve; before: ${to.count}`,
          },
        ]
      : []),
  ];
}
