import { describe, expect, it } from 'vitest';
import { canonicalValue } from '../../../src/ct/x509/distinguished-name.js';
import { readVectors } from '../support/vectors.js';

const text = readVectors('ct/vectors-extracted.json');

interface Vectors {
  readonly rdn_canonicalize: { readonly cases: readonly { readonly in: string; readonly want: string }[] };
}

describe.skipIf(text === undefined)('values of distinguished names, as Cert Spotter compares them', () => {
  const { cases } = (JSON.parse(text ?? '{"rdn_canonicalize":{"cases":[]}}') as Vectors).rdn_canonicalize;

  it('are there', () => {
    expect(cases.length).toBeGreaterThanOrEqual(text === undefined ? 0 : 18);
  });

  it.each(cases)('%j', ({ in: value, want }) => {
    expect(canonicalValue(value)).toBe(want);
  });
});
