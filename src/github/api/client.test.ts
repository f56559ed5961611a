import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { own } from '../../base/text.js';
import { markdown } from '../../report/safe.js';
import { GitHubError } from './error.js';
import type { NewIssue } from './port.js';
import { commentOf, issueOf, START, startWorld, TOKEN, type World } from './testing/scripted.js';

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const BODY = markdown`${own('drift')}`;
const NEW = {
  title: 'caa-guard: example.net',
  body: BODY,
  labels: ['caa-guard'],
  assignees: [],
} as unknown as NewIssue;
const user = { body: { login: 'octocat' } };
const created = { status: 201, body: issueOf(1) };
const limited = { status: 429, headers: { 'retry-after': '7' }, body: { message: 'slow down' } };

/** The error of what is refused; fails if it is not. Whatever it is, it shows no token. */
async function refused(what: Promise<unknown>): Promise<GitHubError> {
  const error = await what.then(
    () => expect.fail('expected it to be refused'),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(GitHubError);
  const shown = [error, (error as GitHubError).details, (error as Error).cause, ...world.logged];
  expect(shown.map((one) => String(one) + JSON.stringify(one)).join()).not.toContain(TOKEN.slice(0, 50));
  return error as GitHubError;
}

describe('a question to GitHub', () => {
  it('is asked under our own name, by the version of the API that we know, with the token', async () => {
    world.answers(user);
    expect(await world.open().login()).toBe('octocat');
    expect(world.asked).toMatchObject([
      {
        method: 'GET',
        url: '/user',
        headers: {
          authorization: `Bearer ${TOKEN}`,
          'user-agent': 'caa-guard/1.2.3',
          'x-github-api-version': '2022-11-28',
          accept: 'application/vnd.github+json',
        },
      },
    ]);
  });

  it('goes below the path of an Enterprise Server', async () => {
    world.answers(user, { body: issueOf(3) });
    const repository = world.open({ url: `${world.url}/api/v3/` });
    await repository.login();
    await repository.issue(3);
    expect(world.asked.map(({ url }) => url)).toEqual([
      '/api/v3/user',
      '/api/v3/repos/example/domains/issues/3',
    ]);
  });

  it.each([
    ['500', { status: 500 }],
    ['502, with a page in place of JSON', { status: 502, body: '<html>' }],
    ['an answer that is cut', { ...user, how: 'cut' }],
    ['a connection that is torn down', { how: 'reset' }],
    ['silence', { how: 'silent' }],
    ['a page that says that all is well', { body: '<html>sign in</html>' }],
    ['half of an answer, under a length of its own', { body: '{"login":"octo' }],
  ] as const)('is asked again after %s, later each time', async (_, failure) => {
    world.answers(failure, failure, user);
    expect(await world.open({ requestMs: 200 }).login()).toBe('octocat');
    expect(world.slept).toEqual([500, 1_000]);
    expect(world.logged[0]).toMatch(
      /^caa-guard: GitHub, to learn the account of the token: .* Asking again in 1 s$/,
    );
  });

  it('is given up after four failures, as something that could not be seen', async () => {
    world.answers(...Array.from({ length: 5 }, () => ({ status: 503, body: { message: 'unicorn' } })));
    const error = await refused(world.open().login());
    expect(error).toMatchObject({ code: 'unavailable', details: { status: 503 } });
    expect(error.message).toBe(
      'GitHub, to learn the account of the token: expected an answer; it failed with 503 (unicorn)',
    );
    expect(error.details.maybeDone).not.toBe(true);
    expect(world.asked).toHaveLength(4);
  });

  it('is spread by chance, by what node:crypto gives if nothing is passed in', async () => {
    world.answers({ status: 500 }, user, { status: 500 }, { body: issueOf(1) });
    await world.open({ random: () => 0.5 }).login();
    expect(world.slept).toEqual([750]);
    const { random: _, ...ports } = { random: undefined };
    await world.open({ ...ports }).issue(1);
    expect(world.slept[1]).toBeGreaterThanOrEqual(500);
  });

  it('waits as long as a server that is down says, and not longer than the run has', async () => {
    const down = { status: 503, headers: { 'retry-after': '40' } };
    world.answers(down, user);
    await world.open().login();
    expect(world.slept).toEqual([40_000]);
    world.answers(down);
    const error = await refused(world.open({ waitMs: 39_000 }).login());
    expect(error.code).toBe('unavailable');
    expect(error.message).toMatch(/in 40 s; the run may wait 39 s more$/);
  });

  it('ends with the run: nothing is asked after it', async () => {
    world.answers({ status: 500 }, user);
    world.onSleep = world.abort;
    const error = await refused(world.open().login());
    expect(error.message).toContain('the run was ended');
    expect(world.asked).toHaveLength(1);
  });

  it('ends while it is asked', async () => {
    world.answers(() => {
      queueMicrotask(world.abort);
      return { how: 'silent' };
    });
    expect(await refused(world.open().login())).toMatchObject({ code: 'unavailable' });
    expect(world.asked).toHaveLength(1);
  });

  it('takes no answer of more than sixteen megabytes', async () => {
    world.answers({ body: JSON.stringify({ login: 'x'.repeat(17 * 1024 * 1024) }) });
    const error = await refused(world.open().login());
    expect(error.code).toBe('unavailable');
    expect(error.message).toContain('expected an answer of at most 16777216 octets');
  });
});

describe('a limit', () => {
  const again = async (answer: object) => {
    world.answers(answer, user);
    expect(await world.open().login()).toBe('octocat');
    return world.slept;
  };
  it('of 429 is waited for as long as Retry-After says', async () => {
    expect(await again(limited)).toEqual([7_000]);
  });
  it('with a date in Retry-After, too', async () => {
    const date = new Date(START + 9_000).toUTCString();
    expect(await again({ ...limited, headers: { 'retry-after': date } })).toEqual([9_000]);
  });
  it('of 403 with no request left is waited for until it is reset', async () => {
    const headers = {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(START / 1000 + 30),
      'x-accepted-github-permissions': 'metadata=read',
    };
    const body = { message: 'API rate limit exceeded for installation' };
    expect(await again({ status: 403, headers, body })).toEqual([31_000]);
  });
  it('of the second kind, which names no time, is waited for a minute', async () => {
    const body = { message: 'You have exceeded a secondary rate limit. Please wait a few minutes' };
    expect(await again({ status: 403, body })).toEqual([60_000]);
  });
  it('of 429 that says nothing, too', async () => {
    expect(await again({ status: 429 })).toEqual([60_000]);
  });

  it('that is longer than the run has is told, and nothing is asked meanwhile', async () => {
    world.answers({ ...limited, headers: { 'retry-after': '3600' } });
    const error = await refused(world.open().login());
    expect(error).toMatchObject({ code: 'limited', details: { status: 429 } });
    expect(error.message).toBe(
      'GitHub, to learn the account of the token: it asks for fewer requests; it answered 429 (slow down). It would have to ' +
        'be asked again in 3600 s; the run may wait 300 s more',
    );
    expect(world.slept).toEqual([]);
  });

  it('is waited for out of one purse for the whole run', async () => {
    const minutes = { ...limited, headers: { 'retry-after': '200' } };
    world.answers(minutes, user, minutes);
    const repository = world.open();
    await repository.login();
    expect((await refused(repository.issue(1))).message).toContain('the run may wait 100 s more');
  });

  it('that never ends is given up', async () => {
    world.answers(...Array.from({ length: 9 }, () => limited));
    expect(await refused(world.open().login())).toMatchObject({ code: 'limited' });
    expect(world.asked).toHaveLength(5);
  });

  it('holds up what is asked at the same time', async () => {
    world.answers(limited, user, { body: issueOf(1) });
    const repository = world.open();
    await Promise.all([repository.login(), repository.issue(1)]);
    expect(world.asked.map(({ url, at }) => [url.split('/').at(-1), at])).toEqual([
      ['user', 0],
      ['user', 7_000],
      ['1', 7_000],
    ]);
  });

  it('is none where the token may not do it, though it was the last request that was allowed', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(START / 1000 + 30) };
    world.answers({ status: 403, headers, body: { message: 'Resource not accessible by integration' } });
    expect(await refused(world.open().issue(1))).toMatchObject({ code: 'forbidden' });
    expect(world.slept).toEqual([]);
  });
});

