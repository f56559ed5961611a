import { describe, expect, it } from 'vitest';
import type { PolicyProblem } from '../policy/problem.js';
import { paintOf } from './paint.js';
import { policyErrorsText } from './policy-errors.js';
import { testPorts } from './testing/ports.js';

const SOURCE = 'version: 1\ndomains:\n  example.com:\n    isue: [letsencrypt.org]\n';

function problem(over: Partial<PolicyProblem>, at: Partial<PolicyProblem['at']> = {}): PolicyProblem {
  return {
    code: 'unknown-key',
    at: { file: 'p.yaml', line: 4, column: 5, endLine: 4, endColumn: 9, ...at },
    message: 'expected one of the keys issue; "isue" came',
    example: 'issue: none',
    ...over,
  };
}

function text(problems: readonly PolicyProblem[], source = SOURCE): Promise<string> {
  const ports = testPorts({ stored: new Map([['p.yaml', source]]) });
  return policyErrorsText(problems, ports.files, paintOf('never', ports));
}

describe('policy errors', () => {
  it('show the place, the line, the spot and what would be right', async () => {
    expect(await text([problem({})])).toBe(
      [
        'p.yaml:4:5: error: expected one of the keys issue; "isue" came',
        '  4 |     isue: [letsencrypt.org]',
        '    |     ^^^^',
        '    = example: issue: none',
        '',
        'one error in the policy; nothing was looked at',
        '',
      ].join('\n'),
    );
  });

  it('come all at once', async () => {
    const all = await text([problem({}), problem({}, { line: 1, column: 1, endLine: 1, endColumn: 8 })]);
    expect(all).toContain('p.yaml:4:5');
    expect(all).toContain('p.yaml:1:1');
    expect(all).toContain('2 errors in the policy');
  });

  it('mark a span over several lines to the end of its first', async () => {
    expect(await text([problem({}, { line: 3, column: 3, endLine: 5, endColumn: 1 })])).toContain(
      '  3 |   example.com:\n    |   ^^^^^^^^^^^^\n',
    );
  });

  it('show no line of a binary file', async () => {
    expect(await text([problem({}, { line: 1 })], 'v\0e\0r\0s\0')).not.toContain(' | ');
  });

  it('show a long line around the spot', async () => {
    const source = `${'a'.repeat(300)}HERE${'b'.repeat(300)}`;
    const shown = await text([problem({}, { line: 1, column: 301, endLine: 1, endColumn: 305 })], source);
    const [line = '', mark = ''] = shown.split('\n').slice(1);
    expect(line).toContain('HERE');
    expect(line.length).toBeLessThan(140);
    expect(mark.indexOf('^')).toBe(line.indexOf('HERE'));
  });

  it('do not let the file speak to the terminal or to a runner', async () => {
    const source = 'a: "\u001b[31m\u202e ##[error]x"';
    const shown = await text(
      [problem({ message: 'got "\u001b]0;x\u0007"' }, { line: 1, column: 4, endLine: 1, endColumn: 6 })],
      source,
    );
    expect(shown).not.toMatch(/[\u001b\u0007\u202e]|##\[/);
    const [line = '', mark = ''] = shown.split('\n').slice(1);
    expect(mark.indexOf('^')).toBe(line.indexOf('"'));
  });

  it('need no file: one that cannot be read has no lines', async () => {
    expect(await text([problem({}, { file: 'gone.yaml' })])).toContain('gone.yaml:4:5: error');
  });
});
