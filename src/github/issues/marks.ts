import * as v from 'valibot';

/** A mark of something, and since when it is as it is; minutes since 1970. */
export interface Since {
  readonly mark: string;
  readonly since: number;
}

/** Marks that one issue holds. */
export const MOST_MARKS = 400;

export const Minutes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e9));
/** Marks in a row, eight hex digits each. */
export const Marks = v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{8})+$/), v.maxLength(8 * MOST_MARKS));
/** Marks by the time since which they are as they are. */
export const Groups = (most: number) => v.pipe(v.array(v.strictTuple([Minutes, Marks])), v.maxLength(most));

/** Marks by time, in one order whatever the order in which they came. */
export function groupsOf(some: readonly Since[], most: number): [number, string][] {
  const byTime = new Map<number, string[]>();
  for (const { mark, since } of some) {
    const marks = byTime.get(since);
    if (marks === undefined) byTime.set(since, [mark]);
    else marks.push(mark);
  }
  const all = [...byTime].sort(([a], [b]) => a - b);
  // Of very many times the latest are one: there is no room for them.
  const last = all.splice(most).flatMap(([, marks]) => marks);
  all.at(-1)?.[1].push(...last);
  return all.map(([since, marks]) => [since, marks.sort().join('')]);
}

export function marksIn(marks: string): readonly string[] {
  return marks.match(/.{8}/g) ?? [];
}

export function sinceIn(groups: readonly [number, string][]): Since[] {
  return groups.flatMap(([since, marks]) => marksIn(marks).map((mark) => ({ mark, since })));
}
