import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { own } from '../../base/text.js';
import { markdown } from '../../report/safe.js';
import { GitHubError } from './error.js';
import type { NewIssue } from './port.js';
import { commentOf, issueOf, startWorld, type World } from './testing/scripted.js';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const BODY = markdown`${own('drift')}`;
const sent = () => world.asked.map(({ method, url, body }) => `${method} ${url} ${body}`.trim());
const many = <One>(length: number, make: (n: number) => One): One[] =>
  Array.from({ length }, (_, n) => make(n + 1));

async function refused(what: Promise<unknown>): Promise<GitHubError> {
  const error = await what.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(GitHubError);
  return error as GitHubError;
}

describe('issues of a label', () => {
  it('come from all pages, by number, each once, without pull requests', async () => {
    const next = { link: `<${world.url}/repositories/1/issues?after=x>; rel="next", <x>; rel="last"` };
    world.answers(
      { headers: next, body: [issueOf(3), issueOf(1), issueOf(2, { pull_request: {} })] },
      { headers: { link: `<${world.url}/x>; rel="prev"` }, body: [issueOf(3), issueOf(9)] },
    );
    const issues = await world.open().issues('ca & a/guard ü#');
    expect(issues.map(({ number }) => number)).toEqual([1, 3, 9]);
    expect(sent()).toEqual([
      'GET /repos/example/domains/issues?state=all&labels=ca+%26+a%2Fguard+%C3%BC%23&sort=created&direction=asc&per_page=100&page=1',
      'GET /repositories/1/issues?after=x',
    ]);
  });

  it('are counted through by number where no next page is named', async () => {
    world.answers(
      { body: many(100, (n) => issueOf(n)) },
      { body: many(100, (n) => issueOf(100 + n)) },
      { body: [] },
    );
    expect(await world.open().issues('caa-guard')).toHaveLength(200);
    expect(world.asked.map(({ url }) => new URLSearchParams(url).get('page'))).toEqual(['1', '2', '3']);
  });

  it('are read as GitHub gives them', async () => {
    world.answers({
      body: [
        issueOf(1, {
          state: 'closed',
          state_reason: 'not_planned',
          body: null,
          user: null,
          closed_at: '2026-11-28T02:00:00Z',
          closed_by: { login: 'someone' },
        }),
        issueOf(2, { state_reason: 'reopened' }),
      ],
    });
    expect(await world.open().issues('caa-guard')).toEqual([
      {
        number: 1,
        state: 'closed',
        stateReason: 'not_planned',
        title: 'caa-guard: example.net',
        body: '',
        author: '',
        labels: ['caa-guard', 'dns'],
        createdAt: Date.UTC(2026, 10, 28),
        updatedAt: Date.UTC(2026, 10, 28, 1),
        closedAt: Date.UTC(2026, 10, 28, 2),
        closedBy: 'someone',
      },
      {
        number: 2,
        state: 'open',
        title: 'caa-guard: example.net',
        body: 'text',
        author: 'github-actions[bot]',
        labels: ['caa-guard', 'dns'],
        createdAt: Date.UTC(2026, 10, 28),
        updatedAt: Date.UTC(2026, 10, 28, 1),
      },
    ]);
  });

  it.each([
    ['number', { number: '1' }],
    ['state', { state: 'locked' }],
    ['title', { title: null }],
    ['body', { body: 7 }],
    ['created_at', { created_at: 'yesterday' }],
    ['user.login', { user: {} }],
  ])('are not believed where %s is of a wrong type, and the value is not shown', async (field, over) => {
    world.answers({ body: [issueOf(1), issueOf(2, over)] });
    const error = await refused(world.open().issues('caa-guard'));
    expect(error.code).toBe('unavailable');
    expect(error.message).toMatch(new RegExp(`expected 1\\.${field.replace('.', '\\.')} to be`));
    expect(error.message).not.toContain('yesterday');
    expect(world.asked).toHaveLength(1);
  });

  it('are no list where a label could stand for two', async () => {
    for (const label of ['', ' ', 'a,b'])
      expect(await refused(world.open().issues(label))).toMatchObject({ code: 'invalid' });
    expect(world.asked).toEqual([]);
  });

  it('are not followed to another host', async () => {
    const link = `<https://evil.example/issues?page=2>; rel="next"`;
    world.answers({ headers: { link }, body: [issueOf(1)] });
    expect((await refused(world.open().issues('caa-guard'))).message).toContain('elsewhere');
  });

  it('are read up to a hundred pages, and then it is said what to do', async () => {
    const link = `<${world.url}/next>; rel="next"`;
    world.answers(...many(101, (n) => ({ headers: { link }, body: [issueOf(n)] })));
    const error = await refused(world.open().issues('bug'));
    expect(error.code).toBe('invalid');
    expect(error.message).toBe(
      'GitHub, to list the issues with the label "bug": expected at most 10000; there are more. Name a label that is for ' +
        'these issues alone, by the input issue-labels',
    );
    expect(world.asked).toHaveLength(100);
  });
});

