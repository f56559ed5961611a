import type { Clock } from '../../dns/model.js';

export interface WaitPorts {
  readonly clock: Clock;
  /** Waits; rejects or resolves early when the signal fires. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
  /** Milliseconds that are waited at most in a run, for limits and for failures that may pass. */
  readonly waitMs: number;
}

export interface Waits {
  /** Waits, if the run has that much time for it left; `false` if not. */
  spend(ms: number): Promise<boolean>;
  /** Milliseconds that are left to be spent. */
  left(): number;
  /** Waits until a write may be sent. This is no part of what can be spent: how many writes there are is bounded elsewhere. */
  turnToWrite(): Promise<void>;
  /** A write has been sent, and answered or not. */
  wrote(): void;
}

/** Between two writes (REST API, "Best practices", "Pause between mutative requests"). */
const BETWEEN_WRITES = 1_000;

export function createWaits({ clock, sleep, signal, waitMs }: WaitPorts): Waits {
  let spent = 0;
  let lastWrite = Number.NEGATIVE_INFINITY;
  // Whoever sleeps may reject or return early when the run is ended; what follows looks at the signal.
  const wait = (ms: number): Promise<void> => sleep(ms, signal).catch(() => undefined);
  return {
    spend: async (ms) => {
      if (ms > waitMs - spent) return false;
      spent += ms;
      await wait(ms);
      return true;
    },
    left: () => waitMs - spent,
    turnToWrite: async () => {
      const ms = lastWrite + BETWEEN_WRITES - clock.monotonic();
      if (ms > 0) await wait(ms);
    },
    wrote: () => {
      lastWrite = clock.monotonic();
    },
  };
}
