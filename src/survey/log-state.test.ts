import { describe, expect, it } from 'vitest';
import { readLogState, writeLogState } from './log-state.js';

const ID = 'ab'.repeat(32);
const heads = new Map([
  ['cd'.repeat(32), { size: 7, root: Buffer.alloc(32, 1), timestamp: 1_000, signature: Buffer.of(4, 3) }],
  [ID, { size: 2 ** 40, root: Buffer.alloc(32, 2), timestamp: 2_000, signature: Buffer.of(4, 3) }],
]);

describe('heads of logs that are kept between runs', () => {
  it('are read as they were written, and the same heads give the same text', () => {
    expect(readLogState(writeLogState(heads))).toEqual(heads);
    expect(writeLogState(new Map([...heads].reverse()))).toBe(writeLogState(heads));
  });

  it.each([
    ['nonsense', 'no JSON'],
    ['[]', '"format"'],
    ['"x"', 'no object'],
    ['{"format":"caa-guard/log-state/1"}', '"logs"'],
    [`{"format":"caa-guard/log-state/1","logs":{"${ID}":null}}`, 'no head'],
    [`{"format":"caa-guard/log-state/1","logs":{"${ID}":{"size":1,"root":"AAAA","timestamp":1}}}`, 'no head'],
    [`{"format":"caa-guard/log-state/1","logs":{"x":{"size":1,"root":"","timestamp":1}}}`, 'no head'],
  ])('%s are none, and the error says what to do', (text, why) => {
    expect(() => readLogState(text)).toThrow(why);
    expect(() => readLogState(text)).toThrow('the next run writes it anew');
  });
});
