import type { CertificateName } from '../model.js';
import { children, hexOf, readTlv, Tag, type Tlv } from './der.js';
import { readGeneralNames } from './names.js';
import { note, type Notes } from './notes.js';
import { dottedOid, isOid, oidOctets } from './oid.js';

const SUBJECT_KEY_ID = oidOctets('2.5.29.14');
const SAN = oidOctets('2.5.29.17');
const BASIC_CONSTRAINTS = oidOctets('2.5.29.19');
const AUTHORITY_KEY_ID = oidOctets('2.5.29.35');
const EXTENDED_KEY_USAGE = oidOctets('2.5.29.37');
/** RFC 6962, sections 3.3 and 3.1; the last is the usage of a Precertificate Signing Certificate. */
const SCT_LIST = oidOctets('1.3.6.1.4.1.11129.2.4.2');
const POISON = oidOctets('1.3.6.1.4.1.11129.2.4.3');
const PRECERTIFICATE_SIGNING = oidOctets('1.3.6.1.4.1.11129.2.4.4');

/** Octets of a key identifier that are kept. */
const MOST_KEY_ID = 512;

export interface Extensions {
  readonly names: readonly CertificateName[];
  readonly poisoned: boolean;
  /** Hex. */
  readonly authorityKeyId?: string;
  /** Hex. */
  readonly subjectKeyId?: string;
  /** The first Authority Key Identifier extension, whole. */
  readonly authorityKey?: Tlv;
  readonly isCa: boolean;
  /** Has the extended key usage of a Precertificate Signing Certificate. */
  readonly precertificateSigning: boolean;
  /** Poison and SCT list extensions, whole, in order: what the digest of the TBS leaves out. */
  readonly removable: readonly Tlv[];
  /** Contents of the OCTET STRINGs of SCT list extensions. */
  readonly sctLists: readonly Tlv[];
}

type Draft = { -readonly [K in keyof Extensions]: Extensions[K] } & {
  names: CertificateName[];
  removable: Tlv[];
  sctLists: Tlv[];
};

/**
 * Extensions ::= SEQUENCE OF Extension; Extension ::= SEQUENCE { extnID OID, critical BOOLEAN DEFAULT FALSE, extnValue
 * OCTET STRING } (RFC 5280, section 4.1). Every one is looked at, also where an OID stands twice; a broken one spoils
 * itself only. `holders` are what contains an Extensions.
 */
export function readExtensions(der: Uint8Array, holders: readonly Tlv[], notes: Notes): Extensions {
  const found: Draft = {
    names: [],
    poisoned: false,
    isCa: false,
    precertificateSigning: false,
    removable: [],
    sctLists: [],
  };
  for (const holder of holders)
    for (const extension of extensionsIn(der, holder, notes)) readExtension(der, extension, found, notes);
  return found;
}

function readExtension(der: Uint8Array, extension: Tlv, found: Draft, notes: Notes): void {
  const { items: fields, whole } = children(der, extension);
  const [id] = fields;
  if (extension.tag !== Tag.SEQUENCE || id?.tag !== Tag.OID) {
    note(notes.problems, 'an extension does not say what it is');
    return;
  }
  const value = fields[fields.length - 1];
  const formed = whole && fields.length <= 3 && value?.tag === Tag.OCTET_STRING;
  if (!formed) brokenExtension(der, id, notes);
  // What is left of a broken one is read all the same: all OCTET STRINGs in it.
  for (const one of fields)
    if (one.tag === Tag.OCTET_STRING) useExtension(der, extension, id, one, found, notes);
}

/** A broken extension that carries no names hides none. */
function brokenExtension(der: Uint8Array, id: Tlv, notes: Notes): void {
  if (isOid(der, id, SAN))
    note(notes.problems, 'a subject alternative name extension is not of the form that an extension has');
  else note(notes.oddities, `the extension ${dottedOid(der, id)} is not of the form that an extension has`);
}

function useExtension(
  der: Uint8Array,
  extension: Tlv,
  id: Tlv,
  value: Tlv,
  found: Draft,
  notes: Notes,
): void {
  if (isOid(der, id, SAN)) namesIn(der, value, found.names, notes);
  else if (isOid(der, id, POISON)) {
    found.poisoned = true;
    found.removable.push(extension);
  } else if (isOid(der, id, SCT_LIST)) {
    found.removable.push(extension);
    found.sctLists.push(value);
  } else if (isOid(der, id, AUTHORITY_KEY_ID)) {
    found.authorityKey ??= extension;
    const keyId = authorityKeyIdIn(der, value);
    if (keyId === undefined) return;
    found.authorityKeyId ??= keyId;
  } else if (isOid(der, id, SUBJECT_KEY_ID)) {
    const inner = readTlv(der, value.start, value.end);
    if (inner?.tag === Tag.OCTET_STRING) found.subjectKeyId ??= keyIdOf(der, inner);
  } else if (isOid(der, id, BASIC_CONSTRAINTS)) found.isCa ||= saysCa(der, value);
  else if (isOid(der, id, EXTENDED_KEY_USAGE))
    found.precertificateSigning ||= listIn(der, value).some(
      (usage) => usage.tag === Tag.OID && isOid(der, usage, PRECERTIFICATE_SIGNING),
    );
}

function extensionsIn(der: Uint8Array, holder: Tlv, notes: Notes): readonly Tlv[] {
  const list = readTlv(der, holder.start, holder.end);
  if (list?.tag !== Tag.SEQUENCE) {
    note(notes.problems, 'the extensions are no SEQUENCE');
    return [];
  }
  const { items, whole } = children(der, list);
  if (!whole || list.end !== holder.end) note(notes.problems, 'the extensions hold something that is none');
  return items;
}

function namesIn(der: Uint8Array, value: Tlv, names: CertificateName[], notes: Notes): void {
  const sequence = readTlv(der, value.start, value.end);
  if (sequence?.tag !== Tag.SEQUENCE) {
    note(notes.problems, 'a subject alternative name extension is no list of names');
    return;
  }
  const whole = readGeneralNames(der, sequence, names, notes);
  if (!whole || sequence.end !== value.end)
    note(notes.problems, 'a subject alternative name extension holds something that is no name');
}

/** The items of a SEQUENCE in an extension's value. */
function listIn(der: Uint8Array, value: Tlv): readonly Tlv[] {
  const sequence = readTlv(der, value.start, value.end);
  return sequence?.tag === Tag.SEQUENCE ? children(der, sequence).items : [];
}

/** AuthorityKeyIdentifier ::= SEQUENCE { keyIdentifier [0] IMPLICIT OCTET STRING OPTIONAL, ... } (RFC 5280, section 4.2.1.1). */
function authorityKeyIdIn(der: Uint8Array, value: Tlv): string | undefined {
  const id = listIn(der, value).find((tlv) => tlv.tag === 0x80);
  return id && keyIdOf(der, id);
}

/** BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL } (RFC 5280, section 4.2.1.9). */
function saysCa(der: Uint8Array, value: Tlv): boolean {
  const [ca] = listIn(der, value);
  return ca?.tag === Tag.BOOLEAN && ca.end > ca.start && der[ca.start] !== 0;
}

function keyIdOf(der: Uint8Array, { start, end }: Tlv): string {
  return hexOf(der, start, Math.min(end, start + MOST_KEY_ID));
}
