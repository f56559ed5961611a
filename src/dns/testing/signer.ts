import { sign, type KeyObject } from 'node:crypto';
import { freshKey } from '../../base/fresh-key.js';
import type { DnsName } from '../../base/name.js';
import { RrType, type ResourceRecord, type RRset } from '../model.js';
import { countedLabels, signedData } from '../validate/canonical.js';
import { concat } from '../wire/octets.js';
import { octets16 } from '../wire/query.js';
import { keyTag, readRrsig } from '../wire/rdata.js';

/** What a signature says, where a test wants it to differ from what is right. */
export interface SignOptions {
  readonly labels?: number;
  readonly signer?: DnsName;
  /** Seconds since 1970. */
  readonly inception?: number;
  readonly expiration?: number;
  readonly originalTtl?: number;
  /** Leaves the signature itself broken. */
  readonly damage?: boolean;
  readonly keyTag?: number;
}

/** The time at which test zones are signed and looked at: 2026-11-23 12:00 UTC, in seconds. */
export const TEST_NOW = Date.UTC(2026, 10, 23, 12) / 1000;
const DAY = 86_400;

/** Algorithms of test keys: Ed25519, and P-384 where verifying is to be slow. */
export type TestAlgorithm = 15 | 14;

/** A key that signs for tests. */
export class TestKey {
  readonly #privateKey: KeyObject;
  readonly rdata: Uint8Array;

  constructor(
    flags = 257,
    protocol = 3,
    readonly algorithm: TestAlgorithm = 15,
  ) {
    this.#privateKey = freshKey(algorithm === 15 ? 'ed25519' : { ec: 'secp384r1' });
    const { x = '', y = '' } = this.#privateKey.export({ format: 'jwk' });
    const point = [x, y].map((part) => Buffer.from(part, 'base64url'));
    this.rdata = concat([octets16(flags), Uint8Array.of(protocol, algorithm), ...point]);
  }

  get tag(): number {
    return keyTag(this.rdata);
  }

  dnskey(zone: DnsName): ResourceRecord {
    return { name: zone, type: RrType.DNSKEY, class: 1, ttl: 3600, rdata: this.rdata, offset: 0 };
  }

  /** A signature over a set. The set's own name counts: sign a wildcard's set under the wildcard. */
  sign(zone: DnsName, rrset: RRset, options: SignOptions = {}): ResourceRecord {
    const head = concat([
      octets16(rrset.type),
      Uint8Array.of(this.algorithm, options.labels ?? countedLabels(rrset.name)),
      octets32(options.originalTtl ?? rrset.ttl),
      octets32(options.expiration ?? TEST_NOW + 7 * DAY),
      octets32(options.inception ?? TEST_NOW - DAY),
      octets16(options.keyTag ?? this.tag),
      (options.signer ?? zone).toCanonicalWire(),
    ]);
    const rrsig = readRrsig({ type: RrType.RRSIG, rdata: head });
    if (rrsig === undefined) throw new Error('the signature to be made does not parse');
    const data = signedData(rrset, rrsig, head);
    const key = { key: this.#privateKey, dsaEncoding: 'ieee-p1363' } as const;
    const signature = new Uint8Array(sign(this.algorithm === 15 ? null : 'sha384', data, key));
    if (options.damage === true) signature[0] = (signature[0] ?? 0) ^ 1;
    return {
      name: rrset.name,
      type: RrType.RRSIG,
      class: 1,
      ttl: rrset.ttl,
      rdata: concat([head, signature]),
      offset: 0,
    };
  }
}

function octets32(value: number): Uint8Array {
  return octets16(Math.floor(value / 0x10000), value & 0xffff);
}
