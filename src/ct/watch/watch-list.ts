import { hostText, type NameOfCertificate } from '../../base/certificate-name.js';
import { hostReadings, type HostPlace } from '../../base/certificate-host.js';
import { CaaGuardError } from '../../base/error.js';
import { DnsName } from '../../base/name.js';
import { OddNames } from './odd-names.js';
import { HASH_START, hashStep, SuffixTable } from './suffix-table.js';

/** One line of a watch list: a name, and whether all below it is meant too. */
export interface WatchItem {
  /** A-labels, lower case, no final dot. */
  readonly name: string;
  readonly below: boolean;
}

/** Answers of `WatchList.find` that are no position in the list. */
export const NO_MATCH = -1;
/** The name is none that a host can have as it stands: what it may be meant as is for `findOdd` to say. */
export const ODD_NAME = -2;

/** Octets of plain names, in lower case; 0: an octet that makes a name odd. */
const PLAIN: Uint8Array = Uint8Array.from({ length: 256 }, (_, octet) => {
  const character = String.fromCharCode(octet);
  return /[a-z0-9_-]/i.test(character) ? character.toLowerCase().charCodeAt(0) : 0;
});
const DOT = 0x2e;
const STAR = 0x2a;

/**
 * Names to be told from millions of others. What a list costs to ask does not grow with it: each suffix of a name is
 * looked up by its hash, and nothing is allocated for a name that does not match.
 */
export class WatchList {
  readonly items: readonly WatchItem[];
  readonly #table: SuffixTable;
  /** Fewest labels of an item: shorter suffixes need no look. */
  readonly #fewest: number;
  /** Made when it is first needed: most lists never are. */
  #odd: OddNames | undefined;

  /** Throws `CaaGuardError` for an item that is no name in A-labels. */
  constructor(items: readonly WatchItem[]) {
    this.items = items.map((item) => {
      const name = plainName(item.name);
      return name === item.name ? item : { ...item, name };
    });
    this.#table = tableOf(this.items);
    this.#fewest = this.items.reduce((least, { name }) => Math.min(least, dotsIn(name) + 1), Infinity);
  }

  /**
   * Position of an item that the name at `start` to `end` concerns: it is the item, lies below it where all below is
   * meant, or is a wildcard that covers it (RFC 9525, section 6.3: exactly one label). `NO_MATCH`: none is. `ODD_NAME`:
   * the name has to be looked at another way. A final dot does not count.
   */
  find(octets: Uint8Array, start: number, end: number): number {
    if (end > start && octets[end - 1] === DOT) end--;
    const wild = octets[start] === STAR && octets[start + 1] === DOT;
    const first = wild ? start + 2 : start;
    if (first >= end) return ODD_NAME;
    let found = NO_MATCH;
    let hash = HASH_START;
    let labels = 0;
    let labelEnd = end;
    for (let at = end - 1; at >= first; at--) {
      const octet = octets[at] ?? 0;
      if (octet === DOT) {
        if (labelEnd - at === 1) return ODD_NAME;
        labels++;
        labelEnd = at;
        if (found === NO_MATCH && labels >= this.#fewest) {
          const name = this.#table.find(hash, octets, at + 1, end);
          if (name >= 0) found = this.#table.item(name, 'below');
        }
        hash = hashStep(hash, DOT);
        continue;
      }
      const plain = PLAIN[octet] ?? 0;
      if (plain === 0) return ODD_NAME;
      hash = hashStep(hash, plain);
    }
    if (labelEnd === first) return ODD_NAME;
    return found === NO_MATCH ? this.#whole(hash, octets, first, end, wild) : found;
  }

  /**
   * The same for a name of any form, as text or octets one to a character: for all that it may be meant as. A name of which
   * nothing can be told concerns whoever it may be.
   */
  findOdd(value: string, place: HostPlace): number {
    this.#odd ??= new OddNames(this.items, (name, whole) => this.#named(name, whole));
    for (const reading of hostReadings(value, place)) {
      const found = this.#odd.find(reading);
      if (found >= 0) return found;
    }
    return NO_MATCH;
  }

  /** Position of an item that a name of a certificate may mean, whatever kind of name it is; `NO_MATCH`: of none. */
  findName(name: NameOfCertificate): number {
    const whole = this.findOdd(name.value, name.from);
    const { host } = hostText(name);
    return whole >= 0 || host === name.value ? whole : this.findOdd(host, name.from);
  }

  #named(name: string, whole: boolean): number {
    const octets = Buffer.from(name, 'latin1');
    let hash = HASH_START;
    for (let at = octets.length - 1; at >= 0; at--) hash = hashStep(hash, octets[at] ?? 0);
    const found = this.#table.find(hash, octets, 0, octets.length);
    if (found < 0) return -1;
    const below = this.#table.item(found, 'below');
    return below < 0 && whole ? this.#table.item(found, 'exact') : below;
  }

  #whole(hash: number, octets: Uint8Array, start: number, end: number, wild: boolean): number {
    const name = this.#table.find(hash, octets, start, end);
    if (name < 0) return NO_MATCH;
    const below = this.#table.item(name, 'below');
    if (below >= 0) return below;
    return this.#table.item(name, wild ? 'child' : 'exact');
  }
}

/** Lines of a watch file: a name each, with a dot in front for all below it; `#` begins a comment. */
export function parseWatchList(text: string): readonly WatchItem[] {
  return text
    .split('\n')
    .map((line) => (line.includes('#') ? line.slice(0, line.indexOf('#')) : line).trim())
    .filter((line) => line !== '')
    .map((line) =>
      line.startsWith('.') ? { name: line.slice(1), below: true } : { name: line, below: false },
    );
}

/** Items by name, the parents of all names among them: a wildcard is asked for by what stands behind its `*.`. */
function tableOf(items: readonly WatchItem[]): SuffixTable {
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
  };
  const own = items.map(({ name }) => numberOf(name));
  const parents = items.map(({ name }) =>
    name.includes('.') ? numberOf(name.slice(name.indexOf('.') + 1)) : -1,
  );
  const table = new SuffixTable([...numbers.keys()]);
  items.forEach(({ below }, item) => {
    table.watch(own[item] ?? 0, below ? 'below' : 'exact', item);
    const parent = parents[item] ?? -1;
    if (parent >= 0) table.watch(parent, 'child', item);
  });
  return table;
}

function dotsIn(name: string): number {
  let dots = 0;
  for (let at = name.indexOf('.'); at >= 0; at = name.indexOf('.', at + 1)) dots++;
  return dots;
}

/** At most 63 octets a label. */
const PLAIN_NAME = /^[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/;

function plainName(name: string): string {
  if (name.length <= 200 && PLAIN_NAME.test(name)) return name;
  const read = nameOf(name);
  if (read !== undefined && PLAIN_NAME.test(read)) return read;
  throw new CaaGuardError(
    'ct/watch-name',
    `expected a domain name in A-labels to watch, such as example.com; ${JSON.stringify(name.slice(0, 300))} came`,
  );
}

function nameOf(name: string): string | undefined {
  try {
    return DnsName.parse(name).toCanonicalString();
  } catch {
    return undefined;
  }
}
