import { isSentence, type Text, type Words } from '../base/text.js';
import { markdownText } from './markdown-text.js';

declare const sink: unique symbol;

/**
 * Text that may go to a sink as it is: everything in it that came from outside was made inert for that sink. No plain
 * string is one, so what is read cannot reach a sink by being forgotten: it does not compile. Such text is made by the
 * functions of this room alone, from our own words and from what they rendered; that nobody casts is a lint rule.
 */
export type Safe<Sink extends string> = string & { readonly [sink]: Sink };

/** For GitHub's Markdown and for HTML: summary, issue, comment. */
export type Markdown = Safe<'markdown'>;

/**
 * Printable ASCII and line breaks: for annotations, titles, SARIF, XML and JSON, whose writers escape what has a meaning
 * there. A line of it in a runner's log still goes through `inertLine`.
 */
export type Plain = Safe<'plain'>;

/** Our own words alone, held to printable ASCII: they may stand in a sentence again, and so in any sink. */
export type Phrase = Plain & Words;

/** The same with our own colours in it, for a terminal or a log. What is `Plain` is painted too, without a colour. */
export type Painted = Safe<'plain' | 'painted'>;

/**
 * A value as it came, for a sink that frames its values itself and shows them to nobody, as the file of a step's outputs
 * does: the path of a file must not be changed on its way to the next step.
 */
export type Exact = Safe<'exact'>;

/** Says of a value that a sink frames it, and that no stranger chose it. */
export function exact(value: string): Exact {
  return value as Exact;
}

/** Markdown from our own words (the literal parts) and from what is safe; a sentence is rendered on the way. */
export function markdown(
  words: TemplateStringsArray,
  ...values: readonly (Markdown | Text | number)[]
): Markdown {
  return words
    .map((word, i) => {
      const value = values[i];
      return word + (value === undefined ? '' : isSentence(value) ? markdownText(value) : String(value));
    })
    .join('') as Markdown;
}

/** Pieces in a row. */
export function markdownJoin(
  pieces: readonly Markdown[],
  separator: '' | '\n' | '\n\n' | ', ' | ' | ' | '<br>' | ' &middot; ',
): Markdown {
  return pieces.join(separator) as Markdown;
}
