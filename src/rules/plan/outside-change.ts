import { inDomain } from '../facts/names.js';
import { outside, own, text } from '../../base/text.js';
import { setDiff, typeWords } from '../facts/planned-words.js';
import { list } from '../facts/words.js';
import type { PlanOutsideEvidence } from '../../survey/evidence.js';
import type { DomainView, Draft, Rule } from '../model.js';
import { rfc } from '../references.js';

export const outsideChange: Rule = {
  id: 'plan/outside-change',
  title: 'A guarded record was changed behind Terraform’s back',
  kind: 'drift',
  severity: 'high',
  actor: 'you',
  means:
    'When Terraform looked, a record was not as Terraform had left it: somebody changed it by another way, in the provider’s console, say, or with a stolen token. The plan may put it back, or may take it over; ' +
    'either way the change happened, and certificates may have been issued since.',
  mend: 'Find out in the provider’s log who changed it and when, and look at what was issued since. Put the record back, or take the change into the configuration and the policy.',
  references: [rfc(8659, '3')],
  judge: (view) => {
    const groups = new Map<string, PlanOutsideEvidence[]>();
    for (const one of view.plan?.outside ?? []) {
      if (!inDomain(view.domain, one.owner)) continue;
      const key = `${one.owner} ${one.type}`;
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    return [...groups.values()].flatMap((group) => draftOf(view, group));
  },
};

function draftOf(view: DomainView, group: readonly PlanOutsideEvidence[]): readonly Draft[] {
  const [first] = group;
  if (first === undefined) return [];
  const { type, owner } = first;
  const what = type === 'DNSSEC' ? own('DNSSEC') : text`The ${typeWords(type)} set`;
  return [
    {
      subject: owner,
      title: text`${what} of ${outside(owner)} was changed outside of Terraform`,
      detail: [
        text`Terraform found it changed when it refreshed ${list(group.map(({ address }) => address))}.`,
        ...group.flatMap(({ states }) =>
          states === undefined ? [] : [text`DNSSEC was ${own(states.before)}, and is ${own(states.after)}.`],
        ),
      ],
      diff: group.flatMap((one) => setDiff(one)),
      mend: [
        own('See in the provider’s log who changed it, and look at the certificates that were issued since.'),
      ],
      at: view.domain.at,
    },
  ];
}
