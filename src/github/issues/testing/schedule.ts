/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A clock that goes on only when everybody waits: who goes on next is a matter of its numbers, and the same for a seed. */
export class Schedule {
  private readonly waiting: { readonly at: number; readonly order: number; readonly go: () => void }[] = [];

  constructor(
    public now: number,
    readonly random: () => number,
  ) {}

  sleep(ms: number): Promise<void> {
    return new Promise((go) => {
      this.waiting.push({ at: this.now + ms, order: this.random(), go });
    });
  }

  /** Until nobody waits any more. */
  async drain(): Promise<void> {
    for (;;) {
      // All that can go on without waiting does.
      await new Promise((done) => setImmediate(done));
      if (this.waiting.length === 0) return;
      let next = 0;
      this.waiting.forEach((one, i) => {
        const first = this.waiting[next]!;
        if (one.at < first.at || (one.at === first.at && one.order < first.order)) next = i;
      });
      const [one] = this.waiting.splice(next, 1);
      this.now = Math.max(this.now, one!.at);
      one!.go();
    }
  }
}
