import { labelMatches, UNPARSABLE, type HostReading } from '../../base/certificate-host.js';
import type { WatchItem } from './watch-list.js';

/** Most items that one pattern is held against; over that it is taken to concern somebody. */
const MOST_COMPARED = 20_000;

interface Known {
  readonly item: number;
  readonly below: boolean;
  /** Labels from the last to the first. */
  readonly labels: readonly string[];
  readonly key: string;
}

/**
 * Finds the items that a pattern may mean: names in order of their labels from the right, so that all below one name lie
 * side by side. Made when the first odd name comes, and seldom asked.
 */
export class OddNames {
  readonly #known: readonly Known[];

  constructor(items: readonly WatchItem[]) {
    this.#known = items
      .map(({ name, below }, item) => {
        const labels = name.split('.').reverse();
        return { item, below, labels, key: keyOf(labels) };
      })
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Position of an item that a reading may be, may lie below, or may cover; -1: of none. */
  find(reading: HostReading): number {
    const labels = reading.toReversed();
    const open = labels.findIndex((label) => label === UNPARSABLE || /[*?]/.test(label));
    const plain = open < 0 ? labels : labels.slice(0, open);
    for (let i = 1; i <= plain.length; i++) {
      const found = this.#exactly(plain.slice(0, i), (below) => below || i === labels.length);
      if (found >= 0) return found;
    }
    if (open < 0) return -1;
    let compared = 0;
    const prefix = keyOf(plain);
    for (let at = this.#first(prefix); at < this.#known.length; at++) {
      const known = this.#known[at];
      if (known === undefined || !known.key.startsWith(prefix)) break;
      if (++compared > MOST_COMPARED) return known.item;
      const longer = labels.length > known.labels.length;
      if (labels.length < known.labels.length || (longer && !known.below)) continue;
      if (known.labels.every((watched, i) => labelMatches(labels[i] ?? '', watched))) return known.item;
    }
    return -1;
  }

  #exactly(labels: readonly string[], wanted: (below: boolean) => boolean): number {
    const key = keyOf(labels);
    for (let at = this.#first(key); ; at++) {
      const known = this.#known[at];
      if (known === undefined || known.key !== key) return -1;
      if (wanted(known.below)) return known.item;
    }
  }

  /** Where the names that begin with the key begin. */
  #first(key: string): number {
    let low = 0;
    let high = this.#known.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#known[middle]?.key ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Labels from the last to the first, each with an end that no label has. */
function keyOf(labels: readonly string[]): string {
  return labels.map((label) => `${label}\0`).join('');
}
