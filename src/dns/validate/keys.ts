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
      return imported(derSequence(derInteger(modulus), derInteger(exponent)), 'pkcs1');
    },
    verify: (key, data, signature) => verified(hash, key, data, signature),
  };
}

/** ECDSA (RFC 6605, section 4): the key is x | y, the signature r | s, of fixed length. */
export function ecdsa(curve: 'P-256' | 'P-384'): SignatureVerifier {
  const octets = curve === 'P-256' ? 64 : 96;
  const prefix = Buffer.from(
    curve === 'P-256'
      ? '3059301306072a8648ce3d020106082a8648ce3d03010703420004'
      : '3076301006072a8648ce3d020106052b8104002203620004',
    'hex',
  );
  return {
    importKey: (publicKey) => importFixed(publicKey, octets, curve, prefix),
    verify: async (key, data, signature) =>
      signature.length === octets && verified(curve === 'P-256' ? 'sha256' : 'sha384', key, data, signature),
  };
}

/** EdDSA (RFC 8080, section 3). */
export function eddsa(curve: 'Ed25519' | 'Ed448'): SignatureVerifier {
  const short = curve === 'Ed25519';
  const prefix = Buffer.from(short ? '302a300506032b6570032100' : '3043300506032b6571033a00', 'hex');
  return {
    importKey: (publicKey) => importFixed(publicKey, short ? 32 : 57, curve, prefix),
    verify: async (key, data, signature) =>
      signature.length === (short ? 64 : 114) && verified(null, key, data, signature),
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

function importFixed(publicKey: Uint8Array, octets: number, name: string, prefix: Uint8Array): ImportedKey {
  if (publicKey.length !== octets)
    return refused(`a ${name} key of ${publicKey.length} octets; exactly ${octets} are required`);
  return imported(Buffer.concat([prefix, publicKey]), 'spki');
}

function imported(der: Buffer, type: 'pkcs1' | 'spki'): ImportedKey {
  try {
    return { ok: true, key: createPublicKey({ key: der, format: 'der', type }) };
  } catch (thrown) {
    return refused(`a key that OpenSSL refuses (${messageOf(thrown)})`);
  }
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
