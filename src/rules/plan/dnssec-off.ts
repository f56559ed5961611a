import { inDomain } from '../facts/names.js';
import { outside, own, text, type Text } from '../../base/text.js';
import { changeWords, setDiff, whenApplied } from '../facts/planned-words.js';
import { positionOf } from '../facts/words.js';
import type { PlanSigningEvidence } from '../../survey/evidence.js';
import type { DiffLine, DomainView, Draft, Rule } from '../model.js';
import { baseline, rfc } from '../references.js';

export const dnssecOff: Rule = {
  id: 'plan/dnssec-off',
  title: 'The plan turns DNSSEC off, or leaves it off where the policy requires it',
  kind: 'drift',
  severity: 'critical',
  actor: 'you',
  means:
    'Without signatures, or without the DS at the parent, answers can be forged on their way to a CA, the CAA set with them. At some providers deleting a resource, or taking a block out of one, is all it takes. ' +
    'Where the policy does not require a signed zone, the finding is a weakness of medium severity.',
  mend: 'Put the resource, or the block, back. To move a zone between providers, first take the DS away at the parent, in a planned change.',
  references: [rfc(4035, '5.2'), rfc(6781, '4.3.5'), baseline('3.2.2.8.1')],
  judge: (view) => [...signingDrafts(view), ...delegationDrafts(view)],
};

function signingDrafts(view: DomainView): readonly Draft[] {
  const { plan } = view;
  return (plan?.signing ?? []).flatMap((one) => {
    if (!inDomain(view.domain, one.domain)) return [];
    const goes = one.before === 'on' && (one.after === 'off' || one.after === 'none');
    // What was never on is drift only where it was to be.
    const lacks = view.domain.dnssec.required && one.how === 'zone' && one.after === 'off';
    if (!goes && !lacks) return [];
    return [draftOf(view, one.domain, goes, [howWords(one), ...changeWords(one.changes)], [])];
  });
}

/** DS records in a zone that the plan holds: those of the domain at its parent, or of a zone below the domain. */
function delegationDrafts(view: DomainView): readonly Draft[] {
  const { plan } = view;
  return (plan?.sets ?? []).flatMap((set) => {
    if (set.type !== 'DS' || !inDomain(view.domain, set.owner)) return [];
    if (set.before.length === 0 || set.after.length > 0) return [];
    const detail = [
      own('The DS set at the parent goes: the zone counts as unsigned.'),
      ...changeWords(set.changes),
    ];
    return [draftOf(view, set.owner, true, detail, setDiff(set))];
  });
}

function draftOf(
  view: DomainView,
  subject: string,
  goes: boolean,
  detail: readonly Text[],
  diff: readonly DiffLine[],
): Draft {
  const { required } = view.domain.dnssec;
  return {
    subject,
    ...(required ? {} : { kind: 'weakness' as const, severity: 'medium' as const }),
    title: goes
      ? text`The plan turns DNSSEC off for ${outside(subject)}`
      : text`${whenApplied(view)} DNSSEC is off for ${outside(subject)}, and the policy requires it`,
    detail: [...detail, own('CAA answers for the domain can then be forged on their way to a CA.')],
    diff,
    mend: [
      own(
        goes
          ? 'Put the resource or the block back that signs the zone; a DS that stays at the parent of a zone that is no longer signed makes the whole domain fail.'
          : 'Have the zone signed in the configuration, and its DS published at the parent.',
      ),
    ],
    at: positionOf(view.domain, 'dnssec.required', 'dnssec'),
  };
}

function howWords({ how, before, after }: PlanSigningEvidence): Text {
  const what = {
    zone: 'signing of the zone',
    key: 'keys that the zone is signed with',
    registrar: 'the key at the registrar, from which the DS at the parent is made',
  } as const;
  return text`${own(what[how])}: ${own(before)} before, ${own(after === 'none' ? 'nothing' : after)} after.`;
}
