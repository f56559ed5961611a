import { failed, unexpected, type Call } from './call.js';
import { pages, type ListCall } from './pages.js';
import type { Issue, IssueChange, Repository } from './port.js';
import { id, type Asking } from './repository.js';
import { CommentShape, IssueShape, read } from './shapes.js';

type IssueMethods = Pick<
  Repository,
  | 'issues'
  | 'openIssuesOf'
  | 'issue'
  | 'createIssue'
  | 'updateIssue'
  | 'addLabel'
  | 'comments'
  | 'createComment'
  | 'updateComment'
  | 'deleteComment'
>;

/** Issues and their comments; the comments of a pull request are those of the issue of its number. */
export function issueMethods(asking: Asking): IssueMethods {
  const { client, base, home } = asking;
  const one = async (call: Call): Promise<Issue> => {
    const { issue, isPull } = read(await client.ask(call), IssueShape, call);
    if (isPull) throw unexpected(call, 'an issue', 'it is a pull request');
    return issue;
  };
  const comment = async (call: Call) => read(await client.ask(call), CommentShape, call);
  const many = async (list: ListCall): Promise<Issue[]> => {
    const found = await pages(client, base, list, IssueShape);
    const issues = found.filter(({ isPull }) => !isPull).map(({ issue }) => issue);
    // What is opened while pages are read may show twice.
    return [...new Map(issues.map((issue) => [issue.number, issue])).values()].sort(
      (a, b) => a.number - b.number,
    );
  };
  return {
    issues: async (label) => many(listOf(home, label)),
    openIssuesOf: async (login) => many(listBy(home, login)),
    issue: async (number) =>
      one({ ...READ, method: 'GET', to: `${home}/issues/${id(number)}`, doing: `read issue ${number}` }),
    createIssue: async ({ title, body, labels, assignees }) =>
      one({
        ...MAKE,
        to: `${home}/issues`,
        body: { title, body, labels, ...(assignees.length > 0 ? { assignees } : {}) },
        doing: 'open an issue',
        needs: WRITES,
      }),
    updateIssue: async (number, change) =>
      one({
        ...WRITE,
        to: `${home}/issues/${id(number)}`,
        body: changeOf(change),
        doing: `change issue ${number}`,
        needs: WRITES,
      }),
    addLabel: async (number, label) => {
      await client.ask({
        ...{ method: 'POST', kind: 'write', needs: WRITES },
        to: `${home}/issues/${id(number)}/labels`,
        body: { labels: [label] },
        doing: `give issue ${number} the label ${JSON.stringify(label)}`,
      });
    },
    comments: async (number, since) =>
      (await pages(client, base, commentsOf(home, number, since), CommentShape)).sort(
        (a, b) => a.createdAt - b.createdAt || a.id - b.id,
      ),
    createComment: async (number, body) =>
      comment({
        ...MAKE,
        to: `${home}/issues/${id(number)}/comments`,
        body: { body },
        doing: `comment on ${number}`,
        needs: COMMENTS,
      }),
    updateComment: async (number, body) =>
      comment({
        ...WRITE,
        to: `${home}/issues/comments/${id(number)}`,
        body: { body },
        doing: `change comment ${number}`,
        needs: COMMENTS,
      }),
    deleteComment: async (number) => {
      const answer = await client.ask({
        ...{ method: 'DELETE', kind: 'write', needs: COMMENTS, takes: [404] },
        to: `${home}/issues/comments/${id(number)}`,
        doing: `delete comment ${number}`,
      });
      return answer.status !== 404;
    },
  };
}

const READ = { kind: 'read', needs: '`issues: read`' } as const;
const MAKE = { method: 'POST', kind: 'make' } as const;
const WRITE = { method: 'PATCH', kind: 'write' } as const;
const WRITES = '`issues: write`';
const COMMENTS = '`issues: write`, or on a pull request `pull-requests: write`,';

function changeOf({ title, body, state, stateReason }: IssueChange): object {
  return {
    ...(title === undefined ? {} : { title }),
    ...(body === undefined ? {} : { body }),
    ...(state === undefined ? {} : { state }),
    ...(stateReason === undefined ? {} : { state_reason: stateReason }),
  };
}

function listOf(home: string, label: string): ListCall {
  const doing = `list the issues with the label ${JSON.stringify(label)}`;
  // The list is of labels, apart by commas, all of which an issue would have to have.
  if (label.trim() === '' || label.includes(','))
    throw failed('invalid', { doing }, 'expected the name of one label, without a comma');
  return {
    path: `${home}/issues`,
    // By the time at which they were made, so that what comes meanwhile comes last.
    query: { state: 'all', labels: label, sort: 'created', direction: 'asc' },
    doing,
    needs: '`issues: read`',
    tooMany: 'Name a label that is for these issues alone, by the input issue-labels',
  };
}

/** Of the newest: what of an account lies longer below others is no more looked for. */
function listBy(home: string, login: string): ListCall {
  return {
    path: `${home}/issues`,
    query: { state: 'open', creator: login, sort: 'created', direction: 'desc' },
    // Some servers do not know accounts of Apps here.
    takes: [404, 422],
    doing: `list the open issues of ${login}`,
    needs: '`issues: read`',
    tooMany: 3,
  };
}

function commentsOf(home: string, number: number, since: number | undefined): ListCall {
  return {
    path: `${home}/issues/${id(number)}/comments`,
    query: since === undefined ? {} : { since: new Date(since).toISOString().replace(/\.\d+Z$/, 'Z') },
    doing: `list the comments on ${number}`,
    needs: '`issues: read`',
    tooMany: 'Close the issue, so that another one is opened in its place later',
  };
}
