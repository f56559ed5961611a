import { labelMatches, UNPARSABLE, type HostReading } from '../../base/certificate-host.js';
import type { WatchItem } from './watch-list.js';

/** Most items that one pattern is held against; over that it is taken to concern somebody. */
const MOST_COMPARED = 20_000;
/** End of a label, and what stands between a name and its position in the list: both come before all that a label has. */
const END = '\u0000';
const NUMBER = '\u0001';

/**
 * Finds the items that a pattern may mean: names in order of their labels from the right, so that all below one name lie
 * side by side. Made when the first odd name comes, and seldom asked.
 */
export class OddNames {
  /** Labels from the last to the first, each with its end, and the position in the list. */
  readonly #keys: readonly string[];

  constructor(private readonly items: readonly WatchItem[]) {
    this.#keys = items.map(({ name }, item) => `${keyOfName(name)}${NUMBER}${item}`).sort();
  }

  /** Position of an item that a reading may be, may lie below, or may cover; -1: of none. */
  find(reading: HostReading): number {
    const labels = reading.toReversed();
    const open = labels.findIndex((label) => label === UNPARSABLE || /[*?]/.test(label));
    const plain = open < 0 ? labels : labels.slice(0, open);
    for (let i = 1; i <= plain.length; i++) {
      const found = this.#exactly(plain.slice(0, i), i === labels.length);
      if (found >= 0) return found;
    }
    return open < 0 ? -1 : this.#among(labels, keyOf(plain));
  }

  /** An item of exactly these labels; one that stands for itself alone only if the `whole` reading is that. */
  #exactly(labels: readonly string[], whole: boolean): number {
    const key = `${keyOf(labels)}${NUMBER}`;
    for (let at = this.#first(key); this.#keys[at]?.startsWith(key) === true; at++) {
      const item = this.#itemAt(at);
      if (whole || this.items[item]?.below === true) return item;
    }
    return -1;
  }

  /** An item below the plain part of a pattern, of which the rest of the pattern may be. */
  #among(labels: readonly string[], prefix: string): number {
    let compared = 0;
    for (let at = this.#first(prefix); this.#keys[at]?.startsWith(prefix) === true; at++) {
      const item = this.#itemAt(at);
      const { name = '', below = false } = this.items[item] ?? {};
      const watched = reversed(name);
      if (labels.length < watched.length || (labels.length > watched.length && !below)) continue;
      if (++compared > MOST_COMPARED) return item;
      if (watched.every((label, i) => labelMatches(labels[i] ?? '', label))) return item;
    }
    return -1;
  }

  #itemAt(at: number): number {
    const key = this.#keys[at] ?? '';
    return Number(key.slice(key.indexOf(NUMBER) + 1));
  }

  /** Where the keys begin that are not before this one. */
  #first(key: string): number {
    let low = 0;
    let high = this.#keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#keys[middle] ?? '') < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function reversed(name: string): readonly string[] {
  return name.split('.').reverse();
}

function keyOf(labels: readonly string[]): string {
  return labels.map((label) => `${label}${END}`).join('');
}

/** `keyOf(reversed(name))`, without the lists: there may be a hundred thousand names. */
function keyOfName(name: string): string {
  let key = '';
  for (let end = name.length; end >= 0;) {
    const dot = end === 0 ? -1 : name.lastIndexOf('.', end - 1);
    key += name.slice(dot + 1, end) + END;
    end = dot;
  }
  return key;
}
