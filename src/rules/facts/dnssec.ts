import { words, wordsBy, type Words } from '../../base/text.js';
import { createHash } from 'node:crypto';
import { keyTag } from '../../base/key-tag.js';
import { DnsName } from '../../base/name.js';
import type { DsPin } from '../../policy/model.js';

/** A DNSKEY, as far as it is judged here. */
export interface KeyFacts {
  readonly flags: number;
  readonly algorithm: number;
  readonly keyTag: number;
  /** Size of an RSA modulus in bits; absent for other algorithms, and where the key cannot be read. */
  readonly rsaBits?: number;
}

/** Names of the DNSSEC algorithm numbers (IANA "DNS Security Algorithm Numbers"). */
const ALGORITHMS = wordsBy({
  1: 'RSAMD5',
  3: 'DSA',
  5: 'RSASHA1',
  6: 'DSA-NSEC3-SHA1',
  7: 'RSASHA1-NSEC3-SHA1',
  8: 'RSASHA256',
  10: 'RSASHA512',
  12: 'ECC-GOST',
  13: 'ECDSAP256SHA256',
  14: 'ECDSAP384SHA384',
  15: 'ED25519',
  16: 'ED448',
});

/** The name of an algorithm. */
export function algorithmWords(algorithm: number): Words {
  return ALGORITHMS.get(String(algorithm)) ?? words('unassigned');
}

/** Algorithms that validators treat as none: SHA-1 (RFC 9905), and those retired before. */
export const RETIRED_ALGORITHMS: ReadonlySet<number> = new Set([1, 3, 5, 6, 7, 12]);
const RSA: ReadonlySet<number> = new Set([1, 5, 7, 8, 10]);

/**
 * DS RDATA (RFC 4034, section 5.1): key tag (2 octets), algorithm (1), digest type (1), digest.
 * `undefined` if it is shorter than a digest of one octet.
 */
export function readDs(rdata: Uint8Array): DsPin | undefined {
  const [high, low, algorithm, digestType] = rdata;
  if (high === undefined || low === undefined || algorithm === undefined || digestType === undefined)
    return undefined;
  if (rdata.length < 5) return undefined;
  const digest = Array.from(rdata.subarray(4), (octet) => octet.toString(16).padStart(2, '0')).join('');
  return { keyTag: high * 256 + low, algorithm, digestType, digest };
}

/** DNSKEY RDATA (RFC 4034, section 2.1): flags (2 octets), protocol (1), algorithm (1), public key. */
export function readKey(rdata: Uint8Array): KeyFacts | undefined {
  const [high, low, , algorithm] = rdata;
  if (high === undefined || low === undefined || algorithm === undefined) return undefined;
  const bits = RSA.has(algorithm) ? rsaBits(rdata.subarray(4)) : undefined;
  return {
    flags: high * 256 + low,
    algorithm,
    keyTag: keyTag(rdata),
    ...(bits === undefined ? {} : { rsaBits: bits }),
  };
}

/** RFC 3110, section 2: length of the exponent (1 octet, or 0 and 2 octets), exponent, modulus. */
function rsaBits(key: Uint8Array): number | undefined {
  const [first, second, third] = key;
  if (first === undefined) return undefined;
  const long = first === 0;
  if (long && (second === undefined || third === undefined)) return undefined;
  const start = long ? 3 + (second ?? 0) * 256 + (third ?? 0) : 1 + first;
  let at = start;
  while (key[at] === 0) at++;
  const top = key[at];
  return top === undefined ? undefined : (key.length - at - 1) * 8 + (32 - Math.clz32(top));
}

/** Whether a key signs zone data: the Zone Key flag, and not revoked (RFC 4034, section 2.1.1; RFC 5011, section 2.1). */
export function signsZone({ flags }: KeyFacts): boolean {
  return (flags & 0x0100) !== 0 && (flags & 0x0080) === 0;
}

const DIGESTS: Readonly<Record<number, string>> = { 1: 'sha1', 2: 'sha256', 4: 'sha384' };

/**
 * The DS that points to a DNSKEY (RFC 4034, section 5.1.4: digest over owner name and DNSKEY RDATA). `undefined` for a
 * digest type that is not computed here, and for RDATA that is no key.
 */
export function dsOf(owner: string, key: Uint8Array, digestType: number): DsPin | undefined {
  const facts = readKey(key);
  const hash = DIGESTS[digestType];
  if (facts === undefined || hash === undefined) return undefined;
  const digest = createHash(hash).update(DnsName.parse(owner).toCanonicalWire()).update(key).digest('hex');
  return { keyTag: facts.keyTag, algorithm: facts.algorithm, digestType, digest };
}

/** RRSIG RDATA as far as it is judged here; times in Unix milliseconds. */
export interface SignatureFacts {
  readonly algorithm: number;
  readonly inception: number;
  readonly expiration: number;
}

/**
 * RRSIG RDATA (RFC 4034, section 3.1): type covered (2 octets), algorithm (1), labels (1), original TTL (4),
 * expiration (4), inception (4), key tag (2), signer, signature. Times are serial numbers (RFC 1982): of all moments
 * that they can mean, the one within 68 years of `now` is meant.
 */
export function readSignature(rdata: Uint8Array, now: number): SignatureFacts | undefined {
  if (rdata.length < 18) return undefined;
  const view = new DataView(rdata.buffer, rdata.byteOffset, rdata.byteLength);
  const moment = (serial: number): number => {
    const seconds = Math.floor(now / 1000);
    return (seconds + ((serial - seconds) | 0)) * 1000;
  };
  return {
    algorithm: rdata[2] ?? 0,
    expiration: moment(view.getUint32(8)),
    inception: moment(view.getUint32(12)),
  };
}

/** Presentation form of a DS record's data. */
export function presentDs({ keyTag, algorithm, digestType, digest }: DsPin): string {
  return `${keyTag} ${algorithm} ${digestType} ${digest.toUpperCase()}`;
}

export function sameDs(a: DsPin, b: DsPin): boolean {
  return presentDs(a) === presentDs(b);
}
