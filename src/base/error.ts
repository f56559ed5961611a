/**
 * The one error class of the project. `code` is a literal union per thrower, so that callers switch on it;
 * `message` says what was expected, what came and what to do; `cause` keeps what lies beneath.
 *
 * Errors are for what the caller did wrong or for what cannot go on. What the *world* does wrong (a server that
 * is silent, a record that is malformed) is data: a verdict, an observation, a finding.
 */
export class CaaGuardError<Code extends string = string> extends Error {
  override readonly name = 'CaaGuardError';

  constructor(
    readonly code: Code,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }
}

/** The message of whatever was thrown, for use in another message. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
