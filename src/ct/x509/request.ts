import { createHash } from 'node:crypto';
import type { CertificateName } from '../model.js';
import { children, readTlv, Tag, type Tlv } from './der.js';
import { readExtensions } from './extensions.js';
import { keyKindOf } from './key-kind.js';
import { newNotes, note, type Notes } from './notes.js';
import { isOid, oidOctets } from './oid.js';
import { addCommonNames } from './read.js';

/** extensionRequest (RFC 2985, section 5.4.2), and Microsoft's own attribute of the same content. */
const EXTENSION_REQUESTS = ['1.2.840.113549.1.9.14', '1.3.6.1.4.1.311.2.1.14'].map(oidOctets);

/** What a certification request asks for. */
export interface RequestFacts {
  /** SHA-256 of the SubjectPublicKeyInfo DER, lower-case hex; absent if it was not found. */
  readonly spkiSha256?: string;
  readonly keyKind?: string;
  readonly names: readonly CertificateName[];
  /** What could not be read, in our own words. */
  readonly problems: readonly string[];
}

/**
 * Reads a PKCS #10 request from its own bytes. Never throws. Its signature is not verified: whoever registers a key says
 * that it is theirs.
 *
 * CertificationRequest ::= SEQUENCE { certificationRequestInfo SEQUENCE { version INTEGER, subject Name, subjectPKInfo
 *   SubjectPublicKeyInfo, attributes [0] IMPLICIT SET OF Attribute }, signatureAlgorithm, signature } (RFC 2986, section 4)
 */
export function readRequest(der: Uint8Array): RequestFacts {
  const notes = newNotes();
  const names: CertificateName[] = [];
  const info = infoOf(der, notes);
  if (info === undefined) return { names, problems: notes.problems };
  const { items, whole } = children(der, info);
  if (!whole) note(notes.problems, 'the request holds something that is no TLV');
  const [version, subject, spki, ...rest] = items;
  if (version?.tag !== Tag.INTEGER) note(notes.problems, 'the version is not where it has to be');
  if (subject?.tag !== Tag.SEQUENCE) note(notes.problems, 'the subject is not where it has to be');
  for (const attributes of rest)
    if (attributes.tag === 0xa0) attributeNames(der, attributes, names, notes);
    else note(notes.problems, 'something stands behind the public key that does not belong there');
  if (subject?.tag === Tag.SEQUENCE) addCommonNames(der, subject, names, notes);
  if (spki?.tag !== Tag.SEQUENCE) {
    note(notes.problems, 'the public key is not where it has to be');
    return { names, problems: told(notes) };
  }
  return {
    spkiSha256: createHash('sha256').update(der.subarray(spki.at, spki.end)).digest('hex'),
    keyKind: keyKindOf(der, spki),
    names,
    problems: told(notes),
  };
}

function infoOf(der: Uint8Array, notes: Notes): Tlv | undefined {
  const outer = readTlv(der, 0, der.length);
  const info = outer?.tag === Tag.SEQUENCE ? readTlv(der, outer.start, outer.end) : undefined;
  if (info?.tag === Tag.SEQUENCE) return info;
  note(
    notes.problems,
    'expected a certification request (a SEQUENCE that begins with one); something else came',
  );
  return undefined;
}

/** Attribute ::= SEQUENCE { type OID, values SET OF ANY }; the value of extensionRequest is an Extensions. */
function attributeNames(der: Uint8Array, attributes: Tlv, names: CertificateName[], notes: Notes): void {
  const { items, whole } = children(der, attributes);
  if (!whole) note(notes.problems, 'the attributes hold something that is none');
  for (const attribute of items) {
    const [type, values] = children(der, attribute).items;
    if (type?.tag !== Tag.OID || values === undefined) {
      note(notes.problems, 'an attribute is not of the form that an attribute has');
      continue;
    }
    if (!EXTENSION_REQUESTS.some((oid) => isOid(der, type, oid))) continue;
    for (const { at, end } of children(der, values).items)
      names.push(...readExtensions(der, [{ tag: 0, at, start: at, end }], notes).names);
  }
}

/** Whoever registers a request should look at everything that is odd about it. */
function told({ problems, oddities }: Notes): readonly string[] {
  return [...problems, ...oddities];
}
