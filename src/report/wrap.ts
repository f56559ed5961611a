import type { Text } from '../base/text.js';
import { inert, inertOwn } from './inert.js';
import type { Plain } from './safe.js';

/**
 * A text in lines of at most `width` characters, broken at the spaces of our own words. A value from outside, and
 * what our own words hold in backticks or double quotes, is never broken, so that records can be copied; a line that
 * holds a longer one is longer. What is plain already is broken at all of its spaces.
 */
export function wrap(sentence: Text | Plain, width: number): Plain[] {
  const lines: string[] = [];
  let line = '';
  for (const word of wordsOf(typeof sentence === 'string' ? [sentence] : sentence)) {
    if (line === '') line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return (line === '' ? lines : [...lines, line]) as Plain[];
}

function wordsOf(sentence: readonly (Text[number] | Plain)[]): string[] {
  const words: string[] = [];
  let word = '';
  for (const part of sentence) {
    if (typeof part !== 'string') {
      word += inert(part.outside);
      continue;
    }
    for (const [piece] of part.matchAll(/`[^`]*`|"[^"]*"|\s+|[^\s`"]+|[`"]/g)) {
      if (!/^\s/.test(piece)) word += inertOwn(piece);
      else if (word !== '') {
        words.push(word);
        word = '';
      }
    }
  }
  return word === '' ? words : [...words, word];
}
