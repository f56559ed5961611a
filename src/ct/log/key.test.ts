import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { freshKey, type KeyMaking } from '../../base/fresh-key.js';
import { readLogKey, verifySigned } from './index.js';

const spkiOf = (making: KeyMaking): Buffer =>
  createPublicKey(freshKey(making)).export({ type: 'spki', format: 'der' });

describe('the key of a log', () => {
  it('is of P-256 or RSA as RFC 6962 allows, or of P-384', () => {
    const makings: readonly KeyMaking[] = [{ ec: 'prime256v1' }, { ec: 'secp384r1' }, { rsa: 2048 }];
    expect(makings.map((making) => readLogKey(spkiOf(making))?.scheme)).toEqual([
      'ecdsa-p256',
      'ecdsa-p384',
      'rsa',
    ]);
  });

  it('is no other, no shorter one, and nothing that is no key', () => {
    const makings: readonly KeyMaking[] = [
      'ed25519',
      { ec: 'secp521r1' },
      { ec: 'secp256k1' },
      { rsa: 1024 },
    ];
    expect(makings.filter((making) => readLogKey(spkiOf(making)) !== undefined)).toEqual([]);
    const spki = spkiOf({ ec: 'prime256v1' });
    const broken = [
      Buffer.alloc(0),
      spki.subarray(1),
      spki.subarray(0, -1),
      Buffer.concat([spki, Buffer.of(0)]),
    ];
    expect(broken.filter((octets) => readLogKey(octets) !== undefined)).toEqual([]);
  });

  it('signs with its own hash and algorithm only', () => {
    const key = readLogKey(spkiOf({ ec: 'prime256v1' }));
    const ask = (hash: number, algorithm: number) =>
      key && verifySigned(key, Buffer.of(1), { hash, algorithm, signature: Buffer.of(1) });
    expect([ask(4, 3), ask(5, 3), ask(4, 1), ask(2, 3)]).toEqual([
      'signature',
      'algorithm',
      'algorithm',
      'algorithm',
    ]);
  });
});
