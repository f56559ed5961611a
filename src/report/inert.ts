import type { Words } from '../base/text.js';
import type { Markdown, Painted, Phrase, Plain } from './safe.js';

/**
 * Text from outside made inert, one function a sink. Nothing else in the project turns a value from outside into
 * output.
 *
 * All of them go through `inert` first: what is left is printable ASCII. That alone ends terminal escapes, line
 * breaks, bidirectional controls, zero-width characters and homoglyphs.
 */

/** Most characters (UTF-16 units) of one value from outside that are shown. */
export const INERT_CAP = 512;

/**
 * A value from outside for a terminal or a log: printable ASCII as it is, every other code point as `\u{hex}`, cut
 * after `INERT_CAP` characters with a count of the rest. A backslash stays, so that names and records in presentation
 * form can be copied; only one that would read as our own escape is written `\u{5c}`. So, but for the cut, no two
 * values look the same.
 *
 * This is for a value inside a line. Whole lines go through `inertLine` too where the log of a runner may see them.
 */
export function inert(value: string): Plain {
  const shown = escapedIn(value.slice(0, INERT_CAP));
  const rest = value.length - INERT_CAP;
  return (rest > 0 ? `${shown}[${rest} more characters]` : shown) as Plain;
}

/** Most characters of a whole message that are shown. */
const MESSAGE_CAP = 65_536;

/**
 * A whole message, of an error say: our own words with values from outside in them that were not kept apart. All of it is inert,
 * line breaks too, and it is not cut where a single value would be.
 */
export function inertMessage(message: string): Plain {
  return escapedIn(typed(message.slice(0, MESSAGE_CAP))) as Plain;
}

/** The same in lines: a message of ours may have several. */
export function inertLines(message: string): Plain {
  return typed(message.slice(0, MESSAGE_CAP)).split('\n').map(escapedIn).join('\n') as Plain;
}

/** Our own words, held to printable ASCII as well. What is escaped in them already stays as it is. */
export function inertOwn(words: Words): Phrase;
export function inertOwn(words: string): Plain;
export function inertOwn(words: string): Plain {
  return typed(words).replace(/[^\x20-\x7e]/gu, (one) => escaped(one.codePointAt(0) ?? 0)) as Plain;
}

/**
 * What a reader of a log may look through: colour sequences, and anything but printable ASCII. A colour is taken whole: no command
 * is called `0m`, and without its bracket it would stand there as an escape.
 */
const UNSEEN = '((?:\\u001b\\[[0-9;]*m|(?!\\u001b\\[[0-9;]*m)[^\\x20-\\x7e])*)';
const OLD_COMMAND = new RegExp(`#${UNSEEN}#${UNSEEN}\\[`, 'g');
const NEW_COMMAND = new RegExp(`^((?:\\u001b\\[[0-9;]*m|[^\\x21-\\x7e])*):${UNSEEN}:`);

/**
 * A whole line for a log that a GitHub runner reads. The runner obeys `::command::` at the start of a line (behind any
 * white space) and `##[command]` anywhere in it; both are broken by escaping one character. It compares by the rules
 * of a culture, which ignore some characters, so colours and anything but printable ASCII are looked through.
 * Line breaks do not survive.
 */
export function inertLine(line: Plain): Plain;
export function inertLine(line: Painted): Painted;
export function inertLine(line: string): string;
export function inertLine(line: string): string {
  return line
    .replace(/[\r\n\u0085\u2028\u2029]/g, (one) => escaped(one.charCodeAt(0)))
    .replace(OLD_COMMAND, '#$1#$2\\u{5b}')
    .replace(NEW_COMMAND, '$1\\u{3a}$2:');
}

/**
 * JSON for a log that a GitHub runner may read: every character outside of printable ASCII is escaped, and the bracket of
 * `##[`, which stands in strings only (RFC 8259, section 7). What it means to a reader of JSON stays the same.
 */
export function inertJson(json: string): Plain {
  return json
    .replace(/[^\x20-\x7e\n]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('##[', '##\\u005b') as Plain;
}

/**
 * A value from outside for GitHub's Markdown and for HTML: inert, as code, and every character but ASCII letters and
 * digits a numeric entity. No fence, table, link, mention, reference, tag or comment can begin or end in it.
 */
export function inertHtml(value: string): Markdown {
  return `<code>${entities(inert(value))}</code>` as Markdown;
}

/** Every character but ASCII letters and digits as a numeric entity: literal text wherever HTML is read. */
export function entities(value: string): Markdown {
  return value.replace(/[^A-Za-z0-9]/gu, (one) => `&#${one.codePointAt(0) ?? 0};`) as Markdown;
}

/** Words as a link, where the URL is one that may stand in it; else the words alone. */
export function linked(words: Markdown, url: string | undefined): Markdown {
  return url !== undefined && linkable(url) ? (`<a href="${url}">${words}</a>` as Markdown) : words;
}

/**
 * A word of hex or base64url of our own making, for a marker that is found again. Throws for anything else: it would be shown
 * otherwise than it was written.
 */
export function token(word: string): Markdown & Plain {
  if (!/^[A-Za-z0-9_-]+$/.test(word))
    throw new Error(`expected letters, digits, "-" and "_"; got ${JSON.stringify(word.slice(0, 100))}`);
  return word as Markdown & Plain;
}

/** A URL that may stand in a link: https, and of characters that end no link in Markdown or HTML. */
export function linkable(url: string): boolean {
  return /^https:\/\/[a-z0-9.-]+(:[0-9]+)?\/[A-Za-z0-9._~/#-]*$/.test(url);
}

/** Quotes, dashes and dots of print as they are typed: our own words have them, and would not read well with escapes in them. */
export function typed(words: string): string {
  return words.replace(/[\u2018\u2019\u201c\u201d\u2013\u2014\u2026]/g, (one) => TYPED[one] ?? one);
}

const TYPED: Readonly<Record<string, string>> = {
  '\u2018': "'",
  '\u2019': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u2013': '-',
  '\u2014': '-',
  '\u2026': '...',
};

function escapedIn(value: string): string {
  return value.replace(/[^\x20-\x7e]|\\(?=u\{)/gu, (one) => escaped(one.codePointAt(0) ?? 0));
}

function escaped(code: number): string {
  return `\\u{${code.toString(16)}}`;
}
