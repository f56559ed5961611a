import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Finding, Judgement } from '../../../src/rules/model.js';
import { WAYS, type OddCase, type Way } from './model.js';
import { OTHERS, OURS } from './others.js';
import { CASES, OddWorld } from './world.js';

// A lab with some hundred certificates and six whole checks, on machines that may be busy.
vi.setConfig({ hookTimeout: 120_000 });

const world = new OddWorld();
const judged = new Map<Way, Judgement>();

beforeAll(async () => {
  await world.start();
  for (const way of WAYS) judged.set(way, await world.check(way));
});
afterAll(() => world.stop());

const about = ({ of, what }: OddCase): string => `${of} ${what.slice(0, 80)}`;

/** What fails the run for a certificate. */
function failing(way: Way): readonly Finding[] {
  const findings = judged.get(way)?.findings ?? [];
  return findings.filter(
    ({ rule, fails }) => fails && /^ct\/(unknown-certificate|unreadable|forbidden-)/.test(rule),
  );
}

/** The row that each of them names, and the rule. */
function told(way: Way): readonly string[] {
  return failing(way).map(({ rule, subject }) => {
    const row = world.rowOf(subject);
    return `${row === undefined ? `none of the table (${subject})` : about(row)}: ${rule}`;
  });
}

function expected(way: Way): readonly string[] {
  return CASES.flatMap((row) => {
    const { told: usual = ['ct/unknown-certificate'], otherwise } = row;
    const rules = otherwise?.ways.includes(way) === true ? otherwise.told : usual;
    return rules.map((rule) => `${about(row)}: ${rule}`);
  });
}

const sorted = (all: readonly string[]): readonly string[] => [...new Set(all)].sort();

describe('a certificate that was made to go unnoticed', () => {
  it.each(WAYS)('is named by a failing finding, and no other certificate is, by way of %s', (way) => {
    expect(sorted(told(way))).toEqual(sorted(expected(way)));
    expect(judged.get(way)?.outcome).toBe('drift');
  });

  it('is in the table for every input that must not be missed, and for each difference there is a reason', () => {
    // 25 is no certificate but a log whose state changes: see the list of logs and the tail
    const numbers = Array.from({ length: 27 }, (_, i) => i + 1).filter((of) => of !== 25);
    expect(numbers.filter((of) => !CASES.some((row) => row.of === of))).toEqual([]);
    expect(new Set(CASES.map(about)).size).toBe(CASES.length);
    for (const { told: rules, why, otherwise } of CASES) {
      if (rules?.length === 0) expect(why).toBeTruthy();
      if (otherwise !== undefined) expect(otherwise.why).toBeTruthy();
    }
  });

  it.each(WAYS)('is one finding, however many SCT lists its TBS was issued with, by way of %s', (way) => {
    const subjects = failing(way).filter(({ subject }) => world.rowOf(subject)?.twice === true);
    expect(new Set(subjects.map(({ subject }) => subject)).size).toBe(1);
  });

  it('makes the run blind where a file holds what nobody can take for a certificate', () => {
    const { findings } = judged.get('files')!;
    const blind = findings.filter(
      ({ rule, zone }) => rule === 'survey/unreachable' && zone === 'example.com',
    );
    expect(blind.map(({ subject }) => subject.replace(/=.*/, ''))).toEqual(['files']);
  });
});

describe('a certificate that is not', () => {
  it('makes no finding, though the searches gave it: fifty of others with names like ours, ten of ours', () => {
    expect(OTHERS.length).toBeGreaterThanOrEqual(50);
    expect(OURS.length).toBeGreaterThanOrEqual(10);
    expect(world.harmless).toBe(OTHERS.length + OURS.length);
    for (const way of WAYS) expect(told(way).filter((one) => one.startsWith('none'))).toEqual([]);
  });
});
