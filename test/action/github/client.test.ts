import type { Literal } from '../../../src/base/text.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { GitHubError } from '../../../src/github/api/error.js';
import type { NewIssue, Repository } from '../../../src/github/api/port.js';
import { openRepository, type RepositoryOptions } from '../../../src/github/api/repository.js';
import { own } from '../../../src/base/text.js';
import { markdown } from '../../../src/report/safe.js';
import { REPOSITORY, startGitHub, type GitHub } from '../support/github.js';

const TOKENS = {
  workflow: `ghs_${'w'.repeat(516)}`,
  reads: 'ghs_reads',
  nothing: 'ghs_nothing',
  octocat: 'ghp_octocat',
  unknown: 'ghp_unknown',
} as const;
const BOT = 'github-actions[bot]';

let github: GitHub;
beforeAll(async () => {
  github = await startGitHub();
  github.token(TOKENS.workflow, { login: BOT, app: true, may: { contents: 'read', issues: 'write', 'pull-requests': 'write' } }); // prettier-ignore
  github.token(TOKENS.reads, { login: BOT, app: true, may: { contents: 'read', issues: 'read' } });
  github.token(TOKENS.nothing, { login: BOT, app: true, may: {} });
  github.token(TOKENS.octocat, { login: 'octocat', may: { contents: 'write', issues: 'write', 'pull-requests': 'write' } }); // prettier-ignore
});
afterEach(() => expect(github.pending).toEqual([]));
afterAll(() => github.close());

/** Sleeps at once, and remembers how long it would have slept. */
function open(over: Partial<RepositoryOptions> = {}): Repository & { slept: number[]; logged: string[] } {
  let passed = 0;
  const slept: number[] = [];
  const logged: string[] = [];
  const repository = openRepository({
    url: github.url,
    repository: REPOSITORY,
    token: TOKENS.workflow,
    fetch,
    clock: { now: () => Date.now(), monotonic: () => passed },
    sleep: async (ms) => {
      slept.push(ms);
      passed += ms;
    },
    log: (line) => void logged.push(line),
    signal: new AbortController().signal,
    waitMs: 100_000,
    version: '0',
    ...over,
  });
  return { ...repository, slept, logged };
}

const issueOf = (title: string, over: Partial<Record<keyof NewIssue, unknown>> = {}): NewIssue =>
  ({ title, body: markdown`${own('drift')}`, labels: ['caa-guard'], assignees: [], ...over }) as NewIssue;
const written = <const W extends string>(words: Literal<W>) => markdown`${own<W>(words)}`;

async function refused(what: Promise<unknown>): Promise<GitHubError> {
  const error = await what.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(GitHubError);
  return error as GitHubError;
}

