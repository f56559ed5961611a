import { join, outside, own, text, type Text } from '../base/text.js';
import type { DiffLine, Finding } from '../rules/model.js';
import type { Paint } from './paint.js';
import { plain } from './plain.js';
import { padded, printed, spaces, upper } from './printed.js';
import type { Painted, Plain } from './safe.js';
import { stepsOf } from './steps.js';
import { ACTORS, badge, classWords, count, word } from './words.js';
import { wrap } from './wrap.js';

/** Width of the longest badge, `critical`, and the space behind it. */
const BADGE = 10;
/** Where the body of a finding begins, behind labels such as `Mend`. */
const BODY = 8;
/** Most lines of one diff; the JSON report has them all. */
export const MOST_DIFF_LINES = 60;

/** A finding in lines: title, diff, why, how to mend it, who, where. */
export function findingLines(finding: Finding, width: number, paint: Paint): Painted[] {
  const title = wrap(finding.title, width - BADGE - 2).map((line, i) =>
    i === 0
      ? printed`  ${paint.finding(finding, padded(upper(badge(finding)), BADGE))}${paint.bold(line)}`
      : printed`  ${spaces(BADGE)}${paint.bold(line)}`,
  );
  const diff = diffLines(finding.diff, width, paint);
  return [
    ...title,
    ...(diff.length === 0 ? [] : [printed``, ...diff, printed``]),
    ...waiverLines(finding, width, paint),
    ...finding.detail.flatMap((one, i) => labelled(i === 0 ? printed`Why` : printed``, one, width, paint)),
    ...mendLines(finding.mend, width, paint),
    ...labelled(printed`Who`, own(ACTORS[finding.actor]), width, paint),
    ...(finding.at === undefined ? [] : labelled(printed`At`, positionText(finding.at), width, paint)),
    ...labelled(printed`Rule`, text`${outside(finding.rule)} (${classWords(finding)})`, width, paint),
  ];
}

/** `file:line:column`, as editors and terminals make it a link. */
export function positionText({ file, line, column }: NonNullable<Finding['at']>): Text {
  return text`${outside(file)}:${line}:${column}`;
}

function labelled(label: Plain, body: Text, width: number, paint: Paint): Painted[] {
  return wrap(body, width - BODY - 4).map(
    (line, i) => printed`    ${paint.dim(padded(i === 0 ? label : printed``, BODY))}${line}`,
  );
}

function mendLines(mend: readonly Text[], width: number, paint: Paint): Painted[] {
  const steps = stepsOf(mend);
  const numbers = steps.length < 2 ? 0 : 3;
  return steps.flatMap(({ words, records }, i) =>
    [...wrap(words, width - BODY - 4 - numbers), ...records.map((record) => printed`  ${plain(record)}`)].map(
      (line, j) => {
        const label = i === 0 && j === 0 ? printed`Mend` : printed``;
        const number = numbers > 0 && j === 0 ? printed`${i + 1}.` : printed``;
        return printed`    ${paint.dim(padded(label, BODY))}${padded(number, numbers)}${line}`;
      },
    ),
  );
}

function waiverLines({ waived }: Finding, width: number, paint: Paint): Painted[] {
  if (waived === undefined) return [];
  const { until, owner, reason } = waived;
  const words = join(reason.split(' ').map(outside), ' ');
  return labelled(
    printed`Waived`,
    text`until ${outside(until)} by ${outside(owner)}: ${words}`,
    width,
    paint,
  );
}

/** The diff, its notes in a column of their own where the width allows, else each below its line. */
function diffLines(diff: readonly DiffLine[], width: number, paint: Paint): Painted[] {
  const shown = diff.slice(0, MOST_DIFF_LINES).map(({ op, text: words, note }) => ({
    op,
    words: plain(words),
    note: note === undefined ? printed`` : plain(note),
  }));
  const column = Math.max(...shown.filter(({ note }) => note !== '').map(({ words }) => words.length), 0);
  const lines = shown.flatMap(({ op, words, note }) => {
    const line = printed`      ${paint.op(op, printed`${word(op)} ${words}`)}`;
    if (note === '') return [line];
    if (8 + column + 4 + note.length <= width)
      return [printed`${line}${spaces(column - words.length)}  ${paint.dim(printed`# ${note}`)}`];
    return [line, printed`          ${paint.dim(printed`# ${note}`)}`];
  });
  const rest = diff.length - shown.length;
  return rest > 0
    ? [...lines, printed`        ${paint.dim(printed`and ${count(rest, 'more line')}`)}`]
    : lines;
}