describe('one issue', () => {
  it('is read, opened, changed', async () => {
    world.answers({ body: issueOf(5) }, { status: 201, body: issueOf(6) }, { body: issueOf(6) });
    const repository = world.open();
    expect(await repository.issue(5)).toMatchObject({ number: 5 });
    const issue = {
      title: 'T',
      body: BODY,
      labels: ['a', 'b'],
      assignees: ['octocat'],
    } as unknown as NewIssue;
    expect(await repository.createIssue(issue)).toMatchObject({ number: 6 });
    await repository.updateIssue(6, { body: BODY, state: 'closed', stateReason: 'completed' });
    expect(sent()).toEqual([
      'GET /repos/example/domains/issues/5',
      'POST /repos/example/domains/issues {"title":"T","body":"drift","labels":["a","b"],"assignees":["octocat"]}',
      'PATCH /repos/example/domains/issues/6 {"body":"drift","state":"closed","state_reason":"completed"}',
    ]);
  });

  it('is none if it is a pull request', async () => {
    world.answers({ body: issueOf(5, { pull_request: {} }) });
    expect((await refused(world.open().issue(5))).message).toContain('it is a pull request');
  });
});

describe('comments', () => {
  it('come oldest first, from a time on, if one is given', async () => {
    const older = { created_at: '2026-11-27T00:00:00Z' };
    world.answers({ body: [commentOf(3), commentOf(2), commentOf(9, older)] }, { body: [] });
    const repository = world.open();
    expect((await repository.comments(4)).map(({ id }) => id)).toEqual([9, 2, 3]);
    expect(await repository.comments(4, Date.UTC(2026, 10, 28, 0, 0, 0, 500))).toEqual([]);
    expect(world.asked[1]?.url).toBe(
      '/repos/example/domains/issues/4/comments?since=2026-11-28T00%3A00%3A00Z&per_page=100&page=1',
    );
  });

  it('are made and changed', async () => {
    world.answers({ status: 201, body: commentOf(8) }, { body: commentOf(8) });
    const repository = world.open();
    expect(await repository.createComment(4, BODY)).toEqual({
      id: 8,
      body: 'comment 8',
      author: 'someone',
      createdAt: Date.UTC(2026, 10, 28),
    });
    await repository.updateComment(8, BODY);
    expect(sent()).toEqual([
      'POST /repos/example/domains/issues/4/comments {"body":"drift"}',
      'PATCH /repos/example/domains/issues/comments/8 {"body":"drift"}',
    ]);
  });
});

describe('a label', () => {
  const TEXT = 'until 12' as NewIssue['title'];
  it('is read, made, changed and deleted, whatever its name holds', async () => {
    world.answers({ body: { name: 'x', description: null } }, { status: 201 }, { body: {} }, { status: 204 });
    const repository = world.open();
    expect(await repository.label('caa guard/..?#')).toEqual({ description: '' });
    expect(await repository.createLabel('lock', 'ededed', TEXT)).toBe(true);
    await repository.updateLabel('lock', TEXT);
    expect(await repository.deleteLabel('lock')).toBe(true);
    expect(sent()).toEqual([
      'GET /repos/example/domains/labels/caa%20guard%2F..%3F%23',
      'POST /repos/example/domains/labels {"name":"lock","color":"ededed","description":"until 12"}',
      'PATCH /repos/example/domains/labels/lock {"description":"until 12"}',
      'DELETE /repos/example/domains/labels/lock',
    ]);
  });

  it('that is not there is told from one that is, and so is one that is there already', async () => {
    const errors = [{ resource: 'Label', code: 'already_exists', field: 'name' }];
    world.answers({ status: 404 }, { status: 404 }, { status: 422, body: { message: 'no', errors } });
    const repository = world.open();
    expect(await repository.label('lock')).toBeUndefined();
    expect(await repository.deleteLabel('lock')).toBe(false);
    expect(await repository.createLabel('lock', 'ededed', TEXT)).toBe(false);
  });

  it('that GitHub does not take for another reason is not taken for one that is there', async () => {
    world.answers({ status: 422, body: { message: 'already_exists', errors: [{ code: 'invalid' }] } });
    expect(await refused(world.open().createLabel('lock', 'red', TEXT))).toMatchObject({ code: 'invalid' });
  });
});

