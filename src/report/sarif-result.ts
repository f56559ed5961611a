import { join, outside, own, text, type Text } from '../base/text.js';
import type { DiffLine, Finding } from '../rules/model.js';
import { inert } from './inert.js';
import { plain } from './plain.js';
import type { SarifNotification, SarifResult } from './sarif-model.js';
import { locationOf } from './sarif-place.js';
import { levelOf } from './sarif-rule.js';
import { sarifParagraphs, sarifText } from './sarif-text.js';
import { stepsOf } from './steps.js';
import { ACTORS, count } from './words.js';

/** What places and rules of results are told by. */
export interface SarifPlaces {
  readonly policyFiles: readonly string[];
  readonly ruleIndex: ReadonlyMap<string, number>;
}

/** Most lines of a diff in a message. */
const MOST_LINES = 20;

/** A finding as a result. Its id is the fingerprint: two findings on one line of the policy stay two alerts. */
export function resultOf(finding: Finding, places: SarifPlaces): SarifResult {
  const { id, rule, severity, kind, zone, fails } = finding;
  const index = places.ruleIndex.get(rule);
  return {
    ruleId: rule,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level: levelOf(severity),
    message: { text: sarifParagraphs(paragraphsOf(finding).map(plain)) },
    locations: [locationOf(finding.at, places.policyFiles)],
    // GitHub compares the first only; without it the uploader takes a hash of the policy's line.
    partialFingerprints: { primaryLocationLineHash: `${id}:1`, 'caaGuard/v1': id },
    ...suppressed(finding),
    properties: { domain: inert(zone), kind, severity, fails },
  };
}

function suppressed({ waived, stage, fails }: Finding): Pick<SarifResult, 'suppressions'> {
  if (waived === undefined && (stage !== 'weakened' || fails)) return {};
  const justification =
    waived === undefined
      ? plain(own('approved by the rule of the policy that binds'))
      : plain(text`until ${outside(waived.until)} by ${outside(waived.owner)}: ${outside(waived.reason)}`);
  return { suppressions: [{ kind: 'external', status: 'accepted', justification }] };
}

/** What could not be seen, as a notification of the tool. */
export function noticeOf(finding: Finding, { ruleIndex }: SarifPlaces): SarifNotification {
  const { rule, severity, title } = finding;
  const index = ruleIndex.get(rule);
  return {
    level: levelOf(severity),
    message: { text: sarifText(title) },
    ...(index === undefined ? {} : { associatedRule: { id: rule, index } }),
  };
}

/** Title, diff, why, how to mend it, who acts. Viewers with little room show the first sentence. */
function paragraphsOf({ title, detail, diff, mend, actor }: Finding): Text[] {
  const steps = stepsOf(mend).map(({ words, records }, i) =>
    join([text`${i + 1}. ${words}`, ...records], ' '),
  );
  return [
    text`${title}.`,
    ...diff.slice(0, MOST_LINES).map(lineOf),
    ...(diff.length > MOST_LINES ? [text`and ${count(diff.length - MOST_LINES, 'more line')}`] : []),
    ...detail,
    ...(steps.length === 0 ? [] : [own('How to mend it:'), ...steps]),
    text`Who acts: ${ACTORS[actor]}.`,
  ];
}

function lineOf({ op, text: words, note }: DiffLine): Text {
  const line = text`${own(op)} ${words}`;
  return note === undefined ? line : text`${line} (${note})`;
}
