/**
 * What a name in the table is watched as; any of them may hold at once.
 * `exact`: the name itself. `below`: the name and all below it. `child`: some name exactly one label below it, which is
 * what `*.` in front of it covers.
 */
export const WATCHED_AS = { exact: 0, below: 1, child: 2 } as const;
export type WatchedAs = keyof typeof WATCHED_AS;

/** Start of the hash, and its factor: FNV-1a's, over the octets from the last to the first. */
export const HASH_START = 0x811c9dc5 | 0;
const FACTOR = 0x01000193;

export function hashStep(hash: number, octet: number): number {
  return Math.imul(hash ^ octet, FACTOR);
}

const KINDS = 3;

/**
 * Names by the hash of their octets from right to left, so that who walks a longer name from its end finds each of its
 * suffixes on the way. All of it lies in typed arrays: a hundred thousand names take a few megabytes, and nothing is
 * allocated to look one up. A name that is not there is told by one octet most of the time.
 */
export class SuffixTable {
  readonly #mask: number;
  /** A part of the hash of the name in each slot, never 0; 0: free. */
  readonly #tags: Uint8Array;
  /** Number of the name in each slot. */
  readonly #slots: Int32Array;
  readonly #hashes: Int32Array;
  /** Where a name begins in `#octets`; one more at the end. */
  readonly #starts: Int32Array;
  readonly #octets: Buffer;
  /** Position in the watch list of what each name is watched as, in the order of `WATCHED_AS`; -1: it is not. */
  readonly #kinds: Int32Array;

  /** Names in lower case, each once. */
  constructor(names: readonly string[]) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(8, names.length * 2)));
    this.#mask = size - 1;
    this.#tags = new Uint8Array(size);
    this.#slots = new Int32Array(size);
    this.#hashes = new Int32Array(names.length);
    this.#starts = new Int32Array(names.length + 1);
    this.#octets = Buffer.from(names.join(''), 'latin1');
    this.#kinds = new Int32Array(names.length * KINDS).fill(-1);
    let at = 0;
    for (let name = 0; name < names.length; name++) {
      this.#starts[name] = at;
      at += names[name]?.length ?? 0;
      this.#starts[name + 1] = at;
      let hash = HASH_START;
      for (let i = at - 1; i >= (this.#starts[name] ?? 0); i--) hash = hashStep(hash, this.#octets[i] ?? 0);
      this.#hashes[name] = hash;
      let slot = this.#spread(hash);
      while (this.#tags[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#tags[slot] = tagOf(hash);
      this.#slots[slot] = name;
    }
  }

  /** Sets what a name of the table is watched as, if nothing is set yet. */
  watch(name: number, as: WatchedAs, item: number): void {
    const at = name * KINDS + WATCHED_AS[as];
    if ((this.#kinds[at] ?? 0) < 0) this.#kinds[at] = item;
  }

  /** Position in the watch list of what a name is watched as; -1: it is not. */
  item(name: number, as: WatchedAs): number {
    return this.#kinds[name * KINDS + WATCHED_AS[as]] ?? -1;
  }

  /** Number of the name that stands at `start` to `end` and has this hash; -1: it is not in the table. */
  find(hash: number, octets: Uint8Array, start: number, end: number): number {
    const tag = tagOf(hash);
    for (let slot = this.#spread(hash); ; slot = (slot + 1) & this.#mask) {
      const found = this.#tags[slot];
      if (found === 0) return -1;
      if (found !== tag) continue;
      const name = this.#slots[slot] ?? 0;
      if (this.#hashes[name] === hash && this.#same(name, octets, start, end)) return name;
    }
  }

  /** The low bits of FNV are its weak ones. */
  #spread(hash: number): number {
    return (hash ^ (hash >>> 15)) & this.#mask;
  }

  /** Whether the octets are the name, in whatever case. */
  #same(name: number, octets: Uint8Array, start: number, end: number): boolean {
    let at = this.#starts[name] ?? 0;
    if ((this.#starts[name + 1] ?? 0) - at !== end - start) return false;
    for (let i = start; i < end; i++) {
      const octet = octets[i] ?? 0;
      const lower = octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet;
      if (this.#octets[at++] !== lower) return false;
    }
    return true;
  }
}

function tagOf(hash: number): number {
  return (hash >>> 24) | 1;
}
