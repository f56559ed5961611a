import { hash } from 'node:crypto';
import { CaaGuardError } from '../../base/error.js';
import { EMPTY_ROOT, HASH_SIZE } from './hash.js';

/** Subtrees of up to 2^52 leaves: sizes stay exact as numbers. */
const LEVELS = 53;
const TILE_WIDTH = 256;
const TILE_LEVELS = 8;

/** What a `CompactTree` is in JSON: base64 of the roots of its complete subtrees, the largest first. */
export interface CompactTreeJson {
  readonly size: number;
  readonly peaks: readonly string[];
}

/**
 * A Merkle tree (RFC 6962, section 2.1) that can only grow, and that keeps nothing but the roots of its largest complete
 * subtrees: one for each bit that is set in its size. Its root is that of all that was appended, so that who reads a log
 * from the start needs no proof of consistency.
 */
export class CompactTree {
  #size = 0;
  /** `#peaks` at 32 l: the root of the complete subtree of 2^l leaves, where bit l of the size is set. */
  readonly #peaks = Buffer.alloc(LEVELS * HASH_SIZE);
  /** 01, left, right: what a node's hash is taken of. */
  readonly #node = Buffer.alloc(1 + 2 * HASH_SIZE, 1);

  get size(): number {
    return this.#size;
  }

  /** Appends a leaf by its hash of 32 octets. */
  append(leafHash: Uint8Array): void {
    expectHashes(leafHash, 1);
    this.#node.set(leafHash, 1 + HASH_SIZE);
    this.#carry(0);
  }

  /**
   * Appends the leaf hashes of a tile, one after the other. 256 of them at a size that is a multiple of 256 are one
   * subtree; any other number from any other size is right as well.
   */
  appendTile(hashes: Uint8Array): void {
    expectHashes(hashes);
    for (let at = 0; at < hashes.length; at += HASH_SIZE) {
      this.#node.set(hashes.subarray(at, at + HASH_SIZE), 1 + HASH_SIZE);
      this.#carry(0);
    }
  }

  /** Appends a complete subtree of 256 leaves by its root. Throws where the size is not a multiple of 256. */
  appendSubtree(root: Uint8Array): void {
    expectHashes(root, 1);
    if (this.#size % TILE_WIDTH !== 0)
      throw new CaaGuardError(
        'ct/tree',
        `expected a tree whose size is a multiple of 256 to append a subtree of 256 leaves to, got ${this.#size}: append leaf by leaf`,
      );
    this.#node.set(root, 1 + HASH_SIZE);
    this.#carry(TILE_LEVELS);
  }

  /** The root of all leaves so far. */
  root(): Buffer {
    let found: string | undefined;
    for (let level = 0, left = this.#size; left > 0; level++, left = Math.floor(left / 2)) {
      if (left % 2 === 0) continue;
      const at = level * HASH_SIZE;
      if (found === undefined) found = this.#peaks.toString('latin1', at, at + HASH_SIZE);
      else {
        this.#peaks.copy(this.#node, 1, at, at + HASH_SIZE);
        this.#node.write(found, 1 + HASH_SIZE, 'latin1');
        found = hash('sha256', this.#node, 'binary');
      }
    }
    return found === undefined ? Buffer.from(EMPTY_ROOT, 'hex') : Buffer.from(found, 'latin1');
  }

  /** A copy that grows on its own. */
  copy(): CompactTree {
    const copy = new CompactTree();
    copy.#size = this.#size;
    this.#peaks.copy(copy.#peaks);
    return copy;
  }

  toJSON(): CompactTreeJson {
    const peaks = levelsOf(this.#size).map((level) =>
      this.#peaks.toString('base64', level * HASH_SIZE, (level + 1) * HASH_SIZE),
    );
    return { size: this.#size, peaks };
  }

  /** The tree of a JSON value that `toJSON` gave; `undefined` for any other, as a damaged file may hold one. */
  static fromJSON(value: unknown): CompactTree | undefined {
    if (typeof value !== 'object' || value === null) return undefined;
    const { size, peaks } = value as { readonly size?: unknown; readonly peaks?: unknown };
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined;
    if (!Array.isArray(peaks)) return undefined;
    const hashes = (peaks as readonly unknown[]).map((one) =>
      typeof one === 'string' ? Buffer.from(one, 'base64') : Buffer.alloc(0),
    );
    return CompactTree.fromPeaks(size, hashes);
  }

  /** The tree of `size` leaves with these roots of complete subtrees, the largest first; `undefined` if they are not as many as it has. */
  static fromPeaks(size: number, peaks: readonly Uint8Array[]): CompactTree | undefined {
    if (!Number.isSafeInteger(size) || size < 0) return undefined;
    const levels = levelsOf(size);
    if (peaks.length !== levels.length || peaks.some((peak) => peak.length !== HASH_SIZE)) return undefined;
    const tree = new CompactTree();
    tree.#size = size;
    levels.forEach((level, i) => {
      tree.#peaks.set(peaks[i] ?? [], level * HASH_SIZE);
    });
    return tree;
  }

  /** Adds the subtree of 2^level leaves whose root lies in the right half of `#node`. */
  #carry(level: number): void {
    let at = level * HASH_SIZE;
    const step = 2 ** level;
    let above = Math.floor(this.#size / step);
    for (; above % 2 === 1; above = Math.floor(above / 2), at += HASH_SIZE) {
      this.#peaks.copy(this.#node, 1, at, at + HASH_SIZE);
      this.#node.write(hash('sha256', this.#node, 'binary'), 1 + HASH_SIZE, 'latin1');
    }
    this.#node.copy(this.#peaks, at, 1 + HASH_SIZE);
    this.#size += step;
  }
}

/** The bits that are set in a size, the highest first. */
function levelsOf(size: number): readonly number[] {
  const levels: number[] = [];
  for (let level = 0, left = size; left > 0; level++, left = Math.floor(left / 2))
    if (left % 2 === 1) levels.unshift(level);
  return levels;
}

function expectHashes(octets: Uint8Array, count?: number): void {
  const right = count === undefined ? octets.length % HASH_SIZE === 0 : octets.length === count * HASH_SIZE;
  if (!right)
    throw new CaaGuardError(
      'ct/tree',
      `expected hashes of ${HASH_SIZE} octets, got ${octets.length} octets: pass SHA-256 hashes`,
    );
}
