import { createHash } from 'node:crypto';
import {
  markdown,
  renderMarkdown,
  token,
  type ExitCode,
  type Markdown,
  type RuleUrl,
} from '../report/index.js';
import type { Judgement } from '../rules/model.js';
import { GitHubError } from './api/error.js';
import type { Comment, Repository } from './api/port.js';

export interface CommentQuestion {
  readonly judgement: Judgement;
  readonly pull: number;
  /** What tells this comment from that of another step with other policies. */
  readonly policyId: string;
  readonly exitCode: ExitCode;
  readonly ruleUrl: RuleUrl;
  readonly repository: Pick<
    Repository,
    'login' | 'comments' | 'createComment' | 'updateComment' | 'deleteComment'
  >;
}

/** Most UTF-16 units of a body; GitHub takes 65,536. What is rendered is ASCII: units and octets are the same. */
const MOST_UNITS = 60_000;

/**
 * Keeps one comment on the pull request: made when there is something to say, changed when what it says does, never a second
 * one. Rejects with `GitHubError`.
 */
export async function keepComment(question: CommentQuestion): Promise<void> {
  const { repository, pull, judgement } = question;
  const marker = markerOf(question.policyId);
  const body = bodyOf(question, marker);
  const before = await existing(repository, pull, marker);
  if (before === undefined) {
    if (isWorthSaying(judgement)) await make(question, marker, body);
    return;
  }
  if (meaningIn(before.body) !== meaningIn(body)) await repository.updateComment(before.id, body);
}

/** Whether somebody who proposes a change has to know more than that all is well. */
function isWorthSaying({ outcome, change }: Judgement): boolean {
  if (outcome !== 'ok') return true;
  if (change === undefined) return false;
  const { kind, weakened, pending, notLookedAt } = change;
  return kind === 'first' || kind === 'unusable' || weakened + pending + notLookedAt.length > 0;
}

/**
 * Makes it, once: where GitHub does not tell whether it was made, it is looked for before it is asked for again. A run beside this
 * one may have made one at the same time: the older one stays.
 */
async function make({ repository, pull }: CommentQuestion, marker: Markdown, body: Markdown): Promise<void> {
  let made: Comment | undefined;
  try {
    made = await repository.createComment(pull, body);
  } catch (error) {
    if (!(error instanceof GitHubError) || error.details.maybeDone !== true) throw error;
    if ((await existing(repository, pull, marker)) !== undefined) return;
    made = await repository.createComment(pull, body);
  }
  const oldest = await existing(repository, pull, marker);
  if (oldest === undefined || oldest.id === made.id) return;
  await repository.deleteComment(made.id);
  if (meaningIn(oldest.body) !== meaningIn(body)) await repository.updateComment(oldest.id, body);
}

/** The oldest one of ours. Anybody can write our marker; so it has to be by the account that the token acts for. */
async function existing(
  repository: CommentQuestion['repository'],
  pull: number,
  marker: Markdown,
): Promise<Comment | undefined> {
  const login = (await repository.login()).toLowerCase();
  const comments = await repository.comments(pull);
  return comments.find(({ author, body }) => body.startsWith(marker) && isOurs(author.toLowerCase(), login));
}

/** An App does not learn its own name from its token. Whoever writes as an App was installed here by the owners. */
function isOurs(author: string, login: string): boolean {
  return author === login || (author.endsWith('[bot]') && login.endsWith('[bot]'));
}

function markerOf(policyId: string): Markdown {
  return markdown`<!-- caa-guard:v1:${token(hash(`comment ${policyId}`).slice(0, 32))}:`;
}

function bodyOf({ judgement, exitCode, ruleUrl }: CommentQuestion, marker: Markdown): Markdown {
  // Of what is well nothing has to be said beside the change: the summary of the job has it.
  const options = { maxBytes: MOST_UNITS - 200, exitCode, ruleUrl, table: false };
  // When it was seen does not change what it says.
  const timeless = renderMarkdown({ ...judgement, observedAt: 0 }, options);
  return markdown`${marker}${token(hash(timeless).slice(0, 32))} -->\n${renderMarkdown(judgement, options)}`;
}

function meaningIn(body: string): string | undefined {
  return /^<!-- caa-guard:v1:[0-9a-f]+:([0-9a-f]+) -->/.exec(body)?.[1];
}

function hash(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
