import { quoted } from '../base/caa-text.js';
import { own, text, type Text } from '../base/text.js';
import type { CaaRecord } from './model.js';
import { octetsOf, octetString } from './octets.js';

/** What RDATA of type CAA turned out to be. `position` is an octet offset into the RDATA. */
export type CaaRdata =
  | { readonly ok: true; readonly record: CaaRecord }
  | { readonly ok: false; readonly position: number; readonly reason: Text };

/**
 * Reads RDATA of type CAA (RFC 8659, section 4.1):
 *
 *     +0-1-2-3-4-5-6-7-|0-1-2-3-4-5-6-7-|
 *     | Flags          | Tag Length = n |
 *     +----------------|----------------+...+---------------+
 *     | Tag char 0     | Tag char 1     |...| Tag char n-1  |
 *     +----------------|----------------+...+---------------+
 *     | Value byte 0   | Value byte 1   |.....| Value byte m-1 |
 *
 * The value is what remains; it may be empty. A tag of no octets, and one that reaches past the end, is refused.
 * Which characters a tag holds is judged by whoever reads the property: the record stands all the same.
 */
export function readCaaRdata(rdata: Uint8Array): CaaRdata {
  const [flags, tagLength] = rdata;
  if (flags === undefined) return refused(0, own('the RDATA is empty; a flags octet was expected'));
  if (tagLength === undefined) return refused(1, own('the RDATA ends before the tag length'));
  if (tagLength === 0) return refused(1, own('the tag is empty; at least one octet was expected'));
  if (2 + tagLength > rdata.length)
    return refused(2, text`the tag should have ${tagLength} octets; only ${rdata.length - 2} are left`);
  const tag = rdata.slice(2, 2 + tagLength);
  return { ok: true, record: { flags, tag, value: rdata.slice(2 + tagLength) } };
}

/** RDATA of a record. Throws a `RangeError` for a tag that is empty or over 255 octets, and for flags beyond an octet. */
export function writeCaaRdata(record: CaaRecord): Uint8Array {
  if (record.tag.length === 0 || record.tag.length > 0xff)
    throw new RangeError(`expected a tag of 1 to 255 octets; got ${record.tag.length}`);
  if (!Number.isInteger(record.flags) || record.flags < 0 || record.flags > 0xff)
    throw new RangeError(`expected flags from 0 to 255; got ${record.flags}`);
  return Uint8Array.of(record.flags, record.tag.length, ...record.tag, ...record.value);
}

/** A record from its parts as text. */
export function caaRecord(flags: number, tag: string, value: string): CaaRecord {
  return { flags, tag: octetsOf(tag), value: octetsOf(value) };
}

/** RDATA in presentation form (RFC 8659, section 4.1.1): `0 issue "ca.example"`. */
export function presentCaa(record: CaaRecord): string {
  return `${record.flags} ${octetString(record.tag)} ${quoted(octetString(record.value))}`;
}

/** RDATA that is no CAA RDATA, in the generic form of RFC 3597, section 5. */
export function presentUnknownRdata(rdata: Uint8Array): string {
  const hex = Array.from(rdata, (octet) => octet.toString(16).padStart(2, '0')).join('');
  return `\\# ${rdata.length}${hex === '' ? '' : ` ${hex}`}`;
}

function refused(position: number, reason: Text): CaaRdata {
  return { ok: false, position, reason };
}
