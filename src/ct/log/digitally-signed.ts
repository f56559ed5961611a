import { verify } from 'node:crypto';
import type { LogKey, LogScheme } from './key.js';
import { u16At } from './wire.js';

/*
 * struct {
 *    SignatureAndHashAlgorithm algorithm;  -- u8 hash, u8 signature
 *    opaque signature<0..2^16-1>;          -- u16 length
 * } DigitallySigned;                       (RFC 5246, section 4.7)
 */
export interface DigitallySigned {
  readonly hash: number;
  readonly algorithm: number;
  readonly signature: Uint8Array;
}

/** Hash and signature algorithm that a key of each kind has to be used with (RFC 6962, section 2.1.4; SHA-384 for P-384). */
const ALGORITHMS: Readonly<Record<LogScheme, { hash: number; algorithm: number; digest: string }>> = {
  'ecdsa-p256': { hash: 4, algorithm: 3, digest: 'sha256' },
  'ecdsa-p384': { hash: 5, algorithm: 3, digest: 'sha384' },
  rsa: { hash: 4, algorithm: 1, digest: 'sha256' },
};

/** `undefined` if the octets are not exactly one such structure. */
export function readDigitallySigned(bytes: Uint8Array): DigitallySigned | undefined {
  if (bytes.length < 4 || bytes.length !== 4 + u16At(bytes, 2)) return undefined;
  return { hash: bytes[0] ?? 0, algorithm: bytes[1] ?? 0, signature: bytes.subarray(4) };
}

/** `algorithm`: the log's key may not be used in that way. `signature`: it did not sign this. */
export type SignatureVerdict = 'valid' | 'algorithm' | 'signature';

export function verifySigned(key: LogKey, message: Uint8Array, signed: DigitallySigned): SignatureVerdict {
  const { hash, algorithm, digest } = ALGORITHMS[key.scheme];
  if (signed.hash !== hash || signed.algorithm !== algorithm) return 'algorithm';
  return verify(digest, message, key.key, signed.signature) ? 'valid' : 'signature';
}
