import { minutesOf } from './time.js';

/** What was opened again this often within a day ... */
const TIMES = 2;
const DAY = 24 * 60;
/** ... has to be well for so many minutes before it is closed. */
export const FLAP_WELL = 6 * 60;

/** Whether something came and went so often of late that being well now says little. Times in minutes since 1970. */
export function flaps(reopened: readonly number[], now: number): boolean {
  return ofLate(reopened, now).length >= TIMES;
}

/** The times that still count. */
export function ofLate(reopened: readonly number[], now: number): readonly number[] {
  return reopened.filter((one) => one <= minutesOf(now) && minutesOf(now) - one < DAY);
}
