import { describe, expect, it } from 'vitest';
import { jsonText } from './json-text.js';

describe('JSON for standard output', () => {
  it('holds nothing that a runner obeys, and reads back as what it was', () => {
    const value = { name: '##[add-mask]x', '##[group]y': ['::error::z\r\n##[debug]'] };
    const text = jsonText(value);
    expect(text).not.toContain('##[');
    expect(text).not.toMatch(/^\s*::/m);
    expect(JSON.parse(text)).toEqual(value);
  });
});
