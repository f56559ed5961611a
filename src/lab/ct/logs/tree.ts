import { createHash } from 'node:crypto';

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Hash of a leaf (RFC 6962, section 2.1). */
export function leafHash(leaf: Uint8Array): Buffer {
  return sha256(LEAF, leaf);
}

/** Hash of an inner node (RFC 6962, section 2.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(NODE, left, right);
}

/**
 * A Merkle tree (RFC 6962, section 2.1) that keeps every complete subtree: `levels[l][i]` is the hash of the leaves from
 * `i * 2^l` on, `2^l` of them. It is written after the definitions of section 2.1 and not after how proofs are checked,
 * so that what makes proofs and what verifies them have nothing in common.
 */
export class LogTree {
  readonly #levels: Buffer[][] = [[]];

  get size(): number {
    return this.#levels[0]?.length ?? 0;
  }

  /** Adds the hash of a leaf at the end. */
  append(hash: Buffer): void {
    let add = hash;
    for (let level = 0; ; level++) {
      const row = (this.#levels[level] ??= []);
      row.push(add);
      if (row.length % 2 === 1) return;
      add = nodeHash(row[row.length - 2] ?? add, add);
    }
  }

  /** A copy that grows on its own: the beginning of a second history. */
  fork(size = this.size): LogTree {
    const other = new LogTree();
    for (let i = 0; i < size; i++) other.append(this.subtree(0, i));
    return other;
  }

  /** Hash of a complete subtree: of the leaves from `index * 2^level` on. */
  subtree(level: number, index: number): Buffer {
    const hash = this.#levels[level]?.[index];
    if (hash === undefined)
      throw new RangeError(`the tree has no complete subtree ${index} at level ${level}`);
    return hash;
  }

  /** MTH(D[0:size]). */
  root(size = this.size): Buffer {
    return size === 0 ? sha256() : this.#range(0, size);
  }

  /** PATH(index, D[0:size]) (section 2.1.1). */
  inclusion(index: number, size = this.size): Buffer[] {
    if (index < 0 || index >= size || size > this.size)
      throw new RangeError(`no leaf ${index} in a tree of ${size}; there are ${this.size}`);
    return this.#path(index, 0, size);
  }

  /** PROOF(first, D[0:second]) (section 2.1.2). */
  consistency(first: number, second = this.size): Buffer[] {
    if (first < 1 || first > second || second > this.size)
      throw new RangeError(`no proof from ${first} to ${second}; there are ${this.size} leaves`);
    return first === second ? [] : this.#subproof(first, 0, second, true);
  }

  /** MTH of the leaves in [from, to); `from` is a multiple of the largest power of two that is not above the length. */
  #range(from: number, to: number): Buffer {
    const length = to - from;
    if (Number.isInteger(Math.log2(length))) return this.subtree(Math.log2(length), from / length);
    const split = from + splitOf(length);
    return nodeHash(this.#range(from, split), this.#range(split, to));
  }

  #path(index: number, from: number, to: number): Buffer[] {
    if (to - from === 1) return [];
    const split = from + splitOf(to - from);
    return index < split
      ? [...this.#path(index, from, split), this.#range(split, to)]
      : [...this.#path(index, split, to), this.#range(from, split)];
  }

  #subproof(first: number, from: number, to: number, whole: boolean): Buffer[] {
    if (first === to - from) return whole ? [] : [this.#range(from, to)];
    const split = splitOf(to - from);
    return first <= split
      ? [...this.#subproof(first, from, from + split, whole), this.#range(from + split, to)]
      : [...this.#subproof(first - split, from + split, to, false), this.#range(from, from + split)];
  }
}

/** The largest power of two smaller than `length`. */
function splitOf(length: number): number {
  return 2 ** Math.ceil(Math.log2(length) - 1);
}
