/*
 * Type bit maps of NSEC, NSEC3 and CSYNC (RFC 4034, section 4.1.2): blocks of WINDOW(8) LENGTH(8) BITMAP(LENGTH),
 * the most significant bit of the first octet of window w standing for type 256 w.
 */

/** The types set in a bit map that the codec has found well-formed. */
export function readBitmap(bytes: Uint8Array): ReadonlySet<number> {
  const types = new Set<number>();
  for (let at = 0; at + 1 < bytes.length;) {
    const window = bytes[at] ?? 0;
    const length = bytes[at + 1] ?? 0;
    for (let i = 0; i < length; i++) {
      const octet = bytes[at + 2 + i] ?? 0;
      for (let bit = 0; bit < 8; bit++)
        if ((octet & (0x80 >> bit)) !== 0) types.add(window * 256 + i * 8 + bit);
    }
    at += 2 + length;
  }
  return types;
}

export function writeBitmap(types: Iterable<number>): Uint8Array {
  const windows = new Map<number, number[]>();
  for (const type of [...types].sort((a, b) => a - b)) {
    const window = windows.get(type >> 8) ?? [];
    const at = (type & 0xff) >> 3;
    while (window.length <= at) window.push(0);
    window[at] = (window[at] ?? 0) | (0x80 >> (type & 7));
    windows.set(type >> 8, window);
  }
  return Uint8Array.from([...windows].flatMap(([window, octets]) => [window, octets.length, ...octets]));
}
