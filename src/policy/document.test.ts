import { describe, expect, it } from 'vitest';
import { readDocument } from './document.js';
import type { Located } from './locate.js';

const codes = (source: string): readonly string[] =>
  readDocument('policy.yaml', source).problems.map(({ code }) => code);

/** The tree without places. */
function plain(value: Located | undefined): unknown {
  if (value?.kind === 'map')
    return Object.fromEntries(value.entries.map((one) => [one.key, plain(one.value)]));
  if (value?.kind === 'list') return value.items.map(plain);
  return value?.value;
}

/** Ten levels of `bits` aliases each. */
const bomb = (bits: number): string =>
  [
    'a0: &a0 x',
    ...Array.from({ length: 10 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(bits)}]`),
  ].join('\n');

describe('a document', () => {
  it('is YAML 1.2 with the core schema: no and on are words, and digits stay as written', () => {
    const { root, problems } = readDocument('policy.yaml', 'a: no\nb: 0x1F\nc: 00123\nd: true\ne:\n');
    expect(problems).toEqual([]);
    expect(plain(root)).toEqual({ a: 'no', b: 31, c: 123, d: true, e: null });
    const third = root?.kind === 'map' ? root.entries[2]?.value : undefined;
    expect(third).toMatchObject({ source: '00123', at: { line: 3, column: 4, endLine: 3, endColumn: 9 } });
  });

  it('may be JSON', () => {
    expect(plain(readDocument('p.json', '{"a": [1, {"b": null}]}').root)).toEqual({ a: [1, { b: null }] });
  });

  it('may begin with a byte order mark and end its lines as Windows does', () => {
    const { root, problems } = readDocument('policy.yaml', '\ufeffa: 1\r\nb: 2\r\n');
    expect(problems).toEqual([]);
    expect(plain(root)).toEqual({ a: 1, b: 2 });
    expect(root?.kind === 'map' && root.entries[1]?.keyAt.line).toBe(2);
  });

  it('unfolds an alias to what its anchor stood for last', () => {
    const { root } = readDocument('policy.yaml', 'a: &x 1\nb: *x\nc: &x 2\nd: [*x, *x]\n');
    expect(plain(root)).toEqual({ a: 1, b: 1, c: 2, d: [2, 2] });
  });

  it('says where a key stood before, and keeps the first', () => {
    const { root, problems } = readDocument('policy.yaml', 'a: 1\nb: {c: 1, "c": 2}\na: 3\n');
    expect(problems.map(({ at, message }) => [at.line, at.column, message])).toEqual([
      [2, 11, 'expected each key once; "c" stands at line 2 of the same map already. Keep one of them'],
      [3, 1, 'expected each key once; "a" stands at line 1 of the same map already. Keep one of them'],
    ]);
    expect(plain(root)).toEqual({ a: 1, b: { c: 1 } });
  });

  it.each([
    ['a tag of its own', 'a: !!js/function x'],
    ['an alias without an anchor', 'a: *b'],
    ['a list as a key', '? [a]\n: b'],
    ['a second document', 'a: 1\n---\nb: 2'],
    ['a tab for indentation', 'a:\n\tb: 1'],
    ['an open bracket', 'a: [1'],
    ['a directive for another YAML', '%TAG ! tag:example.com,2026:\n---\na: !x 1'],
  ])('is refused with %s', (_what, source) => {
    expect(codes(source)).toContain('syntax');
  });

  it('is refused where aliases would unfold into too much, before they do', () => {
    expect(codes(bomb(9))).toEqual(['too-large']);
    expect(codes('a: &a [*a]')).toEqual(['too-large']);
  });

  it('may use a few aliases', () => {
    expect(codes(bomb(2))).toEqual([]);
  });

  it('is refused where it nests or lists too much, before it is read', () => {
    expect(codes(`a: ${'['.repeat(40)}${']'.repeat(40)}`)).toEqual(['too-large']);
    expect(codes(`a: [${'1,'.repeat(600_000)}]`)).toEqual(['too-large']);
    expect(codes('a'.repeat(17 * 1024 * 1024))).toEqual(['too-large']);
    for (const open of ['[', '{a: ', '- ', '? ']) expect(codes(open.repeat(100_000))).toEqual(['too-large']);
  });

  it('is missed where there is none', () => {
    expect(codes('')).toEqual(['missing']);
    expect(codes('# nothing but words\n')).toEqual(['missing']);
    expect(codes('---\n...\n')).toEqual(['missing']);
  });
});
