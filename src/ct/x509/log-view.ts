import { children, Tag, type Tlv } from './der.js';
import { readAttributes, sameName } from './distinguished-name.js';
import { readExtensions, type Extensions } from './extensions.js';
import { newNotes } from './notes.js';
import { dottedOid, oidOctets } from './oid.js';
import { partsOf, type Parts } from './parts.js';
import { changedTbs, reducedTbs, wrapped } from './tbs.js';

/** What a log, and whoever verifies SCTs, needs of a certificate (RFC 6962, sections 3.1 to 3.3). */
export interface LogView {
  /** The TBSCertificate without poison and SCT list, encoded anew. */
  readonly tbs: Uint8Array;
  /** Each SignedCertificateTimestampList in the certificate, as TLS encodes it (RFC 6962, section 3.3). */
  readonly sctLists: readonly Uint8Array[];
  readonly precertificate: boolean;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** DER of the Names. */
  readonly issuerName: Uint8Array;
  readonly subjectName: Uint8Array;
  /** Dotted OID of the algorithm behind the TBSCertificate; empty if there is none. */
  readonly signatureAlgorithm: string;
  /** Hex. */
  readonly subjectKeyId?: string;
  readonly authorityKeyId?: string;
  /** BasicConstraints says that it is a CA. */
  readonly isCa: boolean;
  /** Has the extended key usage 1.3.6.1.4.1.11129.2.4.4: an issuer that signs precertificates for another. */
  readonly precertSigning: boolean;
}

/** Reads a certificate as logs see it; `undefined` if issuer, subject, key or the TBSCertificate cannot be found. */
export function logView(der: Uint8Array): LogView | undefined {
  const read = dissect(der);
  if (read === undefined) return undefined;
  const { parts, extensions } = read;
  const { issuer, subject, spki, signatureAlgorithm: algorithm } = parts;
  if (issuer === undefined || subject === undefined || spki === undefined) return undefined;
  const octets = ({ at, end }: Tlv): Uint8Array => der.subarray(at, end);
  const [id] = algorithm === undefined ? [] : children(der, algorithm).items;
  return {
    tbs: Buffer.concat(reducedTbs(der, parts.tbs, parts.extensions, extensions.removable)),
    // SignedCertificateTimestampList is an OCTET STRING within that of the extension.
    sctLists: extensions.sctLists.flatMap((list) =>
      children(der, list)
        .items.filter(({ tag }) => tag === Tag.OCTET_STRING)
        .map(({ start, end }) => der.subarray(start, end)),
    ),
    precertificate: extensions.poisoned,
    spki: octets(spki),
    issuerName: octets(issuer),
    subjectName: octets(subject),
    signatureAlgorithm: id?.tag === Tag.OID ? dottedOid(der, id) : '',
    ...(extensions.subjectKeyId === undefined ? {} : { subjectKeyId: extensions.subjectKeyId }),
    ...(extensions.authorityKeyId === undefined ? {} : { authorityKeyId: extensions.authorityKeyId }),
    isCa: extensions.isCa,
    precertSigning: extensions.precertificateSigning,
  };
}

/**
 * The TBS that a log signs for a precertificate that a Precertificate Signing Certificate issued (RFC 6962, section 3.2):
 * poison out, issuer and Authority Key Identifier those that the certificate of the real issuer will have. `undefined`
 * if one of the three cannot be read, or the signing certificate is none or is not issued by the real issuer.
 */
export function tbsOfPreissued(
  precertificate: Uint8Array,
  signingCertificate: Uint8Array,
  realIssuer: Uint8Array,
): Uint8Array | undefined {
  const leaf = dissect(precertificate);
  const signer = dissect(signingCertificate);
  const issuer = dissect(realIssuer);
  if (leaf?.parts.issuer === undefined || signer === undefined || issuer === undefined) return undefined;
  const name = issuer.parts.subject;
  const signersIssuer = signer.parts.issuer;
  if (name === undefined || signersIssuer === undefined) return undefined;
  if (!signer.extensions.precertificateSigning) return undefined;
  if (!same(signingCertificate, signersIssuer, realIssuer, name)) return undefined;
  const changes = new Map<number, readonly Uint8Array[]>(
    leaf.extensions.removable.map(({ at }): [number, Uint8Array[]] => [at, []]),
  );
  changes.set(leaf.parts.issuer.at, [signingCertificate.subarray(signersIssuer.at, signersIssuer.end)]);
  const authorityKey = leaf.extensions.authorityKey;
  if (authorityKey !== undefined)
    changes.set(authorityKey.at, authorityKeyFor(signingCertificate, signer.extensions, issuer.extensions));
  return Buffer.concat(changedTbs(precertificate, leaf.parts.tbs, leaf.parts.extensions, changes));
}

/**
 * The Authority Key Identifier that a certificate of the real issuer carries: that of the signing certificate, which is
 * one, as logs take it; else one that is made of the real issuer's Subject Key Identifier.
 */
function authorityKeyFor(
  signingCertificate: Uint8Array,
  { authorityKey }: Extensions,
  { subjectKeyId }: Extensions,
): readonly Uint8Array[] {
  if (authorityKey !== undefined) return [signingCertificate.subarray(authorityKey.at, authorityKey.end)];
  if (subjectKeyId === undefined) return [];
  const keyId = wrapped(0x30, wrapped(0x80, [Buffer.from(subjectKeyId, 'hex')]));
  return wrapped(Tag.SEQUENCE, [
    ...wrapped(Tag.OID, [oidOctets('2.5.29.35')]),
    ...wrapped(Tag.OCTET_STRING, keyId),
  ]);
}

function same(a: Uint8Array, nameA: Tlv, b: Uint8Array, nameB: Tlv): boolean {
  return sameName(readAttributes(a, nameA).attributes, readAttributes(b, nameB).attributes);
}

function dissect(der: Uint8Array): { readonly parts: Parts; readonly extensions: Extensions } | undefined {
  const notes = newNotes();
  const parts = partsOf(der, notes);
  return parts && { parts, extensions: readExtensions(der, parts.extensions, notes) };
}