describe('open issues of an account', () => {
  it('are asked for by its name, the newest three hundred, and come by number', async () => {
    const page = (from: number) => ({ body: many(100, (n) => issueOf(from - n)) });
    world.answers(page(301), page(201), page(101));
    const issues = await world.open().openIssuesOf('github-actions[bot]');
    expect([issues.length, issues[0]?.number, issues.at(-1)?.number]).toEqual([300, 1, 300]);
    expect(world.asked).toHaveLength(3);
    expect(sent()[0]).toBe(
      'GET /repos/example/domains/issues?state=open&creator=github-actions%5Bbot%5D&sort=created&direction=desc&per_page=100&page=1',
    );
  });

  it('are none where the server does not know the account, and anything else is said', async () => {
    world.answers({ status: 422, body: { message: 'Validation Failed' } }, { status: 404 }, { status: 401 });
    const repository = world.open();
    expect(await repository.openIssuesOf('my-app[bot]')).toEqual([]);
    expect(await repository.openIssuesOf('my-app[bot]')).toEqual([]);
    expect(await refused(repository.openIssuesOf('my-app[bot]'))).toMatchObject({ code: 'unauthorized' });
  });
});

describe('a label', () => {
  it('is given to an issue beside those that it has, once more after a failure', async () => {
    world.answers({ status: 502 }, { body: [{ name: 'caa-guard' }] });
    await world.open().addLabel(7, 'caa-guard');
    expect(sent()).toEqual(
      Array.from({ length: 2 }, () => 'POST /repos/example/domains/issues/7/labels {"labels":["caa-guard"]}'),
    );
  });
});

describe('the account', () => {
  const denied = { status: 403, body: { message: 'Resource not accessible by integration' } };
  it('of the token of a workflow is that of GitHub Actions, and is asked for once', async () => {
    world.answers(denied);
    const repository = world.open();
    expect(await Promise.all([repository.login(), repository.login()])).toEqual([
      'github-actions[bot]',
      'github-actions[bot]',
    ]);
    expect(world.asked).toHaveLength(1);
  });

  it('of a token is the one that GitHub names; of an App it says only that it is one, and some servers say nothing', async () => {
    world.answers({ body: { login: 'octocat' } }, denied, { status: 404 });
    expect(await world.open().account()).toEqual({ kind: 'user', login: 'octocat' });
    expect(await world.open().account()).toEqual({ kind: 'app' });
    expect(await world.open().account()).toEqual({ kind: 'unknown' });
  });

  it('is not guessed where something else refuses: issues of ours would pass for others', async () => {
    world.answers(
      { status: 403, body: { message: 'Resource protected by organization SAML enforcement' } },
      { status: 401 },
      denied,
    );
    const repository = world.open();
    expect(await refused(repository.login())).toMatchObject({ code: 'forbidden' });
    expect(await refused(repository.login())).toMatchObject({ code: 'unauthorized' });
    expect(await repository.login()).toBe('github-actions[bot]');
  });
});

describe('the history of a file', () => {
  it('is asked for up to a commit, by one that touched it', async () => {
    world.answers({ body: [{ sha: 'b'.repeat(40) }] }, { body: [] });
    const repository = world.open();
    expect(await repository.everHeld('a b/caa-guard.yaml', 'a'.repeat(40))).toBe(true);
    expect(await repository.everHeld('x.yaml', 'a'.repeat(40))).toBe(false);
    expect(sent()[0]).toBe(
      `GET /repos/example/domains/commits?path=a+b%2Fcaa-guard.yaml&sha=${'a'.repeat(40)}&per_page=1`,
    );
  });

  it('is of no branch, which may be another one tomorrow', async () => {
    expect(await refused(world.open().everHeld('x.yaml', 'main'))).toMatchObject({ code: 'invalid' });
    expect(world.asked).toEqual([]);
  });
});

