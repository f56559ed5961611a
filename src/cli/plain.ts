import { inertLine } from '../report/inert.js';

/**
 * A message of an error, for a terminal or a log. Messages are our own words with values from outside in them, quoted
 * but otherwise as they came: what a terminal or a runner would obey is escaped, line breaks of ours stay.
 */
export function plain(message: string): string {
  return message
    .split('\n')
    .map((line) => inertLine(line.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, escaped)))
    .join('\n');
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
