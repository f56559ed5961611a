import { CaaGuardError } from '../base/error.js';
import { DnsName } from '../base/name.js';

/** Stands for the name of the day that was yesterday, in English and lower case: of each week seven names, one a day. */
const WEEKDAY = '{weekday}';
/** Holds its place while the name is read: longer than any day, so that what fits with it fits with each. */
const PLACE = 'weekday-weekday';
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const DAY = 86_400_000;

/** Reads a canary as a person names it: a host name, in which `{weekday}` may stand. Throws `CaaGuardError`. */
export function parseCanary(text: string): string {
  const plain = text.toLowerCase().replace(WEEKDAY, PLACE);
  const name = DnsName.parse(plain).toCanonicalString();
  const labels = name.split('.');
  if (labels.length < 2 || !labels.every((label) => /^[a-z0-9-]+$/.test(label)))
    throw new CaaGuardError(
      'CANARY_INVALID',
      `expected a host name such as daily.example.com or {weekday}.test.certspotter.org; got ${JSON.stringify(text.slice(0, 100))}`,
    );
  return name.replace(PLACE, WEEKDAY);
}

/**
 * The name to ask for at a time (Unix milliseconds). Of the names of the weekdays that of yesterday: today's may still be
 * on its way, through the logs and into an index.
 */
export function canaryAt(canary: string, now: number): string {
  return canary.replace(WEEKDAY, DAYS[new Date(now - DAY).getUTCDay()] ?? '');
}
