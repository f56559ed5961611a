import { createHash, sign, type KeyObject } from 'node:crypto';
import { ecKey, P256, type Seeds } from '../seeds.js';
import { spkiOf } from './certificate.js';
import { timestampedEntry, u64, vector, type Submission } from './logs/entry.js';

/** A CT log that only promises: it signs SCTs (RFC 6962, section 3.2). `TreeLog` keeps its promises, or breaks them. */
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

  /** Takes a precertificate, and gives the SCT for it. */
  add(submission: Submission): Buffer {
    return this.sct(submission, Buffer.alloc(0));
  }

  /**
   * SCT for a precertificate. Signed are version, type and the TimestampedEntry; the SCT is version, log id[32], u64
   * timestamp, u16 extensions and the signature.
   */
  protected sct(submission: Submission, extensions: Uint8Array): Buffer {
    const entry = timestampedEntry({ ...submission, extensions });
    return Buffer.concat([
      Uint8Array.of(0),
      this.logId,
      u64(submission.timestamp),
      vector(2, extensions),
      this.sign(Buffer.concat([Uint8Array.of(0, 0), entry])),
    ]);
  }

  /** DigitallySigned: SHA-256 (4), ECDSA (3), u16 signature. */
  protected sign(input: Uint8Array): Buffer {
    return Buffer.concat([Uint8Array.of(4, 3), vector(2, sign('sha256', input, this.#key))]);
  }
}
