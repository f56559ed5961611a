import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { freshKey } from '../../base/fresh-key.js';
import { ecdsa, eddsa, rsa } from './keys.js';

const data = new TextEncoder().encode('what is signed');
const rsaKey = (bits: number, exponent = 65537): { key: KeyObject; field: Buffer } => {
  const privateKey = freshKey({ rsa: bits, exponent });
  const { n = '', e = '' } = privateKey.export({ format: 'jwk' });
  const [modulus, power] = [Buffer.from(n, 'base64url'), Buffer.from(e, 'base64url')];
  return { key: privateKey, field: Buffer.concat([Buffer.of(power.length), power, modulus]) };
};
const problem = (imported: ReturnType<ReturnType<typeof rsa>['importKey']>): string =>
  imported.ok ? 'none' : imported.problem;

describe('a public key', () => {
  it.each([
    ['RSA', rsa('sha256', 512, 4096), rsaKey(1024), 'sha256'],
    ['RSA with SHA-512', rsa('sha512', 512, 4096), rsaKey(1024), 'sha512'],
    ['RSA with exponent 3', rsa('sha256', 512, 4096), rsaKey(1024, 3), 'sha256'],
  ])(
    'of %s verifies what its private key signed, and nothing else',
    async (_title, verifier, { key, field }, hash) => {
      const imported = verifier.importKey(field);
      if (!imported.ok) throw new Error(imported.problem);
      const signature = sign(hash, data, key);
      expect(await verifier.verify(imported.key, data, signature)).toBe(true);
      expect(await verifier.verify(imported.key, data.subarray(1), signature)).toBe(false);
      expect(await verifier.verify(imported.key, data, signature.subarray(1))).toBe(false);
      expect(await verifier.verify(imported.key, data, new Uint8Array())).toBe(false);
    },
  );

  it.each([
    ['P-256', ecdsa('P-256'), 'prime256v1', 'sha256'],
    ['P-384', ecdsa('P-384'), 'secp384r1', 'sha384'],
  ] as const)('of ECDSA %s likewise', async (_title, verifier, namedCurve, hash) => {
    const privateKey = freshKey({ ec: namedCurve });
    const { x = '', y = '' } = privateKey.export({ format: 'jwk' });
    const field = Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
    const imported = verifier.importKey(field);
    if (!imported.ok) throw new Error(imported.problem);
    const signature = sign(hash, data, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    expect(await verifier.verify(imported.key, data, signature)).toBe(true);
    expect(await verifier.verify(imported.key, data, sign(hash, data, privateKey))).toBe(false);
    expect(problem(verifier.importKey(field.subarray(1)))).toContain('exactly');
    expect(problem(verifier.importKey(field.map((octet) => octet ^ 0x55)))).toContain('OpenSSL refuses');
  });

  it('of Ed25519 and Ed448 likewise', async () => {
    for (const [name, verifier] of [
      ['ed25519', eddsa('Ed25519')],
      ['ed448', eddsa('Ed448')],
    ] as const) {
      const privateKey = freshKey(name);
      const imported = verifier.importKey(
        Buffer.from(privateKey.export({ format: 'jwk' }).x ?? '', 'base64url'),
      );
      if (!imported.ok) throw new Error(imported.problem);
      const signature = sign(null, data, privateKey);
      expect(await verifier.verify(imported.key, data, signature)).toBe(true);
      expect(await verifier.verify(imported.key, data, Buffer.concat([signature, Buffer.of(0)]))).toBe(false);
      expect(problem(verifier.importKey(new Uint8Array(31)))).toContain('exactly');
    }
  });

  it('reads the Ed25519 key and signature of RFC 8080, section 6.1', () => {
    const secret = Buffer.from('ODIyNjAzODQ2MjgwODAxMjI2NDUxOTAyMDQxNDIyNjI=', 'base64');
    const key = createPrivateKey({
      key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secret]),
      format: 'der',
      type: 'pkcs8',
    });
    const field = Buffer.from('l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=', 'base64');
    const imported = eddsa('Ed25519').importKey(field);
    expect(imported.ok && imported.key.export({ format: 'jwk' }).x).toBe(key.export({ format: 'jwk' })['x']);
  });
});

describe('an RSA key is checked before OpenSSL sees it', () => {
  const verifier = rsa('sha256', 1024, 2048);
  const modulus = (bits: number): Buffer =>
    Buffer.concat([Buffer.of(1 << ((bits - 1) % 8)), Buffer.alloc(Math.ceil(bits / 8) - 1, 0xff)]);
  it.each([
    ['nothing', Buffer.alloc(0), 'a modulus of 0 bits'],
    ['no modulus', Buffer.of(1, 3), 'modulus of 0 bits'],
    ['a modulus of one bit too few', Buffer.concat([Buffer.of(1, 3), modulus(1023)]), 'modulus of 1023 bits'],
    [
      'a modulus of one bit too many',
      Buffer.concat([Buffer.of(1, 3), modulus(2049)]),
      'modulus of 2049 bits',
    ],
    [
      'a modulus of zeros in front',
      Buffer.concat([Buffer.of(1, 3), Buffer.alloc(200), modulus(512)]),
      'modulus of 512 bits',
    ],
    [
      'an exponent of 9 octets',
      Buffer.concat([Buffer.of(9), Buffer.alloc(9, 0xff), modulus(1024)]),
      'exponent of 9 octets',
    ],
    [
      'an exponent length over the end',
      Buffer.concat([Buffer.of(0, 0xff, 0xff), modulus(1024)]),
      'modulus of 0 bits',
    ],
    ['exponent 1', Buffer.concat([Buffer.of(1, 1), modulus(1024)]), 'even or 1'],
    ['an even exponent', Buffer.concat([Buffer.of(1, 4), modulus(1024)]), 'even or 1'],
    ['no exponent', Buffer.concat([Buffer.of(0, 0, 0), modulus(1024)]), 'even or 1'],
  ])('refuses %s', (_title, field, why) => {
    expect(problem(verifier.importKey(field))).toContain(why.replace('a modulus', 'modulus'));
  });

  it('takes the bounds themselves', () => {
    for (const bits of [1024, 2048])
      expect(verifier.importKey(Buffer.concat([Buffer.of(1, 3), modulus(bits)])).ok).toBe(true);
  });
});
