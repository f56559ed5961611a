import { describe, expect, it } from 'vitest';
import { World } from './testing/world.js';

/** Seeds to try; more of them in an hour that is free for it. */
const SEEDS = Number(process.env['ISSUE_WORLDS'] ?? 4);
const HOURS = 72;

describe('hundreds of runs that overlap, fail and are ended, in a world that changes', () => {
  it(
    'never open two issues for a thing, tell nothing twice, close nothing that is not well, and tell all in the end',
    async () => {
      let runs = 0;
      for (let seed = 1; seed <= SEEDS; seed++) {
        const world = new World(seed);
        try {
          for (let hour = 0; hour < HOURS; hour++) await world.hour();
        } catch (error) {
          throw new Error(`seed ${seed}, after ${world.runs} runs`, { cause: error });
        }
        runs += world.runs;
      }
      expect(runs).toBeGreaterThan(SEEDS * HOURS);
    },
    30_000 * Math.max(1, SEEDS / 4),
  );
});
