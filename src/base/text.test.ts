import { describe, expect, it } from 'vitest';
import {
  join,
  outside,
  own,
  renderText,
  reworded,
  text,
  wordAmong,
  words,
  wordsBy,
  type Text,
} from './text.js';
import { dayWords, instantWords, minuteWords, secondWords } from './time-words.js';

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

  it('does not take a plain string as our own words', () => {
    const name: string = 'from somewhere';
    const either = ['a', 'b'].length > 1 ? 'one of ours' : 'or another';
    expect(own(either)).toEqual(['one of ours']);
    // @ts-expect-error a string is from outside until it is said to be ours, and only the source says that
    own(name);
    // @ts-expect-error our own words around it make it no better
    own(`about ${name}`);
    // @ts-expect-error one of several that is only a string
    own(either === 'one of ours' ? name : 'ours');
    // @ts-expect-error a number goes into `text`
    own(`about ${name.length}`);
    // @ts-expect-error words are no more than `own` takes
    words(name);
    // @ts-expect-error a separator is ours too
    join([], name);
    // @ts-expect-error a string in a list is no sentence
    const list: Text = [name];
    // @ts-expect-error nor is one that stands in the source: it may be changed by then
    const literal: Text = ['ours'];
    // @ts-expect-error and what is made of our own words is only a string
    const changed: Text = [words('ours').toUpperCase()];
    // @ts-expect-error a table of our own holds nothing that was read
    wordsBy({ a: 'ours', b: name });
    // @ts-expect-error nor does a list of what is ours
    wordAmong(['ours', name], 'ours');
    expect([list, literal, changed]).toHaveLength(3);
  });

  it('takes our own words by what came from outside, and nothing that an object has besides', () => {
    const table = wordsBy({ root: 'its root differs', 2: 'two' });
    expect(text`${table.get('root') ?? own('unknown')}, ${table.get('2') ?? []}`).toEqual([
      'its root differs',
      ', ',
      'two',
    ]);
    for (const key of ['constructor', '__proto__', 'toString']) expect(table.get(key)).toBeUndefined();
    expect(wordAmong(['CAA', 'DS'], 'DS')).toBe('DS');
    expect(wordAmong(['CAA', 'DS'], 'ds')).toEqual(outside('ds'));
  });

  it('changes a word in what is ours alone', () => {
    const sentence = text`deployed at ${outside('deployed')}, undeployed, deployed`;
    expect(renderText(reworded(sentence, 'deployed', 'planned'), mark)).toBe(
      'planned at <deployed>, undeployed, planned',
    );
  });

  it('has times as our own words', () => {
    const at = Date.UTC(2026, 10, 23, 14, 6, 10);
    expect([instantWords(at), secondWords(at), minuteWords(at), dayWords(at)]).toEqual([
      '2026-11-23T14:06:10.000Z',
      '2026-11-23 14:06:10 UTC',
      '2026-11-23 14:06 UTC',
      '2026-11-23',
    ]);
  });

  it('is plain data that survives JSON', () => {
    const sentence = text`a ${outside('b')}`;
    expect(JSON.parse(JSON.stringify(sentence))).toEqual(sentence);
  });
});
