import type { OurIssue } from './step.js';

/** The issue that counts for a key, and others that are open for it and are not to be. */
export interface Chosen {
  readonly kept: OurIssue;
  readonly doubles: readonly OurIssue[];
}

/**
 * One issue a key: the open one with the lowest number; where none is open, the one that was closed last. What we closed as a
 * duplicate counts only where it was opened again.
 */
export function chosen(ours: readonly OurIssue[]): ReadonlyMap<string, Chosen> {
  const byKey = new Map<string, OurIssue[]>();
  for (const one of ours) {
    const some = byKey.get(one.key);
    if (some === undefined) byKey.set(one.key, [one]);
    else some.push(one);
  }
  const all = new Map<string, Chosen>();
  for (const [key, some] of byKey) {
    const open = some
      .filter(({ issue }) => issue.state === 'open')
      .sort((a, b) => a.issue.number - b.issue.number);
    const [first, ...doubles] = open;
    const kept = first ?? lastClosed(some);
    if (kept !== undefined) all.set(key, { kept, doubles });
  }
  return all;
}

function lastClosed(some: readonly OurIssue[]): OurIssue | undefined {
  return some
    .filter(({ state }) => state.closed !== 'duplicate')
    .sort((a, b) => closedAt(b) - closedAt(a) || b.issue.number - a.issue.number)[0];
}

function closedAt({ issue }: OurIssue): number {
  return issue.closedAt ?? issue.updatedAt;
}
