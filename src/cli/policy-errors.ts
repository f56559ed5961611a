import type { PolicyProblem } from '../policy/problem.js';
import type { Paint } from './paint.js';
import { plain } from './plain.js';
import type { Files } from './ports.js';

/** Characters of a line of a policy that are shown. */
const MOST_SHOWN = 120;

/**
 * Policy problems as a compiler prints errors: place and message, the line with the spot marked, an example. All at
 * once, in the order of files and lines. Everything quoted from the files is shown inert.
 */
export async function policyErrorsText(
  problems: readonly PolicyProblem[],
  files: Pick<Files, 'read'>,
  paint: Paint,
): Promise<string> {
  const sources = new Map<string, readonly string[]>();
  for (const { file } of problems.map(({ at }) => at))
    if (!sources.has(file)) sources.set(file, await linesOf(file, files));
  const texts = problems.map((problem) => problemText(problem, sources.get(problem.at.file) ?? [], paint));
  const count = problems.length === 1 ? 'one error' : `${problems.length} errors`;
  return `${texts.join('\n')}\n${count} in the policy; nothing was looked at\n`;
}

function problemText(
  { at, message, example }: PolicyProblem,
  lines: readonly string[],
  paint: Paint,
): string {
  const place = plain(`${at.file}:${at.line}:${at.column}`);
  const gutter = String(at.line).length + 2;
  return [
    `${paint.bold(`${place}:`)} ${paint.red('error:')} ${plain(message)}`,
    ...excerpt(at, lines[at.line - 1], gutter, paint),
    ...(example === undefined ? [] : exampleLines(example, gutter)),
    '',
  ].join('\n');
}

function excerpt(
  { line, column, endLine, endColumn }: PolicyProblem['at'],
  source: string | undefined,
  gutter: number,
  paint: Paint,
): string[] {
  // Of a binary file no line is worth showing.
  if (source === undefined || source.trim() === '' || source.includes('\0')) return [];
  // A long line is shown around the spot; a tab counts as one column in positions, and is shown as one space.
  const from = column > MOST_SHOWN - 20 ? column - 20 : 0;
  const shown = source.replaceAll('\t', ' ').slice(from, from + MOST_SHOWN);
  const end = endLine === line ? endColumn : source.length + 1;
  const width = Math.max(1, Math.min(end, from + MOST_SHOWN + 1) - column);
  // What is escaped gets longer: the caret stands where the escaped text before the spot ends.
  const before = plain(shown.slice(0, column - 1 - from)).length;
  const marked = plain(shown.slice(column - 1 - from, column - 1 - from + width)).length;
  return [
    `${String(line).padStart(gutter)} | ${plain(shown)}`,
    `${' '.repeat(gutter)} | ${' '.repeat(before)}${paint.red('^'.repeat(Math.max(1, marked)))}`,
  ];
}

function exampleLines(example: string, gutter: number): string[] {
  const [first = '', ...more] = example.split('\n');
  const indent = `${' '.repeat(gutter)} = example: `;
  return [indent + plain(first), ...more.map((line) => ' '.repeat(indent.length) + plain(line))];
}

/** The lines of a file; none if it cannot be read: then that is what the problem is about. */
async function linesOf(file: string, files: Pick<Files, 'read'>): Promise<readonly string[]> {
  try {
    return (await files.read(file)).split(/\r?\n/);
  } catch {
    return [];
  }
}
