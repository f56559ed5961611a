import type { Text } from '../base/text.js';
import type { SourcePosition } from '../policy/model.js';
import type { Strengthening, Weakening } from '../policy/weakenings.js';
import { markdownText, ownWords } from '../report/markdown-text.js';
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
  return [...lines, ...(lines.length === 0 ? [] : ['']), headline({ weakenings, strengthenings }), ''].join(
    '\n',
  );
}

function changesMarkdown({ weakenings, strengthenings }: Changes): string {
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

function headline({ weakenings, strengthenings }: Changes): string {
  if (weakenings.length === 0 && strengthenings.length === 0) return 'Both allow the same.';
  const tightened = `${strengthenings.length} ${strengthenings.length === 1 ? 'strengthening' : 'strengthenings'}`;
  if (weakenings.length === 0) return `Nothing is loosened; ${tightened}.`;
  const loosened = weakenings.length === 1 ? 'One weakening' : `${weakenings.length} weakenings`;
  return `${loosened}, ${tightened}: what was forbidden is allowed now.`;
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
