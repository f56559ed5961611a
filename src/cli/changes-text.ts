import type { Text } from '../base/text.js';
import type { SourcePosition } from '../policy/model.js';
import type { Strengthening, Weakening } from '../policy/weakenings.js';
import { markdownText, ownWords } from '../report/markdown-text.js';
import { inert } from '../report/inert.js';
import { plain } from '../report/wrap.js';
import type { Paint } from './paint.js';

/** What a change of policy loosens, and what it tightens. */
export interface Changes {
  readonly weakenings: readonly Weakening[];
  readonly strengthenings: readonly Strengthening[];
}

/** For a terminal: `-` what is given up, `+` what is gained. */
export function changesText({ weakenings, strengthenings }: Changes, paint: Paint): string {
  const lines = [
    ...weakenings.flatMap((one) => [
      paint.red(`- ${lineOf(one)}`),
      ...(one.at === undefined ? [] : [paint.dim(`    ${placeOf(one.at)}`)]),
    ]),
    ...strengthenings.map((one) => paint.green(`+ ${lineOf(one)}`)),
  ];
  return [...lines, ...(lines.length === 0 ? [] : ['']), headline({ weakenings, strengthenings }), ''].join(
    '\n',
  );
}

export function changesMarkdown({ weakenings, strengthenings }: Changes): string {
  const list = (title: string, all: readonly { subject: string; clause: string; words: Text }[]): string[] =>
    all.length === 0
      ? []
      : [
          `### ${title}`,
          '',
          ...all.map((one) => `- ${subjectMarkdown(one)}: ${markdownText(one.words)}`),
          '',
        ];
  return [
    `**${ownWords(headline({ weakenings, strengthenings }))}**`,
    '',
    ...list('Loosened', weakenings),
    ...list('Tightened', strengthenings),
  ].join('\n');
}

/** Sentences are rendered inert: a program may put them before people. */
export function changesJson({ weakenings, strengthenings }: Changes): string {
  const plainly = ({ clause, subject, words, at }: Omit<Weakening, 'undone'>): object => ({
    clause,
    subject,
    words: plain(words),
    ...(at === undefined ? {} : { at }),
  });
  return `${JSON.stringify(
    {
      outcome: weakenings.length > 0 ? 'loosened' : strengthenings.length > 0 ? 'tightened' : 'same',
      weakenings: weakenings.map(plainly),
      strengthenings: strengthenings.map(plainly),
    },
    null,
    2,
  )}\n`;
}

function headline({ weakenings, strengthenings }: Changes): string {
  if (weakenings.length === 0 && strengthenings.length === 0) return 'Both allow the same.';
  const tightened = `${strengthenings.length} ${strengthenings.length === 1 ? 'strengthening' : 'strengthenings'}`;
  if (weakenings.length === 0) return `Nothing is loosened; ${tightened}.`;
  const loosened = weakenings.length === 1 ? 'One weakening' : `${weakenings.length} weakenings`;
  return `${loosened}, ${tightened}: the second policy allows what the first forbids.`;
}

function lineOf({ subject, clause, words }: Strengthening): string {
  return `${subject === '' ? '' : `${inert(subject)} `}${clause}: ${plain(words)}`;
}

function subjectMarkdown({ subject, clause }: { subject: string; clause: string }): string {
  return markdownText([...(subject === '' ? [] : [{ outside: subject }, ' ']), clause]);
}

function placeOf({ file, line, column }: SourcePosition): string {
  return `${inert(file)}:${line}:${column}`;
}
