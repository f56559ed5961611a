import { outside, own, text, type Text } from '../../base/text.js';
import { compare, isLooser } from '../facts/compare.js';
import type { Deployed } from '../facts/deployed.js';
import { inDomain, policyNames } from '../facts/names.js';
import { isPartly, startOf, type PlannedView } from '../facts/planned.js';
import { changeWords, setDiff } from '../facts/planned-words.js';
import { deploySteps, positionOf } from '../facts/words.js';
import type { NamePolicy } from '../../policy/model.js';
import type { PlanSetEvidence } from '../../survey/evidence.js';
import type { DomainView, Draft, Rule } from '../model.js';
import { rfc } from '../references.js';

export const deletesGuarded: Rule = {
  id: 'plan/deletes-guarded',
  title: 'The plan deletes a record, or a zone, that the policy guards',
  kind: 'drift',
  severity: 'critical',
  actor: 'you',
  means:
    'A CAA record that the policy asks for will be gone after `terraform apply`: what it forbade is allowed, or what it allowed is refused at the next renewal. A block that is taken out of the configuration takes its `prevent_destroy` ' +
    'with it, so Terraform deletes the record without a word.',
  mend: 'Put the block back. If somebody else is to manage the record from now on, use a `removed` block with `destroy = false`, or move it with `moved`.',
  references: [
    rfc(8659, '3'),
    {
      label: 'Terraform: prevent_destroy',
      url: 'https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle',
    },
  ],
  judge: (view) =>
    view.planned().flatMap((planned) => [...zoneDrafts(planned, view), ...setDrafts(planned, view)]),
};

function zoneDrafts({ zones }: PlannedView, view: DomainView): readonly Draft[] {
  return zones
    .filter(({ deleted, name }) => deleted && guards(name, view))
    .map(({ name, provider, changes }) => ({
      subject: name,
      title: text`The plan deletes the zone ${outside(name)} at ${outside(provider)}`,
      detail: [
        ...changeWords(changes),
        own(
          'With the zone go its CAA records and its signatures; a delegation that stays points at nothing, for somebody else to claim.',
        ),
      ],
      mend: [
        own(
          'Put the resource of the zone back; or take the delegation away first, and the domain out of the policy.',
        ),
      ],
      at: view.domain.at,
    }));
}

/** Whether names of the domain lie in a zone of this name. */
function guards(zone: string, view: DomainView): boolean {
  if (inDomain(view.domain, zone)) return true;
  return policyNames(view.domain).some(({ name }) => `.${startOf(name)}`.endsWith(`.${zone}`));
}

function setDrafts(planned: PlannedView, view: DomainView): readonly Draft[] {
  const declared = new Set(policyNames(view.domain).map(({ name }) => name));
  return planned.names
    .filter(({ name }) => declared.has(name) && planned.isTouched(name))
    .flatMap((np) => {
      const set = planned.setOf(np.name);
      if (set === undefined || set.before.length === 0) return [];
      const why = set.after.length === 0 ? emptied(np, planned, view) : thinned(np, set, planned, view);
      return why === undefined ? [] : [draftOf(np, set, why, view)];
    });
}

/** The whole set goes: that is no loss only where what stands above is seen to do as well. */
function emptied(np: NamePolicy, planned: PlannedView, view: DomainView): Text | undefined {
  const deployed = planned.at('after').deployed(np.name);
  if (deployed.climb.kind === 'failed')
    return own('What then decides lies above, and the plan does not say what stands there.');
  const { refused, ...rest } = compare(np, deployed, view.now);
  if (!isLooser({ ...rest, refused }) && refused.length === 0) return undefined;
  return deployed.foundAt === undefined
    ? own('No CAA set is left at the name or above it, so every CA may issue.')
    : text`The set at ${outside(deployed.foundAt)} then decides, and it is not what the policy asks for.`;
}

/** Records of the set go, and with them something that the policy asks for. */
function thinned(
  np: NamePolicy,
  set: PlanSetEvidence,
  planned: PlannedView,
  view: DomainView,
): Text | undefined {
  const stays = new Set(set.after.map(({ rdata }) => rdata));
  const gone = set.before.filter(({ rdata }) => !stays.has(rdata));
  const deletes = set.changes.some(({ actions }) => actions.includes('delete'));
  if (gone.length === 0 || isPartly(set) || !(deletes || set.after.length < set.before.length))
    return undefined;
  const [before, after] = (['before', 'after'] as const).map((part) => planned.at(part).deployed(np.name));
  if (before === undefined || after === undefined || after.climb.kind === 'failed') return undefined;
  const news = (of: typeof refusals): boolean => {
    const known = of(np, before, view);
    return of(np, after, view).some((one) => !known.includes(one));
  };
  if (news(excesses)) return own('Without it the set allows more than the policy does.');
  return news(refusals)
    ? own('A CA that the policy declares is then refused: its next renewal fails.')
    : undefined;
}

/** What a set allows beyond the policy, each with a key of its own. */
function excesses(np: NamePolicy, deployed: Deployed, view: DomainView): readonly string[] {
  const { open, undeclared, unbound, otherAccount } = compare(np, deployed, view.now);
  return [
    ...open,
    ...[...undeclared, ...unbound, ...otherAccount].map(
      ({ tag, authorisation: { issuer, account, methods } }) =>
        JSON.stringify([tag, issuer, account, methods]),
    ),
  ];
}

function refusals(np: NamePolicy, deployed: Deployed, view: DomainView): readonly string[] {
  return compare(np, deployed, view.now).refused.map(({ tag, grant, account, method }) =>
    JSON.stringify([tag, grant.ca, account, method]),
  );
}

function draftOf(np: NamePolicy, set: PlanSetEvidence, why: Text, view: DomainView): Draft {
  const all = set.after.length === 0;
  return {
    subject: np.name,
    title: all
      ? text`The plan deletes the CAA set of ${outside(np.name)}`
      : text`The plan deletes a CAA record of ${outside(np.name)} that the policy asks for`,
    detail: [why, ...changeWords(set.changes)],
    diff: setDiff(set),
    mend: [own('Put the resource back into the configuration.'), ...deploySteps(np, view.now)],
    at: positionOf(np, 'issue'),
  };
}