describe("GitHub's client, against an emulated GitHub", () => {
  it('knows for whom it acts', async () => {
    expect(await open().login()).toBe(BOT);
    expect(await open({ token: TOKENS.octocat }).login()).toBe('octocat');
  });

  it('takes an issue through its life, and finds it again by its label', async () => {
    const label = 'life of: an issue/ä';
    const repository = open();
    const { number } = await repository.createIssue(issueOf('caa-guard: example.net', { labels: [label, 'dns'], assignees: ['octocat'] })); // prettier-ignore
    await github.act('mallory', 'POST', '/issues', {
      title: 'caa-guard: example.net',
      body: 'mine',
      labels: [label],
    });
    const comment = await repository.createComment(number, written('one more'));
    await repository.updateComment(comment.id, written('one more, and another'));
    await repository.updateIssue(number, { state: 'closed', stateReason: 'completed' });
    await repository.updateIssue(number, { state: 'open', body: written('again') });
    await repository.updateIssue(number, { state: 'closed', stateReason: 'duplicate' });

    const issues = await repository.issues(label);
    expect(issues).toMatchObject([
      { number, author: BOT, state: 'closed', stateReason: 'duplicate', closedBy: BOT, body: 'again', labels: [label, 'dns'] },
      { author: 'mallory', state: 'open', body: 'mine' },
    ]); // prettier-ignore
    expect(await repository.issue(number)).toEqual(issues[0]);
    expect(await repository.comments(number)).toMatchObject([
      { id: comment.id, author: BOT, body: 'one more, and another' },
    ]);
    expect(await repository.comments(number, Date.now() + 60_000)).toEqual([]);
    expect(await repository.issues('no such label')).toEqual([]);
  });

  it('reads lists of more than one page whole', async () => {
    for (let n = 0; n < 103; n++)
      await github.act('octocat', 'POST', '/issues', { title: `issue ${n}`, labels: ['many'] });
    const issues = await open().issues('many');
    expect(issues).toHaveLength(103);
    expect(issues.map(({ title }) => title)).toEqual(Array.from({ length: 103 }, (_, n) => `issue ${n}`));
  });

  it('makes a label once, for the first of two who ask', async () => {
    const text = 'until noon' as NewIssue['title'];
    const made = await Promise.all([open(), open()].map((one) => one.createLabel('lock', 'ededed', text)));
    expect(made.sort()).toEqual([false, true]);
    const repository = open();
    expect(await repository.label('lock')).toEqual({ description: 'until noon' });
    await repository.updateLabel('lock', 'until one' as NewIssue['title']);
    expect(await repository.label('lock')).toEqual({ description: 'until one' });
    expect(await repository.deleteLabel('lock')).toBe(true);
    expect(await repository.deleteLabel('lock')).toBe(false);
    expect(await repository.label('lock')).toBeUndefined();
  });

  it('reads files as they were at a commit, and tells what is not there from what is not seen', async () => {
    const before = await github.commit({
      'caa-guard.yaml': 'version: 1\n',
      'policies/a.json': '{"type":"dir"}',
    });
    await github.commit({ 'caa-guard.yaml': 'version: 2\n' });
    const repository = open();
    expect(await repository.file('caa-guard.yaml', before)).toBe('version: 1\n');
    expect(await repository.file('policies/a.json', before)).toBe('{"type":"dir"}');
    expect(await repository.file('none.yaml', before)).toBeUndefined();
    expect(await refused(repository.file('policies', before))).toMatchObject({ code: 'invalid' });
    expect(await refused(repository.file('caa-guard.yaml', 'f'.repeat(40)))).toMatchObject({
      code: 'missing',
    });
    expect(await refused(open({ token: TOKENS.nothing }).file('caa-guard.yaml', before))).toMatchObject({
      code: 'forbidden',
      details: { permissions: 'contents=read' },
    });
  });

  it('reads the reviews of a pull request', async () => {
    const sha = await github.commit({ 'x.txt': 'x' });
    await github.act('octocat', 'POST', '/git/refs', { ref: 'refs/heads/change', sha });
    const head = await github.commit({ 'y.txt': 'y' }, 'change');
    const { number } = await github.act<{ number: number }>('octocat', 'POST', '/pulls', {
      title: 'change',
      head: 'change',
      base: 'main',
    });
    await github.act('mallory', 'POST', `/pulls/${number}/reviews`, { event: 'APPROVE', commit_id: head });
    await github.act('octocat', 'POST', `/pulls/${number}/reviews`, {
      event: 'COMMENT',
      body: 'hm',
      commit_id: sha,
    });
    expect(await open().reviews(number)).toEqual([
      { author: 'mallory', state: 'APPROVED', commit: head },
      { author: 'octocat', state: 'COMMENTED', commit: sha },
    ]);
    const comment = await open().createComment(number, written('seen'));
    expect(await open().comments(number)).toMatchObject([{ id: comment.id, body: 'seen' }]);
  });

  it('works below /api/v3 of an Enterprise Server', async () => {
    const repository = open({ url: github.enterpriseUrl });
    expect(await repository.createIssue(issueOf('on premises', { labels: ['ghes'] }))).toMatchObject({
      author: BOT,
    });
    expect(await repository.issues('ghes')).toHaveLength(1);
  });

  it('sends no request without the token, and shows it to nobody else', () => {
    const known = new Set(Object.values(TOKENS).map((token) => `Bearer ${token}`));
    for (const { authorization, userAgent } of github.requests) {
      expect(known).toContain(authorization);
      expect(userAgent).toBe('caa-guard/0');
    }
  });
});

