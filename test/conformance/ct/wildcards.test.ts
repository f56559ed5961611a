import { describe, expect, it } from 'vitest';
import { hostMatches } from '../../../src/base/certificate-host.js';
import { readVectors } from '../support/vectors.js';

const text = readVectors('ct/vectors-extracted.json');

interface Vectors {
  readonly matches_wildcard: {
    readonly cases: readonly {
      readonly dnsName: string;
      readonly wildcard: string;
      readonly match: boolean;
    }[];
  };
}

describe.skipIf(text === undefined)('wildcards, as Cert Spotter matches them', () => {
  const { cases } = (JSON.parse(text ?? '{"matches_wildcard":{"cases":[]}}') as Vectors).matches_wildcard;

  it('are there', () => {
    expect(cases.length).toBeGreaterThanOrEqual(text === undefined ? 0 : 26);
  });

  it.each(cases)('$wildcard stands for $dnsName: $match', ({ dnsName, wildcard, match }) => {
    expect(hostMatches(wildcard.split('.'), dnsName.split('.'))).toBe(match);
  });
});
