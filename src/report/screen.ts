import { inertLine, typed } from './inert.js';
import type { Painted } from './safe.js';

/** How the line that says how far a run is takes its own place again; it stands first in what is printed, or nowhere. */
const AGAIN = '\r\u001b[2K';
/** Colours (ECMA-48, section 8.3.117). */
const COLOURS = /(\u001b\[[0-9;]*m)/;

/**
 * The last gate before a terminal or a log, for whole texts: printable ASCII, line breaks, tabs and colours pass, all else is
 * escaped, and no line is a command to a runner. Text that is safe by its type passes as it is; this is for what is not.
 */
export function screen(text: string): Painted {
  const begin = text.startsWith(AGAIN) ? AGAIN : '';
  const lines = text.slice(begin.length).split('\n');
  return (begin + lines.map((line) => inertLine(asciiIn(typed(line)))).join('\n')) as Painted;
}

/** A document (YAML, a zone file ...) as it is, if a terminal or a log can show it unchanged; else nothing. */
export function showable(document: string): Painted | undefined {
  const shown = screen(document);
  return shown === document && !document.includes('\u001b') ? shown : undefined;
}

function asciiIn(line: string): string {
  return line
    .split(COLOURS)
    .map((piece, i) => (i % 2 === 1 ? piece : piece.replace(/[^\x20-\x7e\t]/gu, escaped)))
    .join('');
}

function escaped(one: string): string {
  return `\\u{${(one.codePointAt(0) ?? 0).toString(16)}}`;
}