describe('what GitHub refuses', () => {
  it('is told with what to do', async () => {
    const before = github.writes().length;
    expect(await refused(open({ token: TOKENS.unknown }).issues('caa-guard'))).toMatchObject({
      code: 'unauthorized',
    });
    const denied = await refused(open({ token: TOKENS.reads }).createIssue(issueOf('no')));
    expect(denied).toMatchObject({
      code: 'forbidden',
      details: { status: 403, permissions: 'issues=write' },
    });
    expect(denied.message).toContain('Add `issues: write` to `permissions:` of the job');
    const comment = await refused(open({ token: TOKENS.reads }).createComment(1, written('no')));
    expect(comment.message).toContain('Add `issues: write`, or `pull-requests: write` to');
    expect(await refused(open().issue(99_999))).toMatchObject({ code: 'missing' });
    expect(github.writes()).toHaveLength(before);
  });

  it('for its length is not sent again', async () => {
    const repository = open();
    for (const [over, field] of [
      [{ body: 'x'.repeat(65_537) }, 'body'],
      [{ title: 'x'.repeat(257) }, 'title'],
      [{ assignees: ['nobody-of-this-name'] }, 'assignees'],
    ] as const) {
      const error = await refused(repository.createIssue(issueOf('long', over)));
      expect(error).toMatchObject({ code: 'invalid', details: { status: 422 } });
      expect(error.message).toContain(`${field} `);
    }
    expect(await repository.createIssue(issueOf('long', { body: 'x'.repeat(65_536) }))).toMatchObject({
      title: 'long',
    });
  });

  it('since issues are switched off says so', async () => {
    github.switchIssues(false);
    try {
      expect(await refused(open().issues('caa-guard'))).toMatchObject({ code: 'gone' });
      expect(await refused(open().createIssue(issueOf('no')))).toMatchObject({ code: 'gone' });
    } finally {
      github.switchIssues(true);
    }
  });
});

describe('what goes wrong', () => {
  const created = async (title: string) => (await open().issues(title)).length;

  it.each(['bad-gateway', 'limit', 'secondary-limit', 'truncated', 'reset', 'slow'] as const)(
    'while reading (%s) is got over',
    async (fault) => {
      github.fault(fault, /^GET .*labels=caa-guard/, 2);
      expect((await open({ requestMs: 1_000 }).issues('caa-guard')).length).toBeGreaterThan(0);
    },
  );

  it.each([
    ['bad-gateway', 0],
    ['reset', 0],
    ['bad-gateway-after', 1],
    ['reset-after', 1],
    ['truncated', 1],
  ] as const)(
    'while an issue is opened (%s) leaves at most one, and says that there may be one',
    async (fault, left) => {
      github.fault(fault, /^POST .*\/issues$/);
      const error = await refused(open().createIssue(issueOf(fault, { labels: [fault] })));
      expect(error).toMatchObject({ code: 'unavailable', details: { maybeDone: true } });
      expect(await created(fault)).toBe(left);
    },
  );

  it.each(['limit', 'secondary-limit'] as const)('by a limit (%s) opens one issue, later', async (fault) => {
    github.fault(fault, /^POST .*\/issues$/, 2);
    const repository = open();
    await repository.createIssue(issueOf(fault, { labels: [fault] }));
    expect(repository.slept).toEqual([1_000, 1_000]);
    expect(await created(fault)).toBe(1);
  });

  it('while an issue is closed, after it was done, closes it once more', async () => {
    const repository = open();
    const { number } = await repository.createIssue(issueOf('closing', { labels: ['closing'] }));
    github.fault('bad-gateway-after', /^PATCH/);
    expect(await repository.updateIssue(number, { state: 'closed' })).toMatchObject({ state: 'closed' });
    expect(
      github.writes().filter(({ method, path }) => method === 'PATCH' && path.endsWith(`/${number}`)),
    ).toHaveLength(2);
  });

  it('and stays so is given up, in words that hold no token', async () => {
    for (const [fault, code] of [
      ['bad-gateway', 'unavailable'],
      ['unauthorized', 'unauthorized'],
      ['forbidden', 'forbidden'],
      ['missing', 'missing'],
      ['invalid', 'invalid'],
    ] as const) {
      github.fault(fault, /^GET .*labels=given-up/, fault === 'bad-gateway' ? 4 : 1);
      const repository = open();
      const error = await refused(repository.issues('given-up'));
      expect(error.code).toBe(code);
      expect(error.message + repository.logged.join()).not.toContain('w'.repeat(20));
    }
  });
});
