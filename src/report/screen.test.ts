import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandIn, linesOf } from '../../test/action/support/runner.js';
import { hostileText } from '../../test/unit/hostile/text.js';
import { outside, text } from '../base/text.js';
import { paintOf } from './paint.js';
import { printed } from './printed.js';
import { screen, showable } from './screen.js';

describe('the last gate before a terminal', () => {
  it('lets nothing through that a terminal or a runner obeys, but our colours', () => {
    fc.assert(
      fc.property(hostileText(), (raw) => {
        const shown = screen(raw);
        expect(shown.replace(/^\r\u001b\[2K|\u001b\[[0-9;]*m/g, '')).toMatch(/^[\x20-\x7e\n\t]*$/);
        for (const line of linesOf(shown)) expect(commandIn(line), line).toBeUndefined();
        expect(screen(shown)).toBe(shown);
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves as it is what is safe already', () => {
    const lines = printed`${paintOf(true).bold(printed`a`)} ${text`b ${outside('\u202e##')}`}\n\tc\n`;
    expect(screen(lines)).toBe(lines);
  });
});

describe('a document', () => {
  it('is shown as it is, or not at all', () => {
    expect(showable('a: 1\n\tb ## [x]\n')).toBe('a: 1\n\tb ## [x]\n');
    for (const one of ['a: ##[add-mask]x', ' ::error::x', 'a\u202e', '\u001b[31m', 'a\rb', '\u00e9'])
      expect(showable(one), one).toBeUndefined();
  });
});
