import { Tag } from './der.js';

/** `cn` is a common name of the subject; the others are GeneralNames of SAN extensions. */
export type ScannedKind = 'dns' | 'ip' | 'email' | 'uri' | 'cn';

/** The octets of a name, from `start` to `end`, as they stand in the certificate: hostile, and of no certain encoding. */
export type VisitName = (kind: ScannedKind, start: number, end: number) => void;

/** More names, or longer ones, and the full reader has to say what is left out (names.ts). */
const MOST_NAMES = 10_000;
const MOST_OCTETS = 16_384;

/**
 * Calls back every name in the certificate or TBSCertificate that stands in `bytes` from `at` to `end`, in place: nothing
 * is copied and nothing is decoded.
 *
 * True if all of it was of the plain form that nearly every certificate has. False for anything else, also where it would
 * be harmless: a name may hide, and `readCertificate` has to look. What it reads without a problem and this calls whole
 * has exactly the names that were called back, so a certificate that is none of ours costs a walk over its bytes.
 */
export function scanNames(bytes: Uint8Array, at: number, end: number, visit: VisitName): boolean {
  let tbs = at;
  let tbsEnd = endOf(bytes, tbs, Math.min(end, bytes.length));
  if (tbsEnd < 0 || bytes[tbs] !== Tag.SEQUENCE) return false;
  const inner = startOf(bytes, tbs);
  // Certificate ::= SEQUENCE { TBSCertificate ::= SEQUENCE ... }, and no TBSCertificate begins with a SEQUENCE
  if (inner < tbsEnd && bytes[inner] === Tag.SEQUENCE) {
    tbsEnd = endOf(bytes, inner, tbsEnd);
    if (tbsEnd < 0) return false;
    tbs = inner;
  }
  return scanTbs(bytes, startOf(bytes, tbs), tbsEnd, visit);
}

/** Fields from serialNumber to subjectPublicKeyInfo (RFC 5280, section 4.1); 0 for the signature, which any tag may be. */
const FIELDS = [Tag.INTEGER, 0, Tag.SEQUENCE, Tag.SEQUENCE, Tag.SEQUENCE, Tag.SEQUENCE] as const;
const SUBJECT = 4;

function scanTbs(bytes: Uint8Array, start: number, end: number, visit: VisitName): boolean {
  let at = start;
  let next = 0;
  if (bytes[at] === 0xa0) {
    at = endOf(bytes, at, end);
    if (at < 0) return false;
  }
  for (let i = 0; i < FIELDS.length; i++, at = next) {
    next = endOf(bytes, at, end);
    if (next < 0 || (FIELDS[i] !== 0 && bytes[at] !== FIELDS[i])) return false;
    if (i === SUBJECT && !scanSubject(bytes, startOf(bytes, at), next, visit)) return false;
  }
  let seen = false;
  for (; at < end; at = next) {
    next = endOf(bytes, at, end);
    if (next < 0) return false;
    const tag = bytes[at] ?? 0;
    // issuerUniqueID [1] and subjectUniqueID [2] are bits
    if ((tag & 0xdf) === 0x81 || (tag & 0xdf) === 0x82) continue;
    if (tag !== 0xa3 || seen) return false;
    seen = true;
    if (!scanExtensions(bytes, startOf(bytes, at), next, visit)) return false;
  }
  return true;
}

/** RDNSequence ::= SEQUENCE OF SET OF SEQUENCE { type OID, value ANY } (RFC 5280, section 4.1.2.4). */
function scanSubject(bytes: Uint8Array, start: number, end: number, visit: VisitName): boolean {
  let rdnEnd = 0;
  let pairEnd = 0;
  for (let rdn = start; rdn < end; rdn = rdnEnd) {
    rdnEnd = endOf(bytes, rdn, end);
    if (rdnEnd < 0 || bytes[rdn] !== Tag.SET) return false;
    for (let pair = startOf(bytes, rdn); pair < rdnEnd; pair = pairEnd) {
      pairEnd = endOf(bytes, pair, rdnEnd);
      if (pairEnd < 0 || bytes[pair] !== Tag.SEQUENCE) return false;
      const type = startOf(bytes, pair);
      const value = endOf(bytes, type, pairEnd);
      if (value < 0 || bytes[type] !== Tag.OID || endOf(bytes, value, pairEnd) !== pairEnd) return false;
      const last = plainOid(bytes, startOf(bytes, type), value, 0x04);
      if (last < 0) return false;
      if (last !== 0x03) continue;
      const tag = bytes[value];
      if (tag !== Tag.UTF8 && tag !== Tag.PRINTABLE && tag !== Tag.IA5 && tag !== Tag.TELETEX) return false;
      const text = startOf(bytes, value);
      if (pairEnd - text > MOST_OCTETS) return false;
      visit('cn', text, pairEnd);
    }
  }
  return true;
}

