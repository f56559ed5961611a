import { labelMatches, UNPARSABLE, type HostReading } from '../../base/certificate-host.js';
import type { WatchItem } from './watch-list.js';

/** Most items that one pattern is held against; over that it is taken to concern somebody. */
const MOST_COMPARED = 20_000;
/** End of a label, and what stands between a name and its position in the list: both come before all that a label has. */
const END = '\u0000';
const NUMBER = '\u0001';

/** Patterns for which all names are gone through, before it is worth to put them in order. */
const FEW = 16;

/**
 * Finds the items that a pattern may mean: names in order of their labels from the right, so that all below one name lie
 * side by side. Seldom asked: the order is made when it is needed.
 */
export class OddNames {
  /** Labels from the last to the first, each with its end, and the position in the list. */
  #keys: readonly string[] | undefined;
  #asked = 0;
  /** Most labels of an item: of a name with more, only so many from the right can be one. */
  #most: number | undefined;

  /** `named`: position of an item of exactly this name; of one that stands for itself alone only where `whole` is true. */
  constructor(
    private readonly items: readonly WatchItem[],
    private readonly named: (name: string, whole: boolean) => number,
  ) {}

  /** Position of an item that a reading may be, may lie below, or may cover; -1: of none. */
  find(reading: HostReading): number {
    const labels = reading.toReversed();
    const open = labels.findIndex((label) => label === UNPARSABLE || /[*?]/.test(label));
    const plain = open < 0 ? labels : labels.slice(0, open);
    this.#most ??= this.items.reduce((most, { name }) => Math.max(most, name.split('.').length), 0);
    for (let i = 1; i <= Math.min(plain.length, this.#most); i++) {
      const found = this.named(plain.slice(0, i).reverse().join('.'), i === labels.length);
      if (found >= 0) return found;
    }
    if (open < 0) return -1;
    if (this.#keys === undefined && ++this.#asked <= FEW) return this.#anywhere(labels, plain);
    this.#keys ??= this.items.map(({ name }, item) => `${keyOfName(name)}${NUMBER}${item}`).sort();
    return this.#among(this.#keys, labels, keyOf(plain));
  }

  /** An item below the plain part of a pattern, of which the rest of the pattern may be. */
  #among(keys: readonly string[], labels: readonly string[], prefix: string): number {
    let compared = 0;
    for (let at = firstOf(keys, prefix); keys[at]?.startsWith(prefix) === true; at++) {
      const key = keys[at] ?? '';
      const item = Number(key.slice(key.indexOf(NUMBER) + 1));
      if (!this.#fits(item, labels)) continue;
      if (++compared > MOST_COMPARED || this.#matches(item, labels)) return item;
    }
    return -1;
  }

  /** The same, without an order. */
  #anywhere(labels: readonly string[], plain: readonly string[]): number {
    const end = plain.toReversed().join('.');
    return this.items.findIndex(
      ({ name }, item) => name.endsWith(end) && this.#fits(item, labels) && this.#matches(item, labels),
    );
  }

  /** Whether a name has as many labels as the pattern, or fewer where all below it is meant. */
  #fits(item: number, labels: readonly string[]): boolean {
    const { name = '', below = false } = this.items[item] ?? {};
    const watched = reversed(name);
    return labels.length === watched.length || (below && labels.length > watched.length);
  }

  #matches(item: number, labels: readonly string[]): boolean {
    return reversed(this.items[item]?.name ?? '').every((label, i) => labelMatches(labels[i] ?? '', label));
  }
}

/** Where the keys begin that are not before this one. */
function firstOf(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
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
