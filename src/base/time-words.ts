import type { Words } from './text.js';

/*
 * Times as our own words. They are made here and nowhere else: of a number a Date writes digits and signs, whoever gave the
 * number. All throw a `RangeError` for a number that is no time.
 */

/** `2026-11-23T14:06:10.000Z`. */
export function instantWords(ms: number): Words {
  return new Date(ms).toISOString() as Words;
}

/** `2026-11-23 14:06:10 UTC`. */
export function secondWords(ms: number): Words {
  return `${spaced(ms).slice(0, 19)} UTC` as Words;
}

/** `2026-11-23 14:06 UTC`. */
export function minuteWords(ms: number): Words {
  return `${spaced(ms).slice(0, 16)} UTC` as Words;
}

/** `2026-11-23`. */
export function dayWords(ms: number): Words {
  return new Date(ms).toISOString().slice(0, 10) as Words;
}

function spaced(ms: number): string {
  return new Date(ms).toISOString().replace('T', ' ');
}