describe('what makes something', () => {
  it.each([
    ['502', { status: 502 }],
    ['an answer that is cut', { ...created, how: 'cut' }],
    ['a connection that is torn down', { how: 'reset' }],
    ['silence', { how: 'silent' }],
    ['an answer that does not read', { status: 201, body: '<html>' }],
    ['an answer of another shape', { status: 201, body: { id: 7 } }],
    ['an answer that is too long', { status: 201, body: JSON.stringify('x'.repeat(17 * 1024 * 1024)) }],
  ] as const)('is sent once, and may have been made, after %s', async (_, failure) => {
    world.answers(failure, created);
    const error = await refused(world.open({ requestMs: 1_000 }).createIssue(NEW));
    expect(error).toMatchObject({ code: 'unavailable', details: { maybeDone: true } });
    expect(world.asked).toHaveLength(1);
  });

  it('is sent again after a limit, since nothing was made', async () => {
    world.answers(limited, limited, created);
    expect(await world.open().createIssue(NEW)).toMatchObject({ number: 1 });
    expect(world.asked).toHaveLength(3);
    world.answers({ ...limited, headers: { 'retry-after': '3600' } });
    expect((await refused(world.open().createIssue(NEW))).details.maybeDone).not.toBe(true);
  });

  it('is sent again where no connection stood', async () => {
    const { url } = world;
    await world.close();
    const other = await startWorld();
    world = other;
    other.answers(created);
    let first = true;
    const repository = other.open({
      fetch: (to, init) => {
        const target = first ? (to as URL).href.replace(other.url, url) : to;
        first = false;
        return fetch(target, init);
      },
    });
    expect(await repository.createIssue(NEW)).toMatchObject({ number: 1 });
    expect(other.asked).toHaveLength(1);
  });

  it('holds for comments and for labels', async () => {
    const fails = { status: 502 };
    world.answers(fails, fails);
    const repository = world.open();
    for (const make of [
      () => repository.createComment(1, BODY),
      () => repository.createLabel('lock', 'ededed', NEW.title),
    ])
      expect(await refused(make())).toMatchObject({ details: { maybeDone: true } });
    expect(world.asked).toHaveLength(2);
  });
});

