import { inertJson } from '../report/index.js';

/** A value as JSON for standard output, in which a runner finds nothing to obey, whatever was read from outside. */
export function jsonText(value: unknown): string {
  return `${inertJson(JSON.stringify(value, null, 2))}\n`;
}
