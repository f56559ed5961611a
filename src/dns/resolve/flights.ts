/**
 * Work under way that others may wait for, and who waits for whom. Two questions may need each other's answer (the
 * servers of zone A are named in zone B, and those of B in A): then waiting would last until both run out of time.
 */
export class Flight<T> {
  readonly #waitsFor = new Set<Flight<unknown>>();
  result: Promise<T> | undefined;

  /** The result of `other`, or undefined if waiting for it would be waiting for ourselves. */
  async join<U>(other: Flight<U>): Promise<{ readonly value: U } | undefined> {
    if (other.result === undefined || other.#leadsTo(this, new Set())) return undefined;
    this.#waitsFor.add(other);
    try {
      return { value: await other.result };
    } finally {
      this.#waitsFor.delete(other);
    }
  }

  /** Starts the work for somebody outside, for whom nobody waits. */
  run(work: () => Promise<T>): Promise<T> {
    this.result = work();
    return this.result;
  }

  /** Records that this flight waits for `other` without joining it: it started it. */
  async start<U>(other: Flight<U>, work: () => Promise<U>): Promise<U> {
    this.#waitsFor.add(other);
    try {
      return await other.run(work);
    } finally {
      this.#waitsFor.delete(other);
    }
  }

  #leadsTo(target: Flight<unknown>, seen: Set<Flight<unknown>>): boolean {
    if ((this as Flight<unknown>) === target) return true;
    for (const next of this.#waitsFor) {
      if (seen.has(next)) continue;
      seen.add(next);
      if (next.#leadsTo(target, seen)) return true;
    }
    return false;
  }
}
