import { callsDuring } from './calls.js';

/** How much there is to do at first. */
const FEW = 32;
/** How much more there is then. */
const TIMES = 4;
/** Sorting 128 takes 5.6 times the comparisons of sorting 32; what takes each with each takes 16 times. */
const MOST = 7;
/** Calls below which nothing is said: sorting a handful tells nothing of sorting many. */
const FLOOR = 4 * FEW;

/**
 * Functions that are called far more often than there is more to do, a sentence each: none, if the work grows as what
 * there is to do grows. `prepare` gives the work for so many; what it does itself does not count.
 */
export async function outgrown(
  prepare: (many: number) => (() => unknown) | Promise<() => unknown>,
): Promise<readonly string[]> {
  // What is worked out once and kept is no growth.
  await (
    await prepare(FEW)
  )();
  const work = { few: await prepare(FEW), many: await prepare(FEW * TIMES) };
  const few = await callsDuring(work.few);
  const many = await callsDuring(work.many);
  return [...many].flatMap(([name, calls]) => {
    const before = few.get(name) ?? 0;
    if (calls <= MOST * Math.max(before, FLOOR)) return [];
    return [`${name} was called ${before} times for ${FEW}, and ${calls} times for ${FEW * TIMES}`];
  });
}
