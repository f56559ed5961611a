import { createHash } from 'node:crypto';
import type { CertificateFacts, CertificateName } from '../model.js';
import { children, hexOf, type Tlv } from './der.js';
import { displayName, readAttributes } from './distinguished-name.js';
import { readExtensions } from './extensions.js';
import { keyKindOf } from './key-kind.js';
import { addName } from './names.js';
import { newNotes, note, type Notes } from './notes.js';
import { partsOf } from './parts.js';
import { readTime } from './strings.js';
import { tbsDigest } from './tbs.js';

/** 9999-12-31T23:59:59Z, "no well-defined expiration" (RFC 5280, section 4.1.2.5): stands for a time that cannot be read. */
const NEVER = 253_402_300_799_000;
/** Octets of a serial number, and characters of an issuer's name, that are kept for display. */
const MOST_SERIAL = 512;
const MOST_ISSUER = 16_384;

/**
 * Reads a certificate or precertificate from its own bytes. Never throws: what cannot be read is in `problems` if it may
 * hide a name and in `oddities` if it cannot, and everything else is given all the same. Where a digest cannot be
 * computed because its part was not found, the digest of the whole stands in its place.
 */
export function readCertificate(der: Uint8Array): CertificateFacts {
  const notes = newNotes();
  const sha256 = digest(der);
  const parts = partsOf(der, notes);
  if (parts === undefined) return unreadable(sha256, notes);
  const { tbs, serial, spki, subject } = parts;
  const extensions = readExtensions(der, parts.extensions, notes);
  const names = [...extensions.names];
  if (subject !== undefined) addCommonNames(der, subject, names, notes);
  const validity = parts.validity === undefined ? [] : children(der, parts.validity).items;
  const time = (tlv: Tlv | undefined, what: string, otherwise: number): number => {
    const read = tlv && readTime(der, tlv);
    if (read === undefined) note(notes.oddities, `${what} cannot be read as a time`);
    return read ?? otherwise;
  };
  return {
    sha256,
    tbsSha256: tbsDigest(der, tbs, parts.extensions, extensions.removable),
    spkiSha256: spki === undefined ? sha256 : digest(der.subarray(spki.at, spki.end)),
    ...(spki === undefined ? {} : { keyKind: keyKindOf(der, spki) }),
    precertificate: extensions.poisoned,
    serial:
      serial === undefined ? '' : hexOf(der, serial.start, Math.min(serial.end, serial.start + MOST_SERIAL)),
    issuer: issuerOf(der, parts.issuer, notes),
    ...(extensions.authorityKeyId === undefined ? {} : { authorityKeyId: extensions.authorityKeyId }),
    notBefore: time(validity[0], 'notBefore', 0),
    notAfter: time(validity[1], 'notAfter', NEVER),
    names,
    ...told(notes),
  };
}

/** Every CN, wherever it stands in the subject. */
export function addCommonNames(der: Uint8Array, subject: Tlv, names: CertificateName[], notes: Notes): void {
  const { attributes, whole } = readAttributes(der, subject);
  if (!whole) note(notes.problems, 'the subject holds something that is no attribute');
  for (const { type, values } of attributes)
    if (type === 'CN') for (const value of values) addName(names, { from: 'cn', kind: 'dns', value }, notes);
}

function issuerOf(der: Uint8Array, issuer: Tlv | undefined, notes: Notes): string {
  if (issuer === undefined) return '';
  const { attributes, whole } = readAttributes(der, issuer);
  if (!whole) note(notes.oddities, 'the issuer holds something that is no attribute');
  return displayName(attributes).slice(0, MOST_ISSUER);
}

function unreadable(sha256: string, notes: Notes): CertificateFacts {
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
    ...told(notes),
  };
}

function told({ problems, oddities }: Notes): Pick<CertificateFacts, 'problems' | 'oddities'> {
  return oddities.length === 0 ? { problems } : { problems, oddities };
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
