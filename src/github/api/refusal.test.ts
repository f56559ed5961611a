import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GitHubError } from './error.js';
import { startWorld, TOKEN, type World } from './testing/scripted.js';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

async function refused(what: Promise<unknown>): Promise<GitHubError> {
  const error = await what.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(GitHubError);
  return error as GitHubError;
}

/** What closing an issue comes to where GitHub answers so. */
async function answered(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  more: object = {},
): Promise<GitHubError> {
  world.answers({ status, headers, body: { message, ...more } });
  return refused(world.open().updateIssue(7, { state: 'closed' }));
}

describe('a refusal', () => {
  it('of the token says where to look', async () => {
    const error = await answered(401, 'Bad credentials');
    expect(error).toMatchObject({ code: 'unauthorized', details: { status: 401 } });
    expect(error.message).toBe(
      `GitHub, to change issue 7: expected the token to be taken at ${world.url}; it answered 401 (Bad credentials). It may ` +
        'have expired, or be for another server: see the input github-token',
    );
  });

  it('for want of a permission names it as GitHub does, and as a workflow does', async () => {
    const error = await answered(403, 'Resource not accessible by integration', {
      'x-accepted-github-permissions': 'issues=write; pull_requests=write,contents=read',
    });
    expect(error).toMatchObject({
      code: 'forbidden',
      details: { status: 403, permissions: 'issues=write; pull_requests=write,contents=read' },
    });
    expect(error.message).toContain('it asks for issues=write; pull_requests=write,contents=read. Add ');
    expect(error.message).toContain(
      'Add `issues: write`, or `pull-requests: write` and `contents: read` to `permissions:` of the job',
    );
  });

  it('for want of a permission that GitHub does not name says which we know to be needed', async () => {
    const error = await answered(403, 'Must have admin rights');
    expect(error.message).toContain('Add `issues: write` to `permissions:` of the job');
    expect(error.details).not.toHaveProperty('permissions');
  });

  it('shows a header that is no list of permissions inert, and takes no words from it', async () => {
    const header = 'issues=write`\u00e9 ##[add-mask]a';
    const error = await answered(403, 'no', { 'x-accepted-github-permissions': header });
    expect(error.details.permissions).toBe('issues=write`\\u{e9} ##[add-mask]a');
    expect(error.message).toContain('Add `issues: write` to');
  });

  it('for what is not there speaks of private repositories', async () => {
    const error = await answered(404, 'Not Found');
    expect(error.code).toBe('missing');
    expect(error.message).toContain(
      'a private repository needs `issues: write` in `permissions:` of the job',
    );
  });

  it('of a repository without issues says how to switch them on', async () => {
    const error = await answered(410, 'Issues has been disabled in this repository.');
    expect(error.code).toBe('gone');
    expect(error.message).toContain('Switch them on in the settings of the repository');
  });

  it('of an issue that was deleted is about this one', async () => {
    expect(await answered(410, 'This issue was deleted')).toMatchObject({ code: 'missing' });
  });

  it('of what was sent tells what GitHub said of it', async () => {
    const errors = [{ resource: 'Issue', field: 'assignees', code: 'invalid' }, 'a sentence', null, 7];
    const error = await answered(422, 'Validation Failed', {}, { errors });
    expect(error.code).toBe('invalid');
    expect(error.message).toContain('it answered 422 (Validation Failed; assignees invalid; a sentence)');
  });

  it('is rendered inert, and cut', async () => {
    const error = await answered(422, `\u001b[31m\n::error::\u202e${'x'.repeat(2_000)}`);
    expect(error.message).toMatch(/^[\x20-\x7e]+$/);
    expect(error.message.length).toBeLessThan(700);
  });

  it('that sends the token back does not show it, wherever it would be cut', async () => {
    const filler = 'x'.repeat(400);
    for (const error of [
      await answered(422, `you sent Bearer ${TOKEN}`),
      await answered(403, `${filler} ${TOKEN}`, { 'x-accepted-github-permissions': TOKEN }),
    ])
      expect(error.message + JSON.stringify(error.details)).not.toContain(TOKEN.slice(0, 20));
  });
});

describe('a redirect', () => {
  it.each([301, 302, 307, 308])('%i below the API is followed by the same method', async (status) => {
    world.answers(
      { status, headers: { location: '/repositories/1/issues/7?x=1' } },
      { status: 410, body: { message: 'off' } },
    );
    expect(await refused(world.open().updateIssue(7, { state: 'closed' }))).toMatchObject({ code: 'gone' });
    expect(world.asked.map(({ method, url, body }) => [method, url, body])).toEqual([
      ['PATCH', '/repos/example/domains/issues/7', '{"state":"closed"}'],
      ['PATCH', '/repositories/1/issues/7?x=1', '{"state":"closed"}'],
    ]);
  });

  it('to another host is not followed, so that the token stays', async () => {
    const other = await startWorld();
    try {
      for (const location of [
        `${other.url}/user`,
        'http://evil.example/',
        'gopher://x',
        'http://[',
        `//${TOKEN}/`,
      ]) {
        world.answers({ status: 302, headers: { location } });
        const error = await refused(world.open().login());
        expect(error.code).toBe('unavailable');
        expect(error.message).toContain('which is not followed');
        expect(error.message).not.toContain(TOKEN.slice(0, 20));
      }
      expect(other.asked).toEqual([]);
      expect(world.asked).toHaveLength(5);
    } finally {
      await other.close();
    }
  });

  it('out of the path of the API is not followed either', async () => {
    const repository = world.open({ url: `${world.url}/api/v3` });
    for (const location of ['/login', '/api/v3/../../login', '/api/v30/user', '/api/v3%2f..%2flogin']) {
      world.answers({ status: 302, headers: { location } });
      await refused(repository.login());
    }
    expect(world.asked.map(({ url }) => url)).toEqual(Array.from({ length: 4 }, () => '/api/v3/user'));
  });

  it('is followed three times, and not for ever', async () => {
    world.answers(...Array.from({ length: 9 }, () => ({ status: 302, headers: { location: '/user' } })));
    expect(await refused(world.open().login())).toMatchObject({ code: 'unavailable' });
    expect(world.asked).toHaveLength(4);
  });
});

describe('what is not opened', () => {
  it.each([
    ['http://github.example/api/v3', 'invalid'],
    ['ftp://127.0.0.1/', 'invalid'],
    ['https://user:pw@github.example/', 'invalid'],
    ['https://github.example/?x', 'invalid'],
    ['github.example', 'invalid'],
  ])('is an API at %s', (url, code) => {
    expect(() => world.open({ url })).toThrowError(expect.objectContaining({ code }) as Error);
  });

  it.each(['', 'name', 'a/b/c', 'a/..', '../b', 'a/b?x', 'a/b%2f', 'a /b', 'a/b\n'])(
    'is a repository of the name %j',
    (repository) => {
      expect(() => world.open({ repository })).toThrow('expected owner/name');
    },
  );

  it('is anything with a token that no header takes, and it is not shown', () => {
    for (const token of ['', 'se cret', 'secret\r\nx: y', 'secr\u00e9t'])
      expect(() => world.open({ token })).toThrow(
        /^input github-token: expected printable ASCII[^\n]*not shown here$/,
      );
  });
});
