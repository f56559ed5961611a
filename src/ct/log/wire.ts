/*
 * Big-endian integers of the TLS presentation language (RFC 8446, section 3.3) at an offset. Whoever asks has made sure
 * that the octets are there.
 */

export function u16At(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

export function u24At(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

/** u40, as leaf indices are. */
export function u40At(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) * 2 ** 32 + u24At(bytes, at + 1) * 256 + (bytes[at + 4] ?? 0);
}

/** u64 as a number: exact up to 2^53. For times, which are only compared; what is signed are the octets. */
export function u64At(bytes: Uint8Array, at: number): number {
  return (
    (u24At(bytes, at) * 256 + (bytes[at + 3] ?? 0)) * 2 ** 32 +
    u24At(bytes, at + 4) * 256 +
    (bytes[at + 7] ?? 0)
  );
}

export function u64Octets(value: number | bigint): Buffer {
  const octets = Buffer.alloc(8);
  octets.writeBigUInt64BE(BigInt(value));
  return octets;
}

/** A length in so many octets, and what is that long. */
export function vectorOf(lengthOctets: 2 | 3, content: Uint8Array): Buffer {
  const octets = Buffer.alloc(lengthOctets + content.length);
  octets.writeUIntBE(content.length, 0, lengthOctets);
  octets.set(content, lengthOctets);
  return octets;
}
