import { describe, expect, it } from 'vitest';
import { blindDescription, blindSince, blindTag } from './blind.js';
import { keyOf } from './key.js';

const NOW = 29_927_000;
const MINE = 'owner/name caa-guard.yaml';
const tag = (source: string, policy = MINE): string =>
  blindTag(policy, keyOf(policy, { kind: 'source', name: source }));

describe('the description of the label', () => {
  it('keeps since when sources are blind, and gives it back', () => {
    const waiting = new Map([
      [tag('certspotter'), NOW - 60],
      [tag('DNS'), NOW],
    ]);
    const description = blindDescription('', MINE, waiting, NOW);
    expect(description).toMatch(/^Kept by caa-guard\. Blind: /);
    for (const [one, since] of waiting) expect(blindSince(description, one, NOW)).toBe(since);
  });

  it('forgets what is not blind any more, and leaves what another policy keeps there', () => {
    const theirs = blindDescription('', 'another', new Map([[tag('DNS', 'another'), NOW - 30]]), NOW);
    const both = blindDescription(theirs, MINE, new Map([[tag('DNS'), NOW - 60]]), NOW);
    expect(blindDescription(both, MINE, new Map(), NOW)).toBe(theirs);
    expect(blindDescription(theirs, 'another', new Map(), NOW)).toBe('Kept by caa-guard.');
  });

  it('keeps the oldest where there are more than fit into 100 characters', () => {
    const waiting = new Map(Array.from({ length: 20 }, (_, i) => [tag(`source ${i}`), NOW - i]));
    const description = blindDescription('', MINE, waiting, NOW);
    expect(description.length).toBeLessThanOrEqual(100);
    expect(blindSince(description, tag('source 19'), NOW)).toBe(NOW - 19);
    expect(blindSince(description, tag('source 0'), NOW)).toBeUndefined();
  });

  it('is no hint where somebody wrote it, or where the time is still to come', () => {
    expect(blindSince(`My label. Blind: ${tag('DNS')}@1`, tag('DNS'), NOW)).toBeUndefined();
    const ahead = blindDescription('', MINE, new Map([[tag('DNS'), NOW + 1]]), NOW);
    expect(blindSince(ahead, tag('DNS'), NOW)).toBeUndefined();
  });
});
