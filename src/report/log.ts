import { isSentence, type Text } from '../base/text.js';
import { inertLine } from './inert.js';
import { plain } from './plain.js';
import { linesOf, printed, printedJoin } from './printed.js';
import type { Painted } from './safe.js';

/** What a log is told: a sentence, or lines that are rendered already. */
export type Said = Text | Painted;

/** Lines for a log that a runner reads: none of them is a command. Ends with a line break. */
export function logLines(said: Said): Painted {
  const lines = linesOf(isSentence(said) ? plain(said) : said);
  return printed`${printedJoin(
    lines.map((line) => inertLine(line)),
    '\n',
  )}\n`;
}
