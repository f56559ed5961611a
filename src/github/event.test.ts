import { describe, expect, it } from 'vitest';
import { readEvent, type JobEvent } from './event.js';

const [BASE, HEAD] = ['a'.repeat(40), 'b'.repeat(40)];
const HERE = { id: 7, full_name: 'example/domains' };

function pull(over: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    repository: HERE,
    pull_request: {
      number: 12,
      title: '::error::x ##[add-mask]a',
      user: { login: 'alice' },
      base: { sha: BASE, ref: 'main', repo: HERE },
      head: { sha: HEAD, ref: '::stop-commands::x', repo: HERE },
      ...over,
    },
  };
}

function read(eventName: string, payload: unknown, job = { ref: '', sha: '' }): Promise<JobEvent> {
  return readEvent({ eventName, payload: async () => JSON.stringify(payload), ...job });
}

const reason = async (event: Promise<JobEvent>): Promise<string> =>
  event.then(
    () => 'it reads',
    (error: unknown) => (error as Error).message,
  );

describe('an event', () => {
  it.each(['pull_request', 'pull_request_review', 'pull_request_review_comment'])(
    '%s tells base, head and author',
    async (name) => {
      expect(await read(name, pull())).toEqual({
        kind: 'pull-request',
        number: 12,
        base: BASE,
        head: HEAD,
        author: 'alice',
        fork: false,
      });
    },
  );

  it.each([
    ['in another repository', { head: { sha: HEAD, repo: { id: 8, full_name: 'mallory/domains' } } }],
    [
      'in another one of the same name',
      { head: { sha: HEAD, repo: { id: 8, full_name: 'example/domains' } } },
    ],
    ['in one that is gone', { head: { sha: HEAD, repo: null } }],
  ])('is of a fork where the head lies %s', async (_, over) => {
    expect(await read('pull_request', pull(over))).toMatchObject({ fork: true });
  });

  it.each([
    ['refs/pull/12/merge', 'c'.repeat(40), 'c'.repeat(40)],
    ['refs/pull/13/merge', 'c'.repeat(40), undefined],
    ['refs/heads/main', 'c'.repeat(40), undefined],
    ['refs/pull/12/merge', '', undefined],
  ])('tells the commit that GitHub made to be tried: %s at %j', async (ref, sha, merge) => {
    expect(await read('pull_request', pull(), { ref, sha })).toMatchObject(
      merge === undefined ? { base: BASE } : { base: BASE, merge },
    );
    if (merge === undefined)
      expect(await read('pull_request', pull(), { ref, sha })).not.toHaveProperty('merge');
  });

  it('has no author where the account is gone', async () => {
    expect(await read('pull_request', pull({ user: null }))).toMatchObject({ author: '' });
  });

  it.each<[string, unknown, true | undefined]>([
    ['its title', { title: { from: 'x' } }, undefined],
    ['its base', { base: { ref: { from: 'lax' }, sha: { from: HEAD } } }, true],
  ])(
    'of a pull request that was edited tells whether another branch became its base: %s',
    async (_what, changes, told) => {
      const event = await read('pull_request', { ...pull(), action: 'edited', changes });
      expect((event as { retargeted?: true }).retargeted).toBe(told);
    },
  );

  it('of a merge queue tells what the group stands on', async () => {
    expect(await read('merge_group', { merge_group: { base_sha: BASE, head_sha: HEAD } })).toEqual({
      kind: 'merge-group',
      base: BASE,
      head: HEAD,
    });
  });

  it.each([
    [`refs/heads/gh-readonly-queue/main/pr-12-${BASE}`, 12],
    [`refs/heads/gh-readonly-queue/release/1/pr-7-${BASE}`, 7],
    [`refs/heads/main/pr-12-${BASE}`, undefined],
    [`refs/heads/gh-readonly-queue/main/pr-12x-${BASE}`, undefined],
  ])('of a merge queue tells by its branch %s which pull request it tries', async (head_ref, number) => {
    const group = { base_sha: BASE, head_sha: HEAD, head_ref };
    const { number: told } = (await read('merge_group', { merge_group: group })) as { number?: number };
    expect(told).toBe(number);
  });

  it.each(['push', 'workflow_dispatch'])(
    '%s is for the default branch, or tells for which it is',
    async (name) => {
      const payload = { repository: { id: 7, default_branch: 'trunk' } };
      const event = (ref: string, of: unknown = payload): Promise<JobEvent> =>
        read(name, of, { ref, sha: HEAD });
      expect(await event('refs/heads/trunk')).toEqual({ kind: 'plain' });
      expect(await event('refs/heads/topic')).toEqual({ kind: 'plain', branch: 'refs/heads/topic' });
      expect(await event('refs/tags/trunk')).toEqual({ kind: 'plain', branch: 'refs/tags/trunk' });
      // One that does not say which branch is the default keeps nobody from looking.
      expect(await event('refs/heads/trunk', 'no event')).toEqual({
        kind: 'plain',
        branch: 'refs/heads/trunk',
      });
    },
  );

  it.each(['schedule', ''])('%j is plain, and its file is not read', async (eventName) => {
    const payload = () => Promise.reject(new Error('read'));
    expect(await readEvent({ eventName, payload, ref: '', sha: '' })).toEqual({ kind: 'plain' });
  });
});

describe('an event that does not read', () => {
  const sha = (value: unknown) => pull({ base: { sha: value, repo: HERE } });
  it.each([
    ['no object', 1, 'its top'],
    ['no pull request', { repository: HERE }, 'pull_request'],
    ['a branch for a commit', sha('main'), 'pull_request.base.sha'],
    ['a path in a commit', sha(`${'a'.repeat(38)}/.`), 'pull_request.base.sha'],
    ['a line break behind a commit', sha(`${BASE}\n`), 'pull_request.base.sha'],
    ['a number of words', pull({ number: '12' }), 'pull_request.number'],
  ])('%s', async (_, payload, place) => {
    const told = await reason(read('pull_request', payload));
    expect(told).toContain(`at ${place} it is something else`);
  });

  it('quotes nothing of what strangers wrote', async () => {
    const hostile = '::error::x';
    const texts = [hostile, JSON.stringify({ [hostile]: hostile, pull_request: hostile })];
    for (const text of texts)
      expect(
        await reason(readEvent({ eventName: 'pull_request', payload: async () => text, ref: '', sha: '' })),
      ).not.toContain(hostile);
  });
});

describe('an event with the token of the base and the files of a stranger', () => {
  it.each([
    ['pull_request_target', pull()],
    ['workflow_run', { workflow_run: { event: 'pull_request', pull_requests: [] } }],
    ['workflow_run', { workflow_run: { event: 'push', pull_requests: [{ number: 1 }] } }],
  ])('is refused: %s', async (name, payload) => {
    await expect(read(name, payload)).rejects.toMatchObject({ code: 'EVENT_REFUSED' });
  });

  it('is none where a run without a pull request led to it', async () => {
    expect(await read('workflow_run', { workflow_run: { event: 'schedule', pull_requests: [] } })).toEqual({
      kind: 'plain',
    });
  });
});
