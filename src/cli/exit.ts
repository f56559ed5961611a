import { CaaGuardError, messageOf } from '../base/error.js';
import type { Outcome } from '../rules/model.js';
import type { Files } from './ports.js';

/** What the exit code says. Nothing else is ever returned. */
export const EXIT = {
  /** All that was asked was seen, and it is as declared. */
  ok: 0,
  /** Something fails the run: drift, or a weakness where these fail. */
  drift: 1,
  /** Wrong use, a policy or an evidence file that cannot be used. Nothing was judged. */
  usage: 2,
  /** Something could not be seen, so that neither ok nor drift can be said. */
  unknown: 3,
} as const;

export function exitOf(outcome: Outcome): number {
  return EXIT[outcome];
}

/** A wrong call: what was expected, what came, what to do. */
export class UsageError extends CaaGuardError<'USAGE'> {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super('USAGE', message, options);
  }
}

/** The file's text, with a usage error that names the file when it cannot be read. */
export async function readNamed(files: Pick<Files, 'read'>, path: string, what: string): Promise<string> {
  try {
    return await files.read(path);
  } catch (cause) {
    const code = (cause as { readonly code?: unknown } | undefined)?.code;
    const why = code === 'ENOENT' ? 'there is no such file' : messageOf(cause);
    throw new UsageError(`expected ${what} at ${JSON.stringify(path)}: ${why}`, { cause });
  }
}
