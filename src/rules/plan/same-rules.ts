import { outside, own, reworded, text, type Text } from '../../base/text.js';
import { isPartly, startOf, type PlannedView } from '../facts/planned.js';
import { addressWords, whenApplied } from '../facts/planned-words.js';
import type { DomainView, Draft, Rule } from '../model.js';

/** Rules that hold for a zone in a plan as for one that is deployed: they ask only for record sets. */
const SAME: ReadonlySet<string> = new Set([
  'caa/missing',
  'caa/undeclared-issuer',
  'caa/binding-lost',
  'caa/wrong-account',
  'caa/declared-issuer-denied',
  'caa/malformed',
  'caa/unknown-critical',
  'caa/binding-ignored',
  'caa/wild-open',
  'caa/profiles-differ',
  'caa/shadowed',
  'caa/foreign-owner',
  'caa/contact-undeclared',
  'caa/iodef-differs',
  'caa/flags-odd',
  'dns/ns-differ',
  'dns/persist-undeclared',
  'dns/persist-expiring',
  'dns/acme-delegated',
  'dnssec/ds-differs',
]);

/** Of these, the ones whose findings hold whatever else the set turns out to have: one more record takes nothing back. */
const WHATEVER_COMES: ReadonlySet<string> = new Set([
  'caa/undeclared-issuer',
  'caa/binding-lost',
  'caa/malformed',
  'caa/unknown-critical',
  'caa/binding-ignored',
  'caa/contact-undeclared',
]);

/** What the rules for deployed DNS find in the zone that will stand after the plan. */
export function plannedDrafts(
  view: DomainView,
  rules: readonly Rule[],
): readonly { readonly rule: Rule; readonly draft: Draft }[] {
  const same = rules.filter(({ id }) => SAME.has(id));
  return view.planned().flatMap((planned) => {
    const partly = new Set(planned.sets.filter(isPartly).map(({ owner }) => owner));
    const spoken = new Set([
      ...planned.names.map(({ name }) => name),
      ...planned.sets.map(({ owner }) => owner),
    ]);
    return same.flatMap((rule) => {
      const whole = rule.judge(planned.at('after'));
      const known =
        partly.size > 0 && WHATEVER_COMES.has(rule.id)
          ? rule.judge(planned.known()).filter(({ subject }) => partly.has(startOf(subject)))
          : [];
      return [...whole, ...known]
        .filter(({ subject }) => !rule.id.startsWith('caa/') || spoken.has(subject))
        .map((draft) => ({ rule, draft: inPlan(draft, planned, view) }));
    });
  });
}

/** The same finding, told of the zone to come. */
function inPlan(draft: Draft, planned: PlannedView, view: DomainView): Draft {
  const set = planned.sets.find(({ owner }) => owner === draft.subject);
  const addresses = set?.after.map(({ address }) => address) ?? [];
  return {
    ...draft,
    title: text`${whenApplied(view)}: ${toCome(draft.title, view)}`,
    diff: (draft.diff ?? []).map((line) =>
      line.note === undefined ? line : { ...line, note: toCome(line.note, view) },
    ),
    detail: [
      ...(draft.detail ?? []).map((one) => toCome(one, view)),
      addresses.length === 0
        ? text`So the zone will stand at ${outside(planned.provider)}.`
        : text`So the zone will stand at ${outside(planned.provider)}, by ${addressWords(addresses)}.`,
    ],
    mend: [own('In the configuration, not by hand:'), ...(draft.mend ?? [])],
  };
}

/** In our own words, what a plan will deploy is planned. */
function toCome(sentence: Text, { plan }: DomainView): Text {
  return plan?.kind === 'state' ? sentence : reworded(sentence, 'deployed', 'planned');
}
