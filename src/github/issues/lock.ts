import { printed, token, type Plain } from '../../report/index.js';
import type { Clock } from '../../dns/model.js';
import type { Repository } from '../api/port.js';
import { GitHubError } from '../api/error.js';
import { minutesOf, msOf } from './time.js';

/**
 * One run writes at a time. The lock is a label: GitHub lets only one of two who ask at once make it. Its description says whose
 * it is and until when; one whose time is over is of a run that was ended, and is taken over.
 */
export interface Lock {
  /** Whether it is still ours, for long enough to write. Prolongs it on the way. To be asked before each thing that is written. */
  isHeld(): Promise<boolean>;
  release(): Promise<void>;
}

export interface LockPorts {
  readonly repository: Repository;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  /** A word that no other run has, of letters and digits. */
  readonly runId: string;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** For which it is taken. A run that is ended blocks others for as long. */
const LEASE = 20 * MINUTE;
/** Nothing is begun with less than this left: one write, with all its retries and waits, has to end in time. */
const MARGIN = 5 * MINUTE;
/** For which somebody else's lock is waited for. */
const PATIENCE = MINUTE;
const PAUSE = 5 * SECOND;
/**
 * Whoever else saw the old lock over may be about to take it away, and would take ours: longer than a request lasts, we wait and
 * look again. After that nobody can have seen the old one.
 */
const SETTLE = 90 * SECOND;
/** Against others who come and go without end. */
const MOST_TRIES = 40;

/** GitHub takes names of labels of at most 50 characters. */
export function lockName(label: string): string {
  return `${[...label].slice(0, 45).join('')}-lock`;
}

/** The lock, or `undefined` where another run holds it. Rejects with `GitHubError`. */
export async function acquire(ports: LockPorts, label: string): Promise<Lock | undefined> {
  const { repository, clock, sleep, runId } = ports;
  const started = clock.monotonic();
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const until = minutesOf(clock.now() + LEASE);
    if (await made(ports, label, until)) return lockOf(ports, label, until);
    const held = await holder(repository, label);
    const now = clock.now();
    if (held === undefined) continue;
    if (held.id === runId) return lockOf(ports, label, held.until);
    // An end that no run of ours would have written is none.
    if (msOf(held.until) > now && msOf(held.until) <= now + 2 * LEASE) {
      if (clock.monotonic() - started >= PATIENCE) return undefined;
      await sleep(PAUSE);
      continue;
    }
    await repository.deleteLabel(label);
    const taken = minutesOf(clock.now() + LEASE);
    if (!(await made(ports, label, taken))) continue;
    const before = clock.monotonic();
    await sleep(SETTLE);
    // A job that is cancelled does not wait, and does not write either.
    if (clock.monotonic() - before < SETTLE) return undefined;
    if ((await holder(repository, label))?.id === runId) return lockOf(ports, label, taken);
  }
  return undefined;
}

/** Whether the label was made by us: also where GitHub failed after it had made it. */
async function made({ repository, runId }: LockPorts, label: string, until: number): Promise<boolean> {
  try {
    return await repository.createLabel(label, 'ededed', heldBy(runId, until));
  } catch (error) {
    if (!(error instanceof GitHubError) || error.code !== 'unavailable') throw error;
    const held = await holder(repository, label);
    if (held === undefined) throw error;
    return held.id === runId;
  }
}

function lockOf({ repository, clock, runId }: LockPorts, label: string, first: number): Lock {
  let until = first;
  const left = (): number => msOf(until) - clock.now();
  return {
    isHeld: async () => {
      if (left() < MARGIN) return false;
      if ((await holder(repository, label))?.id !== runId) return false;
      if (left() < LEASE / 2) {
        const longer = minutesOf(clock.now() + LEASE);
        await repository.updateLabel(label, heldBy(runId, longer));
        until = longer;
      }
      return left() >= MARGIN;
    },
    release: async () => {
      // Near its end somebody may be taking it over: what lies there then is theirs to take away.
      if (left() < MARGIN || (await holder(repository, label))?.id !== runId) return;
      await repository.deleteLabel(label);
    },
  };
}

function heldBy(runId: string, until: number): Plain {
  return printed`caa-guard writes: ${token(runId)} until ${token(until.toString(36))}`;
}

/** Whose the lock is; one that does not read is over. `undefined`: there is none. */
async function holder(
  repository: Repository,
  label: string,
): Promise<{ readonly id: string; readonly until: number } | undefined> {
  const found = await repository.label(label);
  if (found === undefined) return undefined;
  const [, id = '', until = '0'] =
    /^caa-guard writes: ([A-Za-z0-9_-]{1,40}) until ([0-9a-z]{1,7})$/.exec(found.description) ?? [];
  return { id, until: Number.parseInt(until, 36) };
}
