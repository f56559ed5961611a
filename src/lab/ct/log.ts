import { createHash, sign, type KeyObject } from 'node:crypto';
import { ecKey, P256, type Seeds } from '../seeds.js';
import { spkiOf } from './certificate.js';

/** A CT log that only promises: it signs SCTs (RFC 6962, section 3.2). Trees come with the issue on log proofs. */
export class LabLog {
  readonly #key: KeyObject;
  /** DER of the SubjectPublicKeyInfo. */
  readonly publicKey: Buffer;
  readonly logId: Buffer;

  constructor(
    readonly description: string,
    seeds: Seeds = () => undefined,
  ) {
    this.#key = ecKey(P256, seeds(`ct-log/${description}`));
    this.publicKey = spkiOf(this.#key);
    this.logId = createHash('sha256').update(this.publicKey).digest();
  }

  /**
   * SCT for a precertificate. Signed are version, type, u64 timestamp, u16 entry type 1, issuer key hash[32], u24 TBS and
   * u16 extensions; the SCT is version, log id[32], u64 timestamp, u16 extensions, 04 03, u16 signature.
   */
  sct(issuerSpki: Uint8Array, tbs: Uint8Array, timestamp: number): Buffer {
    const at = Buffer.alloc(8);
    at.writeBigUInt64BE(BigInt(timestamp));
    const length = Buffer.alloc(3);
    length.writeUIntBE(tbs.length, 0, 3);
    const issuerKeyHash = createHash('sha256').update(issuerSpki).digest();
    const none = Buffer.alloc(2);
    const input = Buffer.concat([
      Buffer.from([0, 0]),
      at,
      Buffer.from([0, 1]),
      issuerKeyHash,
      length,
      tbs,
      none,
    ]);
    const signature = sign('sha256', input, this.#key);
    const size = Buffer.from([signature.length >> 8, signature.length & 0xff]);
    return Buffer.concat([Buffer.from([0]), this.logId, at, none, Buffer.from([4, 3]), size, signature]);
  }
}
