import {
  createPrivateKey,
  generateKeyPairSync,
  type ED25519KeyPairOptions,
  type KeyObject,
} from 'node:crypto';

/** What a key is made of: an EC curve by its OpenSSL name, an Edwards curve, or RSA by the bits of its modulus. */
export type KeyMaking =
  { readonly ec: string } | 'ed25519' | 'ed448' | { readonly rsa: number; readonly exponent?: number };

const ENCODED: ED25519KeyPairOptions<'der', 'der'> = {
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'der' },
};

/**
 * A new private key, read from its own encoding. A key object that `generateKeyPairSync` hands out shares a lock with the
 * job that made it: in Node 20 the garbage collector may destroy the job while the key is being exported as JWK, and
 * then waits for ever for a lock that its own thread holds. A key that was read has a lock of its own.
 */
export function freshKey(making: KeyMaking): KeyObject {
  return createPrivateKey({ key: generated(making), format: 'der', type: 'pkcs8' });
}

function generated(making: KeyMaking): Buffer {
  if (making === 'ed25519') return generateKeyPairSync('ed25519', ENCODED).privateKey;
  if (making === 'ed448') return generateKeyPairSync('ed448', ENCODED).privateKey;
  if ('ec' in making) return generateKeyPairSync('ec', { namedCurve: making.ec, ...ENCODED }).privateKey;
  const { rsa: modulusLength, exponent: publicExponent = 65_537 } = making;
  return generateKeyPairSync('rsa', { modulusLength, publicExponent, ...ENCODED }).privateKey;
}
