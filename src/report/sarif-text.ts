import type { Text } from '../base/text.js';
import { plain } from './plain.js';
import { cut, printedJoin } from './printed.js';
import type { Plain } from './safe.js';

/** Characters of one message. A finding with a thousand lines stands in the JSON report. */
const MOST = 8_000;

/**
 * A sentence as a SARIF message: inert, and no markup of SARIF's own. Braces would be places for arguments, so they are
 * doubled (section 3.11.5). A link is `[words](target)` (section 3.11.6), also to any address of the web, and not every viewer
 * reads the escapes for it: so the two characters in its middle never stand together.
 */
export function sarifText(sentence: Text): Plain {
  return sarifPlain(plain(sentence));
}

/** Paragraphs of a message. */
export function sarifParagraphs(paragraphs: readonly Plain[]): Plain {
  return sarifPlain(cut(printedJoin(paragraphs, '\n'), MOST));
}

/** The same of what is plain already. */
export function sarifPlain(words: Plain): Plain {
  return words.replaceAll('](', ']\\u{28}').replace(/[{}]/g, '$&$&') as Plain;
}
