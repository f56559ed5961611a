import { children, readTlv, Tag, type Tlv } from './der.js';
import { note, type Notes } from './notes.js';

/** Where the parts of a certificate lie; what could not be found is absent. */
export interface Parts {
  readonly tbs: Tlv;
  readonly serial?: Tlv;
  readonly issuer?: Tlv;
  readonly validity?: Tlv;
  readonly subject?: Tlv;
  readonly spki?: Tlv;
  /** Every [3] EXPLICIT Extensions: one, if all is well. */
  readonly extensions: readonly Tlv[];
  /** AlgorithmIdentifier behind the TBSCertificate. */
  readonly signatureAlgorithm?: Tlv;
}

/**
 * Finds the parts of a certificate. `undefined` where there is nothing that could be one; the notes then say what came.
 *
 * Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue BIT STRING } (RFC 5280, section 4.1)
 */
export function partsOf(der: Uint8Array, notes: Notes): Parts | undefined {
  const outer = readTlv(der, 0, der.length);
  if (outer?.tag !== Tag.SEQUENCE) {
    note(notes.problems, 'expected a certificate (a SEQUENCE); something else came');
    return undefined;
  }
  // No client looks for names behind the end of a certificate.
  if (outer.end !== der.length)
    note(notes.oddities, `${der.length - outer.end} octets are left over behind the certificate`);
  const tbs = readTlv(der, outer.start, outer.end);
  if (tbs?.tag !== Tag.SEQUENCE) {
    note(notes.problems, 'expected a TBSCertificate (a SEQUENCE); something else came');
    return undefined;
  }
  const { items: behind, whole } = children(der, { start: tbs.end, end: outer.end });
  const [signatureAlgorithm, signature] = behind;
  if (!whole || behind.length !== 2 || signatureAlgorithm?.tag !== Tag.SEQUENCE)
    note(notes.oddities, 'the TBSCertificate is not followed by an algorithm and a signature');
  else if (signature?.tag !== Tag.BIT_STRING) note(notes.oddities, 'the signature is no BIT STRING');
  return {
    ...tbsParts(der, tbs, notes),
    tbs,
    ...(signatureAlgorithm === undefined ? {} : { signatureAlgorithm }),
  };
}

/*
 * TBSCertificate ::= SEQUENCE { version [0] EXPLICIT DEFAULT v1, serialNumber, signature, issuer, validity, subject,
 *   subjectPublicKeyInfo, issuerUniqueID [1] OPTIONAL, subjectUniqueID [2] OPTIONAL, extensions [3] EXPLICIT OPTIONAL }
 */
function tbsParts(der: Uint8Array, tbs: Tlv, notes: Notes): Omit<Parts, 'tbs'> {
  const { items, whole } = children(der, tbs);
  if (!whole) note(notes.problems, 'the TBSCertificate holds something that is no TLV');
  const fields = items[0]?.tag === 0xa0 ? items.slice(1) : items;
  const [serial, , issuer, validity, subject, spki, ...rest] = fields;
  const take = (tlv: Tlv | undefined, tag: number, what: string): Tlv | undefined => {
    if (tlv?.tag === tag) return tlv;
    // One field too many or too few, and the subject is another: then a name may hide.
    note(notes.problems, `${what} is not where it has to be`);
    return undefined;
  };
  const found = {
    serial: take(serial, Tag.INTEGER, 'the serial number'),
    issuer: take(issuer, Tag.SEQUENCE, 'the issuer'),
    validity: take(validity, Tag.SEQUENCE, 'the validity'),
    subject: take(subject, Tag.SEQUENCE, 'the subject'),
    spki: take(spki, Tag.SEQUENCE, 'the public key'),
  };
  const extensions = rest.filter(({ tag }) => tag === 0xa3);
  if (extensions.length > 1) note(notes.problems, 'there is more than one list of extensions');
  // issuerUniqueID and subjectUniqueID are bits that nobody reads; anything else there may be extensions in disguise.
  if (rest.some(({ tag }) => tag !== 0xa3 && (tag & 0xdf) !== 0x81 && (tag & 0xdf) !== 0x82))
    note(
      notes.problems,
      'the TBSCertificate holds something behind the public key that does not belong there',
    );
  return { ...present(found), extensions };
}

function present<T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