describe('a write that comes to the same however often it is done', () => {
  it('is sent again', async () => {
    world.answers({ status: 502 }, { how: 'reset' }, { body: issueOf(1, { state: 'closed' }) });
    expect(await world.open().updateIssue(1, { state: 'closed' })).toMatchObject({ state: 'closed' });
    expect(new Set(world.asked.map(({ body }) => body))).toEqual(new Set(['{"state":"closed"}']));
    expect(world.asked).toHaveLength(3);
  });

  it('may have been done where it was given up', async () => {
    world.answers(
      { status: 502 },
      { status: 403, body: { message: 'Resource not accessible by integration' } },
    );
    expect(await refused(world.open().updateIssue(1, { state: 'closed' }))).toMatchObject({
      code: 'forbidden',
      details: { maybeDone: true },
    });
  });
});

it('writes are a second apart, those that fail as well, and reads are not', async () => {
  world.answers(created, { body: issueOf(1) }, { status: 502 }, { body: commentOf(2) }, { body: issueOf(1) });
  const repository = world.open();
  await repository.createIssue(NEW);
  await repository.issue(1);
  await refused(repository.createComment(1, BODY));
  await Promise.all([repository.updateComment(2, BODY), repository.issue(1)]);
  expect(world.asked.map(({ at }) => at)).toEqual([0, 0, 1_000, 2_000, 2_000]);
});
