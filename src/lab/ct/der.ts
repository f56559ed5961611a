/** A small DER writer (X.690): each function gives a whole TLV. Written apart from the reader in src/ct. */

export function tlv(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Uint8Array.of(tag), lengthOf(content.length), content]);
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let left = length; left > 0; left = Math.floor(left / 256)) octets.unshift(left % 256);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts);
/** SET OF with the order that DER asks for (X.690, section 11.6). */
export const setOf = (...parts: readonly Uint8Array[]): Buffer =>
  tlv(0x31, ...[...parts].sort((a, b) => Buffer.compare(a, b)));
export const octetString = (...parts: readonly Uint8Array[]): Buffer => tlv(0x04, ...parts);
export const boolean = (value: boolean): Buffer => tlv(0x01, Uint8Array.of(value ? 0xff : 0));
export const nil = (): Buffer => tlv(0x05);
/** `[number]` around its content, as EXPLICIT tags and constructed IMPLICIT ones are written. */
export const context = (number: number, ...parts: readonly Uint8Array[]): Buffer =>
  tlv(0xa0 | number, ...parts);
/** `[number] IMPLICIT` over a primitive type. */
export const primitive = (number: number, content: Uint8Array): Buffer => tlv(0x80 | number, content);
/** BIT STRING of whole octets, or with unused bits at its end. */
export const bitString = (octets: Uint8Array, unused = 0): Buffer => tlv(0x03, Uint8Array.of(unused), octets);

/** A non-negative INTEGER out of big-endian octets. */
export function integer(octets: Uint8Array): Buffer {
  const first = octets.findIndex((octet) => octet !== 0);
  const least = first < 0 ? Uint8Array.of(0) : octets.subarray(first);
  return tlv(0x02, (least[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array(), least);
}

/** INTEGER with exactly these content octets: negative, padded, empty. */
export const rawInteger = (content: Uint8Array): Buffer => tlv(0x02, content);

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets = [first * 40 + second, ...rest].flatMap((arc) => {
    const sevens = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      sevens.unshift(128 + (left % 128));
    return sevens;
  });
  return tlv(0x06, Uint8Array.from(octets));
}

export const utf8 = (text: string): Buffer => tlv(0x0c, Buffer.from(text, 'utf8'));
export const printable = (text: string): Buffer => tlv(0x13, Buffer.from(text, 'latin1'));

/** UTCTime to 2049, GeneralizedTime from 2050 on (RFC 5280, section 4.1.2.5). Unix milliseconds. */
export function time(at: number): Buffer {
  const digits = new Date(at).toISOString().replace(/[-:T]|\.[0-9]+/g, '');
  return digits < '2050' ? tlv(0x17, Buffer.from(digits.slice(2))) : tlv(0x18, Buffer.from(digits));
}
