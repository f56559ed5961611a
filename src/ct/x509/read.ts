import { createHash } from 'node:crypto';
import type { CertificateFacts, CertificateName } from '../model.js';
import { children, hexOf, readTlv, Tag, type Tlv } from './der.js';
import { displayName, readAttributes } from './distinguished-name.js';
import { readExtensions, type Extensions } from './extensions.js';
import { readTime } from './strings.js';
import { tbsDigest } from './tbs.js';

/** Where the parts of a TBSCertificate lie; what could not be found is absent. */
interface Parts {
  readonly serial?: Tlv;
  readonly issuer?: Tlv;
  readonly validity?: Tlv;
  readonly subject?: Tlv;
  readonly spki?: Tlv;
  /** [3] EXPLICIT Extensions. */
  readonly extensions?: Tlv;
}

/** 9999-12-31T23:59:59Z, "no well-defined expiration" (RFC 5280, section 4.1.2.5): stands for a time that cannot be read. */
const NEVER = 253_402_300_799_000;

/**
 * Reads a certificate or precertificate from its own bytes. Never throws: what cannot be read is in `problems`, and
 * everything else is given all the same. Where a digest cannot be computed because its part was not found, the digest
 * of the whole stands in its place.
 *
 * Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue } (RFC 5280, section 4.1)
 */
export function readCertificate(der: Uint8Array): CertificateFacts {
  const problems: string[] = [];
  const sha256 = digest(der);
  const outer = readTlv(der, 0, der.length);
  if (outer?.tag !== Tag.SEQUENCE)
    return unreadable(sha256, 'expected a certificate (a SEQUENCE); something else came');
  if (outer.end !== der.length)
    problems.push(`${der.length - outer.end} octets are left over behind the certificate`);
  const tbs = readTlv(der, outer.start, outer.end);
  if (tbs?.tag !== Tag.SEQUENCE)
    return unreadable(sha256, 'expected a TBSCertificate (a SEQUENCE); something else came');
  const parts = partsOf(der, tbs, problems);
  const extensions = readExtensions(der, parts.extensions, problems);
  const issuer = parts.issuer === undefined ? [] : readAttributes(der, parts.issuer).attributes;
  const validity = parts.validity === undefined ? [] : children(der, parts.validity).items;
  const time = (tlv: Tlv | undefined, what: string, otherwise: number): number => {
    const read = tlv && readTime(der, tlv);
    if (read === undefined) problems.push(`${what} cannot be read as a time`);
    return read ?? otherwise;
  };
  return {
    sha256,
    tbsSha256: tbsDigest(der, tbs, parts.extensions, extensions.removable),
    spkiSha256: parts.spki === undefined ? sha256 : digest(der.subarray(parts.spki.at, parts.spki.end)),
    precertificate: extensions.poisoned,
    serial:
      parts.serial === undefined
        ? ''
        : hexOf(der, parts.serial.start, Math.min(parts.serial.end, parts.serial.start + 512)),
    issuer: displayName(issuer),
    ...(extensions.authorityKeyId === undefined ? {} : { authorityKeyId: extensions.authorityKeyId }),
    notBefore: time(validity[0], 'notBefore', 0),
    notAfter: time(validity[1], 'notAfter', NEVER),
    names: namesOf(der, parts, extensions, problems),
    problems,
  };
}

/*
 * TBSCertificate ::= SEQUENCE { version [0] EXPLICIT DEFAULT v1, serialNumber, signature, issuer, validity, subject,
 *   subjectPublicKeyInfo, issuerUniqueID [1] OPTIONAL, subjectUniqueID [2] OPTIONAL, extensions [3] EXPLICIT OPTIONAL }
 */
function partsOf(der: Uint8Array, tbs: Tlv, problems: string[]): Parts {
  const { items, whole } = children(der, tbs);
  if (!whole) problems.push('the TBSCertificate holds something that is no TLV');
  const fields = items[0]?.tag === 0xa0 ? items.slice(1) : items;
  const [serial, , issuer, validity, subject, spki, ...rest] = fields;
  const take = (tlv: Tlv | undefined, tag: number, what: string): Tlv | undefined => {
    if (tlv?.tag === tag) return tlv;
    problems.push(`${what} is not where it has to be`);
    return undefined;
  };
  const parts = {
    serial: take(serial, Tag.INTEGER, 'the serial number'),
    issuer: take(issuer, Tag.SEQUENCE, 'the issuer'),
    validity: take(validity, Tag.SEQUENCE, 'the validity'),
    subject: take(subject, Tag.SEQUENCE, 'the subject'),
    spki: take(spki, Tag.SEQUENCE, 'the public key'),
    extensions: rest.find((tlv) => tlv.tag === 0xa3),
  };
  return Object.fromEntries(Object.entries(parts).filter(([, tlv]) => tlv !== undefined));
}

/** All names: of every SAN extension, and every CN wherever it stands in the subject. */
function namesOf(
  der: Uint8Array,
  parts: Parts,
  extensions: Extensions,
  problems: string[],
): readonly CertificateName[] {
  if (parts.subject === undefined) return extensions.names;
  const { attributes, whole } = readAttributes(der, parts.subject);
  if (!whole) problems.push('the subject holds something that is no attribute');
  const common = attributes
    .filter(({ type }) => type === 'CN')
    .map(({ value }): CertificateName => ({ from: 'cn', kind: 'dns', value }));
  return [...extensions.names, ...common];
}

function unreadable(sha256: string, problem: string): CertificateFacts {
  return {
    sha256,
    tbsSha256: sha256,
    spkiSha256: sha256,
    precertificate: false,
    serial: '',
    issuer: '',
    notBefore: 0,
    notAfter: NEVER,
    names: [],
    problems: [problem],
  };
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
