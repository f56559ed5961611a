import { join, own, text, type Text } from '../../base/text.js';
import { minuteWords as minuteOf } from '../../base/time-words.js';

/** Issues tell times in whole minutes since 1970, which is what their state keeps. */
const MINUTE = 60_000;

export function minutesOf(ms: number): number {
  return Math.floor(ms / MINUTE);
}

export function msOf(minutes: number): number {
  return minutes * MINUTE;
}

/** `2026-11-23 14:06 UTC`. */
export function minuteWords(minutes: number): Text {
  return own(minuteOf(msOf(minutes)));
}

/** How long something lasted, in the two greatest units: `3 days 4 hours`, `25 minutes`. */
export function spanWords(minutes: number): Text {
  const whole = Math.max(0, minutes);
  const parts = [
    [Math.floor(whole / 1440), 'day'],
    [Math.floor(whole / 60) % 24, 'hour'],
    [whole % 60, 'minute'],
  ] as const;
  const first = parts.findIndex(([number]) => number > 0);
  if (first === -1) return own('less than a minute');
  const told = parts.slice(first, first + 2).filter(([number]) => number > 0);
  return join(
    told.map(([number, unit]) => text`${number} ${own(unit)}${own(number === 1 ? '' : 's')}`),
    ' ',
  );
}
