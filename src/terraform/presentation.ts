import type { CaaParts, Fault } from './model.js';

/** Longest value that is read: what fits into one RDATA, whatever its characters are written in. */
const MOST_VALUE = 16_000;

/** A CAA record read from text, or what is wrong with it. Faults never quote the text: it may be sensitive. */
export type CaaText =
  { readonly ok: true; readonly caa: CaaParts } | { readonly ok: false; readonly fault: Fault };

/**
 * Reads RDATA of type CAA in presentation form (RFC 8659, section 4.1.1): `0 issue "ca.example"`. The value is one
 * character string (RFC 1035, section 5.1) with `\"`, `\\` and `\DDD` as escapes. Some providers leave its quotes out: then
 * all that follows the tag is the value.
 */
export function readCaaText(text: string): CaaText {
  const parts = /^\s*([^\s"]+)\s+([^\s"]+)(?:\s+(.*?))?\s*$/s.exec(text);
  if (parts === null) return unreadable('expected flags, tag and value, such as 0 issue "ca.example"');
  const [, flags = '', tag = '', rest = ''] = parts;
  const value = rest.startsWith('"') ? unquoted(rest) : rest;
  if (value === undefined) return unreadable('expected one quoted value, such as "ca.example"');
  return caaOf(flags, tag, value);
}

/** A record from its parts, as providers hold them in columns of their own. */
export function caaOf(flags: string, tag: string, value: string): CaaText {
  if (!/^[0-9]{1,3}$/.test(flags) || Number(flags) > 255)
    return {
      ok: false,
      fault: { code: 'flags', detail: 'expected flags to be a number from 0 to 255' },
    };
  const length = Buffer.byteLength(tag);
  if (length === 0 || length > 255) return unreadable('expected a tag, such as issue');
  if (value.length > MOST_VALUE) return unreadable(`expected a value of at most ${MOST_VALUE} characters`);
  return { ok: true, caa: { flags: Number(flags), tag, value } };
}

/** A quoted character string as an octet string; `undefined` if it does not end where the text does. */
function unquoted(text: string): string | undefined {
  let out = '';
  for (let i = 1; i < text.length; i++) {
    const character = text[i] ?? '';
    if (character === '"') return i === text.length - 1 ? out : undefined;
    if (character !== '\\') {
      out += character;
      continue;
    }
    const digits = /^[0-9]{3}/.exec(text.slice(i + 1, i + 4))?.[0];
    if (digits !== undefined && Number(digits) > 255) return undefined;
    out += digits === undefined ? (text[i + 1] ?? '') : String.fromCharCode(Number(digits));
    i += digits === undefined ? 1 : 3;
  }
  return undefined;
}

function unreadable(detail: string): CaaText {
  return { ok: false, fault: { code: 'unreadable', detail } };
}
