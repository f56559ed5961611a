import { inDomain } from '../facts/names.js';
import { outside, own, text, type Text } from '../../base/text.js';
import { changeWords, typeWords } from '../facts/planned-words.js';
import type { PlanChangeEvidence, PlanSetEvidence } from '../../survey/evidence.js';
import type { DomainView, Draft, Rule } from '../model.js';

export const forgotten: Rule = {
  id: 'plan/forgotten',
  title: 'Terraform will no longer manage a guarded record',
  kind: 'drift',
  severity: 'medium',
  actor: 'you',
  means:
    'The record stays in the DNS as it is, and leaves Terraform’s state (`removed` with `destroy = false`, or a resource that leaves behind what it made). From then on no plan shows when it is changed or deleted, ' +
    'and nothing puts it back.',
  mend: 'Keep the resource, or see that whoever takes the record over is held to the same policy, and import it there.',
  references: [
    {
      label: 'Terraform: removed block',
      url: 'https://developer.hashicorp.com/terraform/language/block/removed',
    },
  ],
  judge: (view) => {
    const { plan } = view;
    if (plan === undefined) return [];
    return [
      ...plan.sets
        .filter(({ type, owner }) => (type === 'CAA' || type === 'DS') && inDomain(view.domain, owner))
        .flatMap((set) => draftsFor(view, set.owner, text`${typeWords(set.type)} set`, lostIn(set))),
      ...plan.signing
        .filter(({ domain }) => inDomain(view.domain, domain))
        .flatMap((one) => draftsFor(view, one.domain, own('DNSSEC'), one.changes.filter(forgets))),
      ...plan.zones
        .filter(({ name }) => inDomain(view.domain, name))
        .flatMap((zone) => draftsFor(view, zone.name, own('zone'), zone.changes.filter(forgets))),
    ];
  },
};

function forgets({ actions }: PlanChangeEvidence): boolean {
  return actions.includes('forget');
}

/** A record that another resource holds as well is not lost: that is how one is handed over. */
function lostIn({ after, changes }: PlanSetEvidence): readonly PlanChangeEvidence[] {
  const forgetting = new Set(changes.filter(forgets).map(({ address }) => address));
  const kept = new Set(after.filter(({ address }) => !forgetting.has(address)).map(({ rdata }) => rdata));
  return changes.filter(
    (change) =>
      forgets(change) && after.some(({ address, rdata }) => address === change.address && !kept.has(rdata)),
  );
}

function draftsFor(
  view: DomainView,
  owner: string,
  what: Text,
  changes: readonly PlanChangeEvidence[],
): readonly Draft[] {
  if (changes.length === 0) return [];
  return [
    {
      subject: owner,
      title: text`Terraform will no longer manage the ${what} of ${outside(owner)}`,
      detail: [...changeWords(changes), own('It stays in the DNS as it is, for now.')],
      mend: [
        own('Keep the resource; or import it where it is to be managed from now on, under the same policy.'),
      ],
      at: view.domain.at,
    },
  ];
}
