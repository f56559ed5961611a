import { hexOf, type Tlv } from './der.js';

/** Longer ones exist only to waste somebody's time; the longest in use take under 32 octets. */
const MOST_OCTETS = 64;

/** Content octets of an OID in dotted form (X.690, section 8.19). */
export function oidOctets(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const octets: number[] = [];
  for (const arc of [first * 40 + second, ...rest]) {
    const sevens = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      sevens.unshift(128 + (left % 128));
    octets.push(...sevens);
  }
  return Uint8Array.from(octets);
}

/**
 * Whether the content of an OID means this one. Padding (an arc that begins with 0x80, which X.690, section 8.19.2 does
 * not allow) is read over: an extension must not hide behind it.
 */
export function isOid(bytes: Uint8Array, tlv: Tlv, oid: Uint8Array): boolean {
  if (tlv.end - tlv.start < oid.length) return false;
  let begins = true;
  let i = 0;
  for (let at = tlv.start; at < tlv.end; at++) {
    const octet = bytes[at] ?? 0;
    if (begins && octet === 0x80) continue;
    if (octet !== oid[i++]) return false;
    begins = octet < 0x80;
  }
  return i === oid.length;
}

/** The OID in dotted form; one that is too long or broken as hex behind `#`. */
export function dottedOid(bytes: Uint8Array, { start, end }: Tlv): string {
  const odd = `#${hexOf(bytes, start, Math.min(end, start + MOST_OCTETS))}`;
  if (end === start || end - start > MOST_OCTETS || (bytes[end - 1] ?? 0) >= 0x80) return odd;
  const arcs: bigint[] = [];
  let arc = 0n;
  for (let at = start; at < end; at++) {
    const octet = bytes[at] ?? 0;
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (octet >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first = 0n, ...rest] = arcs;
  const top = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [top, first - top * 40n, ...rest].join('.');
}
