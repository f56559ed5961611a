import { describe, expect, it } from 'vitest';
import { ALL_OK, BLIND, finding, judgement } from '../report/testing/fixtures.js';
import type { Judgement } from '../rules/model.js';
import { GitHubError } from './api/error.js';
import type { Repository } from './api/port.js';
import type { Inputs } from './inputs.js';
import type { IssueInputs } from './issue-inputs.js';
import { FakeGitHub } from './issues/testing/fake-repository.js';
import { run } from './run.js';
import { fakePorts, inputs, type FakePorts } from './testing/fakes.js';

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 10, 23, 15);
const ISSUES: IssueInputs = {
  labels: ['caa-guard'],
  assignees: [],
  maxNew: 10,
  unknownAfter: 6 * HOUR,
  reopenWithin: 30 * 24 * HOUR,
};
const TOLD = { drift: true, unknown: true, untold: true };
const DRIFT = judgement({
  outcome: 'drift',
  observedAt: NOW - 1_000,
  domains: [{ zone: 'example.com', outcome: 'drift', checked: [] }],
  findings: [finding()],
});
const UNKNOWN = judgement({
  outcome: 'unknown',
  observedAt: NOW - 1_000,
  domains: [{ zone: 'example.org', outcome: 'unknown', checked: [] }],
  findings: [BLIND],
});

function scheduled(judged: Judgement, repository: Repository): FakePorts {
  return { ...fakePorts({ judgement: judged, repository }), clock: { now: () => NOW, monotonic: () => NOW } };
}

async function step(judged: Judgement, github: FakeGitHub, over: Partial<Inputs> = {}) {
  const ports = scheduled(judged, github.as('github-actions[bot]'));
  const code = await run(inputs({ issues: ISSUES, failOn: TOLD, ...over }), ports);
  return { code, ports };
}

describe('a run that keeps issues', () => {
  it('opens one for what drifts, tells it in the summary, and then does not fail for it', async () => {
    const github = new FakeGitHub(() => NOW);
    const { code, ports } = await step(DRIFT, github);
    expect(github.issues.size).toBe(1);
    expect(code).toBe(0);
    expect(ports.lines.join('\n')).toContain('Exit code 0: what has to be told is told by an issue');
    expect(ports.outputs).toMatchObject({
      result: 'drift',
      'exit-code': '0',
      'drift-count': '1',
      issues: '1',
    });
    expect(ports.annotations.filter(({ level }) => level === 'error')).toEqual([]);
    expect(ports.summary()).toContain('<a href="https://github.com/example/domains/issues/1">');
  });

  it('fails for it all the same where that was asked for', async () => {
    const { code } = await step(DRIFT, new FakeGitHub(() => NOW), { failOn: { drift: true, unknown: true } });
    expect(code).toBe(1);
  });

  it('fails where no issue could be opened for it, and prints the permission', async () => {
    const github = new FakeGitHub(() => NOW);
    const readOnly: Repository = {
      ...github.as('github-actions[bot]'),
      createIssue: () => Promise.reject(new GitHubError('forbidden', 'add `issues: write`')),
      createLabel: () => Promise.reject(new GitHubError('forbidden', 'add `issues: write`')),
    };
    const ports = scheduled(DRIFT, readOnly);
    expect(await run(inputs({ issues: ISSUES, failOn: TOLD }), ports)).toBe(1);
    expect(ports.lines.join('\n')).toContain('issues: write');
    expect(ports.outputs).toMatchObject({ result: 'drift', issues: '' });
  });

  it('says that it has to write, where reading was refused already', async () => {
    const refused: Repository = {
      ...new FakeGitHub(() => NOW).as('github-actions[bot]'),
      issues: () => Promise.reject(new GitHubError('forbidden', 'add `issues: read`')),
    };
    const ports = scheduled(DRIFT, refused);
    expect(await run(inputs({ issues: ISSUES, failOn: TOLD }), ports)).toBe(1);
    expect(ports.lines.join('\n')).toContain('the job needs `issues: write`');
  });

  it('is of no use on another branch than the default one, whose policy issues follow', async () => {
    const github = new FakeGitHub(() => NOW);
    const ports: FakePorts = { ...scheduled(DRIFT, github.as('github-actions[bot]')) };
    const job = {
      ...ports.job,
      eventName: 'push',
      ref: 'refs/heads/topic',
      payload: async () => JSON.stringify({ repository: { default_branch: 'main' } }),
    };
    expect(await run(inputs({ issues: ISSUES, failOn: TOLD }), { ...ports, job })).toBe(1);
    expect(github.issues.size).toBe(0);
    expect(ports.lines.join('\n')).toContain('the policy of the default branch');
  });

  it('fails where there is no token', async () => {
    const ports = { ...fakePorts({ judgement: DRIFT }), clock: { now: () => NOW, monotonic: () => NOW } };
    expect(await run(inputs({ issues: ISSUES, failOn: TOLD }), ports)).toBe(1);
    expect(ports.annotations.at(-1)).toMatchObject({
      level: 'warning',
      message: expect.stringContaining('no token'),
    });
  });

  it('is not red for what has been unseen for a short time', async () => {
    const { code, ports } = await step(UNKNOWN, new FakeGitHub(() => NOW));
    expect(code).toBe(0);
    expect(ports.outputs).toMatchObject({ result: 'unknown' });
  });

  it('does not undo by old evidence what later runs told', async () => {
    const github = new FakeGitHub(() => NOW);
    await step(DRIFT, github);
    const old = { ...ALL_OK, domains: DRIFT.domains, observedAt: NOW - 7 * HOUR };
    const files = { 'caa-guard.yaml': 'version: 1', 'seen.json': '{}' };
    const ports = {
      ...fakePorts({ judgement: old, files, repository: github.as('github-actions[bot]') }),
      clock: { now: () => NOW, monotonic: () => NOW },
    };
    await run(inputs({ issues: ISSUES, failOn: TOLD, mode: 'judge', evidence: 'seen.json' }), ports);
    expect(ports.lines.join('\n')).toContain('the evidence is older than six hours');
    expect([...github.issues.values()].map(({ state }) => state)).toEqual(['open']);
  });
});
