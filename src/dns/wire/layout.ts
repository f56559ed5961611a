import { RrType } from '../model.js';

/**
 * One field of an RDATA. What a field is decides how it is read, how long it is, whether the canonical form folds
 * its case, and how people write it.
 */
export type Field =
  | 'u8'
  | 'u16'
  | 'u32'
  /** 32 bits, seconds since 1970 as serial number; written YYYYMMDDHHmmSS (RFC 4034, section 3.2). */
  | 'time'
  /** 16 bits, written as the mnemonic of an RR type. */
  | 'type'
  | 'ipv4'
  | 'ipv6'
  /** Name that may come compressed and is folded: the types of RFC 1035 and RFC 3597, section 4. */
  | 'name-old'
  /** Name that may not be compressed and is folded in the canonical form (RFC 4034, section 6.2). */
  | 'name-folded'
  /** Name that is neither: newer types, and NSEC's next name (RFC 6840, section 5.1). */
  | 'name-plain'
  /** A6 (RFC 2874): prefix length, address suffix, and a name unless the prefix is empty. */
  | 'a6'
  | 'string'
  /** One or more character-strings up to the end. */
  | 'strings'
  /** Octet of length, then that many octets: written as hex, `-` for none. */
  | 'salt'
  /** Octet of length, then that many octets: written as base32hex without padding. */
  | 'hash'
  /** Type bit map of NSEC and NSEC3 (RFC 4034, section 4.1.2). */
  | 'bitmap'
  /** Octet of length from 1, then that many octets: CAA's tag, written without quotes. */
  | 'tag'
  /** All the rest, written as one quoted string: CAA's value. */
  | 'text'
  | 'base64'
  | 'hex'
  /** All the rest, which this codec does not look into: the record is written as RFC 3597 does. */
  | 'opaque';

export type Layout = readonly Field[];

const DNSKEY: Layout = ['u16', 'u8', 'u8', 'base64'];
const DS: Layout = ['u16', 'u8', 'u8', 'hex'];
const SIGNATURE: Layout = ['type', 'u8', 'u8', 'u32', 'time', 'time', 'u16', 'name-folded', 'base64'];
const SIG: Layout = ['type', 'u8', 'u8', 'u32', 'time', 'time', 'u16', 'name-old', 'base64'];

const LAYOUTS: ReadonlyMap<number, Layout> = new Map<number, Layout>([
  [RrType.A, ['ipv4']],
  [RrType.NS, ['name-old']],
  [3, ['name-old']], // MD
  [4, ['name-old']], // MF
  [RrType.CNAME, ['name-old']],
  [RrType.SOA, ['name-old', 'name-old', 'u32', 'u32', 'u32', 'u32', 'u32']],
  [7, ['name-old']], // MB
  [8, ['name-old']], // MG
  [9, ['name-old']], // MR
  [RrType.PTR, ['name-old']],
  [13, ['string', 'string']], // HINFO
  [14, ['name-old', 'name-old']], // MINFO
  [RrType.MX, ['u16', 'name-old']],
  [RrType.TXT, ['strings']],
  [17, ['name-old', 'name-old']], // RP
  [18, ['u16', 'name-old']], // AFSDB
  [19, ['string']], // X25
  [21, ['u16', 'name-old']], // RT
  [24, SIG],
  [25, DNSKEY], // KEY
  [26, ['u16', 'name-old', 'name-old']], // PX
  [RrType.AAAA, ['ipv6']],
  [30, ['name-old', 'opaque']], // NXT
  [RrType.SRV, ['u16', 'u16', 'u16', 'name-old']],
  [35, ['u16', 'u16', 'string', 'string', 'string', 'name-old']], // NAPTR
  [36, ['u16', 'name-folded']], // KX
  [37, ['u16', 'u16', 'u8', 'base64']], // CERT
  [38, ['a6']],
  [RrType.DNAME, ['name-folded']],
  [RrType.DS, DS],
  [44, ['u8', 'u8', 'hex']], // SSHFP
  [RrType.RRSIG, SIGNATURE],
  [RrType.NSEC, ['name-plain', 'bitmap']],
  [RrType.DNSKEY, DNSKEY],
  [49, ['base64']], // DHCID
  [RrType.NSEC3, ['u8', 'u8', 'u16', 'salt', 'hash', 'bitmap']],
  [RrType.NSEC3PARAM, ['u8', 'u8', 'u16', 'salt']],
  [RrType.TLSA, ['u8', 'u8', 'u8', 'hex']],
  [53, ['u8', 'u8', 'u8', 'hex']], // SMIMEA
  [RrType.CDS, DS],
  [RrType.CDNSKEY, DNSKEY],
  [61, ['base64']], // OPENPGPKEY
  [62, ['u32', 'u16', 'bitmap']], // CSYNC
  [63, ['u32', 'u8', 'u8', 'hex']], // ZONEMD
  [RrType.SVCB, ['u16', 'name-plain', 'opaque']],
  [RrType.HTTPS, ['u16', 'name-plain', 'opaque']],
  [99, ['strings']], // SPF
  [256, ['u16', 'u16', 'text']], // URI
  [RrType.CAA, ['u8', 'tag', 'text']],
  [32769, DS], // DLV
]);

const OPAQUE: Layout = ['opaque'];

/** The fields of a type's RDATA; for a type that is not known, one opaque field (RFC 3597). */
export function layoutOf(type: number): Layout {
  return LAYOUTS.get(type) ?? OPAQUE;
}

/** True for a type whose RDATA may hold compressed names that a reader has to expand. */
export function mayBeCompressed(layout: Layout): boolean {
  return layout.includes('name-old');
}
