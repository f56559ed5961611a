import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BOT, startSchedule, type Schedule } from '../support/scheduled.js';

let schedule: Schedule;
beforeAll(async () => {
  schedule = await startSchedule('found again');
  schedule.demo.drift('example.net');
});
afterAll(() => schedule.end());

interface Shown {
  readonly number: number;
  readonly state: string;
  readonly body: string;
  readonly labels: readonly { readonly name: string }[];
  readonly user: { readonly login: string };
}

/** All issues that there are, as somebody sees them who looks at the page. */
const issues = () => schedule.github.act<Shown[]>('octocat', 'GET', '/issues?state=all&per_page=100');
const open = async () => (await issues()).filter(({ state }) => state === 'open').map(({ number }) => number);

describe('an issue of a schedule', { timeout: 120_000 }, () => {
  it('is found again where its label was deleted, has it back, and nothing else is written', async () => {
    expect(await schedule.run()).toMatchObject({ code: 0, outputs: { issues: '1' } });
    await schedule.github.act('octocat', 'DELETE', '/labels/caa-guard');
    expect((await issues())[0]?.labels).toEqual([]);
    const before = schedule.github.writes().length;
    const run = await schedule.run();
    expect(run, run.log).toMatchObject({ code: 0, outputs: { issues: '1' } });
    expect(run.log).toMatch(/issue 1: given its label caa-guard again, for example\.net/);
    const wrote = schedule.github.writes().slice(before);
    expect(wrote.map(({ method, path }) => `${method} ${path.replace(/^.*domains/, '')}`)).toEqual([
      'POST /labels',
      'POST /issues/1/labels',
      'DELETE /labels/caa-guard-lock',
    ]);
    expect(await issues()).toMatchObject([{ state: 'open', labels: [{ name: 'caa-guard' }] }]);
  });

  it('goes on where its policy file has another name, once the old one is in the repository no more', async () => {
    const { github, demo, files } = schedule;
    const policy = demo.policy();
    files['policies/domains.yaml'] = policy;
    const both = await github.commit({ 'caa-guard.yaml': policy, 'policies/domains.yaml': policy });
    const inputs = { policy: 'policies/domains.yaml', 'fail-on': 'never' };
    // As long as both are there, another step may keep the first one.
    await schedule.run({ ...inputs, 'max-new-issues': '0' }, { GITHUB_SHA: both });
    const { body: before } = (await issues())[0]!;
    const { sha } = await github.act<{ sha: string }>('octocat', 'GET', '/contents/caa-guard.yaml?ref=main');
    const { commit } = await github.act<{ commit: { sha: string } }>(
      'octocat',
      'DELETE',
      '/contents/caa-guard.yaml',
      { message: 'move', sha, branch: 'main' },
    );
    const run = await schedule.run(inputs, { GITHUB_SHA: commit.sha });
    expect(run, run.log).toMatchObject({ code: 0, outputs: { issues: '1' } });
    expect(run.log).not.toMatch(/kept for another policy/);
    const [after] = await issues();
    expect(await open()).toEqual([1]);
    expect(after?.body.split('\n')[0]).not.toBe(before.split('\n')[0]);
    const writes = github.writes().length;
    await schedule.run(inputs, { GITHUB_SHA: commit.sha });
    expect(github.writes()).toHaveLength(writes);
  });

  it('is named, and not touched, where nothing tells whether another step keeps it', async () => {
    const { github, demo } = schedule;
    const [before] = await issues();
    const sha = await github.commit({ 'made.txt': 'x' });
    schedule.files['made.yaml'] = demo.policy();
    const first = await schedule.run({ policy: 'made.yaml' }, { GITHUB_SHA: sha });
    expect(first, first.log).toMatchObject({ outputs: { issues: '2' } });
    const back = await schedule.run({ policy: 'policies/domains.yaml' }, { GITHUB_SHA: sha });
    expect(back.log).toMatch(
      /issue 2, for example\.net, is kept for another policy \(made\.yaml\), which is not in this repository as far as could be told; issue 1 is the one of this policy/,
    );
    expect(back.summary).toMatch(/made&#46;yaml|made\.yaml/);
    expect((await issues()).find(({ number }) => number === 1)?.body).toBe(before?.body);
  });
});

describe('three runs with another token', { timeout: 120_000 }, () => {
  const TOKENS = {
    octocat: `github_pat_${'o'.repeat(40)}`,
    'my-app[bot]': `ghs_${'m'.repeat(400)}`,
  } as const;
  const of = (login: string) => issues().then((all) => all.filter(({ user }) => user.login === login));

  async function threeRuns(login: keyof typeof TOKENS, inputs: Readonly<Record<string, string>>) {
    const { github } = schedule;
    for (const number of await open())
      await github.act('octocat', 'PATCH', `/issues/${number}`, { state: 'closed', labels: [] });
    github.token(TOKENS[login], {
      login,
      ...(login === 'octocat' ? {} : { app: true }),
      may: { contents: 'read', issues: 'write' },
    });
    const logs: string[] = [];
    for (let run = 0; run < 3; run++) {
      schedule.wall.forward(1);
      logs.push((await schedule.run({ 'github-token': TOKENS[login], ...inputs })).log);
    }
    return logs;
  }

  it.each([
    ['of a user, where nobody is named', 'octocat', {}, /./],
    [
      'of a user, where an App is named',
      'octocat',
      { 'issue-author': 'my-app[bot]' },
      /issue-author: expected octocat/,
    ],
  ] as const)('%s, open one issue and post nothing twice', async (_, login, inputs, says) => {
    const before = (await of(login)).length;
    const logs = await threeRuns(login, inputs);
    expect(await of(login)).toHaveLength(before + 1);
    for (const log of logs) expect(log).toMatch(says);
  });

  it('of an App, where nobody is named, open one issue, say what to set, and keep it once that is set', async () => {
    const [first, ...later] = await threeRuns('my-app[bot]', {});
    expect(await of('my-app[bot]')).toHaveLength(1);
    expect(first).toMatch(
      /expected github-actions\[bot\]; it is of my-app\[bot\]\. Set the input issue-author/,
    );
    for (const log of later) expect(log).toMatch(/of another account, my-app\[bot\].*issue-author/);
    const named = { 'github-token': TOKENS['my-app[bot]'], 'issue-author': 'my-app[bot]' };
    expect(await schedule.run(named)).toMatchObject({ code: 0 });
    expect(await of('my-app[bot]')).toHaveLength(1);
    expect((await of(BOT)).filter(({ state }) => state === 'open')).toEqual([]);
  });
});
