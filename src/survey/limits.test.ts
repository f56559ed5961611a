import { describe, expect, it } from 'vitest';
import { deadline, within } from './limits.js';
import { createGate, mapBounded } from './pool.js';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a deadline', () => {
  it('ends by itself, and says for what it was', async () => {
    const until = deadline(10, 'the run');
    await pause(30);
    expect(until.signal.aborted).toBe(true);
    expect(until.why()).toBe('the time limit of 0.01 s for the run was over');
  });

  it('ends with the one around it, for its reason', async () => {
    const outer = deadline(10, 'the run');
    const inner = deadline(10_000, 'a domain', outer);
    await pause(30);
    expect(inner.why()).toBe('the time limit of 0.01 s for the run was over');
  });

  it('ends at once with a signal that has ended, and says that it was interrupted', () => {
    const until = deadline(10_000, 'the run', AbortSignal.abort());
    expect(until.signal.aborted).toBe(true);
    expect(until.why()).toBe('the run was interrupted');
  });

  it('that is cleared ends no more', async () => {
    const until = deadline(5, 'the run');
    until.clear();
    await pause(20);
    expect(until.signal.aborted).toBe(false);
  });
});

describe('work within a deadline', () => {
  it('gives its result in time, and what stands in for it when late', async () => {
    const until = deadline(20, 'the run');
    expect(
      await within(
        until,
        () => Promise.resolve('in time'),
        () => 'late',
      ),
    ).toBe('in time');
    expect(
      await within(
        until,
        () => pause(1_000).then(() => 'in time'),
        () => 'late',
      ),
    ).toBe('late');
    let begun = false;
    const never = async (): Promise<string> => {
      begun = true;
      return 'in time';
    };
    expect(await within(until, never, () => 'late')).toBe('late');
    expect(begun).toBe(false);
  });
});

describe('bounded work', () => {
  it('runs at most so many at a time, and keeps the order of the items', async () => {
    let running = 0;
    let most = 0;
    const results = await mapBounded([30, 5, 20, 1, 10], 2, async (ms, i) => {
      most = Math.max(most, ++running);
      await pause(ms);
      running--;
      return i;
    });
    expect(results).toEqual([0, 1, 2, 3, 4]);
    expect(most).toBe(2);
  });

  it('a gate lets the next in when one leaves, also by failing', async () => {
    const gate = createGate(1);
    const order: number[] = [];
    const work = (i: number) =>
      gate(async () => {
        await pause(5);
        order.push(i);
        if (i === 1) throw new Error('boom');
      });
    await Promise.allSettled([work(1), work(2), work(3)]);
    expect(order).toEqual([1, 2, 3]);
  });
});
