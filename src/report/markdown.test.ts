import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { join, outside, own, text, words, type Text } from '../base/text.js';
import { ownWords } from './markdown-text.js';
import { renderMarkdown } from './markdown.js';
import { ALL_OK, BLIND, EVERYTHING, finding, hostileJudgement, judgement } from './testing/fixtures.js';

// Generated input, on machines that may be busy.
vi.setConfig({ testTimeout: 30_000 });

const ruleUrl = (rule: string): string => `https://github.com/org/caa-guard/blob/v1/docs/rules/${rule}.md`;

/** The frame of a report: everything but the inert code, which holds letters, digits and entities only. */
function frameOf(report: string): string {
  return report
    .replace(/<code>(?:[A-Za-z0-9]|&#\d+;)*<\/code>/g, 'C')
    .replace(/<pre lang="diff">\n(?:[A-Za-z0-9\n]|&#\d+;)*<\/pre>/g, 'P');
}

describe('a summary', () => {
  it('says first how it stands, then shows the domains, then each finding', () => {
    expect(renderMarkdown(EVERYTHING, { ruleUrl })).toMatchSnapshot();
  });

  it('is short when all is well', () => {
    expect(renderMarkdown(ALL_OK)).toMatchSnapshot();
  });

  it('opens what fails, and folds the rest', () => {
    const report = renderMarkdown(EVERYTHING);
    expect(report.match(/^<details open>/gm)).toHaveLength(2);
    expect(report.match(/^<details>/gm)).toHaveLength(3);
  });

  it('folds what was checked, so that one sees how it stands', () => {
    const checked = [text`CAA of ${outside('a|b')} decides`, text`DNSSEC is secure`];
    const domains = [
      { zone: 'example.org', outcome: 'ok' as const, checked },
      { zone: 'example.net', outcome: 'ok' as const, checked: [] },
    ];
    const report = renderMarkdown(judgement({ domains }));
    expect(report).toContain(
      'none | <details><summary>2 points</summary>CAA of <code>a&#124;b</code> decides<br>DNSSEC is secure</details> |\n',
    );
    expect(report).toContain('none |  |\n');
  });

  it('says of the unseen that it is neither good nor bad', () => {
    const domains = [{ zone: 'example.org', outcome: 'unknown' as const, checked: [] }];
    const report = renderMarkdown(judgement({ outcome: 'unknown', domains, findings: [BLIND] }));
    expect(report).toContain('caa-guard: unknown');
    expect(report).toContain('neither good nor bad news');
    expect(report).toContain('could not be seen');
  });

  it('links rules only to plain https addresses', () => {
    expect(renderMarkdown(EVERYTHING, { ruleUrl: () => 'javascript:alert(1)' })).not.toContain('<a ');
    expect(renderMarkdown(EVERYTHING, { ruleUrl })).toContain('blob/v1/docs/rules/caa/binding-lost.md">');
  });

  it('is cut between findings, and says how many are missing', () => {
    const findings = Array.from({ length: 500 }, (_, i) =>
      finding({ subject: `n${i}`, detail: [join(Array<Text>(50).fill(own('why ')), '')] }),
    );
    const domains = [{ zone: 'example.com', outcome: 'drift' as const, checked: [] }];
    for (const maxBytes of [5_000, 20_000, 65_000]) {
      const report = renderMarkdown(judgement({ outcome: 'drift', domains, findings }), { maxBytes });
      expect(Buffer.byteLength(report)).toBeLessThanOrEqual(maxBytes);
      const shown = report.match(/<details/g)?.length ?? 0;
      expect(report.match(/<\/details>/g)).toHaveLength(shown);
      expect(report).toContain(`**${500 - shown} more findings not shown here**`);
    }
  });

  it('keeps to the bound with very many domains', () => {
    const domains = Array.from({ length: 10_000 }, (_, i) => ({
      zone: `d${i}.example`,
      outcome: 'ok' as const,
      checked: [own('CAA at 1 name, all answers validated')],
    }));
    const report = renderMarkdown(judgement({ domains }), { maxBytes: 10_000 });
    expect(Buffer.byteLength(report)).toBeLessThanOrEqual(10_000);
    expect(report).toMatch(/and \d+ more domains/);
  });
});

describe('our own words', () => {
  it('are literal, but for code in backticks', () => {
    expect(ownWords(words('use `issue ";"` <b> *a* | [x](y) @z #1 ` &amp;'))).toBe(
      'use <code>issue&#32;&#34;&#59;&#34;</code> &#60;b&#62; &#42;a&#42; &#124; &#91;x&#93;(y) &#64;z &#35;1 &#96; &#38;amp;',
    );
  });
});

describe('hostile values', () => {
  it('change nothing in the frame of the summary', () => {
    const frame = frameOf(renderMarkdown(hostileJudgement('harmless')));
    const hostile = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            '|',
            '\n',
            '\n\n',
            '</code>',
            '</pre>',
            '</details>',
            '```',
            '<!--',
            '-->',
            '@all',
            '[a](b)',
            '&',
            '#',
            '\\',
          ),
          fc.string({ unit: 'binary' }),
        ),
        { minLength: 1 },
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(hostile, (value) => {
        fc.pre(value !== '');
        expect(frameOf(renderMarkdown(hostileJudgement(value)))).toBe(frame);
      }),
      { numRuns: 500 },
    );
  });
});
