import { describe, expect, it } from 'vitest';
import { ALL_OK, EVERYTHING, finding, judgement } from '../report/testing/fixtures.js';
import type { Judgement } from '../rules/model.js';
import { GitHubError } from './api/error.js';
import type { Repository } from './api/port.js';
import { run } from './run.js';
import { fakePorts, fakeRepository, inputs, type FakePorts } from './testing/fakes.js';

const [BASE, HEAD] = ['a'.repeat(40), 'b'.repeat(40)];
const HERE = { id: 7 };
const HOSTILE = '::error::x ##[add-mask]a\n::stop-commands::x </code>|@all';

const CHANGE = judgement({
  outcome: 'drift',
  change: { kind: 'changed', weakened: 2, approved: false, pending: 1, notLookedAt: [] },
  findings: [
    finding({ rule: 'policy/weakened', stage: 'weakened', id: '1' }),
    finding({ rule: 'caa/missing', stage: 'pending', fails: false, id: '2' }),
    finding({ rule: 'policy/no-account', stage: 'accepted', fails: false, id: '3' }),
  ],
});

interface World {
  readonly judged?: Judgement;
  readonly fork?: boolean;
  readonly files?: Readonly<Record<string, string>>;
  readonly name?: string;
  readonly repository?: Repository;
}

/** A pull request whose every text is hostile. */
function pullRequest(world: World = {}): FakePorts {
  const payload = {
    repository: HERE,
    pull_request: {
      number: 12,
      title: HOSTILE,
      body: HOSTILE,
      user: { login: HOSTILE },
      base: { sha: BASE, ref: HOSTILE, repo: HERE },
      head: { sha: HEAD, ref: HOSTILE, label: HOSTILE, repo: world.fork === true ? null : HERE },
    },
  };
  return fakePorts({
    judgement: world.judged ?? CHANGE,
    files: { 'caa-guard.yaml': 'head', 'caa-guard.lock': 'head', ...world.files },
    event: { name: world.name ?? 'pull_request', payload },
    repository: world.repository ?? fakeRepository({ files: { [BASE]: { 'caa-guard.yaml': 'base' } } }),
  });
}

const all = (ports: FakePorts): string =>
  [...ports.lines, JSON.stringify([ports.annotations, ports.outputs]), ports.summary()].join('\n');

describe('a run on a pull request', () => {
  it('is judged by the policy of the base', async () => {
    const ports = pullRequest();
    expect(await run(inputs(), ports)).toBe(1);
    expect(await ports.bases[0]?.readFile('caa-guard.yaml')).toBe('base');
    expect(ports.outputs).toMatchObject({ 'weakened-count': '2', 'pending-count': '1', issues: '' });
  });

  it('notes what waits for the merge, and fails for what loosens', async () => {
    const ports = pullRequest();
    await run(inputs(), ports);
    expect(ports.annotations.map(({ level, title }) => [level, title])).toEqual([
      ['error', 'caa-guard: policy/weakened (critical)'],
      ['notice', 'caa-guard: caa/missing (waits for the merge)'],
    ]);
  });

  it('says of what could not be seen that it is unknown, not that it waits for the merge', async () => {
    const unseen = finding({ rule: 'survey/unreachable', kind: 'unknown', stage: 'pending', fails: false });
    const ports = pullRequest({ judged: { ...CHANGE, outcome: 'unknown', findings: [unseen] } });
    await run(inputs({ failOn: { drift: true, unknown: true } }), ports);
    expect(ports.annotations.map(({ level, title }) => [level, title])).toEqual([
      ['error', 'caa-guard: survey/unreachable (unknown)'],
    ]);
  });

  it('ends with 3 where the base cannot be read, and judges nothing', async () => {
    const repository = {
      ...fakeRepository(),
      file: () => Promise.reject(new GitHubError('unavailable', `502 ${HOSTILE}`)),
    };
    const ports = pullRequest({ repository });
    expect(await run(inputs(), ports)).toBe(3);
    expect(ports.lines[0]).toBe(
      'caa-guard: error (exit code 3): the base could not be read; nothing was judged',
    );
    expect(ports.lines.join('\n')).toMatch(/502[^]*contents: read/);
    expect(ports.bases).toEqual([]);
    expect(ports.outputs).toEqual({ result: 'error', 'exit-code': '3' });
  });

  it.each(['pull_request_target'])('is refused on %s', async (name) => {
    const ports = pullRequest({ name });
    expect(await run(inputs(), ports)).toBe(2);
    expect(ports.bases).toEqual([]);
    expect(ports.lines.join('\n')).toContain('expected pull_request for a pull request');
  });

  it('shows nothing of what the event says', async () => {
    for (const world of [{}, { name: 'pull_request_target' }, { name: 'workflow_run' }, { fork: true }]) {
      const ports = pullRequest(world);
      await run(inputs({ comment: true }), ports);
      expect(all(ports)).not.toMatch(/stop-commands|add-mask|@all/);
    }
  });

  it('keeps no issues, and fails as without them', async () => {
    const ports = pullRequest();
    const issues = { labels: ['x'], assignees: [], maxNew: 1, unknownAfter: 0, reopenWithin: 0 } as const;
    const failOn = { drift: true, unknown: true, untold: true };
    expect(await run(inputs({ issues, failOn }), ports)).toBe(1);
    expect(ports.lines.join('\n')).toContain('no issues are kept');
  });
});

