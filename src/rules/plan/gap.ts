import { outside, own, text } from '../../base/text.js';
import { compare, isLooser } from '../facts/compare.js';
import { inDomain, policyNames } from '../facts/names.js';
import { isPartly, type PlannedView } from '../facts/planned.js';
import { changeWords } from '../facts/planned-words.js';
import { positionOf } from '../facts/words.js';
import type { NamePolicy } from '../../policy/model.js';
import type { DomainView, Draft, Rule } from '../model.js';
import { baseline } from '../references.js';

export const gap: Rule = {
  id: 'plan/gap',
  title: 'Between deletion and creation the name stands unprotected',
  kind: 'weakness',
  severity: 'medium',
  actor: 'you',
  means:
    'Before and after the plan all is as it should be; in between, records are deleted before others are created. If the apply fails there, it stays so. Whoever waits for such a moment needs only one: ' +
    'a CA may go by the CAA lookup that it made then for eight hours.',
  mend: 'Change records in place, set `create_before_destroy`, tell Terraform of renames with `moved` blocks, or apply in two steps: first create, then delete.',
  references: [
    baseline('3.2.2.8'),
    {
      label: 'Terraform: create_before_destroy',
      url: 'https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle',
    },
  ],
  judge: (view) => [...view.planned().flatMap((planned) => caaDrafts(planned, view)), ...signingDrafts(view)],
};

function caaDrafts(planned: PlannedView, view: DomainView): readonly Draft[] {
  const declared = new Set(policyNames(view.domain).map(({ name }) => name));
  return planned.names
    .filter(({ name }) => declared.has(name) && planned.isTouched(name))
    .flatMap((np) => {
      const set = planned.setOf(np.name);
      if (set === undefined || set.before.length === 0 || set.after.length === 0) return [];
      if (!opens(np, planned, view)) return [];
      return [
        {
          subject: np.name,
          title: text`While the plan is applied, ${outside(np.name)} stands for a moment without the CAA set that protects it`,
          detail: [
            set.through.length === 0
              ? own('All of its records are deleted before, or at the same time as, new ones are created.')
              : own('The records that stand throughout allow more than those before and after.'),
            ...changeWords(set.changes),
          ],
          mend: [own('Change the records in place, or create before you delete.')],
          at: positionOf(np, 'issue'),
        },
      ];
    });
}

/** Whether what stands throughout allows more than the policy, and neither what stood before nor what stands after does. */
function opens(np: NamePolicy, planned: PlannedView, view: DomainView): boolean {
  const looser = (one: DomainView): boolean => isLooser(compare(np, one.deployed(np.name), view.now));
  const set = planned.setOf(np.name);
  if (isPartly(set) || looser(planned.at('after')) || looser(planned.at('before'))) return false;
  // Nothing throughout, and what is above is not known: nothing is seen to protect the name.
  if (planned.at('through').deployed(np.name).climb.kind === 'failed') return set?.through.length === 0;
  return looser(planned.at('through'));
}

/** Signing is replaced: off, and on again with another key, to which the DS at the parent does not belong. */
function signingDrafts(view: DomainView): readonly Draft[] {
  return (view.plan?.signing ?? []).flatMap((one) => {
    const replaced = one.changes.filter(
      ({ actions }) => actions.includes('create') && actions.includes('delete'),
    );
    if (
      !inDomain(view.domain, one.domain) ||
      one.before !== 'on' ||
      one.after !== 'on' ||
      replaced.length === 0
    )
      return [];
    return [
      {
        subject: `DNSSEC of ${one.domain}`,
        title: text`While the plan is applied, DNSSEC of ${outside(one.domain)} is turned off and on again`,
        detail: [
          ...changeWords(replaced),
          own(
            'The new key is another one: until the DS at the parent follows, validation of the whole domain fails.',
          ),
        ],
        mend: [own('Change the resource in place; for a new key, plan a rollover.')],
        at: positionOf(view.domain, 'dnssec.required', 'dnssec'),
      },
    ];
  });
}
