import * as v from 'valibot';
import { unexpected, type Answer, type Call } from './call.js';
import type { Comment, Issue, Pull, Review } from './port.js';

/** What is read of GitHub's answers (REST API, "Issues", "Issue comments", "Pull request reviews", "Labels"). The rest is let go. */
const Id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const Time = v.pipe(v.string(), v.isoTimestamp(), v.transform(Date.parse));
/** An account that is gone is `null`. */
const Login = v.pipe(
  v.nullish(v.object({ login: v.string() }), { login: '' }),
  v.transform(({ login }) => login),
);
const Body = v.nullish(v.string(), '');
const REASONS = ['completed', 'not_planned', 'duplicate'] as const;

export const IssueShape = v.pipe(
  v.object({
    number: Id,
    state: v.picklist(['open', 'closed']),
    state_reason: v.nullish(v.string()),
    title: v.string(),
    body: Body,
    user: Login,
    labels: v.array(v.union([v.string(), v.object({ name: v.string() })])),
    created_at: Time,
    updated_at: Time,
    closed_at: v.nullish(Time),
    closed_by: Login,
    /** Only what is a pull request has it. */
    pull_request: v.optional(v.unknown()),
  }),
  v.transform((one) => {
    const reason = REASONS.find((known) => known === one.state_reason);
    const issue: Issue = {
      number: one.number,
      state: one.state,
      ...(reason === undefined || one.state === 'open' ? {} : { stateReason: reason }),
      title: one.title,
      body: one.body,
      author: one.user,
      labels: one.labels.map((label) => (typeof label === 'string' ? label : label.name)),
      createdAt: one.created_at,
      updatedAt: one.updated_at,
      ...(typeof one.closed_at === 'number' ? { closedAt: one.closed_at } : {}),
      ...(one.closed_by === '' ? {} : { closedBy: one.closed_by }),
    };
    return { issue, isPull: one.pull_request !== undefined && one.pull_request !== null };
  }),
);

export const CommentShape = v.pipe(
  v.object({ id: Id, body: Body, user: Login, created_at: Time }),
  v.transform((one): Comment => {
    const { id, body, user, created_at } = one;
    return { id, body, author: user, createdAt: created_at };
  }),
);

export const ReviewShape = v.pipe(
  v.object({
    user: Login,
    state: v.picklist(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING']),
    /** Absent for a commit that is gone: then the review is of none. */
    commit_id: Body,
  }),
  v.transform(({ user, state, commit_id }): Review => ({ author: user, state, commit: commit_id })),
);

const CommitId = v.pipe(v.string(), v.regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/));

export const PullShape = v.pipe(
  v.object({ user: Login, head: v.object({ sha: CommitId }) }),
  v.transform(({ user, head }): Pull => ({ author: user, head: head.sha })),
);

export const CommitShape = v.pipe(
  v.object({ parents: v.array(v.object({ sha: CommitId })) }),
  v.transform(({ parents }) => parents.map(({ sha }) => sha)),
);

/** `truncated` is left out by servers that never cut a list. */
export const TreeShape = v.object({
  tree: v.array(v.object({ path: v.string(), mode: v.string() })),
  truncated: v.optional(v.boolean(), false),
});

export const LabelShape = v.pipe(
  v.object({ description: Body }),
  v.transform(({ description }) => ({ description })),
);

export const UserShape = v.object({ login: v.pipe(v.string(), v.nonEmpty()) });

/** A file as JSON: where a server does not give it raw, and for what is no file. A directory is a list. */
export const ContentShape = v.union([
  v.pipe(
    v.array(v.unknown()),
    v.transform(() => ({ type: 'dir' }) as const),
  ),
  v.object({ type: v.literal('file'), encoding: v.string(), content: v.string() }),
  v.object({ type: v.picklist(['dir', 'symlink', 'submodule']) }),
]);

type Schema = v.GenericSchema<unknown, unknown>;

/** The answer as what it should be. Throws `GitHubError<'unavailable'>` that names the field that is not so, and no value. */
export function read<const Shape extends Schema>(
  { body }: Answer,
  shape: Shape,
  call: Call,
): v.InferOutput<Shape> {
  const result = v.safeParse(shape, JSON.parse(body.toString('utf8') || 'null'), { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue)?.replace(/[^A-Za-z0-9_.]/g, '?') ?? 'the answer';
  const expected = issue.expected ?? `a well-formed ${issue.type.replace('_', ' ')}`;
  throw unexpected(call, `${field} to be ${expected}`, `it is not in what came`);
}
