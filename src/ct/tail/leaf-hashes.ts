import { hash } from 'node:crypto';
import type { CompactTree } from '../merkle/compact-tree.js';
import { HASH_SIZE } from '../merkle/hash.js';
import type { EntryBatch } from './entry-batch.js';

const WIDTH = 256;
const NODE = 1 + 2 * HASH_SIZE;

/** The input of the hash of a node: 01, left, right (RFC 6962, section 2.1). */
interface Row {
  readonly octets: Buffer;
  readonly nodes: readonly Buffer[];
}

/**
 * Appends the hashes of entries to a tree, 256 at a time where they fill a subtree: the inputs of all its nodes lie ready,
 * so that nothing is copied and nothing allocated but the digests.
 */
export class LeafHasher {
  /** Rows of 128, 64, .. 1 nodes. */
  readonly #rows: readonly Row[] = Array.from({ length: 8 }, (_, level) => rowOf(WIDTH / 2 ** (level + 1)));
  readonly #root = Buffer.alloc(HASH_SIZE);
  readonly #leaf = Buffer.alloc(HASH_SIZE);

  append(batch: EntryBatch, tree: CompactTree): void {
    for (let at = 0; at < batch.count;) {
      if (tree.size % WIDTH === 0 && batch.count - at >= WIDTH) {
        tree.appendSubtree(this.#subtree(batch, at));
        at += WIDTH;
        continue;
      }
      this.#leaf.write(leafDigest(batch, at), 0, HASH_SIZE, 'latin1');
      tree.append(this.#leaf);
      at++;
    }
  }

  #subtree(batch: EntryBatch, from: number): Buffer {
    const [leaves] = this.#rows;
    for (let i = 0; i < WIDTH; i++) put(leaves, i, leafDigest(batch, from + i));
    for (let level = 0; level < this.#rows.length - 1; level++) {
      const row = this.#rows[level];
      const above = this.#rows[level + 1];
      row?.nodes.forEach((node, i) => put(above, i, hash('sha256', node, 'binary')));
    }
    const top = this.#rows[this.#rows.length - 1]?.nodes[0] ?? this.#root;
    this.#root.write(hash('sha256', top, 'binary'), 0, HASH_SIZE, 'latin1');
    return this.#root;
  }
}

/** SHA-256 of 00 and the leaf. Digests come as Latin-1: a string of 32 characters costs less than a Buffer of its own. */
export function leafDigest(batch: EntryBatch, at: number): string {
  return hash('sha256', batch.octets.subarray(batch.start(at), batch.end(at)), 'binary');
}

function rowOf(count: number): Row {
  const octets = Buffer.alloc(count * NODE, 1);
  return {
    octets,
    nodes: Array.from({ length: count }, (_, i) => octets.subarray(i * NODE, (i + 1) * NODE)),
  };
}

/** Writes the i-th hash of a row of pairs. */
function put(row: Row | undefined, i: number, digest: string): void {
  row?.octets.write(digest, (i >> 1) * NODE + 1 + (i & 1) * HASH_SIZE, HASH_SIZE, 'latin1');
}
