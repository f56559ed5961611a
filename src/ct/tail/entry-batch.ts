/** Octets before a MerkleTreeLeaf in a batch: the 00 that its hash begins with (RFC 6962, section 2.1). */
export const HASH_PREFIX = 1;
/** Offsets in a MerkleTreeLeaf: version, leaf type, u64 timestamp, u16 entry type, then the entry. */
const TIMESTAMP = 2;
const TYPE = 10;
const X509_BODY = 12;
const PRECERT_BODY = 44;

export type EntryKind = 'x509' | 'precert';

/**
 * Entries of a log one after the other, by offsets: nothing is copied or allocated for an entry that concerns nobody. A
 * batch is used again and again. Each entry lies in `octets` as 00 and its MerkleTreeLeaf, whatever the log sent, so that
 * its hash is that of the octets from `start` to `end`.
 *
 * MerkleTreeLeaf: version 0, leaf type 0, TimestampedEntry (RFC 6962, section 3.4): u64 timestamp, u16 type, type 0:
 * u24 certificate; type 1: issuer_key_hash[32], u24 TBS; then u16 extensions.
 */
export class EntryBatch {
  octets: Buffer = Buffer.allocUnsafe(1 << 20);
  count = 0;
  /** What the log sent, and where in it the rest of each entry lies. */
  body: Buffer = Buffer.alloc(0);
  #used = 0;
  #starts = new Int32Array(1024);
  #ends = new Int32Array(1024);
  #extraStarts = new Int32Array(1024);
  #extraEnds = new Int32Array(1024);

  clear(body: Buffer): void {
    this.count = 0;
    this.#used = 0;
    this.body = body;
  }

  /** Place for an entry of so many octets with its prefix; gives where it begins. Only what is `add`ed after counts. */
  room(octets: number): number {
    if (this.#used + octets > this.octets.length) {
      const more = Buffer.allocUnsafe(2 ** Math.ceil(Math.log2(this.#used + octets)));
      this.octets.copy(more, 0, 0, this.#used);
      this.octets = more;
    }
    return this.#used;
  }

  /** Takes what was written from `room` on as an entry; the rest of it lies in `body`. */
  add(octets: number, extraStart: number, extraEnd: number): void {
    const at = this.count++;
    if (at >= this.#starts.length) this.#grow();
    this.#starts[at] = this.#used;
    this.#used += octets;
    this.#ends[at] = this.#used;
    this.#extraStarts[at] = extraStart;
    this.#extraEnds[at] = extraEnd;
  }

  /** Leaves the first entries out, which are known already. */
  drop(entries: number): void {
    const gone = Math.min(entries, this.count);
    for (const offsets of [this.#starts, this.#ends, this.#extraStarts, this.#extraEnds])
      offsets.copyWithin(0, gone, this.count);
    this.count -= gone;
  }

  start(at: number): number {
    return this.#starts[at] ?? 0;
  }

  end(at: number): number {
    return this.#ends[at] ?? 0;
  }

  /** The rest of the entry as the log sent it: base64 of `extra_data`, or what a tile has behind the TimestampedEntry. */
  extra(at: number): Buffer {
    return this.body.subarray(this.#extraStarts[at] ?? 0, this.#extraEnds[at] ?? 0);
  }

  leaf(at: number): Buffer {
    return this.octets.subarray(this.start(at) + HASH_PREFIX, this.end(at));
  }

  /** Unix milliseconds, as a number: exact up to the year 287,396. */
  timestamp(at: number): number {
    const from = this.start(at) + HASH_PREFIX + TIMESTAMP;
    const { octets } = this;
    const high = (octets[from] ?? 0) * 2 ** 24 + u24(octets, from + 1);
    return high * 2 ** 32 + (octets[from + 4] ?? 0) * 2 ** 24 + u24(octets, from + 5);
  }

  kind(at: number): EntryKind {
    return this.octets[this.start(at) + HASH_PREFIX + TYPE + 1] === 0 ? 'x509' : 'precert';
  }

  /** Where the certificate, or the TBS of a precertificate, begins; -1 if the leaf is not of the form above, to its end. */
  signedStart(at: number): number {
    const from = this.start(at) + HASH_PREFIX;
    const end = this.end(at);
    const { octets } = this;
    if (end - from < X509_BODY + 5) return -1;
    if (octets[from] !== 0 || octets[from + 1] !== 0 || octets[from + TYPE] !== 0) return -1;
    const type = octets[from + TYPE + 1];
    if (type !== 0 && type !== 1) return -1;
    const length = from + (type === 0 ? X509_BODY : PRECERT_BODY);
    const signed = length + 3;
    if (signed + 2 > end) return -1;
    const after = signed + u24(octets, length);
    if (after + 2 > end) return -1;
    const extensions = (octets[after] ?? 0) * 256 + (octets[after + 1] ?? 0);
    return after + 2 + extensions === end ? signed : -1;
  }

  /** Where what begins at `signedStart` ends. */
  signedEnd(signed: number): number {
    return signed + u24(this.octets, signed - 3);
  }

  /** issuer_key_hash of a precertificate's entry, hex. */
  issuerKeyHash(at: number): string {
    const from = this.start(at) + HASH_PREFIX + X509_BODY;
    return this.octets.toString('hex', from, from + 32);
  }

  #grow(): void {
    const more = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const longer = new Int32Array(old.length * 2);
      longer.set(old);
      return longer;
    };
    this.#starts = more(this.#starts);
    this.#ends = more(this.#ends);
    this.#extraStarts = more(this.#extraStarts);
    this.#extraEnds = more(this.#extraEnds);
  }
}

export function u24(octets: Uint8Array, at: number): number {
  return ((octets[at] ?? 0) << 16) | ((octets[at + 1] ?? 0) << 8) | (octets[at + 2] ?? 0);
}
