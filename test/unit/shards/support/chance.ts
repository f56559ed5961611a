import { createHash } from 'node:crypto';

/** Chance that comes again for the same seed: from 0 up to, but not, 1. */
export function chance(seed: string): () => number {
  let count = 0;
  return () => createHash('sha256').update(`${seed}/${count++}`).digest().readUInt32BE() / 2 ** 32;
}

/** All of them, in an order by chance. */
export function shuffled<One>(all: readonly One[], next: () => number): One[] {
  return all
    .map((one) => ({ one, place: next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}
