import { inertLines } from '../report/inert.js';
import { screen } from '../report/screen.js';
import type { Painted } from '../report/safe.js';

/**
 * A message of an error, for a terminal or a log. Messages are our own words with values from outside in them, quoted
 * but otherwise as they came: what is not printable ASCII, or what a runner would obey, is escaped; line breaks of ours stay.
 */
export function plain(message: string): Painted {
  return screen(inertLines(message));
}
