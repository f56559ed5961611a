import { Tag, type Tlv } from './der.js';

/** Octets as characters, one each: nothing is lost, whatever they were meant to be. */
export function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, end - start)).toString('latin1');
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * A directory string (RFC 5280, section 4.1.2.4) as text. A string that is not what its tag says is read octet by
 * octet, so that no name in it is lost.
 */
export function readString(bytes: Uint8Array, tlv: Tlv): string {
  const { tag, start, end } = tlv;
  if (tag === Tag.UTF8) {
    try {
      return utf8.decode(bytes.subarray(start, end));
    } catch {
      return latin1(bytes, start, end);
    }
  }
  if (tag === Tag.BMP && (end - start) % 2 === 0) return wide(bytes, start, end, 2);
  if (tag === Tag.UNIVERSAL && (end - start) % 4 === 0) return wide(bytes, start, end, 4);
  return latin1(bytes, start, end);
}

/**
 * Every text that a string may be taken for: what its tag says, and where that is a tag for wide characters and no
 * octet is NUL, the octets one by one; some software writes the tag and forgets to widen the text.
 */
export function readings(bytes: Uint8Array, tlv: Tlv): readonly string[] {
  const text = readString(bytes, tlv);
  if (tlv.tag !== Tag.BMP && tlv.tag !== Tag.UNIVERSAL) return [text];
  if (bytes.subarray(tlv.start, tlv.end).includes(0)) return [text];
  const narrow = latin1(bytes, tlv.start, tlv.end);
  return narrow === text ? [text] : [text, narrow];
}

/** Big-endian code points of `size` octets; what is no code point becomes U+FFFD. */
function wide(bytes: Uint8Array, start: number, end: number, size: 2 | 4): string {
  let text = '';
  for (let at = start; at < end; at += size) {
    let code = 0;
    for (let i = 0; i < size; i++) code = code * 256 + (bytes[at + i] ?? 0);
    text += String.fromCodePoint(code > 0x10ffff ? 0xfffd : code);
  }
  return text;
}

/**
 * UTCTime or GeneralizedTime (RFC 5280, section 4.1.2.5) as Unix milliseconds; `undefined` for what is none. Two-digit
 * years from 50 on are of the last century. Missing seconds, fractions and offsets are read too: they are wrong, and
 * must not hide a certificate.
 */
export function readTime(bytes: Uint8Array, tlv: Tlv): number | undefined {
  const text = latin1(bytes, tlv.start, tlv.end);
  const short = tlv.tag === Tag.UTC_TIME;
  if (!short && tlv.tag !== Tag.GENERALIZED_TIME) return undefined;
  const pattern = short
    ? /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,]\d+)?(Z|[+-]\d{4})?$/
    : /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,]\d+)?(Z|[+-]\d{4})?$/;
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((one) => Number(one ?? 0));
  const full = short ? year + (year >= 50 ? 1900 : 2000) : year;
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60)
    return undefined;
  const date = new Date(0);
  date.setUTCFullYear(full, month - 1, day);
  date.setUTCHours(hour, minute, second);
  return date.getTime() - offset(match[7]);
}

function offset(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
