import { describe, expect, it } from 'vitest';
import { valuesOf, type Scope } from './workflow-values.js';

const scope = (more: Partial<Scope> = {}): Scope => ({
  matrix: undefined,
  env: [],
  inputs: new Map(),
  ...more,
});
const of = (text: string, more: Partial<Scope> = {}) => valuesOf(text, scope(more));

describe('what an expression in a workflow may come to', () => {
  it.each<[string, string, Partial<Scope>, readonly string[]]>([
    ['a text without one', 'a.yaml', {}, ['a.yaml']],
    ['each of a matrix', '${{ matrix.p }}', { matrix: { p: ['a.yaml', 'b.yaml'] } }, ['a.yaml', 'b.yaml']],
    [
      'also where it is a part',
      'dns/${{matrix.p}}.yaml',
      { matrix: { p: ['a', 'b'] } },
      ['dns/a.yaml', 'dns/b.yaml'],
    ],
    [
      'what is included besides',
      '${{ matrix.p }}',
      { matrix: { p: ['a'], include: [{ p: 'b' }, { q: 'c' }] } },
      ['a', 'b'],
    ],
    [
      'a key of each member',
      '${{ matrix.team.p }}',
      { matrix: { team: [{ p: 'a' }, { p: 'b' }] } },
      ['a', 'b'],
    ],
    ['the nearest environment', '${{ env.P }}', { env: [{}, { P: 'a' }, { P: 'b' }] }, ['a']],
    [
      'an environment of a matrix',
      '${{ env.P }}',
      { env: [{ P: '${{ matrix.p }}' }], matrix: { p: ['a'] } },
      ['a'],
    ],
    [
      'what a caller gives, or else',
      "${{ inputs.p || 'b' }}",
      { inputs: new Map([['p', ['a']]]) },
      ['a', 'b'],
    ],
    ['a value in quotes', "${{ 'a.yaml' }}", {}, ['a.yaml']],
  ])('is %s', (_what, text, more, values) => {
    expect(of(text, more)).toEqual(values);
  });

  it.each<[string, string, Partial<Scope>]>([
    ['a function makes', '${{ fromJSON(needs.x.outputs.y) }}', {}],
    ['a step before says', '${{ steps.x.outputs.y }}', {}],
    ['a matrix makes that is an expression', '${{ matrix.p }}', { matrix: '${{ fromJSON(x) }}' }],
    [
      'a list makes that is one',
      '${{ matrix.p }}',
      { matrix: { p: '${{ fromJSON(x) }}', include: [{ p: 'a' }] } },
    ],
    ['nobody gives', '${{ inputs.p }}', {}],
    ['goes round', '${{ env.P }}', { env: [{ P: '${{ env.P }}' }] }],
    [
      'is too much',
      '${{ matrix.p }}${{ matrix.p }}',
      { matrix: { p: Array.from({ length: 30 }, (_, i) => `${i}`) } },
    ],
  ])('is not known where it is what %s', (_what, text, more) => {
    expect(of(text, more)).toBe('unknown');
  });
});
