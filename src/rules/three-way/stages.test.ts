import { describe, expect, it } from 'vitest';
import type { Policy } from '../../policy/model.js';
import { own } from '../../base/text.js';
import type { Finding } from '../model.js';
import { staged } from './stages.js';

const zoneOf = (i: number): string => `d${i}.example`;

function finding(i: number): Finding {
  return {
    ...{ id: `${i}`, rule: 'caa/missing', kind: 'drift', severity: 'high', actor: 'you' },
    ...{ zone: zoneOf(i), subject: zoneOf(i), title: own('x'), detail: [], diff: [], mend: [] },
    fails: true,
  } as unknown as Finding;
}

/** How often a domain of the policy is looked at, where the change ends a finding of each. */
function looksFor(size: number): number {
  let looks = 0;
  const domains = Array.from({ length: size }, (_, i) => ({
    get name() {
      looks++;
      return zoneOf(i);
    },
    at: { file: 'caa-guard.yaml', line: i + 1, column: 1, endLine: i + 1, endColumn: 2 },
  }));
  const base = domains.map((_, i) => finding(i));
  const found = staged({
    base,
    head: [],
    policy: { domains } as unknown as Policy,
    approved: true,
    before: new Set(),
  });
  expect(found[size - 1]).toMatchObject({ stage: 'accepted', at: { line: size } });
  return looks;
}

describe('what a change ends', () => {
  it('finds its place in the policy by work that grows as the number of domains does', () => {
    expect(looksFor(1_000)).toBe(10 * looksFor(100));
  });
});
