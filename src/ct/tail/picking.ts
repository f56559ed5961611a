import { HASH_SIZE } from '../merkle/hash.js';
import type { Concerns } from './concern.js';
import type { EntryBatch } from './entry-batch.js';
import type { LateEntry } from './findings.js';
import { leafDigest } from './leaf-hashes.js';
import { pick, type Picked } from './match.js';
import type { FollowedLog } from './model.js';

/** Goes through the entries of a round and puts aside what is to be kept of them. */
export class Picking {
  /** Hash of the last entry. */
  readonly lastLeaf = Buffer.alloc(HASH_SIZE);
  /** The first entry that came too late, of those that are not yet verified. */
  late: LateEntry | undefined;
  /** Entries of this round that nobody can read. */
  unreadable = 0;
  #picked: Picked[] = [];

  constructor(
    private readonly log: FollowedLog,
    private readonly concerns: Concerns,
  ) {}

  /** Entries that are put aside. */
  get waiting(): number {
    return this.#picked.length;
  }

  /** What was put aside since the last time. */
  take(): readonly Picked[] {
    const picked = this.#picked;
    this.#picked = [];
    return picked;
  }

  /** `promised`: entries of before this time (Unix milliseconds) had to be in an earlier head. */
  look(batch: EntryBatch, from: number, promised: number): void {
    for (let at = 0; at < batch.count; at++) {
      const concern = this.concerns.of(batch, at);
      if (concern !== 'nobody') {
        const item = concern === 'anybody' ? undefined : concern;
        if (item === undefined) this.unreadable++;
        this.#picked.push(pick(batch, at, from + at, this.log, item));
      }
      const timestamp = batch.timestamp(at);
      if (timestamp < promised) this.late ??= { index: from + at, timestamp };
    }
    this.lastLeaf.write(leafDigest(batch, batch.count - 1), 0, HASH_SIZE, 'latin1');
  }
}
