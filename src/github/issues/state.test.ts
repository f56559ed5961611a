import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Since } from './marks.js';
import { MOST_TOLD, readState, writeState, type IssueState, type Told } from './state.js';

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const minutes = fc.integer({ min: 0, max: 40_000_000 });
const printable = fc.stringMatching(/^[\x20-\x7e]{0,60}$/);
const told: fc.Arbitrary<Told> = fc.record(
  {
    mark: hex(8),
    since: minutes,
    words: fc.record({ rule: printable, subject: printable, title: printable }),
  },
  { requiredKeys: ['mark', 'since'] },
);
const states: fc.Arbitrary<IssueState> = fc.record(
  {
    about: fc.string({ maxLength: 200 }).map((name) => `zone ${name}`),
    policy: fc.string({ maxLength: 90, unit: 'grapheme' }),
    label: fc.stringMatching(/^[\x20-\x7e]{1,50}$/),
    revision: fc.nat(1e6),
    told: fc.uniqueArray(told, { selector: ({ mark }) => mark, maxLength: 10 }),
    at: minutes,
    reopened: fc.array(minutes, { maxLength: 4 }),
    well: minutes,
    follows: fc.integer({ min: 1, max: 1e6 }),
    closed: fc.constantFrom('well' as const, 'gone' as const, 'duplicate' as const),
    ending: fc.constantFrom('well' as const, 'gone' as const),
    scope: fc
      .uniqueArray(fc.record({ mark: hex(8), since: minutes }), {
        selector: ({ mark }) => mark,
        maxLength: 12,
      })
      .map((some) => {
        const rested = ordered(some.slice(0, 4));
        const told = ordered(some.slice(4, 8)).map(({ mark }) => mark);
        return {
          told: [...told.sort(), ...rested.map(({ mark }) => mark)],
          waiting: ordered(some.slice(8)),
          rested,
        };
      }),
    due: fc.constantFrom('back' as const, 'not-so' as const, 'plain' as const),
  },
  { requiredKeys: ['about', 'revision', 'told', 'at', 'reopened'] },
);
const SOME: IssueState = { about: 'zone example.com', revision: 0, told: [], at: 1, reopened: [] };

describe('the state of an issue', () => {
  it('reads as it was written, but for the order of what is told', () => {
    fc.assert(
      fc.property(states, (state) => {
        const read = readState(writeState(state));
        expect(read && { ...read, told: sorted(read.told) }).toEqual({ ...state, told: sorted(state.told) });
      }),
    );
  });

  it('is written in characters of base64url, so that nothing in it ends a comment', () => {
    fc.assert(fc.property(states, (state) => void expect(writeState(state)).toMatch(/^[A-Za-z0-9_-]+$/)));
  });

  it('is the same text in whatever order the same is told', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(writeState({ ...state, told: [...state.told].reverse() })).toBe(writeState(state));
      }),
    );
  });

  it('fits into 9,216 characters with as much as an issue can tell, and keeps every mark', () => {
    const many = Array.from({ length: MOST_TOLD + 50 }, (_, i): Told => ({
      mark: i.toString(16).padStart(8, '0'),
      since: 29_000_000 + i,
      words: { rule: 'r'.repeat(500), subject: '"'.repeat(500), title: '\\'.repeat(500) },
    }));
    const written = writeState({
      ...SOME,
      about: `source ${'\u{1f600}'.repeat(50)}`,
      policy: 'p'.repeat(598),
      label: 'l'.repeat(50),
      told: many,
    });
    expect(written.length).toBeLessThanOrEqual(9_216);
    const read = readState(written)!;
    expect(new Set(read.told.map(({ mark }) => mark))).toEqual(
      new Set(many.slice(0, MOST_TOLD).map(({ mark }) => mark)),
    );
    expect(read.told.some(({ words }) => words !== undefined)).toBe(true);
  });

  it('fits with as much as a source can not show, at as many times', () => {
    const marks = Array.from({ length: 300 }, (_, i) => i.toString(16).padStart(8, '0'));
    const some = (from: number, to: number): Since[] =>
      marks.slice(from, to).map((mark, i) => ({ mark, since: 29_000_000 + i }));
    const scope = { told: marks.slice(0, 200), waiting: some(200, 300), rested: some(100, 200) };
    const written = writeState({
      ...SOME,
      about: `source ${'\u{1f600}'.repeat(50)}`,
      policy: 'p'.repeat(598),
      label: 'l'.repeat(50),
      told: [{ mark: 'ffffffff', since: 1, words: { rule: 'unknown', subject: '', title: '"'.repeat(240) } }],
      scope,
    });
    expect(written.length).toBeLessThanOrEqual(9_216);
    const read = readState(written);
    expect(new Set(read?.scope?.told)).toEqual(new Set(scope.told));
    expect(read?.scope?.waiting).toHaveLength(100);
    expect(read?.told[0]?.words).toBeDefined();
  });

  it.each([
    ['nothing', {}],
    ['a field that is not known', { a: 'zone x', r: 0, t: [], l: 0, x: 1 }],
    ['a revision that is none', { a: 'zone x', r: -1, t: [], l: 0 }],
    ['marks that are none', { a: 'zone x', r: 0, t: [[1, 'zz']], l: 0 }],
    ['one mark twice', { a: 'zone x', r: 0, t: [[1, '0011223300112233']], l: 0 }],
    ['words with a line break', { a: 'zone x', r: 0, t: [], k: { '00112233': ['a', 'b', 'c\n'] }, l: 0 }],
    ['a time that is none', { a: 'zone x', r: 0, t: [], l: 1.5 }],
  ])('does not read with %s', (_, json) => {
    expect(readState(Buffer.from(JSON.stringify(json)).toString('base64url'))).toBeUndefined();
  });

  it('does not read from text that is no JSON, or too long', () => {
    for (const text of ['', 'AAAA', 'x'.repeat(9_217)]) expect(readState(text)).toBeUndefined();
  });
});

/** As it is read back: by time, then by mark. */
function ordered(some: readonly Since[]): Since[] {
  return [...some].sort((a, b) => a.since - b.since || (a.mark < b.mark ? -1 : 1));
}

function sorted(told: readonly Told[]): readonly Told[] {
  return [...told].sort((a, b) => (a.mark < b.mark ? -1 : 1));
}
