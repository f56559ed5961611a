import type { LedgerEntry } from '../../policy/model.js';

const DAY = 86_400_000;
/** Distances of which the median is taken: what counts is how renewals come of late. */
const RECENT = 10;
/** Renewals without which there is no rhythm. */
const LEAST = 3;

/** How certificates for one set of names are renewed. Times are Unix milliseconds. */
export interface Rhythm {
  /** Start of validity of each certificate, rising. */
  readonly times: readonly number[];
  /** Median distance between renewals. */
  readonly distance: number;
  /** Most certificates that one renewal made. */
  readonly most: number;
  /** Certificates less than this apart are of one renewal. */
  readonly together: number;
}

/** The rhythm of each set of names of which the ledger has three renewals, by the set. */
export function rhythmsOf(ledger: readonly LedgerEntry[]): ReadonlyMap<string, Rhythm> {
  const times = new Map<string, number[]>();
  for (const { kind, names, notBefore } of ledger) {
    if (kind !== 'certificate' || notBefore === undefined || names.length === 0) continue;
    const set = setOf(names);
    times.set(set, [...(times.get(set) ?? []), notBefore]);
  }
  return new Map(
    [...times].flatMap(([set, all]) => {
      const rhythm = renewalsOf(all.sort((a, b) => a - b));
      return rhythm === undefined ? [] : [[set, rhythm] as const];
    }),
  );
}

export function rhythmOf(rhythms: ReadonlyMap<string, Rhythm>, names: readonly string[]): Rhythm | undefined {
  return rhythms.get(setOf(names));
}

function renewalsOf(times: readonly number[]): Rhythm | undefined {
  const renewals: { readonly first: number; count: number }[] = [];
  for (const time of times) {
    const last = renewals.at(-1);
    if (last !== undefined && time - last.first < DAY) last.count++;
    else renewals.push({ first: time, count: 1 });
  }
  if (renewals.length < LEAST) return undefined;
  const distances = renewals
    .slice(1)
    .map(({ first }, i) => first - (renewals[i]?.first ?? first))
    .slice(-RECENT)
    .sort((a, b) => a - b);
  const distance = distances[Math.floor((distances.length - 1) / 2)] ?? 0;
  return { times, distance, most: Math.max(...renewals.map(({ count }) => count)), together: DAY };
}

/** The names in the order that makes equal sets equal texts; no name holds a space. */
function setOf(names: readonly string[]): string {
  return [...new Set(names)].sort().join(' ');
}

/**
 * Two of these names that the ledger's certificates and requests have apart and never together; `undefined` if there are
 * none. A name that is in none of them is new, and not for this to tell.
 */
export function neverTogether(
  ledger: readonly LedgerEntry[],
  names: readonly string[],
): readonly [string, string] | undefined {
  const asked = new Set(names);
  const companions = new Map<string, Set<string>>();
  for (const { names: held } of ledger) {
    const ours = held.filter((name) => asked.has(name));
    for (const name of ours) {
      const set = companions.get(name) ?? new Set<string>();
      companions.set(name, set);
      for (const other of ours) set.add(other);
    }
  }
  const known = [...companions.keys()].sort();
  for (const one of known)
    for (const other of known)
      if (one < other && companions.get(one)?.has(other) !== true) return [one, other];
  return undefined;
}
