import { createHash, createPublicKey, sign, type KeyObject } from 'node:crypto';
import {
  bitString,
  context,
  integer,
  nil,
  oid,
  printable,
  rawInteger,
  sequence,
  setOf,
  time,
  utf8,
} from './der.js';
import { extensionDer, type Extension } from './extensions.js';

/** What goes into a certificate (RFC 5280, section 4.1). Every part may be odd: nothing is checked. */
export interface CertificateSpec {
  /** Octets of a positive serial number; `raw` for content octets that are none. */
  readonly serial: Uint8Array | { readonly raw: Uint8Array };
  /** DER of a Name. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Unix milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** DER of a SubjectPublicKeyInfo. */
  readonly publicKey: Uint8Array;
  readonly extensions: readonly Extension[];
  /** 1 leaves extensions and the version out. Default: 3. */
  readonly version?: 1 | 3;
}

export function tbsCertificate(spec: CertificateSpec, signer: KeyObject): Buffer {
  return sequence(...tbsFields(spec, signer));
}

/** The fields of the TBSCertificate, each a whole TLV, in their order. */
export function tbsFields(spec: CertificateSpec, signer: KeyObject): readonly Uint8Array[] {
  const { serial, version = 3, extensions } = spec;
  return [
    ...(version === 3 ? [context(0, integer(Uint8Array.of(2)))] : []),
    'raw' in serial ? rawInteger(serial.raw) : integer(serial),
    signatureAlgorithm(signer),
    spec.issuer,
    sequence(time(spec.notBefore), time(spec.notAfter)),
    spec.subject,
    spec.publicKey,
    ...(version === 3 && extensions.length > 0
      ? [context(3, sequence(...extensions.map(extensionDer)))]
      : []),
  ];
}

/** The certificate, signed. */
export function certificate(spec: CertificateSpec, signer: KeyObject): Buffer {
  return signed(tbsCertificate(spec, signer), signer);
}

/** A TBS, whatever it holds, with its signature. */
export function signed(tbs: Uint8Array, signer: KeyObject): Buffer {
  return sequence(tbs, signatureAlgorithm(signer), bitString(sign(hashFor(signer), tbs, signer)));
}

/** ecdsa-with-SHA256, ecdsa-with-SHA384 or sha256WithRSAEncryption. */
function signatureAlgorithm(key: KeyObject): Buffer {
  if (key.asymmetricKeyType === 'rsa') return sequence(oid('1.2.840.113549.1.1.11'), nil());
  return sequence(oid(hashFor(key) === 'sha384' ? '1.2.840.10045.4.3.3' : '1.2.840.10045.4.3.2'));
}

function hashFor(key: KeyObject): string {
  return key.asymmetricKeyDetails?.namedCurve === 'secp384r1' ? 'sha384' : 'sha256';
}

const ATTRIBUTES = { C: '2.5.4.6', O: '2.5.4.10', CN: '2.5.4.3' } as const;

/** DER of a Name with one attribute a part, e.g. `[['C', 'US'], ['O', 'Example'], ['CN', 'R1']]`. */
export function nameDer(parts: readonly (readonly [keyof typeof ATTRIBUTES, string])[]): Buffer {
  return sequence(
    ...parts.map(([attribute, value]) =>
      setOf(sequence(oid(ATTRIBUTES[attribute]), attribute === 'C' ? printable(value) : utf8(value))),
    ),
  );
}

/** DER of the SubjectPublicKeyInfo of a key. */
export function spkiOf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' });
}

/** First method of RFC 5280, section 4.2.1.2 would hash the bits alone; any value that is unique will do (RFC 7093). */
export function keyIdOf(spki: Uint8Array): Buffer {
  return createHash('sha256').update(spki).digest().subarray(0, 20);
}

export function sha256Hex(octets: Uint8Array): string {
  return createHash('sha256').update(octets).digest('hex');
}
