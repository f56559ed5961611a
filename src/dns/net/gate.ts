/** Lets at most `most` pieces of work with the same key run at a time; the others wait in order. */
export class Gate {
  readonly #running = new Map<string, number>();
  readonly #queues = new Map<string, (() => void)[]>();

  constructor(private readonly most: number) {}

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const wait = this.enter(key);
    if (wait !== undefined) await wait;
    try {
      return await work();
    } finally {
      this.leave(key);
    }
  }

  /** Takes a place, at once or when what it returns is fulfilled. Whoever enters has to leave. */
  enter(key: string): Promise<void> | undefined {
    const running = this.#running.get(key) ?? 0;
    if (running >= this.most) return new Promise<void>((resolve) => this.#queue(key).push(resolve));
    this.#running.set(key, running + 1);
    return undefined;
  }

  /** Hands the place to the next in the queue, or gives it back. */
  leave(key: string): void {
    const next = this.#queues.get(key)?.shift();
    if (next !== undefined) return next();
    this.#queues.delete(key);
    const running = (this.#running.get(key) ?? 1) - 1;
    if (running === 0) this.#running.delete(key);
    else this.#running.set(key, running);
  }

  #queue(key: string): (() => void)[] {
    const old = this.#queues.get(key);
    if (old !== undefined) return old;
    const queue: (() => void)[] = [];
    this.#queues.set(key, queue);
    return queue;
  }
}
