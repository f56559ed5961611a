import { describe, expect, it } from 'vitest';
import { join, outside, own, renderText, text } from './text.js';

const mark = (value: string): string => `<${value}>`;

describe('a text', () => {
  it('keeps our words and the values from outside apart', () => {
    const sentence = text`issuer ${outside('evil\n::error::')} may issue ${3} times`;
    expect(sentence).toEqual(['issuer ', { outside: 'evil\n::error::' }, ' may issue ', '3', ' times']);
    expect(renderText(sentence, mark)).toBe('issuer <evil\n::error::> may issue 3 times');
  });

  it('takes texts into texts', () => {
    const list = join([own('a'), outside('b'), text`c ${outside('d')}`], ', ');
    expect(renderText(text`of ${list}.`, mark)).toBe('of a, <b>, c <d>.');
  });

  it('does not take a plain string as a value', () => {
    const name: string = 'from somewhere';
    // @ts-expect-error a string has to be marked as ours or as from outside
    expect(() => text`hello ${name}`).toBeDefined();
  });

  it('is plain data that survives JSON', () => {
    const sentence = text`a ${outside('b')}`;
    expect(JSON.parse(JSON.stringify(sentence))).toEqual(sentence);
  });
});