describe('a file at a commit', () => {
  const commit = 'a'.repeat(40);
  const RAW = { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' };

  it('is read raw, of more than a megabyte as well, and JSON is left as it is', async () => {
    const text = JSON.stringify({ type: 'dir', text: 'ü'.repeat(1_000_000) });
    world.answers({ headers: RAW, body: text });
    expect(await world.open().file('a b/caa?guard.json', commit)).toBe(text);
    expect(world.asked).toMatchObject([
      {
        url: `/repos/example/domains/contents/a%20b/caa%3Fguard.json?ref=${commit}`,
        headers: { accept: 'application/vnd.github.raw+json' },
      },
    ]);
  });

  it('is read in base64 from a server that gives no other', async () => {
    const content = Buffer.from('version: 1\n').toString('base64').replace(/.{6}/g, '$&\n');
    world.answers({ body: { type: 'file', encoding: 'base64', content } });
    expect(await world.open().file('caa-guard.yaml', commit)).toBe('version: 1\n');
  });

  it('is absent where the commit is there and the file is not', async () => {
    world.answers({ status: 404 }, { body: { sha: commit } });
    expect(await world.open().file('caa-guard.yaml', commit)).toBeUndefined();
    expect(sent()[1]).toBe(`GET /repos/example/domains/git/commits/${commit}`);
  });

  it('is not absent where the token does not see the commit either', async () => {
    world.answers({ status: 404 }, { status: 404 });
    const error = await refused(world.open().file('caa-guard.yaml', commit));
    expect(error.code).toBe('missing');
    expect(error.message).toContain('a private repository needs `contents: read`');
  });

  it.each([
    ['a directory', []],
    ['a symbolic link', { type: 'symlink', target: '/proc/self/environ' }],
    ['a submodule', { type: 'submodule' }],
  ])('is none if it is %s', async (kind, body) => {
    world.answers({ body });
    const error = await refused(world.open().file('policies', commit));
    expect(error).toMatchObject({ code: 'invalid' });
    expect(error.message).toContain(`expected a file; it is ${kind}`);
  });

  it('is none if it is not text, or comes in no form that we know', async () => {
    world.answers(
      { body: { type: 'file', encoding: 'base64', content: '//8=' } },
      { body: { type: 'file', encoding: 'none', content: '' } },
      { headers: { 'content-type': 'text/html' }, body: '<html>' },
    );
    const repository = world.open();
    expect(await refused(repository.file('x', commit))).toMatchObject({ code: 'invalid' });
    expect(await refused(repository.file('x', commit))).toMatchObject({ code: 'unavailable' });
    expect(await refused(repository.file('x', commit))).toMatchObject({ code: 'unavailable' });
  });

  it('is asked for by a whole commit and a path that stays in the repository', async () => {
    const repository = world.open();
    for (const name of ['main', 'a'.repeat(39), 'A'.repeat(40), `${'a'.repeat(40)}\n`, '..'])
      expect((await refused(repository.file('x', name))).message).toContain(
        'expected a commit by its whole id',
      );
    for (const path of ['', '/x', 'a//b', '../x', 'a/./b', 'a/..', 'x/', '\ud800'])
      expect((await refused(repository.file(path, commit))).message).toContain('expected the path of a file');
    expect(world.asked).toEqual([]);
  });
});

describe('the parents of a commit', () => {
  it('come in their order', async () => {
    const [one, two] = ['a'.repeat(40), 'b'.repeat(40)];
    world.answers({ body: { sha: 'c', parents: [{ sha: two, url: 'x' }, { sha: one }] } });
    expect(await world.open().parents('c'.repeat(40))).toEqual([two, one]);
    expect(sent()).toEqual([`GET /repos/example/domains/git/commits/${'c'.repeat(40)}`]);
    expect(await refused(world.open().parents('main'))).toMatchObject({ code: 'invalid' });
  });
});

describe('a pull request', () => {
  it('is read as far as it says who approves it', async () => {
    world.answers({ body: { number: 3, user: null, head: { sha: 'a'.repeat(40), ref: '::error::' } } });
    expect(await world.open().pull(3)).toEqual({ author: '', head: 'a'.repeat(40) });
    expect(sent()).toEqual(['GET /repos/example/domains/pulls/3']);
  });

  it('is not read where its head is no commit', async () => {
    world.answers({ body: { user: { login: 'alice' }, head: { sha: 'main' } } });
    expect(await refused(world.open().pull(3))).toMatchObject({ code: 'unavailable' });
  });
});

describe('a comment', () => {
  it.each([
    [204, true],
    [404, false],
  ])('is deleted, if it is there: %i', async (status, was) => {
    world.answers({ status, body: status === 204 ? '' : { message: 'Not Found' } });
    expect(await world.open().deleteComment(9)).toBe(was);
    expect(sent()).toEqual(['DELETE /repos/example/domains/issues/comments/9']);
  });
});

describe('reviews', () => {
  it('come in their order, of accounts that are gone as well', async () => {
    world.answers({
      body: [
        { user: { login: 'a' }, state: 'APPROVED', commit_id: 'c1' },
        { user: null, state: 'DISMISSED', commit_id: null },
      ],
    });
    expect(await world.open().reviews(3)).toEqual([
      { author: 'a', state: 'APPROVED', commit: 'c1' },
      { author: '', state: 'DISMISSED', commit: '' },
    ]);
    expect(world.asked[0]?.url).toBe('/repos/example/domains/pulls/3/reviews?per_page=100&page=1');
  });

  it('of a state that we do not know are not skipped: it could be an approval withdrawn', async () => {
    world.answers({ body: [{ user: { login: 'a' }, state: 'REVOKED', commit_id: 'c1' }] });
    expect(await refused(world.open().reviews(3))).toMatchObject({ code: 'unavailable' });
  });
});
