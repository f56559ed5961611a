import { createECDH, createHash, createPrivateKey, type KeyObject } from 'node:crypto';
import { freshKey } from '../base/fresh-key.js';

/** Where keys come from: 64 octets that decide the key of this label, or undefined for chance. */
export type Seeds = (label: string) => Uint8Array | undefined;

/** Keys that are the same on every run: a lab can be looked at again, and pictures of it do not change. */
export function seedsFrom(seed: string): Seeds {
  return (label) => createHash('sha512').update(seed).update('\0').update(label).digest();
}

export interface Curve {
  readonly node: 'prime256v1' | 'secp384r1';
  readonly jwk: 'P-256' | 'P-384';
  /** Of a coordinate. */
  readonly octets: number;
}

export const P256: Curve = { node: 'prime256v1', jwk: 'P-256', octets: 32 };
export const P384: Curve = { node: 'secp384r1', jwk: 'P-384', octets: 48 };

/** A private ECDSA key, out of a seed where there is one. */
export function ecKey(curve: Curve, seed?: Uint8Array): KeyObject {
  if (seed === undefined) return freshKey({ ec: curve.node });
  const secret = seed.subarray(0, curve.octets);
  const ecdh = createECDH(curve.node);
  ecdh.setPrivateKey(secret);
  const point = ecdh.getPublicKey();
  const coordinate = (from: number): string =>
    point.subarray(from, from + curve.octets).toString('base64url');
  return createPrivateKey({
    key: {
      kty: 'EC',
      crv: curve.jwk,
      d: Buffer.from(secret).toString('base64url'),
      x: coordinate(1),
      y: coordinate(1 + curve.octets),
    },
    format: 'jwk',
  });
}
