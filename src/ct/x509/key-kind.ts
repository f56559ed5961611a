import { children, readTlv, Tag, type Tlv } from './der.js';
import { dottedOid } from './oid.js';

/** Named curves (RFC 5480, section 2.1.1.1; RFC 5639) and keys that are named by their algorithm alone. */
const CURVES: Readonly<Record<string, string>> = {
  '1.2.840.10045.3.1.7': 'P-256',
  '1.3.132.0.34': 'P-384',
  '1.3.132.0.35': 'P-521',
  '1.3.132.0.33': 'P-224',
  '1.2.840.10045.3.1.1': 'P-192',
  '1.3.132.0.10': 'secp256k1',
  '1.3.36.3.3.2.8.1.1.7': 'brainpoolP256r1',
  '1.3.36.3.3.2.8.1.1.11': 'brainpoolP384r1',
  '1.3.36.3.3.2.8.1.1.13': 'brainpoolP512r1',
};
/** RFC 8410; RFC 9881 (ML-DSA); RFC 9909 (SLH-DSA); RFC 3279. */
const ALONE: Readonly<Record<string, string>> = {
  '1.3.101.110': 'X25519',
  '1.3.101.111': 'X448',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
  '2.16.840.1.101.3.4.3.20': 'SLH-DSA-SHA2-128s',
  '2.16.840.1.101.3.4.3.21': 'SLH-DSA-SHA2-128f',
  '2.16.840.1.101.3.4.3.22': 'SLH-DSA-SHA2-192s',
  '2.16.840.1.101.3.4.3.23': 'SLH-DSA-SHA2-192f',
  '2.16.840.1.101.3.4.3.24': 'SLH-DSA-SHA2-256s',
  '2.16.840.1.101.3.4.3.25': 'SLH-DSA-SHA2-256f',
  '2.16.840.1.101.3.4.3.26': 'SLH-DSA-SHAKE-128s',
  '2.16.840.1.101.3.4.3.27': 'SLH-DSA-SHAKE-128f',
  '2.16.840.1.101.3.4.3.28': 'SLH-DSA-SHAKE-192s',
  '2.16.840.1.101.3.4.3.29': 'SLH-DSA-SHAKE-192f',
  '2.16.840.1.101.3.4.3.30': 'SLH-DSA-SHAKE-256s',
  '2.16.840.1.101.3.4.3.31': 'SLH-DSA-SHAKE-256f',
  '1.2.840.10040.4.1': 'DSA',
};
const EC = '1.2.840.10045.2.1';
/** rsaEncryption, id-RSASSA-PSS, id-RSAES-OAEP (RFC 4055). */
const RSA: readonly string[] = ['1.2.840.113549.1.1.1', '1.2.840.113549.1.1.10', '1.2.840.113549.1.1.7'];

/**
 * The kind of a public key in words: `ECDSA P-256`, `RSA 2048`, `Ed25519`, `ML-DSA-44`, `unknown <oid>`.
 *
 * SubjectPublicKeyInfo ::= SEQUENCE { algorithm SEQUENCE { algorithm OID, parameters ANY OPTIONAL }, subjectPublicKey
 * BIT STRING } (RFC 5280, section 4.1)
 */
export function keyKindOf(der: Uint8Array, spki: Tlv): string {
  const [algorithm, bits] = children(der, spki).items;
  const [id, parameters] = algorithm === undefined ? [] : children(der, algorithm).items;
  if (id?.tag !== Tag.OID) return 'unknown';
  const oid = dottedOid(der, id);
  if (oid === EC) return `ECDSA ${curveOf(der, parameters)}`;
  if (RSA.includes(oid)) {
    const size = bits && modulusBits(der, bits);
    return size === undefined ? 'RSA of unknown size' : `RSA ${size}`;
  }
  return ALONE[oid] ?? `unknown ${oid}`;
}

/** ECParameters: the OID of a named curve; explicit parameters are not allowed (RFC 5480, section 2.1.1). */
function curveOf(der: Uint8Array, parameters: Tlv | undefined): string {
  if (parameters?.tag !== Tag.OID) return 'over a curve that has no name';
  const oid = dottedOid(der, parameters);
  return CURVES[oid] ?? `over the unknown curve ${oid}`;
}

/** BIT STRING { RSAPublicKey ::= SEQUENCE { modulus INTEGER, publicExponent INTEGER } } (RFC 8017, appendix A.1.1). */
function modulusBits(der: Uint8Array, bits: Tlv): number | undefined {
  if (bits.tag !== Tag.BIT_STRING) return undefined;
  const key = readTlv(der, bits.start + 1, bits.end);
  const modulus = key?.tag === Tag.SEQUENCE ? children(der, key).items[0] : undefined;
  if (modulus?.tag !== Tag.INTEGER) return undefined;
  let { start } = modulus;
  while (start < modulus.end && der[start] === 0) start++;
  if (start === modulus.end) return 0;
  return (modulus.end - start) * 8 - (Math.clz32(der[start] ?? 0) - 24);
}
