import type { Comment, Issue, Repository } from '../api/port.js';
import type { IssueInputs } from '../issue-inputs.js';
import { fatesOf } from './fate.js';
import { markOf } from './key.js';
import { readComment, readHead, type CommentMark } from './marker.js';
import type { Seen } from './plan.js';
import { toldWider } from './scope.js';
import type { IssueState, Told } from './state.js';
import type { OurIssue } from './step.js';
import { minutesOf, msOf } from './time.js';
import { mayBeUs, sameLogin, whoIs } from './who.js';

/** A comment of ours that was found in an issue. */
export interface OurComment extends CommentMark {
  readonly createdAt: number;
}

const DAY = 86_400_000;

/** Reads what there is: issues of ours by label, marker and author, those that lost the label, and the label. Rejects with `GitHubError`. */
export async function look(
  repository: Repository,
  options: Pick<IssueInputs, 'labels' | 'author'>,
  { policyId, commit }: { readonly policyId: string; readonly commit?: string },
): Promise<Seen> {
  const [label] = options.labels;
  const who = await whoIs(repository, options);
  const us = who.login;
  const labelled = await repository.issues(label);
  const issues = [...labelled, ...(await unlabelled(repository, us, label, labelled))];
  const described = await repository.label(label);
  const ours: OurIssue[] = [];
  const others = new Map<string, Issue>();
  for (const issue of issues) {
    const head = readHead(issue.body);
    if (head === undefined) continue;
    if (sameLogin(issue.author, us))
      ours.push({ issue, key: head.key, state: await stateOf(issue, head, us, repository) });
    // Not those of people, where we know better: nobody can keep us from telling by writing what looks like ours.
    else if (issue.state === 'open' && (mayBeUs(who, issue.author) || issue.author.endsWith('[bot]')))
      others.set(head.key, issue);
  }
  const fates = await fatesOf(ours, policyId, repository, commit);
  return { who, ours, others, fates, label: described?.description };
}

/**
 * Open issues of ours that somebody took the label from: their state says by which they are kept. Another step may keep the same
 * things under another one.
 */
async function unlabelled(
  repository: Repository,
  us: string,
  label: string,
  labelled: readonly Issue[],
): Promise<readonly Issue[]> {
  const known = new Set(labelled.map(({ number }) => number));
  return (await repository.openIssuesOf(us)).filter(
    ({ number, author, body }) =>
      !known.has(number) && sameLogin(author, us) && readHead(body)?.state?.label === label,
  );
}

/** Comments of ours in an issue, oldest first; only those since some time, in Unix milliseconds. `us`: a login, or more of them. */
export async function ourComments(
  repository: Repository,
  number: number,
  us: string | ((login: string) => boolean),
  since?: number,
): Promise<readonly OurComment[]> {
  const isUs = typeof us === 'string' ? (login: string) => sameLogin(login, us) : us;
  return (await repository.comments(number, since)).flatMap((one) => ourComment(one, isUs));
}

function ourComment(
  { body, author, createdAt }: Comment,
  isUs: (login: string) => boolean,
): readonly OurComment[] {
  const mark = isUs(author) ? readComment(body) : undefined;
  return mark === undefined ? [] : [{ ...mark, createdAt }];
}

/** What an issue tells by its body, and by a comment that a run posted just before it ended. */
async function stateOf(
  issue: Issue,
  { key, state }: { readonly key: string; readonly state: IssueState | undefined },
  us: string,
  repository: Repository,
): Promise<IssueState> {
  if (state !== undefined && state.due === undefined) return state;
  const since = state === undefined ? undefined : commentsSince(state, issue);
  const comments = (await ourComments(repository, issue.number, us, since)).filter((one) => one.key === key);
  if (state === undefined) return madeAnew(issue, comments, us);
  return comments
    .filter(({ revision }) => revision > state.revision)
    .sort((a, b) => a.revision - b.revision)
    .reduce(withComment, state);
}

/** Comments before the last writing are of no interest: Unix milliseconds, with a day for clocks that differ. */
export function commentsSince({ at }: IssueState, { updatedAt }: Issue): number {
  return Math.max(0, Math.min(msOf(at), updatedAt) - DAY);
}

/** The state once a comment is counted that it does not know of yet. */
export function withComment(
  state: IssueState,
  { key, revision, fresh, gone, ending }: CommentMark,
): IssueState {
  const { due: _, scope: before, ...held } = state;
  // A source is one thing to tell; any other mark is of what it does not show.
  const isPart = (mark: string): boolean => state.about.startsWith('source ') && mark !== markOf(key);
  const scope = toldWider(before, fresh.filter(isPart));
  const added = fresh.filter((mark) => !isPart(mark));
  const lost = new Set([...gone, ...added]);
  const told: readonly Told[] =
    ending === undefined
      ? [
          ...state.told.filter(({ mark }) => !lost.has(mark)),
          ...added.map((mark) => ({ mark, since: state.at })),
        ]
      : [];
  return {
    ...held,
    revision,
    told,
    ...(scope === undefined || ending !== undefined ? {} : { scope }),
    ...(ending === undefined ? {} : { ending }),
  };
}

/** A state that somebody edited away, from what is left: findings that the body shows, and the comments. */
function madeAnew(issue: Issue, comments: readonly OurComment[], us: string): IssueState {
  const ids = [...issue.body.matchAll(/\bfinding <code>([0-9a-f]{16})<\/code>/g)].map(([, id = '']) => id);
  const marks = [...new Set(ids.map((id) => id.slice(0, 8)))].slice(0, 400);
  const closedByUs =
    issue.state === 'closed' && issue.closedBy !== undefined && sameLogin(issue.closedBy, us);
  return {
    about: '',
    revision: Math.max(0, ...comments.map(({ revision }) => revision)),
    told: marks.map((mark) => ({ mark, since: minutesOf(issue.createdAt) })),
    at: 0,
    reopened: [],
    ...(closedByUs ? { closed: issue.stateReason === 'duplicate' ? 'duplicate' : 'well' } : {}),
  };
}
