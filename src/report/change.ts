import { grouped } from '../base/grouped.js';
import { join, outside, own, text, type Text } from '../base/text.js';
import type { Change, Finding, Judgement } from '../rules/model.js';
import { printed } from './printed.js';
import type { Phrase } from './safe.js';
import { groupsOf, isUnseen, type Group } from './tally.js';
import { count } from './words.js';

/** Names that are told one by one. */
const MOST_NAMES = 10;

/** What a report tells apart where a change of the policy was judged. */
export type SectionKind = 'before' | 'weakened' | 'later';

/** Findings of one kind by domain, under a title of their own. */
export interface Section {
  /** Absent: one policy was judged, and there is nothing to tell apart; or domains of which nothing was found. */
  readonly kind?: SectionKind;
  readonly groups: readonly Group[];
}

export const SECTION_TITLES: Readonly<Record<SectionKind, Phrase>> = {
  before: printed`There before this change`,
  weakened: printed`Loosened by this change`,
  later: printed`Waits for the merge`,
};

const KINDS: readonly SectionKind[] = ['before', 'weakened', 'later'];

/** The sections of a report, in the order in which they are told; those without a finding are left out. */
export function sectionsOf(judgement: Judgement): readonly Section[] {
  if (judgement.change === undefined) return [{ groups: groupsOf(judgement) }];
  const found = new Set(judgement.findings.map(({ zone }) => zone));
  const quiet = judgement.domains.filter(({ zone }) => !found.has(zone));
  return [
    ...KINDS.map((kind) => {
      const findings = judgement.findings.filter((one) => sectionOf(one) === kind);
      return { kind, groups: groupsOf({ ...judgement, findings, domains: domainsOf(judgement, findings) }) };
    }).filter(({ groups }) => groups.length > 0),
    { groups: groupsOf({ ...judgement, findings: [], domains: quiet }) },
  ];
}

/** The domains of these findings, each as they alone have it. */
function domainsOf({ domains }: Judgement, findings: readonly Finding[]): Judgement['domains'] {
  const byZone = grouped(findings, ({ zone }) => [zone]);
  return domains.flatMap((domain) => {
    const found = byZone.get(domain.zone);
    if (found === undefined) return [];
    const outcome = found.some(({ fails }) => fails) ? 'drift' : found.some(isUnseen) ? 'unknown' : 'ok';
    return [{ ...domain, outcome }];
  });
}

export function sectionOf({ stage }: Finding): SectionKind {
  if (stage === undefined) return 'before';
  return stage === 'weakened' ? 'weakened' : 'later';
}

/** How a change stands, a sentence each, in the order of the sections; none where no change was judged. */
export function changeWords({ change, findings }: Judgement): readonly Text[] {
  if (change === undefined) return [];
  return [...movedWords(change), ...stateWords(change, findings), ...notLookedAtWords(change)];
}

function movedWords({ movedFrom }: Change): readonly Text[] {
  if (movedFrom === undefined) return [];
  return [
    text`This change has another policy file judged than the base has. What binds is ${listed(movedFrom)}.`,
  ];
}

function stateWords(change: Change, findings: readonly Finding[]): readonly Text[] {
  const later =
    change.pending === 0
      ? own('Waits for the merge: nothing that would fail.')
      : text`Waits for the merge: ${count(change.pending, 'finding')} that would fail then, unless DNS follows.`;
  if (change.kind === 'first')
    return [own('There is no policy at the base yet: this one is judged, and nothing fails.'), later];
  if (change.kind === 'unusable')
    return [own('The policy of the base does not load: nothing says what this change would loosen.'), later];
  const failing = findings.filter((one) => one.fails && sectionOf(one) === 'before').length;
  const before =
    failing === 0
      ? own('There before this change: nothing that fails.')
      : text`There before this change: ${count(failing, 'finding')} that ${own(failing === 1 ? 'fails' : 'fail')}.`;
  if (change.kind === 'same')
    return [before, own('The change says the same in other words: nothing is loosened, nothing waits.')];
  return [before, text`Loosened by this change: ${loosenedWords(change)}.`, later];
}

function loosenedWords({ weakened, approved }: Change): Text {
  if (weakened === 0) return own('nothing');
  const ways = weakened === 1 ? own('one clause or grant') : text`${weakened} clauses or grants`;
  return text`${ways}, ${own(approved ? 'and that is approved' : 'and that is not approved')}`;
}

function notLookedAtWords({ notLookedAt }: Change): readonly Text[] {
  if (notLookedAt.length === 0) return [];
  return [
    text`Not looked at, since the change comes from a fork: ${listed(notLookedAt)}. They are after the merge.`,
  ];
}

function listed(names: readonly string[]): Text {
  const rest = names.length - MOST_NAMES;
  const told = join(names.slice(0, MOST_NAMES).map(outside), ', ');
  return rest > 0 ? text`${told} and ${rest} more` : told;
}

/** The first sentence where a change was judged: by what it is well, or why it fails. Absent: the usual one says it. */
export function changeHeadline({ change, outcome, findings, domains }: Judgement): Phrase | undefined {
  if (change === undefined || outcome === 'unknown') return undefined;
  if (outcome === 'ok')
    return change.kind === 'first'
      ? printed`no policy binds yet, so nothing fails`
      : printed`what stands is as the policy that binds demands`;
  const drifted = new Set(
    findings
      .filter((one) => one.fails && sectionOf(one) === 'before' && one.zone !== '')
      .map(({ zone }) => zone),
  ).size;
  const loosened = findings.some((one) => one.fails && sectionOf(one) === 'weakened');
  if (!loosened) return undefined;
  const words = printed`the change loosens the policy, and is not approved`;
  return drifted === 0
    ? words
    : printed`${words}; ${drifted} of ${count(domains.length, 'domain')} drifted before it`;
}
