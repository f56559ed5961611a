import { performance } from 'node:perf_hooks';
import type { Clock } from '../model.js';

/** The real clock. For the edges (CLI, Action); everything else is given one. */
export const systemClock: Clock = { now: () => Date.now(), monotonic: () => performance.now() };
