import { GitHubError, type GitHubErrorCode } from './error.js';

/** One thing that is asked of GitHub. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the API's URL, with its parts encoded; or a whole URL below it, as GitHub names for a next page. */
  readonly to: string;
  /** Sent as JSON. */
  readonly body?: object;
  /** Default: JSON of GitHub's. */
  readonly accept?: string;
  /**
   * `read` changes nothing. `write` comes to the same however often it is done. `make` makes something: it is sent once, unless
   * it is certain that nothing was made.
   */
  readonly kind: 'read' | 'write' | 'make';
  /** Statuses that refuse, and that whoever asks takes for an answer. */
  readonly takes?: readonly number[];
  /** In our own words, to stand behind "to": `list the issues`. */
  readonly doing: string;
  /** What the token needs for it, as a workflow says it, in code: `` `issues: write` ``. */
  readonly needs: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** An answer that is not what GitHub says it gives. What was written may have been written all the same. */
export function unexpected(call: Call, expected: string, came: string): GitHubError {
  return failed('unavailable', call, `expected ${expected}; ${came}`, { maybeDone: call.kind !== 'read' });
}

export function failed(
  code: GitHubErrorCode,
  { doing }: Pick<Call, 'doing'>,
  what: string,
  details: GitHubError['details'] = {},
): GitHubError {
  return new GitHubError(code, `GitHub, to ${doing}: ${what}`, details);
}
