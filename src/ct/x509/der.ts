/**
 * One TLV (X.690, section 8.1) by its offsets: nothing is copied. `start` to `end` is the content, `at` the identifier.
 */
export interface Tlv {
  /** Identifier octet; high tag numbers keep only their first octet. */
  readonly tag: number;
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** Tags that certificates use (X.690, section 8; RFC 5280, appendix A). */
export const Tag = {
  BOOLEAN: 0x01,
  INTEGER: 0x02,
  BIT_STRING: 0x03,
  OCTET_STRING: 0x04,
  NULL: 0x05,
  OID: 0x06,
  UTF8: 0x0c,
  PRINTABLE: 0x13,
  TELETEX: 0x14,
  IA5: 0x16,
  UTC_TIME: 0x17,
  GENERALIZED_TIME: 0x18,
  UNIVERSAL: 0x1c,
  BMP: 0x1e,
  SEQUENCE: 0x30,
  SET: 0x31,
} as const;

/**
 * Reads the TLV at `at`, which has to end at or before `end`; `undefined` if it does not. Lengths in more octets than
 * DER allows are read: whoever hides a name behind one must not succeed. Indefinite lengths are not.
 */
export function readTlv(bytes: Uint8Array, at: number, end: number): Tlv | undefined {
  if (at + 2 > end) return undefined;
  const tag = bytes[at] ?? 0;
  let next = at + 1;
  if ((tag & 0x1f) === 0x1f) {
    while (next < end && ((bytes[next] ?? 0) & 0x80) !== 0) next++;
    next++;
    if (next >= end) return undefined;
  }
  const first = bytes[next++] ?? 0;
  let length = first;
  if (first >= 0x80) {
    let octets = first & 0x7f;
    if (octets === 0 || next + octets > end) return undefined;
    for (length = 0; octets > 0; octets--) {
      length = length * 256 + (bytes[next++] ?? 0);
      if (length > bytes.length) return undefined;
    }
  }
  return next + length > end ? undefined : { tag, at, start: next, end: next + length };
}

/** The TLVs that make up the content of `outer`; `whole` is false if something is left that is none. */
export function children(
  bytes: Uint8Array,
  outer: Pick<Tlv, 'start' | 'end'>,
): { readonly items: readonly Tlv[]; readonly whole: boolean } {
  const items: Tlv[] = [];
  let at = outer.start;
  while (at < outer.end) {
    const tlv = readTlv(bytes, at, outer.end);
    if (tlv === undefined) return { items, whole: false };
    items.push(tlv);
    at = tlv.end;
  }
  return { items, whole: true };
}

/** Identifier and length octets of a TLV in DER. */
export function header(tag: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(tag, length);
  if (length < 0x100) return Uint8Array.of(tag, 0x81, length);
  if (length < 0x10000) return Uint8Array.of(tag, 0x82, length >> 8, length & 0xff);
  return Uint8Array.of(tag, 0x83, length >> 16, (length >> 8) & 0xff, length & 0xff);
}

export function hexOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, end - start)).toString('hex');
}