/** [3] { SEQUENCE OF SEQUENCE { extnID OID, critical BOOLEAN DEFAULT FALSE, extnValue OCTET STRING } }. */
function scanExtensions(bytes: Uint8Array, start: number, end: number, visit: VisitName): boolean {
  if (bytes[start] !== Tag.SEQUENCE || endOf(bytes, start, end) !== end) return false;
  let next = 0;
  let names = 0;
  for (let at = startOf(bytes, start); at < end; at = next) {
    next = endOf(bytes, at, end);
    if (next < 0 || bytes[at] !== Tag.SEQUENCE) return false;
    const id = startOf(bytes, at);
    let value = endOf(bytes, id, next);
    if (value < 0 || bytes[id] !== Tag.OID) return false;
    const last = plainOid(bytes, startOf(bytes, id), value, 0x1d);
    if (last < 0) return false;
    if (last !== 0x11) continue;
    if (bytes[value] === Tag.BOOLEAN) value = endOf(bytes, value, next);
    if (value < 0 || bytes[value] !== Tag.OCTET_STRING || endOf(bytes, value, next) !== next) return false;
    const found = scanGeneralNames(bytes, startOf(bytes, value), next, visit);
    names += found;
    if (found < 0 || names > MOST_NAMES) return false;
  }
  return true;
}

/** GeneralNames ::= SEQUENCE OF GeneralName (RFC 5280, section 4.2.1.6). How many there are; -1 where one may hide. */
function scanGeneralNames(bytes: Uint8Array, start: number, end: number, visit: VisitName): number {
  if (bytes[start] !== Tag.SEQUENCE || endOf(bytes, start, end) !== end) return -1;
  let next = 0;
  let names = 0;
  for (let at = startOf(bytes, start); at < end; at = next, names++) {
    next = endOf(bytes, at, end);
    if (next < 0) return -1;
    const text = startOf(bytes, at);
    if (next - text > MOST_OCTETS) return -1;
    const tag = bytes[at];
    if (tag === 0x82) visit('dns', text, next);
    else if (tag === 0x87) visit('ip', text, next);
    else if (tag === 0x81) visit('email', text, next);
    else if (tag === 0x86) visit('uri', text, next);
    // registeredID names no host; otherName, directoryName and what is constructed are for the full reader
    else if (tag !== 0x88) return -1;
  }
  return names;
}

/**
 * The last octet of an OID of three octets that begins with 0x55 and `second`; 0 for any other OID; -1 for one that only
 * a full reader may tell from them: padded (X.690, section 8.19.2), broken, or long.
 */
function plainOid(bytes: Uint8Array, start: number, end: number, second: number): number {
  const last = bytes[end - 1] ?? 0;
  if (end <= start || end - start > 64 || last >= 0x80) return -1;
  if (end - start === 3 && bytes[start] === 0x55 && bytes[start + 1] === second) return last;
  let begins = true;
  for (let at = start; at < end; at++) {
    const octet = bytes[at] ?? 0;
    if (begins && octet === 0x80) return -1;
    begins = octet < 0x80;
  }
  return 0;
}

/** Where the content of the TLV at `at` begins; only for one that `endOf` has found good. */
function startOf(bytes: Uint8Array, at: number): number {
  const first = bytes[at + 1] ?? 0;
  return first < 0x80 ? at + 2 : at + 2 + (first & 0x7f);
}

/** Where the TLV at `at` ends; -1 if not within `limit`, or if its tag or length is of a form seldom used. */
function endOf(bytes: Uint8Array, at: number, limit: number): number {
  if (at + 2 > limit || ((bytes[at] ?? 0) & 0x1f) === 0x1f) return -1;
  const first = bytes[at + 1] ?? 0;
  let end = at + 2 + first;
  if (first >= 0x80) {
    if (first === 0x81 && at + 3 <= limit) end = at + 3 + (bytes[at + 2] ?? 0);
    else if (first === 0x82 && at + 4 <= limit)
      end = at + 4 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    else if (first === 0x83 && at + 5 <= limit)
      end = at + 5 + (((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0));
    else return -1;
  }
  return end > limit ? -1 : end;
}