describe('a run on a pull request from a fork', () => {
  it('takes the lock of the base', async () => {
    const ports = pullRequest({ fork: true });
    expect(await run(inputs({ locked: 'caa-guard.lock' }), ports)).toBe(2);
    expect(ports.lines.join('\n')).toContain('input locked: expected a file; there is none');
    expect(ports.locks).toEqual([]);
  });

  it('still takes the plan that a step made', async () => {
    const ports = pullRequest({ fork: true, files: { 'tfplan.json': '{}' } });
    await run(inputs({ plan: { file: 'tfplan.json', zones: {} } }), ports);
    expect(ports.plans).toEqual([{ text: '{}', zones: {} }]);
  });

  it('leaves the kept state of logs aside, and says so', async () => {
    const ports = pullRequest({ fork: true });
    await run(inputs({ ctFiles: { state: 'kept.json' } }), ports);
    expect(ports.lines.join('\n')).toContain('input ct-state is left aside');
  });
});

describe('the comment', () => {
  const comments = () => fakeRepository({ files: { [BASE]: { 'caa-guard.yaml': 'base' } } });

  it('is made only if it is asked for', async () => {
    for (const [comment, made] of [
      [false, 0],
      [true, 1],
    ] as const) {
      const repository = comments();
      await run(inputs({ comment }), pullRequest({ repository }));
      expect(repository.requests.filter((one) => one === 'create comment 12')).toHaveLength(made);
    }
  });

  it('that may not be written is one notice with the permission, and changes nothing else', async () => {
    const [can, cannot] = [true, false].map((may) => {
      const repository = comments();
      if (!may)
        repository.createComment = () =>
          Promise.reject(new GitHubError('forbidden', 'add `pull-requests: write`'));
      return pullRequest({ repository, fork: !may });
    });
    const codes = [await run(inputs({ comment: true }), can!), await run(inputs({ comment: true }), cannot!)];
    expect(codes).toEqual([1, 1]);
    const more = cannot!.annotations.slice(can!.annotations.length);
    expect(more).toMatchObject([
      { level: 'notice', message: expect.stringContaining('pull-requests: write') },
    ]);
    expect(cannot!.outputs).toEqual(can!.outputs);
    expect(cannot!.summary()).toBe(can!.summary());
  });

  it('that may not even be looked for says what it takes to write it', async () => {
    const repository = comments();
    repository.comments = () => Promise.reject(new GitHubError('forbidden', 'add `pull-requests: read`'));
    const ports = pullRequest({ repository, fork: false });
    expect(await run(inputs({ comment: true }), ports)).toBe(1);
    expect(ports.annotations.at(-1)?.message).toContain('the job needs `pull-requests: write`');
  });
});

describe('a run that is no pull request', () => {
  it('has no base, and asks GitHub nothing', async () => {
    const ports = fakePorts({ judgement: ALL_OK });
    expect(await run(inputs({ comment: true }), ports)).toBe(0);
    expect(ports.bases).toEqual([undefined]);
    expect(ports.outputs).toMatchObject({ 'weakened-count': '0', 'pending-count': '0' });
  });
});

describe('files for other programs', () => {
  it('are written where they were asked for', async () => {
    const ports = fakePorts({
      judgement: { ...EVERYTHING, outcome: 'drift', findings: [finding()], domains: [] },
    });
    expect(await run(inputs({ sarif: 'out/x.sarif', junit: 'out/x.xml' }), ports)).toBe(1);
    expect(ports.outputs['sarif-file']).toBe('out/x.sarif');
    expect(JSON.parse(ports.files.get('out/x.sarif')!)).toMatchObject({ version: '2.1.0' });
    expect(ports.files.get('out/x.xml')).toMatch(/^<\?xml/);
  });

  it('are no SARIF where something could not be seen, or one shard was looked at', async () => {
    const blind = fakePorts({ judgement: EVERYTHING });
    await run(inputs({ sarif: 'x.sarif' }), blind);
    const shard = fakePorts({ judgement: ALL_OK });
    await run(inputs({ sarif: 'x.sarif', shard: { index: 1, of: 2 } }), shard);
    for (const ports of [blind, shard]) {
      expect(ports.outputs['sarif-file']).toBe('');
      expect(ports.files.has('x.sarif')).toBe(false);
      expect(ports.lines.join('\n')).toContain('no SARIF file is written');
    }
  });

  it('that cannot be written change nothing that was judged', async () => {
    const ports = fakePorts({ judgement: ALL_OK });
    ports.workspace.write = () => Promise.reject(new Error('no space left\n::error::x'));
    expect(await run(inputs({ sarif: 'x.sarif', junit: 'x.xml' }), ports)).toBe(0);
    expect(ports.outputs).toMatchObject({ result: 'ok', 'sarif-file': '', 'evidence-json': '' });
    expect(ports.lines.filter((line) => line.includes('could not be written'))).toHaveLength(4);
  });
});
