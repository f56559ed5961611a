import { CaaGuardError } from '../../base/error.js';

/**
 * `unauthorized`: the token is not taken. `forbidden`: it may not do that; `permissions` says what would. `missing`: there is no
 * such thing, or the token may not see it. `gone`: issues are switched off. `invalid`: GitHub does not take what was sent.
 * `limited`: over a limit, for longer than the run has. `unavailable`: GitHub failed, or was not reached.
 */
export type GitHubErrorCode =
  'unauthorized' | 'forbidden' | 'missing' | 'gone' | 'invalid' | 'limited' | 'unavailable';

/** GitHub did not do what was asked. The message holds what it said, which is from outside, and never a token. */
export class GitHubError extends CaaGuardError<GitHubErrorCode> {
  constructor(
    code: GitHubErrorCode,
    message: string,
    readonly details: {
      readonly status?: number;
      /** What GitHub says the token would need, as it says it: `issues=write`. */
      readonly permissions?: string;
      /** It cannot be told whether it was done. */
      readonly maybeDone?: boolean;
      readonly cause?: unknown;
    } = {},
  ) {
    super(code, message, { cause: details.cause });
  }
}
