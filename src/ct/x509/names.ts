import type { CertificateName } from '../model.js';
import { children, hexOf, type Tlv } from './der.js';
import { latin1 } from './strings.js';

/** Octets of a name of another kind that are shown. */
const MOST_SHOWN = 64;

/**
 * GeneralNames ::= SEQUENCE OF GeneralName (RFC 5280, section 4.2.1.6). A GeneralName that cannot be read spoils itself
 * and not the others; `whole` is false if something in between is no TLV.
 */
export function readGeneralNames(
  bytes: Uint8Array,
  sequence: Tlv,
): { readonly names: readonly CertificateName[]; readonly whole: boolean } {
  const { items, whole } = children(bytes, sequence);
  return { names: items.map((item) => generalName(bytes, item)), whole };
}

/*
 * GeneralName ::= CHOICE { otherName [0], rfc822Name [1], dNSName [2], x400Address [3], directoryName [4],
 *   ediPartyName [5], uniformResourceIdentifier [6], iPAddress [7], registeredID [8] }
 */
function generalName(bytes: Uint8Array, { tag, start, end }: Tlv): CertificateName {
  // The constructed bit says nothing of the kind: a name must not hide behind a wrong one.
  switch (tag & 0xdf) {
    case 0x81:
      return { from: 'san', kind: 'email', value: latin1(bytes, start, end) };
    case 0x82:
      return { from: 'san', kind: 'dns', value: latin1(bytes, start, end) };
    case 0x86:
      return { from: 'san', kind: 'uri', value: latin1(bytes, start, end) };
    case 0x87:
      return { from: 'san', kind: 'ip', value: address(bytes, start, end) };
    default:
      return {
        from: 'san',
        kind: 'other',
        value: `[${tag & 0x1f}] ${hexOf(bytes, start, Math.min(end, start + MOST_SHOWN))}`,
      };
  }
}

/** IPv4 dotted, IPv6 in eight groups; of any other length as hex behind `#`. */
function address(bytes: Uint8Array, start: number, end: number): string {
  const octets = bytes.subarray(start, end);
  if (octets.length === 4) return octets.join('.');
  if (octets.length !== 16) return `#${hexOf(bytes, start, end)}`;
  return Array.from({ length: 8 }, (_, i) =>
    (((octets[2 * i] ?? 0) << 8) | (octets[2 * i + 1] ?? 0)).toString(16),
  ).join(':');
}
