import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Debian puts servers where a user's PATH does not look. */
const PLACES = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin', '/sbin'];

/** Full path of an installed program, or undefined. */
export function findProgram(name: string): string | undefined {
  return PLACES.map((place) => path.join(place, name)).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * The programs that are not installed. In CI that is an error; elsewhere the tests that need them are skipped, and this
 * says so where it is seen.
 */
export function missingPrograms(names: readonly string[]): readonly string[] {
  const missing = names.filter((name) => findProgram(name) === undefined);
  if (missing.length === 0) return missing;
  const message = `not installed: ${missing.join(', ')} (Debian: knot nsd unbound bind9-utils bind9-dnsutils)`;
  if (process.env['CI'] === 'true') throw new Error(`${message}; in CI they have to be`);
  process.stderr.write(`\n*** SKIPPED: tests against real name servers. ${message}\n\n`);
  return missing;
}

export function program(name: string): string {
  const found = findProgram(name);
  if (found === undefined) throw new Error(`${name} is not installed`);
  return found;
}
