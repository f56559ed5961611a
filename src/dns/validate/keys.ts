import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { messageOf } from '../../base/error.js';

/** A public key ready to verify with, or why it cannot be used. */
export type ImportedKey =
  { readonly ok: true; readonly key: KeyObject } | { readonly ok: false; readonly problem: string };

/** How signatures of one DNSSEC algorithm are verified. */
export interface SignatureVerifier {
  /** Reads the Public Key field of a DNSKEY. Checks every bound itself: OpenSSL takes an RSA key of 64 bits. */
  importKey(publicKey: Uint8Array): ImportedKey;
  /** Runs on the thread pool, so that many signatures are verified in parallel. False for any fault. */
  verify(key: KeyObject, data: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

/** An exponent over 64 bits serves nobody but who wants to burn our time (and OpenSSL refuses it for long keys). */
const MAX_EXPONENT_OCTETS = 8;

/**
 * RSA (RFC 3110, section 2): exponent length (one octet, or a zero octet and two), exponent, modulus.
 * `minBits` and `maxBits` bound the modulus.
 */
export function rsa(hash: 'sha1' | 'sha256' | 'sha512', minBits: number, maxBits: number): SignatureVerifier {
  return {
    importKey(publicKey) {
      const long = publicKey[0] === 0;
      const exponentLength = long ? ((publicKey[1] ?? 0) << 8) | (publicKey[2] ?? 0) : (publicKey[0] ?? 0);
      const start = long ? 3 : 1;
      const exponent = withoutZeros(publicKey.subarray(start, start + exponentLength));
      const modulus = withoutZeros(publicKey.subarray(start + exponentLength));
      const bits = modulus.length === 0 ? 0 : modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
      if (bits < minBits || bits > maxBits)
        return refused(`an RSA modulus of ${bits} bits; ${minBits} to ${maxBits} are allowed`);
      if (exponent.length > MAX_EXPONENT_OCTETS)
        return refused(`an RSA exponent of ${exponent.length} octets; 8 are allowed`);
      const last = exponent[exponent.length - 1] ?? 0;
      if ((last & 1) === 0 || (exponent.length === 1 && last === 1))
        return refused('an RSA exponent that is even or 1');
      const key = derSequence(derInteger(modulus), derInteger(exponent));
      return imported(() => createPublicKey({ key, format: 'der', type: 'pkcs1' }));
    },
    verify: (key, data, signature) => verified(hash, key, data, signature),
  };
}

/** ECDSA (RFC 6605, section 4): the key is x | y, the signature r | s, of fixed length. */
export function ecdsa(curve: 'P-256' | 'P-384'): SignatureVerifier {
  const half = curve === 'P-256' ? 32 : 48;
  const hash = curve === 'P-256' ? 'sha256' : 'sha384';
  return {
    importKey: (publicKey) =>
      wrongLength(publicKey, 2 * half, curve) ??
      imported(() => {
        const [x, y] = [base64url(publicKey.subarray(0, half)), base64url(publicKey.subarray(half))];
        return createPublicKey({ key: { kty: 'EC', crv: curve, x, y }, format: 'jwk' });
      }),
    verify: (key, data, signature) =>
      signature.length === 2 * half ? verified(hash, key, data, signature) : Promise.resolve(false),
  };
}

/** EdDSA (RFC 8080, section 3). */
export function eddsa(curve: 'Ed25519' | 'Ed448'): SignatureVerifier {
  const [octets, signatureOctets] = curve === 'Ed25519' ? [32, 64] : [57, 114];
  return {
    importKey: (publicKey) =>
      wrongLength(publicKey, octets, curve) ??
      imported(() =>
        createPublicKey({ key: { kty: 'OKP', crv: curve, x: base64url(publicKey) }, format: 'jwk' }),
      ),
    verify: (key, data, signature) =>
      signature.length === signatureOctets ? verified(null, key, data, signature) : Promise.resolve(false),
  };
}

/** Verifies on the thread pool. `ieee-p1363` is how DNSSEC writes ECDSA signatures; RSA and EdDSA ignore it. */
export function verified(
  hash: string | null,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
  dsaEncoding: 'ieee-p1363' | 'der' = 'ieee-p1363',
): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      verify(hash, data, { key, dsaEncoding }, signature, (error, good) => resolve(error === null && good));
    } catch {
      resolve(false);
    }
  });
}

function wrongLength(publicKey: Uint8Array, octets: number, name: string): ImportedKey | undefined {
  if (publicKey.length === octets) return undefined;
  return refused(`a ${name} key of ${publicKey.length} octets; exactly ${octets} are required`);
}

/** JWK for curves and PKCS#1 for RSA: OpenSSL's general decoder (SPKI) takes ten times as long. */
function imported(create: () => KeyObject): ImportedKey {
  try {
    return { ok: true, key: create() };
  } catch (thrown) {
    return refused(`a key that OpenSSL refuses (${messageOf(thrown)})`);
  }
}

function base64url(octets: Uint8Array): string {
  return Buffer.from(octets).toString('base64url');
}

function refused(problem: string): ImportedKey {
  return { ok: false, problem };
}

function withoutZeros(octets: Uint8Array): Uint8Array {
  let start = 0;
  while (octets[start] === 0) start++;
  return octets.subarray(start);
}

function derInteger(octets: Uint8Array): Buffer {
  const signed = (octets[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), octets]) : Buffer.from(octets);
  return der(0x02, signed);
}

function derSequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}
