import type { Markdown, Plain } from '../../report/safe.js';

/** An issue of the repository; pull requests are none. Everything in it is from outside: anybody may have written it. */
export interface Issue {
  readonly number: number;
  readonly state: 'open' | 'closed';
  /** Why it was closed; absent while it is open, and where GitHub does not say. */
  readonly stateReason?: 'completed' | 'not_planned' | 'duplicate';
  readonly title: string;
  readonly body: string;
  /** Login of the author; `''` for an account that is gone. */
  readonly author: string;
  readonly labels: readonly string[];
  /** Unix milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly closedAt?: number;
  /** Login of who closed it, where the API says so. */
  readonly closedBy?: string;
}

export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly author: string;
  readonly createdAt: number;
}

/** A pull request, as it stands now. */
export interface Pull {
  /** Login of who opened it; `''` for an account that is gone. */
  readonly author: string;
  /** Commit at its head. */
  readonly head: string;
}

/** A review of a pull request, oldest first. */
export interface Review {
  readonly author: string;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';
  /** Commit that was reviewed. */
  readonly commit: string;
}

export interface NewIssue {
  readonly title: Plain;
  readonly body: Markdown;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
}

export interface IssueChange {
  readonly title?: Plain;
  readonly body?: Markdown;
  readonly state?: 'open' | 'closed';
  readonly stateReason?: 'completed' | 'not_planned' | 'duplicate' | 'reopened';
}

/** Whose the token is: GitHub names a user, and of an App only that it is one. */
export type TokenAccount =
  { readonly kind: 'user'; readonly login: string } | { readonly kind: 'app' } | { readonly kind: 'unknown' };

/** The account of `GITHUB_TOKEN`: what a token of an App, or of nobody, is taken for. */
export const WORKFLOW_LOGIN = 'github-actions[bot]';

/**
 * One repository at GitHub, as far as a run needs it. Every method rejects with `GitHubError` and with nothing else.
 *
 * Reads are tried again by themselves. So are writes that come to the same however often they are done. What *makes* something
 * (an issue, a comment) is sent once: where it cannot be told whether it was made, the error says `maybeDone`, and whoever
 * asked has to look before asking again. Writes are at least a second apart, and limits that GitHub tells are waited for,
 * within the time that the run has.
 */
export interface Repository {
  /** `owner/name`. */
  readonly fullName: string;
  /** Whose the token is, as far as GitHub says. */
  account(): Promise<TokenAccount>;
  /** Login for which the token acts: `WORKFLOW_LOGIN` where GitHub names none. (For another App the account has to be told.) */
  login(): Promise<string>;
  /** Issues with this label, open and closed, of any author, by number. A list, not a search, whose index lags behind. */
  issues(label: string): Promise<readonly Issue[]>;
  /** Open issues that an account opened, by number: the newest few hundred. None where GitHub knows no such account. */
  openIssuesOf(login: string): Promise<readonly Issue[]>;
  issue(number: number): Promise<Issue>;
  createIssue(issue: NewIssue): Promise<Issue>;
  updateIssue(number: number, change: IssueChange): Promise<Issue>;
  /** Gives an issue a label, beside those that it has; makes the label if there is none. */
  addLabel(number: number, label: string): Promise<void>;
  /** Comments of an issue or a pull request, oldest first; only those changed since, if a time is given. */
  comments(number: number, since?: number): Promise<readonly Comment[]>;
  createComment(number: number, body: Markdown): Promise<Comment>;
  updateComment(id: number, body: Markdown): Promise<Comment>;
  /** `false` if there was none. */
  deleteComment(id: number): Promise<boolean>;
  /** What a label is described as; `undefined` where there is none. */
  label(name: string): Promise<{ readonly description: string } | undefined>;
  /** Makes a label; `false` if there is one of this name already. GitHub lets only one of two who ask at once make it. */
  createLabel(name: string, color: string, description: Plain): Promise<boolean>;
  updateLabel(name: string, description: Plain): Promise<void>;
  /** `false` if there was none. */
  deleteLabel(name: string): Promise<boolean>;
  /** Text of a file at a commit; `undefined` where there is none. Rejects for what is no file of text. */
  file(path: string, commit: string): Promise<string | undefined>;
  /** Paths of all files of a commit. Rejects where there are more than GitHub lists. */
  paths(commit: string): Promise<readonly string[]>;
  /** Whether a commit, or one that it stands on, made, changed or deleted a file of this path. */
  everHeld(path: string, commit: string): Promise<boolean>;
  /** Ids of the commits that a commit stands on, in their order. */
  parents(commit: string): Promise<readonly string[]>;
  pull(number: number): Promise<Pull>;
  reviews(pull: number): Promise<readonly Review[]>;
}
