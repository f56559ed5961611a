import { join, outside, own, text, type Text } from '../base/text.js';
import type { DiffLine, Finding } from '../rules/model.js';
import type { Paint } from './paint.js';
import { stepsOf } from './steps.js';
import { ACTORS, badge, classWords, count } from './words.js';
import { plain, wrap } from './wrap.js';

/** Width of the longest badge, `critical`, and the space behind it. */
const BADGE = 10;
/** Where the body of a finding begins, behind labels such as `Mend`. */
const BODY = 8;
/** Most lines of one diff; the JSON report has them all. */
export const MOST_DIFF_LINES = 60;

/** A finding in lines: title, diff, why, how to mend it, who, where. */
export function findingLines(finding: Finding, width: number, paint: Paint): string[] {
  const title = wrap(finding.title, width - BADGE - 2).map((line, i) =>
    i === 0
      ? `  ${paint.finding(finding, badge(finding).toUpperCase().padEnd(BADGE))}${paint.bold(line)}`
      : `  ${' '.repeat(BADGE)}${paint.bold(line)}`,
  );
  const diff = diffLines(finding.diff, width, paint);
  return [
    ...title,
    ...(diff.length === 0 ? [] : ['', ...diff, '']),
    ...waiverLines(finding, width, paint),
    ...finding.detail.flatMap((one, i) => labelled(i === 0 ? 'Why' : '', one, width, paint)),
    ...mendLines(finding.mend, width, paint),
    ...labelled('Who', own(ACTORS[finding.actor]), width, paint),
    ...(finding.at === undefined ? [] : labelled('At', positionText(finding.at), width, paint)),
    ...labelled('Rule', own(`${finding.rule} (${classWords(finding)})`), width, paint),
  ];
}

/** `file:line:column`, as editors and terminals make it a link. */
export function positionText({ file, line, column }: NonNullable<Finding['at']>): Text {
  return text`${outside(file)}:${line}:${column}`;
}

function labelled(label: string, body: Text, width: number, paint: Paint): string[] {
  return wrap(body, width - BODY - 4).map(
    (line, i) => `    ${paint.dim((i === 0 ? label : '').padEnd(BODY))}${line}`,
  );
}

function mendLines(mend: readonly Text[], width: number, paint: Paint): string[] {
  const steps = stepsOf(mend);
  const numbers = steps.length < 2 ? 0 : 3;
  return steps.flatMap(({ words, records }, i) =>
    [...wrap(words, width - BODY - 4 - numbers), ...records.map((record) => `  ${plain(record)}`)].map(
      (line, j) => {
        const label = i === 0 && j === 0 ? 'Mend' : '';
        const number = numbers > 0 && j === 0 ? `${i + 1}.` : '';
        return `    ${paint.dim(label.padEnd(BODY))}${number.padEnd(numbers)}${line}`;
      },
    ),
  );
}

function waiverLines({ waived }: Finding, width: number, paint: Paint): string[] {
  if (waived === undefined) return [];
  const { until, owner, reason } = waived;
  const words = join(reason.split(' ').map(outside), ' ');
  return labelled('Waived', text`until ${outside(until)} by ${outside(owner)}: ${words}`, width, paint);
}

/** The diff, its notes in a column of their own where the width allows, else each below its line. */
function diffLines(diff: readonly DiffLine[], width: number, paint: Paint): string[] {
  const shown = diff.slice(0, MOST_DIFF_LINES).map(({ op, text: words, note }) => ({
    op,
    words: plain(words),
    note: note === undefined ? '' : plain(note),
  }));
  const column = Math.max(...shown.filter(({ note }) => note !== '').map(({ words }) => words.length), 0);
  const lines = shown.flatMap(({ op, words, note }) => {
    const line = `      ${paint.op(op, `${op} ${words}`)}`;
    if (note === '') return [line];
    if (8 + column + 4 + note.length <= width)
      return [`${line}${' '.repeat(column - words.length)}  ${paint.dim(`# ${note}`)}`];
    return [line, `          ${paint.dim(`# ${note}`)}`];
  });
  const rest = diff.length - shown.length;
  return rest > 0 ? [...lines, `        ${paint.dim(`and ${count(rest, 'more line')}`)}`] : lines;
}
