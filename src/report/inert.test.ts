import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { commandIn, linesOf } from '../../test/action/support/runner.js';
import { entities, inert, INERT_CAP, inertHtml, inertJson, inertLine, linkable } from './inert.js';

// Generated input, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

/** Strings made of what hurts, mixed with anything. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '::', '::error::', '::add-mask::a', '##[', '##[add-mask]a', '##[stop-commands]x', '\n', '\r', '\u2028', ' ',
        '\u00a0', '\u001b[31m', '\u001b]0;x\u0007', '`', '```', '|', '</code>', '-->', '<!--', '@everyone', '#1',
        '\u202e', '\u200b', '\\', '\\u{5b}', '\\u{', '%0A', '&#96;', ':', '#', '[', ']',
      ), // prettier-ignore
      fc.string({ unit: 'binary', maxLength: 5 }),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

describe('a value from outside, on a terminal', () => {
  it('is printable ASCII, whatever came', () => {
    fc.assert(
      fc.property(hostile, (value) => /^[\x20-\x7e]*$/.test(inert(value))),
      { numRuns: 5000 },
    );
  });

  it('can be read back, so that two values never look the same', () => {
    const back = (shown: string): string =>
      shown.replace(/\\u\{([0-9a-f]+)\}/g, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)));
    fc.assert(
      fc.property(hostile, (value) => value.length > INERT_CAP || back(inert(value)) === value),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['letsencrypt.org; accounturi="x"', 'letsencrypt.org; accounturi="x"'],
    ['a\\032b.example', 'a\\032b.example'],
    ['\\u{202e}', '\\u{5c}u{202e}'],
    ['a\u202eb', 'a\\u{202e}b'],
    ['\u001b[2J', '\\u{1b}[2J'],
    ['аpple', '\\u{430}pple'],
    ['\ud800', '\\u{d800}'],
  ])('%j is shown as %s', (value, shown) => expect(inert(value)).toBe(shown));

  it('is cut when it is long, with a count of what is missing', () => {
    expect(inert('a'.repeat(INERT_CAP + 7))).toBe(`${'a'.repeat(INERT_CAP)}[7 more characters]`);
    expect(inert('a'.repeat(INERT_CAP))).toBe('a'.repeat(INERT_CAP));
  });
});

describe('a line for the log of a runner', () => {
  it('holds no command, whatever the values in it were and wherever they stand', () => {
    fc.assert(
      fc.property(
        hostile,
        hostile,
        fc.constantFrom('', ' ', '[', '##', ':', '  \u001b[1m', 'x: '),
        (a, b, own) => {
          const line = inertLine(`${own}${inert(a)}${own}${inert(b)}`);
          return linesOf(line).length === 1 && commandIn(line) === undefined;
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it('holds none even where raw text gets in by mistake', () => {
    fc.assert(
      fc.property(hostile, (raw) => linesOf(inertLine(raw)).every((line) => commandIn(line) === undefined)),
      { numRuns: 10_000 },
    );
  });

  it('would be dangerous without', () => {
    expect(commandIn('CAA 0 issue "##[add-mask]a"')).toMatchObject({ name: 'add-mask', data: 'a"' });
    expect(commandIn('\u00a0 ::stop-commands::x')).toMatchObject({ name: 'stop-commands' });
  });

  it('leaves harmless text alone', () => {
    const line = '2001:db8::1 said ## [x] and a::b::c';
    expect(inertLine(line)).toBe(line);
  });
  it('keeps its colours, also behind what begins a command', () => {
    const line = '\u001b[31mlog ##\u001b[0m is called so, ##\u001b[33m\u001b[1m[x]';
    expect(inertLine(line)).toBe('\u001b[31mlog ##\u001b[0m is called so, ##\u001b[33m\u001b[1m\\u{5b}x]');
  });
});

describe('JSON in the log of a runner', () => {
  it('holds no command, and means the same, whatever the values in it were', () => {
    fc.assert(
      fc.property(fc.array(hostile), (values) => {
        const json = inertJson(JSON.stringify({ values }, null, 2));
        expect(json).toMatch(/^[\x20-\x7e\n]*$/);
        for (const line of linesOf(json)) expect(commandIn(line)).toBeUndefined();
        expect(JSON.parse(json)).toEqual({ values });
      }),
      { numRuns: 2000 },
    );
  });

  it('would be dangerous without', () => {
    expect(commandIn(JSON.stringify('##[add-mask]a'))).toMatchObject({ name: 'add-mask' });
  });
});

describe('a value from outside, in Markdown', () => {
  it('is letters, digits and numeric entities inside of code', () => {
    fc.assert(
      fc.property(hostile, (value) => /^<code>(?:[A-Za-z0-9]|&#\d{2,3};)*<\/code>$/.test(inertHtml(value))),
      { numRuns: 5000 },
    );
  });

  it('reads as the terminal shows it', () => {
    const decoded = (html: string): string =>
      html.slice(6, -7).replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
    fc.assert(fc.property(hostile, (value) => decoded(inertHtml(value)) === inert(value)));
  });

  it('keeps our own words literal as well', () => expect(entities('a|b @c')).toBe('a&#124;b&#32;&#64;c'));
});

describe('a link', () => {
  it('goes to https, and holds nothing that could end it', () => {
    expect(linkable('https://github.com/org/caa-guard/blob/v1/docs/rules/caa-missing.md')).toBe(true);
    for (const url of [
      'http://x/',
      'javascript:alert(1)',
      'https://x/a)b',
      'https://x/"',
      'https://u@x/',
      'https://x/ ',
    ])
      expect(linkable(url), url).toBe(false);
  });
});
