import { children, readTlv, Tag, type Tlv } from '../x509/der.js';

/** Parts of a certificate that a chain is made by, as they stand in it. */
export interface CertificateParts {
  /** The whole TBSCertificate: what the issuer signed. */
  readonly tbs: Uint8Array;
  /** DER of the issuer's and the subject's Name. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
}

/**
 * TBSCertificate ::= SEQUENCE { version [0] EXPLICIT DEFAULT v1, serialNumber, signature, issuer, validity, subject,
 * subjectPublicKeyInfo, ... } (RFC 5280, section 4.1). `undefined` for what is none.
 */
export function certificateParts(der: Uint8Array): CertificateParts | undefined {
  const outer = readTlv(der, 0, der.length);
  const tbs = outer?.tag === Tag.SEQUENCE ? readTlv(der, outer.start, outer.end) : undefined;
  if (tbs?.tag !== Tag.SEQUENCE) return undefined;
  const { items } = children(der, tbs);
  const [, , issuer, , subject, spki] = items[0]?.tag === 0xa0 ? items.slice(1) : items;
  if (issuer === undefined || subject === undefined || spki?.tag !== Tag.SEQUENCE) return undefined;
  const octets = (tlv: Tlv): Uint8Array => der.subarray(tlv.at, tlv.end);
  return { tbs: octets(tbs), issuer: octets(issuer), subject: octets(subject), spki: octets(spki) };
}
