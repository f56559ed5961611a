import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, wholeNumber, type Json } from './json.js';

/** With bigints as the numbers that `JSON.parse` makes of them. */
function rounded(value: Json | undefined): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return (value as readonly Json[]).map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, rounded(one)]));
}

describe('the reader of JSON', () => {
  it('reads what JSON.parse reads, as it reads it but for large integers', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(rounded(parseJson(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('keeps all digits of integers that a number cannot hold', () => {
    expect(parseJson('{"tree_size": 18446744073709551615, "first": 9007199254740993}')).toEqual({
      tree_size: 18446744073709551615n,
      first: 9007199254740993n,
    });
    expect(parseJson('[9007199254740991, -9007199254740993, 1e20, 1.5]')).toEqual([
      9007199254740991,
      -9007199254740993n,
      1e20,
      1.5,
    ]);
    expect(parseJson('9'.repeat(1_000_000))).toBe(Infinity);
  });

  it.each([
    '',
    ' ',
    '{',
    '{"a"}',
    '{"a":1,}',
    '[1,]',
    '[1 2]',
    '01',
    '+1',
    '.5',
    '1.',
    'nul',
    'nulll',
    "'a'",
    '"\n"',
    '"\\x"',
    '1 1',
    '{"a":1}x',
    'NaN',
  ])('refuses %j, which is none', (text) => {
    expect(parseJson(text)).toBeUndefined();
    expect(() => JSON.parse(text) as unknown).toThrow();
  });

  it('does not go as deep as somebody would have it', () => {
    expect(parseJson('['.repeat(32) + ']'.repeat(32))).toBeDefined();
    expect(parseJson('['.repeat(33) + ']'.repeat(33))).toBeUndefined();
    expect(parseJson('['.repeat(1_000_000))).toBeUndefined();
  });

  it('makes no object with another prototype', () => {
    const value = parseJson('{"__proto__": {"polluted": true}}') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(['__proto__']);
  });

  it('gives whole numbers as such, and nothing else', () => {
    const values = [
      '0',
      '7',
      '18446744073709551616',
      '-1',
      '-9007199254740993',
      '1.5',
      '1e30',
      '"7"',
      'null',
    ];
    expect(values.map((text) => wholeNumber(parseJson(text)))).toEqual([
      0n,
      7n,
      18446744073709551616n,
      ...Array.from({ length: 6 }, () => undefined),
    ]);
  });
});
