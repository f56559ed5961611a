import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { freshKey } from '../../base/fresh-key.js';
import { ecKey, P256, P384, type Curve } from '../seeds.js';
import { LabError } from './rr.js';

/** DNSKEY flags (RFC 4034, section 2.1.1; RFC 5011, section 7). */
export const FLAG = { ZONE: 0x0100, REVOKE: 0x0080, SEP: 0x0001 } as const;

/** A zone's key: what is published, and how it signs. */
export interface LabKey {
  readonly flags: number;
  readonly protocol: number;
  readonly algorithm: number;
  /** In DNSKEY form (RFC 3110, 6605, 8080). */
  readonly publicKey: Uint8Array;
  /** Of DNSKEY. */
  readonly rdata: Uint8Array;
  readonly tag: number;
  /** Signature in RRSIG form. */
  sign(data: Uint8Array): Uint8Array;
}

interface Algorithm {
  generate(seed?: Uint8Array): KeyObject;
  publicKey(key: KeyObject): Uint8Array;
  sign(data: Uint8Array, key: KeyObject): Uint8Array;
}

const rsa = (hash: string): Algorithm => ({
  generate: () => freshKey({ rsa: 2048 }),
  publicKey: (key) => {
    const { e = '', n = '' } = key.export({ format: 'jwk' });
    const exponent = Buffer.from(e, 'base64url');
    return Buffer.concat([Uint8Array.of(exponent.length), exponent, Buffer.from(n, 'base64url')]);
  },
  sign: (data, key) => sign(hash, data, key),
});

const ecdsa = (hash: string, curve: Curve): Algorithm => ({
  generate: (seed) => ecKey(curve, seed),
  publicKey: (key) => {
    const { x = '', y = '' } = key.export({ format: 'jwk' });
    return Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  },
  sign: (data, key) => sign(hash, data, { key, dsaEncoding: 'ieee-p1363' }),
});

const edwards = (type: 'ed25519' | 'ed448', oid: number, octets: number): Algorithm => ({
  generate: (seed) =>
    seed === undefined
      ? freshKey(type)
      : // PrivateKeyInfo { 0, { 1.3.101.oid }, OCTET STRING { OCTET STRING seed } } (RFC 8410, section 7)
        createPrivateKey({
          key: Buffer.from(
            [0x30, octets + 14, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, oid, 4, octets + 2, 4, octets].concat([
              ...seed.subarray(0, octets),
            ]),
          ),
          format: 'der',
          type: 'pkcs8',
        }),
  publicKey: (key) => Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url'),
  sign: (data, key) => sign(null, data, key),
});

/** DNSSEC algorithms by IANA number (RFC 8624 and its successors); 5 and 7 for what has to count as unsigned. */
const ALGORITHMS: ReadonlyMap<number, Algorithm> = new Map([
  [5, rsa('sha1')],
  [7, rsa('sha1')],
  [8, rsa('sha256')],
  [10, rsa('sha512')],
  [13, ecdsa('sha256', P256)],
  [14, ecdsa('sha384', P384)],
  [15, edwards('ed25519', 0x70, 32)],
  [16, edwards('ed448', 0x71, 57)],
]);

export interface KeyOptions {
  /** IANA number. Default: 13, ECDSA P-256. */
  readonly algorithm?: number;
  /** Default: 257, a key signing key. */
  readonly flags?: number;
  readonly protocol?: number;
  /** 64 octets that decide the key, for ECDSA and EdDSA; RSA takes none. */
  readonly seed?: Uint8Array;
  /** The key says that it is of this algorithm: for algorithms that nobody knows. */
  readonly claims?: number;
}

export function generateKey(options: KeyOptions = {}): LabKey {
  const { algorithm = 13, flags = FLAG.ZONE | FLAG.SEP, protocol = 3, seed, claims = algorithm } = options;
  const known = ALGORITHMS.get(algorithm);
  if (known === undefined)
    throw new LabError(`expected an algorithm out of ${[...ALGORITHMS.keys()].join(', ')}; got ${algorithm}`);
  const key = known.generate(seed);
  return labKey({ flags, protocol, algorithm: claims, publicKey: known.publicKey(key) }, (data) =>
    known.sign(data, key),
  );
}

function labKey(
  fields: Pick<LabKey, 'flags' | 'protocol' | 'algorithm' | 'publicKey'>,
  signWith: LabKey['sign'],
): LabKey {
  const { flags, protocol, algorithm, publicKey } = fields;
  const rdata = Buffer.concat([Uint8Array.of(flags >> 8, flags & 0xff, protocol, algorithm), publicKey]);
  return { flags, protocol, algorithm, publicKey, rdata, tag: keyTag(rdata), sign: signWith };
}

/** Key tag (RFC 4034, appendix B). */
export function keyTag(rdata: Uint8Array): number {
  let sum = 0;
  rdata.forEach((octet, i) => (sum += i % 2 === 0 ? octet << 8 : octet));
  return (sum + (sum >>> 16)) & 0xffff;
}

/** The same key with the REVOKE bit set; its tag differs (RFC 5011, section 2.1). */
export function revoked(key: LabKey): LabKey {
  return labKey({ ...key, flags: key.flags | FLAG.REVOKE }, (data) => key.sign(data));
}

/** The same key with other flags or another protocol. */
export function withFields(
  key: LabKey,
  fields: Partial<Pick<LabKey, 'flags' | 'protocol' | 'algorithm'>>,
): LabKey {
  return labKey({ ...key, ...fields }, (data) => key.sign(data));
}

/** Two sound keys with one tag (found by the birthday paradox, some 300 keys). */
export function collidingKeys(options: Omit<KeyOptions, 'seed'> = {}): readonly [LabKey, LabKey] {
  const seen = new Map<number, LabKey>();
  for (;;) {
    const key = generateKey(options);
    const other = seen.get(key.tag);
    if (other !== undefined) return [other, key];
    seen.set(key.tag, key);
  }
}

/** A key with the tag of `key` whose public key is noise: makes validators work in vain (CVE-2023-50387). */
export function decoyKey(key: LabKey, salt: number): LabKey {
  const publicKey = Buffer.from(key.publicKey);
  // Octets moved between two even places leave the sum, and so the tag, as it was.
  for (let at = 0; at + 2 < publicKey.length; at += 1) {
    const [a = 0, b = 0] = [publicKey[at], publicKey[at + 2]];
    const by = Math.min(1 + (salt % 7), 255 - a, b);
    if (by === 0) continue;
    publicKey[at] = a + by;
    publicKey[at + 2] = b - by;
    if (at >= salt) break;
  }
  return labKey({ ...key, publicKey }, (data) => key.sign(data));
}
