import { describe, expect, it } from 'vitest';
import { GitHubError } from '../api/error.js';
import { acquire, type Lock } from './lock.js';
import { FakeGitHub, type Gate } from './testing/fake-repository.js';
import { BOT, START } from './testing/life.js';

const MINUTE = 60_000;

function world() {
  const time = { now: START };
  const github = new FakeGitHub(() => time.now);
  const clock = { now: () => time.now, monotonic: () => time.now };
  const sleep = async (ms: number): Promise<void> => void (time.now += ms);
  const take = (runId: string, gate?: Gate): Promise<Lock | undefined> =>
    acquire({ repository: github.as(BOT, gate), clock, sleep, runId }, 'lock');
  return { time, github, take };
}

describe('the lock', () => {
  it('is of one run, and of the next once it is released', async () => {
    const { github, take } = world();
    const first = await take('a');
    expect(await first?.isHeld()).toBe(true);
    expect(await take('b')).toBeUndefined();
    await first?.release();
    expect(github.labels.size).toBe(0);
    expect(await (await take('b'))?.isHeld()).toBe(true);
  });

  it('is waited for briefly', async () => {
    const { github, take, time } = world();
    await take('a');
    const begun = time.now;
    const gate: Gate = async () => {
      if (time.now >= begun + 30_000) github.labels.delete('lock');
    };
    expect(await take('b', gate)).toBeDefined();
  });

  it('is taken over when its time is over, and the one who had it neither writes nor releases any more', async () => {
    const { github, take, time } = world();
    const old = await take('a');
    time.now += 21 * MINUTE;
    const taken = await take('b');
    expect(await old?.isHeld()).toBe(false);
    await old?.release();
    expect(await taken?.isHeld()).toBe(true);
    expect(github.labels.get('lock')).toMatch(/ b until /);
  });

  it('is not begun with when there is too little time left for a write', async () => {
    const { take, time } = world();
    const lock = await take('a');
    time.now += 15 * MINUTE + 1;
    expect(await lock?.isHeld()).toBe(false);
  });

  it('is prolonged while it is used', async () => {
    const { take, time } = world();
    const lock = await take('a');
    for (let times = 0; times < 6; times++) {
      time.now += 11 * MINUTE;
      expect(await lock?.isHeld()).toBe(true);
    }
    expect(await take('b')).toBeUndefined();
  });

  it('is ours where GitHub failed after it had made it', async () => {
    const { take } = world();
    let failed = false;
    const gate: Gate = async (operation, phase) => {
      if (operation !== 'createLabel' || phase !== 'after' || failed) return;
      failed = true;
      throw new GitHubError('unavailable', '502', { maybeDone: true });
    };
    expect(await (await take('a', gate))?.isHeld()).toBe(true);
  });

  it('is of one of two who both saw the old one over, however slow the other is to take it away', async () => {
    const { github, take, time } = world();
    await take('old');
    time.now += 21 * MINUTE;
    // b has read that it is over, and is held up before it takes it away: for a minute, in which a takes it.
    let goOn: () => void = () => undefined;
    const heldUp = new Promise<void>((done) => (goOn = done));
    let reached: () => void = () => undefined;
    const atDelete = new Promise<void>((done) => (reached = done));
    const second = take('b', async (operation, phase) => {
      if (operation !== 'deleteLabel' || phase !== 'before') return;
      reached();
      await heldUp;
    });
    await atDelete;
    const clock = { now: () => time.now, monotonic: () => time.now };
    const sleep = async (ms: number): Promise<void> => {
      time.now += ms;
      if (ms < 60_000) return;
      goOn();
      await second;
    };
    const first = await acquire({ repository: github.as(BOT), clock, sleep, runId: 'a' }, 'lock');
    const held = [(await first?.isHeld()) === true];
    goOn();
    held.push((await (await second)?.isHeld()) === true);
    expect(held).toEqual([false, true]);
  });

  it('is not taken by a job that is cancelled while it waits', async () => {
    const { github, time } = world();
    github.labels.set('lock', 'of somebody');
    const clock = { now: () => time.now, monotonic: () => time.now };
    const lock = await acquire(
      { repository: github.as(BOT), clock, sleep: async () => undefined, runId: 'a' },
      'lock',
    );
    expect(lock).toBeUndefined();
  });
});
