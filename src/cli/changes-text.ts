import { outside, own, text, type Text } from '../base/text.js';
import type { SourcePosition } from '../policy/model.js';
import type { Strengthening, Weakening } from '../policy/weakenings.js';
import { markdownText } from '../report/markdown-text.js';
import { inert } from '../report/inert.js';
import { plain } from '../report/plain.js';
import type { OutputFlags } from './options.js';
import { paintOf, type Paint } from './paint.js';
import type { CliPorts } from './ports.js';

/** What a change of policy loosens, and what it tightens. */
export interface Changes {
  readonly weakenings: readonly Weakening[];
  readonly strengthenings: readonly Strengthening[];
}

/** Prints changes as the flags say. */
export function printChanges(changes: Changes, flags: OutputFlags, ports: CliPorts): void {
  ports.stdout.write(
    flags.json === true
      ? changesJson(changes)
      : flags.markdown === true
        ? changesMarkdown(changes)
        : changesText(changes, paintOf(flags.color, ports)),
  );
}

/** For a terminal: `-` what is given up, `+` what is gained. */
function changesText({ weakenings, strengthenings }: Changes, paint: Paint): string {
  const lines = [
    ...weakenings.flatMap((one) => [
      paint.red(`- ${lineOf(one)}`),
      ...(one.at === undefined ? [] : [paint.dim(`    ${placeOf(one.at)}`)]),
    ]),
    ...strengthenings.map((one) => paint.green(`+ ${lineOf(one)}`)),
  ];
  return [
    ...lines,
    ...(lines.length === 0 ? [] : ['']),
    plain(headline({ weakenings, strengthenings })),
    '',
  ].join('\n');
}

function changesMarkdown({ weakenings, strengthenings }: Changes): string {
  const list = (title: string, all: readonly Strengthening[]): string[] =>
    all.length === 0
      ? []
      : [
          `### ${title}`,
          '',
          ...all.map((one) => `- ${subjectMarkdown(one)}: ${markdownText(one.words)}`),
          '',
        ];
  return [
    `**${markdownText(headline({ weakenings, strengthenings }))}**`,
    '',
    ...list('Loosened', weakenings),
    ...list('Tightened', strengthenings),
  ].join('\n');
}

/** Sentences are rendered inert: a program may put them before people. */
function changesJson({ weakenings, strengthenings }: Changes): string {
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

function headline({ weakenings, strengthenings }: Changes): Text {
  if (weakenings.length === 0 && strengthenings.length === 0) return own('Both allow the same.');
  const tightened = text`${strengthenings.length} ${own(strengthenings.length === 1 ? 'strengthening' : 'strengthenings')}`;
  if (weakenings.length === 0) return text`Nothing is loosened; ${tightened}.`;
  const loosened = weakenings.length === 1 ? own('One weakening') : text`${weakenings.length} weakenings`;
  return text`${loosened}, ${tightened}: what was forbidden is allowed now.`;
}

function lineOf({ subject, clause, words }: Strengthening): string {
  return `${subject === '' ? '' : `${inert(subject)} `}${clause}: ${plain(words)}`;
}

function subjectMarkdown({ subject, clause }: Pick<Strengthening, 'subject' | 'clause'>): string {
  return markdownText(text`${subject === '' ? [] : text`${outside(subject)} `}${own(clause)}`);
}

function placeOf({ file, line, column }: SourcePosition): string {
  return `${inert(file)}:${line}:${column}`;
}
