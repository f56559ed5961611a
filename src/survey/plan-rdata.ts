import { DnsName } from '../base/name.js';
import type { RecordType } from '../terraform/index.js';

/** Longest character string (RFC 1035, section 3.3). */
const MOST_OCTETS = 255;

/** Longest text that is read: its RDATA fits into a message, whatever its characters are written in. */
const MOST_TEXT = 16_000;

/** RDATA out of presentation form, of the types that a plan is read for but CAA; `undefined` for what does not read. */
export function presentedRdata(type: RecordType, text: string): Uint8Array | undefined {
  if (text.length > MOST_TEXT) return undefined;
  if (type === 'TXT') return txtRdata(text);
  if (type === 'DS') return dsRdata(text);
  if (type === 'CAA') return undefined;
  try {
    return DnsName.parse(text.trim()).toWire();
  } catch {
    return undefined;
  }
}

/**
 *     DS RDATA = key tag (2 octets), algorithm (1), digest type (1), digest        (RFC 4034, section 5.1)
 */
function dsRdata(text: string): Uint8Array | undefined {
  const parts = /^\s*([0-9]{1,5})\s+([0-9]{1,3})\s+([0-9]{1,3})\s+([0-9a-fA-F\s]+)$/.exec(text);
  const digest = (parts?.[4] ?? '').replace(/\s+/g, '');
  const [tag, algorithm, digestType] = [parts?.[1], parts?.[2], parts?.[3]].map(Number);
  if (tag === undefined || algorithm === undefined || digestType === undefined) return undefined;
  if (!(tag <= 0xffff && algorithm <= 0xff && digestType <= 0xff) || digest.length % 2 !== 0)
    return undefined;
  return Uint8Array.of(tag >> 8, tag & 0xff, algorithm, digestType, ...Buffer.from(digest, 'hex'));
}

/** Character strings, each a length octet and as many octets. Text without quotes is one text, cut where it has to be. */
function txtRdata(text: string): Uint8Array {
  const quoted = [...text.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map((one) =>
    (one[1] ?? '').replace(
      /\\(?:([0-9]{3})|(.))/gs,
      (_, digits: string | undefined, plain: string | undefined) =>
        digits === undefined ? (plain ?? '') : String.fromCharCode(Number(digits) & 0xff),
    ),
  );
  const strings = quoted.length === 0 ? [text] : quoted;
  const octets: number[] = [];
  for (const one of strings) {
    const bytes = /^[\u0000-\u00ff]*$/.test(one) ? Buffer.from(one, 'latin1') : Buffer.from(one);
    for (let at = 0; at === 0 || at < bytes.length; at += MOST_OCTETS) {
      const part = bytes.subarray(at, at + MOST_OCTETS);
      octets.push(part.length, ...part);
    }
  }
  return Uint8Array.from(octets);
}
