import { join, outside, own, text, type Text } from '../../base/text.js';
import { inDomain, policyNames } from '../facts/names.js';
import { isTouched, type PlannedView } from '../facts/planned.js';
import { isUnseen } from '../facts/planned-dns.js';
import { list } from '../facts/words.js';
import type { PlanRecordEvidence, PlanUnplacedEvidence } from '../../survey/evidence.js';
import type { DomainView, Draft, Rule } from '../model.js';

export const unknownUntilApply: Rule = {
  id: 'plan/unknown-until-apply',
  title: 'What will stand cannot be told from the plan',
  kind: 'unknown',
  severity: 'high',
  actor: 'you',
  means:
    'A value of a guarded record is known only after `terraform apply`, or Terraform hides it as sensitive, or it cannot be told to which zone a record belongs. What it will let happen is not known: neither ok nor drift. ' +
    'What is known of the set is judged all the same.',
  mend:
    'Write values out where they can be; take those that depend on other resources through two applies. What goes into the DNS is public: `nonsensitive(...)` lets it be judged. ' +
    'Name zones that the plan does not name with `--zone ID=NAME`.',
  references: [
    {
      label: 'Terraform: JSON output format',
      url: 'https://developer.hashicorp.com/terraform/internals/json-format',
    },
  ],
  judge: (view) => {
    if (view.plan === undefined) return [];
    return [
      ...setDrafts(view),
      ...signingDrafts(view),
      ...view.planned().flatMap((planned) => aliasDrafts(planned, view)),
    ];
  },
  // Where nothing is guarded, no record can concern a guarded name.
  judgeRun: ({ policy, evidence: { plan } }) =>
    policy.domains.length === 0 ? [] : (plan?.unplaced ?? []).map(unplacedDraft),
};

/** What nothing is done to is not this plan's affair; a state is judged as a whole. */
function concernsPlan({ plan }: DomainView, changes: Parameters<typeof isTouched>[0]): boolean {
  return plan?.kind === 'state' || isTouched(changes);
}

function setDrafts(view: DomainView): readonly Draft[] {
  return (view.plan?.sets ?? []).flatMap((set) => {
    if ((set.type !== 'CAA' && set.type !== 'DS') || !inDomain(view.domain, set.owner)) return [];
    const unseen = set.after.filter((one) => isUnseen(one) && one.faults.length === 0);
    if (unseen.length === 0 || !concernsPlan(view, set.changes)) return [];
    return [
      {
        subject: set.owner,
        title: text`What the ${own(set.type)} set of ${outside(set.owner)} will say cannot be told from the plan`,
        detail: [
          ...unseen.slice(0, 20).map(attributeWords),
          text`${set.after.length - unseen.length} of ${set.after.length} ${own(set.after.length === 1 ? 'record' : 'records')} can be read.`,
        ],
        mend: mendFor(unseen),
        at: view.domain.at,
      },
    ];
  });
}

function attributeWords({ address, unknown, sensitive }: PlanRecordEvidence): Text {
  const parts = [
    ...(unknown.length > 0 ? [text`${list(unknown)} will be known only after apply`] : []),
    ...(sensitive.length > 0 ? [text`${list(sensitive)} is marked as sensitive`] : []),
  ];
  return text`${outside(address)}: ${join(parts, ', ')}.`;
}

function mendFor(unseen: readonly PlanRecordEvidence[]): readonly Text[] {
  return [
    ...(unseen.some(({ unknown }) => unknown.length > 0)
      ? [own('Write the value out, or create first what it depends on, and plan again.')]
      : []),
    ...(unseen.some(({ sensitive }) => sensitive.length > 0)
      ? [own('What stands in the DNS is public: take the mark off with nonsensitive(...), and plan again.')]
      : []),
  ];
}

function signingDrafts(view: DomainView): readonly Draft[] {
  return (view.plan?.signing ?? []).flatMap((one) => {
    const unseen = one.after === 'unknown' || one.after === 'sensitive';
    if (!unseen || !inDomain(view.domain, one.domain) || !concernsPlan(view, one.changes)) return [];
    if (!view.domain.dnssec.required && one.before !== 'on') return [];
    return [
      {
        subject: `DNSSEC of ${one.domain}`,
        title: text`Whether ${outside(one.domain)} will be signed cannot be told from the plan`,
        detail: [
          text`${list(one.changes.map(({ address }) => address))}: ${own(one.after === 'sensitive' ? 'marked as sensitive' : 'known only after apply, or left to the provider')}.`,
        ],
        mend: [own('Write the setting out in the configuration.')],
        at: view.domain.at,
      },
    ];
  });
}

/** A guarded name becomes an alias to a place of which the plan says nothing: the set that decides stands there. */
function aliasDrafts(planned: PlannedView, view: DomainView): readonly Draft[] {
  const declared = new Set(policyNames(view.domain).map(({ name }) => name));
  return planned.names.flatMap((np) => {
    if (!declared.has(np.name) || planned.setOf(np.name) !== undefined) return [];
    const { climb } = planned.at('after').deployed(np.name);
    if (climb.kind !== 'failed') return [];
    return [
      {
        subject: np.name,
        title: text`Which CAA set will decide for ${outside(np.name)} cannot be told from the plan`,
        detail: [
          text`The plan makes an alias of it, and what stands at ${outside(climb.failedAt)} is not in the plan. A CAA set at the target of an alias decides.`,
        ],
        mend: [own('See what CAA set stands at the target, and run a check after apply.')],
        at: np.at,
      },
    ];
  });
}

/** One finding for the whole run: it may concern any domain. */
function unplacedDraft({ address, what, why, attribute, unseen }: PlanUnplacedEvidence): Draft {
  const reason =
    why === 'provider'
      ? text`resources of type ${outside(attribute)} are not known to this version`
      : why === 'zone'
        ? text`no way leads from ${outside(attribute)} to the name of a zone`
        : unseen === 'sensitive'
          ? text`${outside(attribute)} is marked as sensitive`
          : text`${outside(attribute)} is known only after apply`;
  return {
    zone: '',
    subject: address,
    title: text`Where ${outside(address)} belongs cannot be told from the plan`,
    detail: [text`It is of type ${outside(what)}, and ${reason}.`, own('It may concern a guarded name.')],
    mend: [
      why === 'zone'
        ? own(
            'Name the zone with --zone ID=NAME (the input plan-zones), or have the plan hold the resource or the data source of the zone.',
          )
        : own('Write the name out in the configuration, or look at this resource yourself.'),
    ],
  };
}
