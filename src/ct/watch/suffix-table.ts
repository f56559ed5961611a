/** What a name in the table is watched as; any of them may hold at once. Values are positions in the watch list, -1: not. */
export interface Watched {
  /** The name itself. */
  readonly exact: number;
  /** The name and all below it. */
  readonly below: number;
  /** Some name exactly one label below it: what `*.` in front of it covers. */
  readonly child: number;
}

/** Start of the hash, and its factor: FNV-1a's, over the octets from the last to the first. */
export const HASH_START = 0x811c9dc5 | 0;
const FACTOR = 0x01000193;

export function hashStep(hash: number, octet: number): number {
  return Math.imul(hash ^ octet, FACTOR);
}

const KINDS = 3;

/**
 * Names by the hash of their octets from right to left, so that who walks a longer name from its end finds each of its
 * suffixes on the way. All of it lies in four typed arrays: a hundred thousand names take a few megabytes, and nothing is
 * allocated to look one up.
 */
export class SuffixTable {
  readonly #mask: number;
  /** Number of a name + 1; 0: free. */
  readonly #slots: Int32Array;
  readonly #hashes: Int32Array;
  /** Where a name begins in `#octets`; one more at the end. */
  readonly #starts: Int32Array;
  readonly #octets: Buffer;
  /** exact, below, child of each name. */
  readonly #kinds: Int32Array;

  /** Names in lower case, each once. */
  constructor(names: ReadonlyMap<string, Watched>) {
    const keys = [...names.keys()];
    const size = 2 ** Math.ceil(Math.log2(Math.max(8, keys.length * 2)));
    this.#mask = size - 1;
    this.#slots = new Int32Array(size);
    this.#hashes = new Int32Array(keys.length);
    this.#starts = new Int32Array(keys.length + 1);
    this.#octets = Buffer.from(keys.join(''), 'latin1');
    this.#kinds = new Int32Array(keys.length * KINDS);
    let at = 0;
    keys.forEach((key, name) => {
      this.#starts[name] = at;
      at += key.length;
      this.#starts[name + 1] = at;
      let hash = HASH_START;
      for (let i = at - 1; i >= at - key.length; i--) hash = hashStep(hash, this.#octets[i] ?? 0);
      this.#hashes[name] = hash;
      const { exact, below, child } = names.get(key) ?? { exact: -1, below: -1, child: -1 };
      this.#kinds.set([exact, below, child], name * KINDS);
      let slot = this.#spread(hash);
      while (this.#slots[slot] !== 0) slot = (slot + 1) & this.#mask;
      this.#slots[slot] = name + 1;
    });
  }

  /** Number of the name that stands at `start` to `end` and has this hash; -1: it is not in the table. */
  find(hash: number, octets: Uint8Array, start: number, end: number): number {
    for (let slot = this.#spread(hash); ; slot = (slot + 1) & this.#mask) {
      const name = (this.#slots[slot] ?? 0) - 1;
      if (name < 0) return -1;
      if (this.#hashes[name] === hash && this.#same(name, octets, start, end)) return name;
    }
  }

  exact(name: number): number {
    return this.#kinds[name * KINDS] ?? -1;
  }

  below(name: number): number {
    return this.#kinds[name * KINDS + 1] ?? -1;
  }

  child(name: number): number {
    return this.#kinds[name * KINDS + 2] ?? -1;
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
