import type { Text, Words } from '../base/text.js';
import { entities, inertHtml } from './inert.js';
import type { Markdown } from './safe.js';

/**
 * A sentence for GitHub's Markdown and for HTML, in one line: values from outside inert, our own words literal, what
 * they hold in backticks as code.
 */
export function markdownText(sentence: Text): Markdown {
  return sentence
    .map((part) => (typeof part === 'string' ? ownWords(part) : inertHtml(part.outside)))
    .join('') as Markdown;
}

/** Our own words: nothing in them is markup but backticks, which make code. */
export function ownWords(words: Words): Markdown {
  return words
    .split(/(`[^`]+`)/)
    .map((piece) => (/^`.+`$/.test(piece) ? `<code>${entities(piece.slice(1, -1))}</code>` : literal(piece)))
    .join('') as Markdown;
}

/** Letters, digits, spaces and quiet punctuation stay as they are; everything else becomes an entity. */
function literal(words: string): string {
  return words.replace(/\s+/g, ' ').replace(/[^A-Za-z0-9 ,.;:'()/?=%-]/gu, entities);
}
