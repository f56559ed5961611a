import { printed, printedJoin, token, type Plain } from '../../report/index.js';
import { sha256 } from './key.js';

/**
 * Since when sources show nothing, until an issue says so: kept in the description of our label, which can be written without
 * waking anybody. People can edit it: it is a hint, and without it the time begins now.
 */
const START = 'Kept by caa-guard.';
/** GitHub takes descriptions of at most 100 characters: five entries fit. */
const MOST_ENTRIES = 5;
/** An entry that nobody wrote again for so many minutes is of a policy that is there no more. */
const OLD = 90 * 24 * 60;

interface Entry {
  /** Two hex digits for the policy, four for the source. */
  readonly tag: string;
  /** Minutes since 1970. */
  readonly since: number;
}

export function blindTag(policyId: string, key: string): string {
  return sha256([policyId]).slice(0, 2) + key.slice(0, 4);
}

/** Since when a source is blind, as the description has it; `undefined` where it does not say, or names a time to come. */
export function blindSince(description: string, tag: string, now: number): number | undefined {
  return entriesOf(description).find((one) => one.tag === tag && one.since <= now)?.since;
}

/**
 * The description for the sources of this policy that are blind and of which no issue tells yet, oldest first as far as there is
 * room. Those of other policies stay. `waiting` is since when by tag; all times in minutes since 1970.
 */
export function blindDescription(
  description: string,
  policyId: string,
  waiting: ReadonlyMap<string, number>,
  now: number,
): Plain {
  const policy = blindTag(policyId, '');
  const others = entriesOf(description).filter(
    ({ tag, since }) => !tag.startsWith(policy) && since <= now && now - since < OLD,
  );
  const all = [...others, ...[...waiting].map(([tag, since]): Entry => ({ tag, since }))]
    .sort((a, b) => a.since - b.since || (a.tag < b.tag ? -1 : 1))
    .slice(0, MOST_ENTRIES)
    .map(({ tag, since }) => printed`${token(tag)}@${token(since.toString(36))}`);
  return all.length === 0
    ? printed`Kept by caa-guard.`
    : printed`Kept by caa-guard. Blind: ${printedJoin(all, ' ')}`;
}

function entriesOf(description: string): readonly Entry[] {
  if (!description.startsWith(START)) return [];
  return [...description.matchAll(/\b([0-9a-f]{6})@([0-9a-z]{1,6})\b/g)].map(([, tag = '', since = '']) => ({
    tag,
    since: Number.parseInt(since, 36),
  }));
}
