import type { Comment, Issue, IssueChange, Repository } from '../../api/port.js';
import { GitHubError } from '../../api/error.js';

export type Operation = Exclude<keyof Repository, 'fullName'>;
export type Write =
  | 'createIssue'
  | 'updateIssue'
  | 'addLabel'
  | 'createComment'
  | 'createLabel'
  | 'updateLabel'
  | 'deleteLabel';

/** One write as it took effect. */
export interface Written {
  readonly by: string;
  readonly operation: Write;
  readonly number?: number;
  readonly body?: string;
  readonly change?: HandChange;
  readonly label?: string;
  readonly description?: string;
}

/** What stands between a run and GitHub: may wait, and may throw. `after`: what was asked for is done. */
export type Gate = (operation: Operation, phase: 'before' | 'after') => Promise<void>;

/** The same from people, who write what they like. */
export type HandChange = Omit<IssueChange, 'title' | 'body'> & {
  readonly title?: string;
  readonly body?: string;
};
type HandIssue = Pick<Issue, 'title' | 'body' | 'labels'>;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const WRITES: ReadonlySet<string> = new Set<Write>([
  'createIssue',
  'updateIssue',
  'addLabel',
  'createComment',
  'createLabel',
  'updateLabel',
  'deleteLabel',
]);

/** Issues, comments and labels of one repository, with the limits of the real ones, seen by any number of runs. */
export class FakeGitHub {
  readonly issues = new Map<number, Mutable<Issue>>();
  readonly comments: (Comment & { readonly issue: number; body: string })[] = [];
  readonly labels = new Map<string, string>();
  /** Files by path: whether there is one now, or was one once. */
  readonly files = new Map<string, boolean>();
  readonly written: Written[] = [];
  /** Every operation that was asked for, reads too. */
  readonly asked: Operation[] = [];
  onWrite: (written: Written) => void = () => undefined;
  private last = 0;

  constructor(private readonly now: () => number) {}

  /** The repository as an account sees it. `by` is who is said to have written. */
  as(login: string, gate: Gate = async () => undefined, by = login): Repository {
    const through = async <T>(operation: Operation, work: () => T): Promise<T> => {
      this.asked.push(operation);
      await gate(operation, 'before');
      // As over a wire: nobody holds what another one changes.
      const result = structuredClone(work());
      await gate(operation, 'after');
      return result;
    };
    return {
      fullName: 'owner/name',
      account: () =>
        through('account', () => (login.endsWith('[bot]') ? { kind: 'app' } : { kind: 'user', login })),
      login: () => through('login', () => refuse('invalid', 'no run of issues guesses its account')),
      issues: (label) => through('issues', () => this.labelled(label)),
      openIssuesOf: (author) =>
        through('openIssuesOf', () =>
          [...this.issues.values()].filter((one) => one.state === 'open' && one.author === author),
        ),
      issue: (number) => through('issue', () => this.issueOf(number)),
      createIssue: (issue) => through('createIssue', () => this.createIssue(login, issue, by)),
      updateIssue: (number, change) =>
        through('updateIssue', () => this.updateIssue(login, number, change, by)),
      addLabel: (number, label) => through('addLabel', () => this.addLabel(number, label, by)),
      comments: (number, since = 0) =>
        through('comments', () =>
          this.comments.filter((one) => one.issue === number && one.createdAt >= since),
        ),
      createComment: (number, body) =>
        through('createComment', () => this.createComment(login, number, body, by)),
      updateComment: () => through('updateComment', () => refuse('invalid', 'no run updates comments')),
      label: (name) =>
        through('label', () => {
          const description = this.labels.get(name.toLowerCase());
          return description === undefined ? undefined : { description };
        }),
      createLabel: (name, _color, description) =>
        through('createLabel', () => {
          bounded(description, 100);
          bounded(name, 50);
          if (this.labels.has(name.toLowerCase())) return false;
          this.labels.set(name.toLowerCase(), description);
          this.note({ by, operation: 'createLabel', label: name, description });
          return true;
        }),
      updateLabel: (name, description) =>
        through('updateLabel', () => {
          bounded(description, 100);
          if (!this.labels.has(name.toLowerCase())) refuse('missing', 'there is no such label');
          this.labels.set(name.toLowerCase(), description);
          this.note({ by, operation: 'updateLabel', label: name, description });
        }),
      deleteLabel: (name) =>
        through('deleteLabel', () => {
          if (!this.labels.delete(name.toLowerCase())) return false;
          this.note({ by, operation: 'deleteLabel', label: name });
          return true;
        }),
      file: (path) => through('file', () => (this.files.get(path) === true ? 'version: 1' : undefined)),
      everHeld: (path) => through('everHeld', () => this.files.has(path)),
      deleteComment: () => through('deleteComment', () => refuse('invalid', 'no run deletes comments')),
      paths: () => through('paths', () => refuse('missing', 'no run of issues lists files')),
      parents: () => through('parents', () => refuse('missing', 'no run of issues reads commits')),
      pull: () => through('pull', () => refuse('missing', 'no run of issues reads pull requests')),
      reviews: () => through('reviews', () => refuse('missing', 'no run of issues reads reviews')),
    };
  }

