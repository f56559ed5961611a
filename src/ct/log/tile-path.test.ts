import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issuerPath, parseTilePath, tilePath } from './index.js';

describe('the path of a tile', () => {
  it('has its index in groups of three digits, and a width if it is partial', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067');
    expect(tilePath({ level: 'data', index: 3, width: 10 })).toBe('tile/data/003.p/10');
    expect(tilePath({ level: 'names', index: 999, width: 256 })).toBe('tile/names/999');
    expect(issuerPath('ab')).toBe('issuer/ab');
  });

  it('is read as it is written', () => {
    const level = fc.oneof(
      fc.integer({ min: 0, max: 6 }),
      fc.constantFrom('data' as const, 'names' as const),
    );
    const tile = fc.record({
      level,
      index: fc.nat({ max: 10 ** 15 - 1 }),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(fc.property(tile, (one) => void expect(parseTilePath(tilePath(one))).toEqual(one)));
  });

  it.each([
    'tile/0/1',
    'tile/0/0001',
    'tile/0/x000/001',
    'tile/0/001/x002',
    'tile/64/001',
    'tile/00/001',
    'tile/0/001.p/0',
    'tile/0/001.p/256',
    'tile/0/001.p/01',
    'tile/0/001.p/',
    'tile/entries/001',
    '/tile/0/001',
    'tile/0/001/',
    'tile/0/x001/x001/x001/x001/x001/001',
  ])('is not %s', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });
});
