import { isSentence, type Text } from '../base/text.js';
import { plain } from './plain.js';
import type { Painted, Phrase, Plain } from './safe.js';

type Value = Painted | Text | number;

/**
 * A line, or lines, from our own words (the literal parts) and from what is safe; a sentence is rendered on the way. What holds
 * colours stays apart by its type from what does not, and what is ours alone from what a value from outside is in.
 */
export function printed(words: TemplateStringsArray, ...values: readonly (Phrase | number)[]): Phrase;
export function printed(words: TemplateStringsArray, ...values: readonly (Plain | Text | number)[]): Plain;
export function printed(words: TemplateStringsArray, ...values: readonly Value[]): Painted;
export function printed(words: TemplateStringsArray, ...values: readonly Value[]): Painted {
  return words
    .map((word, i) => {
      const value = values[i];
      return word + (value === undefined ? '' : isSentence(value) ? plain(value) : String(value));
    })
    .join('') as Painted;
}

type Separator = '' | '\n' | '\n\n' | ' ' | ', ' | '; ' | '   ';

/** Pieces in a row. */
export function printedJoin(pieces: readonly Phrase[], separator: Separator): Phrase;
export function printedJoin(pieces: readonly Plain[], separator: Separator): Plain;
export function printedJoin(pieces: readonly Painted[], separator: Separator): Painted;
export function printedJoin(pieces: readonly Painted[], separator: Separator): Painted {
  return pieces.join(separator) as Painted;
}

/** In capitals. */
export function upper(words: Plain): Plain {
  return words.toUpperCase() as Plain;
}

/** With a capital at its begin. */
export function capital<Kind extends Plain>(words: Kind): Kind {
  return (words.charAt(0).toUpperCase() + words.slice(1)) as Kind;
}

/** With spaces behind, up to a width in characters. */
export function padded(words: Plain, width: number): Plain {
  return words.padEnd(width) as Plain;
}

/** So many spaces; none for less than one. */
export function spaces(width: number): Plain {
  return ' '.repeat(Math.max(width, 0)) as Plain;
}

/** A rule across a terminal. */
export function dashes(width: number): Plain {
  return '-'.repeat(Math.max(width, 0)) as Plain;
}

/** A thicker one. */
export function equals(width: number): Plain {
  return '='.repeat(Math.max(width, 0)) as Plain;
}

/** Without this at its end. */
export function withoutEnd(words: Plain, end: '.'): Plain {
  return (words.endsWith(end) ? words.slice(0, -end.length) : words) as Plain;
}

/** At most `most` characters; three dots stand at the end of what was cut. */
export function cut(words: Plain, most: number): Plain {
  return words.length <= most ? words : (`${words.slice(0, Math.max(most - 3, 0))}...` as Plain);
}

/** The lines of a text. */
export function linesOf(words: Plain): Plain[];
export function linesOf(words: Painted): Painted[];
export function linesOf(words: Painted): Painted[] {
  return words.split('\n') as Painted[];
}
