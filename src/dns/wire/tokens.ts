import { CaaGuardError } from '../../base/error.js';

/** A word of a zone file. `raw` keeps escapes (names need them); quoted words may be empty. */
export interface Token {
  readonly raw: string;
  readonly quoted: boolean;
}

/** Cuts one record (brackets may span lines) into words; drops comments (RFC 1035, section 5.1). */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const character = text[at] ?? '';
    if (/[\s()]/.test(character)) at += 1;
    else if (character === ';') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
    } else if (character === '"') {
      const end = endOfWord(text, at + 1, /"/);
      if (text[end] !== '"') throw notPresentation('a closing quote', text);
      tokens.push({ raw: text.slice(at + 1, end), quoted: true });
      at = end + 1;
    } else {
      const end = endOfWord(text, at, /[\s();"]/);
      tokens.push({ raw: text.slice(at, end), quoted: false });
      at = end;
    }
  }
  return tokens;
}

/** Octets of a word: `\DDD` and `\X` undone, other characters as UTF-8. */
export function octetsOf(token: Token): Uint8Array {
  const octets: number[] = [];
  for (let i = 0; i < token.raw.length; i++) {
    const character = token.raw[i] ?? '';
    if (character !== '\\') {
      octets.push(...new TextEncoder().encode(character));
      continue;
    }
    const digits = /^[0-9]{3}/.exec(token.raw.slice(i + 1, i + 4))?.[0];
    if (digits !== undefined && Number(digits) > 255)
      throw notPresentation('an escape up to \\255', token.raw);
    octets.push(digits === undefined ? token.raw.charCodeAt(i + 1) & 0xff : Number(digits));
    i += digits === undefined ? 1 : 3;
  }
  return Uint8Array.from(octets);
}

export function notPresentation(expected: string, got: string): CaaGuardError<'PRESENTATION_INVALID'> {
  return new CaaGuardError(
    'PRESENTATION_INVALID',
    `expected ${expected} in a DNS record's text; got ${JSON.stringify(got.slice(0, 200))}`,
  );
}

function endOfWord(text: string, start: number, stop: RegExp): number {
  let at = start;
  while (at < text.length && !stop.test(text[at] ?? '')) at += text[at] === '\\' ? 2 : 1;
  return Math.min(at, text.length);
}
