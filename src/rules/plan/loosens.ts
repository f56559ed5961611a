import { outside, own, text } from '../../base/text.js';
import { compare, isLooser } from '../facts/compare.js';
import { loosenedFor } from '../facts/planned-policy.js';
import { changeWords, setDiff } from '../facts/planned-words.js';
import { deploySteps, positionOf } from '../facts/words.js';
import type { DomainView, Draft, Rule } from '../model.js';
import type { PlannedView } from '../facts/planned.js';
import { rfc } from '../references.js';

export const loosens: Rule = {
  id: 'plan/loosens',
  title: 'The plan lets somebody issue who could not before',
  kind: 'drift',
  severity: 'critical',
  actor: 'you',
  means:
    'What stands after `terraform apply` allows what the present records forbid. Where the policy does not allow it either, applying the plan opens the domain: to another CA, ' +
    'another account, another method of validation, or to everybody. Where the policy does allow it, the finding is a weakness of low severity, so that whoever reviews the plan sees it.',
  mend: 'Change the configuration so that the records stay as strict as the policy; or declare in the policy what is meant to be allowed, and have that reviewed.',
  references: [rfc(8659, '4'), rfc(8657)],
  judge: (view) =>
    view.planned().flatMap((planned) => planned.names.flatMap((np) => draftsFor(np, planned, view))),
};

function draftsFor(
  np: PlannedView['names'][number],
  planned: PlannedView,
  view: DomainView,
): readonly Draft[] {
  if (!planned.isTouched(np.name)) return [];
  const after = planned.at('after').deployed(np.name);
  const found = loosenedFor(np, planned.at('before').deployed(np.name), after, view);
  if (found === undefined || found.length === 0) return [];
  const beyond = isLooser(compare(np, after, view.now));
  const set = planned.setOf(np.name);
  return [
    {
      subject: np.name,
      ...(beyond ? {} : { kind: 'weakness' as const, severity: 'low' as const }),
      title: beyond
        ? text`The plan loosens who may issue for ${outside(np.name)}, beyond the policy`
        : text`The plan loosens who may issue for ${outside(np.name)}, within the policy`,
      detail: [
        ...found.map(({ words }) => text`${words}.`),
        ...(set === undefined ? [] : changeWords(set.changes)),
        ...(beyond ? [] : [own('The policy allows it. See that it is meant.')]),
      ],
      diff: set === undefined ? [] : setDiff(set),
      mend: beyond ? deploySteps(np, view.now) : [],
      at: positionOf(np, ...found.map(({ clause }) => clause), 'issue'),
    },
  ];
}
