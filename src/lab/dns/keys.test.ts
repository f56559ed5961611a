import { describe, expect, it } from 'vitest';
import { collidingKeys, decoyKey, FLAG, generateKey, keyTag, revoked } from './keys.js';

describe('a lab key', () => {
  it('has the tag that RFC 4034 gives it', () => {
    // RFC 6605, section 6.1: the key of example.net has tag 55648.
    const publicKey =
      'GojIhhXUN/u4v54ZQqGSnyhWJwaubCvTmeexv7bR6edbkrSqQpF64cYbcB7wNcP+e+MAnLr+Wi9xMWyQLc8NAA==';
    const rdata = Buffer.concat([Uint8Array.of(1, 1, 3, 13), Buffer.from(publicKey, 'base64')]);
    expect(keyTag(rdata)).toBe(55_648);
  });

  it.each([13, 14, 15, 16])('of algorithm %i is the same for the same seed', (algorithm) => {
    const key = (octet: number) => generateKey({ algorithm, seed: Buffer.alloc(64, octet) }).publicKey;
    expect(key(1)).toEqual(key(1));
    expect(key(1)).not.toEqual(key(2));
  });

  it('may share its tag with another, or with noise', () => {
    const [a, b] = collidingKeys();
    expect(a.tag).toBe(b.tag);
    expect(a.publicKey).not.toEqual(b.publicKey);
    for (let salt = 0; salt < 20; salt++) {
      const decoy = decoyKey(a, salt);
      expect(decoy.tag).toBe(a.tag);
      expect(decoy.publicKey).not.toEqual(a.publicKey);
    }
  });

  it('has another tag once it is revoked', () => {
    const key = generateKey();
    expect(revoked(key).flags).toBe(FLAG.ZONE | FLAG.SEP | FLAG.REVOKE);
    expect(revoked(key).tag).not.toBe(key.tag);
    expect(revoked(key).publicKey).toEqual(key.publicKey);
  });

  it('says which algorithms there are', () => {
    expect(() => generateKey({ algorithm: 3 })).toThrow(
      'expected an algorithm out of 5, 7, 8, 10, 13, 14, 15, 16; got 3',
    );
  });
});
