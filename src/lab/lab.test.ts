import { describe, expect, it } from 'vitest';
import { createLab } from './lab.js';

describe('a lab', () => {
  it('gives the same key for the same label, with and without a seed', () => {
    const clock = { now: () => Date.UTC(2026, 10, 23), monotonic: () => 0 };
    for (const lab of [createLab({ clock }), createLab({ clock, seed: 'a seed' })]) {
      expect(lab.publicKey('owner').equals(lab.publicKey('owner'))).toBe(true);
      expect(lab.publicKey('owner').equals(lab.publicKey('somebody else'))).toBe(false);
    }
  });
});
