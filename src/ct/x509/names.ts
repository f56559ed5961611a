import type { CertificateName } from '../model.js';
import { children, hexOf, readTlv, Tag, type Tlv } from './der.js';
import { readAttributes } from './distinguished-name.js';
import { note, type Notes } from './notes.js';
import { isOid, oidOctets } from './oid.js';
import { latin1, readings } from './strings.js';

/** Octets of a name of another kind that are shown. */
const MOST_SHOWN = 64;
/** As many names, and characters of each, as an evidence file holds. Real certificates stay below 2,000 names. */
const MOST_NAMES = 10_000;
const MOST_CHARACTERS = 16_384;

/** Kinds of otherName that name a host or a mailbox: RFC 6120, section 13.7.1.4; RFC 4985; RFC 9598; Microsoft's UPN. */
const XMPP_ADDRESS = oidOctets('1.3.6.1.5.5.7.8.5');
const DNS_SRV = oidOctets('1.3.6.1.5.5.7.8.7');
const SMTP_UTF8_MAILBOX = oidOctets('1.3.6.1.5.5.7.8.9');
const USER_PRINCIPAL = oidOctets('1.3.6.1.4.1.311.20.2.3');

/** Adds a name within the bounds; over them is a problem, since what is left out is not seen. */
export function addName(names: CertificateName[], name: CertificateName, notes: Notes): void {
  if (names.length >= MOST_NAMES) note(notes.problems, `there are more than ${MOST_NAMES} names`);
  else if (name.value.length <= MOST_CHARACTERS) names.push(name);
  else {
    note(notes.problems, `a name is longer than ${MOST_CHARACTERS} characters`);
    names.push({ ...name, value: name.value.slice(0, MOST_CHARACTERS) });
  }
}

/**
 * GeneralNames ::= SEQUENCE OF GeneralName (RFC 5280, section 4.2.1.6). A GeneralName that cannot be read spoils itself
 * and not the others; the result is false if something in between is no TLV.
 */
export function readGeneralNames(
  bytes: Uint8Array,
  sequence: Tlv,
  names: CertificateName[],
  notes: Notes,
): boolean {
  const { items, whole } = children(bytes, sequence);
  for (const item of items)
    for (const { from = 'san', kind, value } of generalName(bytes, item))
      addName(names, { from, kind, value }, notes);
  return whole;
}

type Found = Pick<CertificateName, 'kind' | 'value'> & { readonly from?: 'cn' };

/*
 * GeneralName ::= CHOICE { otherName [0], rfc822Name [1], dNSName [2], x400Address [3], directoryName [4],
 *   ediPartyName [5], uniformResourceIdentifier [6], iPAddress [7], registeredID [8] }
 */
function generalName(bytes: Uint8Array, tlv: Tlv): readonly Found[] {
  // The constructed bit says nothing of the kind: a name must not hide behind a wrong one.
  switch (tlv.tag & 0xdf) {
    case 0x81:
      return pieces(bytes, tlv, 'email');
    case 0x82:
      return pieces(bytes, tlv, 'dns');
    case 0x86:
      return pieces(bytes, tlv, 'uri');
    case 0x87:
      return [{ kind: 'ip', value: address(bytes, tlv.start, tlv.end) }];
    case 0x80:
      return [...otherName(bytes, tlv), unnamed(bytes, tlv)];
    case 0x84:
      return [...commonNames(bytes, tlv), unnamed(bytes, tlv)];
    default:
      // A string with its universal tag: somebody forgot that the tags of a GeneralName are IMPLICIT.
      return STRINGS.has(tlv.tag)
        ? readings(bytes, tlv).map((value) => ({ kind: 'dns', value }))
        : [unnamed(bytes, tlv)];
  }
}

const STRINGS: ReadonlySet<number> = new Set([
  Tag.UTF8,
  Tag.PRINTABLE,
  Tag.TELETEX,
  Tag.IA5,
  Tag.UNIVERSAL,
  Tag.BMP,
]);

/** The octets of the name; if it is constructed, those of the strings in it besides (X.690, section 8.21). */
function pieces(bytes: Uint8Array, tlv: Tlv, kind: CertificateName['kind']): readonly Found[] {
  const plain: Found = { kind, value: latin1(bytes, tlv.start, tlv.end) };
  if ((tlv.tag & 0x20) === 0) return [plain];
  const { items, whole } = children(bytes, tlv);
  if (!whole || items.length === 0) return [plain];
  const joined = items.map(({ start, end }) => latin1(bytes, start, end)).join('');
  return [{ kind, value: joined }, plain];
}

/** OtherName ::= SEQUENCE { type-id OID, value [0] EXPLICIT ANY }, as [0] IMPLICIT. */
function otherName(bytes: Uint8Array, tlv: Tlv): readonly Found[] {
  const [type, explicit] = children(bytes, tlv).items;
  const value = explicit && readTlv(bytes, explicit.start, explicit.end);
  if (type?.tag !== Tag.OID || value === undefined) return [];
  const is = (oid: Uint8Array): boolean => isOid(bytes, type, oid);
  const texts = readings(bytes, value);
  if (is(SMTP_UTF8_MAILBOX) || is(USER_PRINCIPAL))
    return texts.map((text) => ({ kind: 'email', value: text }));
  // `_service.host` stands below its host as a name of DNS does.
  if (is(DNS_SRV)) return texts.map((text) => ({ kind: 'dns', value: text }));
  if (!is(XMPP_ADDRESS)) return [];
  return texts.map((text) => ({ kind: text.includes('@') ? 'email' : 'dns', value: text }));
}

/** directoryName holds a Name: no client ought to take a CN in it for a host, and one that does must not surprise us. */
function commonNames(bytes: Uint8Array, tlv: Tlv): readonly Found[] {
  // Name is a CHOICE, so its tag is EXPLICIT; without it the RDNs follow at once.
  const inner = readTlv(bytes, tlv.start, tlv.end);
  const name = inner?.tag === Tag.SEQUENCE ? inner : tlv;
  return readAttributes(bytes, name)
    .attributes.filter(({ type }) => type === 'CN')
    .flatMap(({ values }) => values.map((value): Found => ({ from: 'cn', kind: 'dns', value })));
}

function unnamed(bytes: Uint8Array, { tag, start, end }: Tlv): Found {
  return {
    kind: 'other',
    value: `[${tag & 0x1f}] ${hexOf(bytes, start, Math.min(end, start + MOST_SHOWN))}`,
  };
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