  createIssue(login: string, { title, body, labels }: HandIssue, by = login): Issue {
    bounded(body, 65_536);
    bounded(title, 256);
    const at = this.now();
    const number = ++this.last;
    for (const one of labels) if (!this.labels.has(one.toLowerCase())) this.labels.set(one.toLowerCase(), '');
    const issue: Issue = {
      number,
      state: 'open',
      title,
      body,
      author: login,
      labels: [...labels],
      createdAt: at,
      updatedAt: at,
    };
    this.issues.set(number, issue);
    this.note({ by, operation: 'createIssue', number, body });
    return issue;
  }

  updateIssue(login: string, number: number, change: HandChange, by = login): Issue {
    const issue = this.issueOf(number);
    if (change.body !== undefined) issue.body = bounded(change.body, 65_536);
    if (change.title !== undefined) issue.title = bounded(change.title, 256);
    if (change.state === 'open') {
      issue.state = 'open';
      delete issue.stateReason;
      delete issue.closedAt;
      delete issue.closedBy;
    } else if (change.state === 'closed') {
      issue.state = 'closed';
      issue.stateReason =
        change.stateReason === 'reopened' || change.stateReason === undefined
          ? 'completed'
          : change.stateReason;
      issue.closedAt = this.now();
      issue.closedBy = login;
    }
    issue.updatedAt = this.now();
    this.note({ by, operation: 'updateIssue', number, change });
    return issue;
  }

  addLabel(number: number, label: string, by = ''): void {
    const issue = this.issueOf(number);
    if (!this.labels.has(label.toLowerCase())) this.labels.set(label.toLowerCase(), '');
    issue.labels = [...new Set([...issue.labels, label])];
    issue.updatedAt = this.now();
    this.note({ by, operation: 'addLabel', number, label });
  }

  /** Takes a label from all issues, or from one. */
  dropLabel(label: string, number?: number): void {
    if (number === undefined) this.labels.delete(label.toLowerCase());
    for (const issue of this.issues.values())
      if (number === undefined || issue.number === number)
        issue.labels = issue.labels.filter((one) => one !== label);
  }

  createComment(login: string, number: number, body: string, by = login): Comment {
    bounded(body, 65_536);
    const issue = this.issueOf(number);
    const comment = {
      id: this.comments.length + 1,
      issue: number,
      body,
      author: login,
      createdAt: this.now(),
    };
    this.comments.push(comment);
    issue.updatedAt = this.now();
    this.note({ by, operation: 'createComment', number, body });
    return comment;
  }

  issueOf(number: number): Mutable<Issue> {
    return this.issues.get(number) ?? refuse('missing', `there is no issue ${number}`);
  }

  private labelled(label: string): readonly Issue[] {
    return [...this.issues.values()].filter(({ labels }) =>
      labels.some((one) => one.toLowerCase() === label.toLowerCase()),
    );
  }

  private note(written: Written): void {
    this.written.push(written);
    this.onWrite(written);
  }
}

/** Fails once: at the nth time of this operation. */
export function once(operation: Operation, phase: 'before' | 'after', error: GitHubError, nth = 1): Gate {
  let times = 0;
  return async (asked, when) => {
    if (asked === operation && when === phase && ++times === nth) throw error;
  };
}

export function isWrite(operation: Operation): operation is Write {
  return WRITES.has(operation);
}

function bounded(text: string, most: number): string {
  if (text.length > most) refuse('invalid', `at most ${most} characters; got ${text.length}`);
  return text;
}

function refuse(code: 'invalid' | 'missing', message: string): never {
  throw new GitHubError(code, message, { status: code === 'invalid' ? 422 : 404 });
}
