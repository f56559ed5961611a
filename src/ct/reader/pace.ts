/** At most `count` questions begin within any `ms` milliseconds. */
export interface PaceRule {
  readonly count: number;
  readonly ms: number;
}

/** When the next question to one server may begin. Shared by all that ask the same server in one run. */
export interface Pace {
  /** Takes the next free place, and gives the milliseconds until then; 0: at once. */
  reserve(): number;
  /** Gives back the place that was taken last, when its owner cannot wait for it. */
  giveBack(): void;
  /** The server asked for silence for so long (Retry-After): nobody asks before. */
  block(ms: number): void;
}

/** Places under all `rules` at once, in the order in which they are asked for. `clock` is monotonic. */
export function createPace(rules: readonly PaceRule[], clock: { monotonic(): number }): Pace {
  const most = Math.max(1, ...rules.map(({ count }) => count));
  let taken: number[] = [];
  let blockedUntil = -Infinity;
  return {
    reserve() {
      const now = clock.monotonic();
      let at = Math.max(now, blockedUntil, taken[taken.length - 1] ?? -Infinity);
      for (const { count, ms } of rules) {
        const before = taken[taken.length - count];
        if (before !== undefined) at = Math.max(at, before + ms);
      }
      taken.push(at);
      if (taken.length > 2 * most) taken = taken.slice(-most);
      return at - now;
    },
    giveBack() {
      taken.pop();
    },
    block(ms) {
      blockedUntil = Math.max(blockedUntil, clock.monotonic() + ms);
    },
  };
}
