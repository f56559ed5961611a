import { describe, expect, it } from 'vitest';
import { canaryAt, parseCanary } from './canary-name.js';

/** A Wednesday. */
const NOW = Date.parse('2026-11-25T00:30:00Z');

describe('a canary', () => {
  it('may be a name for each day of the week: that of yesterday is asked for', () => {
    const canary = parseCanary('{Weekday}.test.certspotter.org.');
    expect(canary).toBe('{weekday}.test.certspotter.org');
    expect(canaryAt(canary, NOW)).toBe('tuesday.test.certspotter.org');
    expect(canaryAt(canary, NOW - 3 * 86_400_000)).toBe('saturday.test.certspotter.org');
  });

  it('may be one name', () => {
    expect(canaryAt(parseCanary('Daily.Example.'), NOW)).toBe('daily.example');
  });

  it.each(['', 'a..b', 'daily', '*.example.com', '{weekday}.{weekday}', '{day}.example'])(
    'is not %j',
    (text) => {
      expect(() => parseCanary(text)).toThrow();
    },
  );
});
