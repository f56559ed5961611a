import { describe, expect, it } from 'vitest';
import { own } from '../base/text.js';
import { ALL_OK, EVERYTHING, finding, hostileJudgement, judgement } from '../report/testing/fixtures.js';
import type { Judgement } from '../rules/model.js';
import { GitHubError } from './api/error.js';
import type { Comment } from './api/port.js';
import { keepComment, type CommentQuestion } from './comment.js';
import { fakeRepository } from './testing/fakes.js';

const PENDING = judgement({
  change: { kind: 'changed', weakened: 0, approved: true, pending: 1, notLookedAt: [] },
});

type Github = CommentQuestion['repository'];

const keep = (repository: Github, one: Judgement = EVERYTHING, policyId = 'p'): Promise<void> =>
  keepComment({ judgement: one, pull: 12, policyId, exitCode: 1, ruleUrl: () => undefined, repository });

function withComments(comments: Comment[] = [], login?: string) {
  const github = fakeRepository({ comments, ...(login === undefined ? {} : { login }) });
  const writes = () => github.requests.filter((one) => /create|update/.test(one));
  return { github, comments, writes };
}

describe('the comment on a pull request', () => {
  it('is made once, and changed only when what it says does', async () => {
    const { github, comments, writes } = withComments();
    await keep(github);
    await keep(github, { ...EVERYTHING, observedAt: EVERYTHING.observedAt + 3_600_000 });
    expect(writes()).toEqual(['create comment 12']);
    await keep(github, ALL_OK);
    expect(writes()).toEqual(['create comment 12', 'update comment 100']);
    expect(comments).toHaveLength(1);
    expect(comments[0]!.body).toContain('caa-guard: ok');
  });

  it('says what was found, and leaves it to the summary what was checked', async () => {
    const { github, comments } = withComments();
    await keep(github);
    const checked = EVERYTHING.domains.map((one) => ({ ...one, checked: [own('at another time')] }));
    await keep(github, { ...EVERYTHING, domains: checked });
    expect(github.requests.filter((one) => one.startsWith('update'))).toEqual([]);
    expect(comments[0]!.body).not.toContain('What was checked');
  });

  it('is not made where all is well', async () => {
    const { github, writes } = withComments();
    await keep(github, ALL_OK);
    expect(writes()).toEqual([]);
  });

  it('is made where something waits for the merge', async () => {
    const { github, writes } = withComments();
    await keep(github, PENDING);
    expect(writes()).toEqual(['create comment 12']);
  });

  it('is one for each step with policies of its own', async () => {
    const { github, comments } = withComments();
    for (const id of ['one', 'two', 'one']) await keep(github, EVERYTHING, id);
    expect(comments).toHaveLength(2);
  });

  it('is not taken over from a stranger who wrote the same marker', async () => {
    const { github, comments } = withComments();
    await keep(github);
    const [ours] = comments;
    const other = withComments([{ ...ours!, id: 1, author: 'mallory' }]);
    await keep(other.github);
    expect(other.comments).toHaveLength(2);
    expect(other.comments[0]!.body).toBe(ours!.body);
  });

  it('is found again where the token is that of an App, which does not learn its name', async () => {
    const { github, comments, writes } = withComments();
    await keep(github);
    comments[0] = { ...comments[0]!, author: 'our-app[bot]' };
    await keep(github, ALL_OK);
    expect(writes()).toEqual(['create comment 12', 'update comment 100']);
  });

  it.each([
    ['was made', true],
    ['was not made', false],
  ])('is looked for where GitHub does not tell whether it was made, and it %s', async (_, done) => {
    const { github, comments } = withComments();
    let failures = 1;
    const flaky: Github = {
      ...github,
      createComment: async (number, body) => {
        if (failures-- === 0 || done) await github.createComment(number, body);
        if (failures < 0) return comments[0]!;
        throw new GitHubError('unavailable', '502', { status: 502, maybeDone: true });
      },
    };
    await keep(flaky);
    expect(comments).toHaveLength(1);
  });

  it('is one where two runs make it at the same time', async () => {
    const { github, comments } = withComments();
    let looked = 0;
    // Both look before either has made it.
    let both: () => void = () => undefined;
    const met = new Promise<void>((resolve) => (both = resolve));
    const overlapping: Github = {
      ...github,
      comments: async (number) => {
        const seen = await github.comments(number);
        if (++looked === 2) both();
        await met;
        return seen;
      },
    };
    await Promise.all([keep(overlapping), keep(overlapping)]);
    expect(comments.map(({ id }) => id)).toEqual([100]);
  });

  it('is asked for once where the token may not write', async () => {
    const { github, comments } = withComments();
    const readOnly: Github = {
      ...github,
      createComment: () => Promise.reject(new GitHubError('forbidden', 'add `pull-requests: write`')),
    };
    await expect(keep(readOnly)).rejects.toMatchObject({ code: 'forbidden' });
    expect(comments).toEqual([]);
  });

  it('stays below what GitHub takes, and inert', async () => {
    const { github, comments } = withComments();
    const many = Array.from({ length: 400 }, (_, i) => finding({ id: String(i), subject: `n${i}` }));
    await keep(github, judgement({ outcome: 'drift', findings: many }));
    expect(comments[0]!.body.length).toBeGreaterThan(50_000);
    expect(comments[0]!.body.length).toBeLessThan(60_000);
    await keep(github, hostileJudgement('--> @all <script> ![](x) ##[add-mask]'), 'hostile');
    expect(comments[1]!.body).toMatch(/^<!-- caa-guard:v1:[0-9a-f:]+ -->\n[\x20-\x7e\n]*$/);
    expect(comments[1]!.body.slice(4)).not.toMatch(/<!--|@all|<script|!\[|##\[/);
  });
});
