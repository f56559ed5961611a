import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createDemo, type Demo } from '../../../src/lab/index.js';
import { startGitHub, type GitHub, type Login, type Permissions } from './github.js';
import { startJob, type Job, type StepResult } from './job.js';

/** What a stranger who opens a pull request could write wherever an event has words of his. */
export const HOSTILE = '##[add-mask]a ::error::b </code>|@all `x` \r\n::stop-commands::c';

const TOKEN = 'ghs_of-the-workflow';
const EVIL_SERVER = 'ns1.evil.test';
const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const ONLY_READ: Permissions = { contents: 'read', 'pull-requests': 'read' };

/** A repository at GitHub, its checkout on a runner, and the world that its policy is about. */
export interface World {
  readonly github: GitHub;
  readonly demo: Demo;
  readonly job: Job;
  /** Questions that came to a stranger's name server, `ns1.evil.test`, which nothing but a head names. */
  evilQuestions(): number;
  /** Root hints that lead to that server. */
  readonly evilHints: string;
  open(change: Change): Promise<PullRequest>;
  close(): Promise<void>;
}

export interface Change {
  /** Files of the base, and what the head makes of them. */
  readonly base: Readonly<Record<string, string>>;
  readonly head: Readonly<Record<string, string>>;
  /** Files of the base that the head has no more. */
  readonly gone?: readonly string[];
  /** Files that others change in the base after the last push. */
  readonly since?: Readonly<Record<string, string>>;
  /** Who opens it. Default: mallory. */
  readonly author?: Login;
  readonly fork?: boolean;
}

export interface PullRequest {
  readonly number: number;
  readonly head: string;
  /** Runs the step on it. */
  check(inputs?: Readonly<Record<string, string>>, run?: RunOptions): Promise<StepResult>;
}

export interface RunOptions {
  readonly event?: string;
  readonly permissions?: Permissions;
  readonly env?: Readonly<Record<string, string>>;
}

/** Each world has a lab with the same keys and another history: what one has shown is not kept for the next. */
export async function startWorld(): Promise<World> {
  const [github, job] = await Promise.all([startGitHub(), startJob()]);
  const demo = createDemo({ clock, seed: 'action' });
  const evil = demo.lab.dns.addServer(EVIL_SERVER);
  demo.lab.dns.addZone({ name: 'evil.test', servers: [EVIL_SERVER], records: [['@', 'A', '192.0.2.66']] });
  await demo.start();
  return {
    github,
    demo,
    job,
    evilQuestions: () => evil.questions,
    evilHints: `. 3600 IN NS ${EVIL_SERVER}.\n${EVIL_SERVER}. 3600 IN A ${evil.address}\n`,
    open: (change) => open({ github, demo, job }, change),
    close: async () => {
      await demo.stop();
      await github.close();
      await job.end();
    },
  };
}

async function open(
  { github, demo, job }: Pick<World, 'github' | 'demo' | 'job'>,
  { base, head, gone = [], since = {}, author = 'mallory', fork = false }: Change,
): Promise<PullRequest> {
  const { dns, ct } = demo.lab.access;
  const access = {
    'root.hints': dns.rootHints ?? '',
    'root.ds': dns.trustAnchor ?? '',
    'log-list.json': ct.logList.text,
    'issuers.json': ct.issuers,
  };
  const before = { 'README.md': 'ours', ...access, ...base };
  const baseCommit = await github.commit(before);
  await github.act('octocat', 'POST', '/git/refs', { ref: 'refs/heads/change', sha: baseCommit });
  let headCommit = await github.commit({ 'README.md': 'changed', ...head }, 'change');
  for (const file of gone) headCommit = await github.remove(file, 'change');
  const { number } = await github.act<{ number: number }>(author, 'POST', '/pulls', {
    title: HOSTILE,
    body: HOSTILE,
    head: 'change',
    base: 'main',
  });
  const after = Object.entries({ ...before, ...since, ...head }).filter(([file]) => !gone.includes(file));
  await job.checkout(Object.fromEntries(after));
  const now = Object.keys(since).length === 0 ? baseCommit : await github.commit(since);
  const merge = await mergeOf(github, now, headCommit);
  const here = { id: 7, full_name: 'example/domains' };
  const event = {
    repository: here,
    merge_group: {
      base_sha: baseCommit,
      // GitHub merges the head into the base on a branch of its own.
      head_sha: 'c'.repeat(40),
      head_ref: `refs/heads/gh-readonly-queue/main/pr-${number}-${baseCommit}`,
    },
    pull_request: {
      number,
      title: HOSTILE,
      body: HOSTILE,
      user: { login: author },
      base: { sha: baseCommit, ref: HOSTILE, label: HOSTILE, repo: here },
      head: {
        sha: headCommit,
        ref: HOSTILE,
        label: HOSTILE,
        repo: fork ? { id: 8, full_name: HOSTILE } : here,
      },
    },
  };
  return {
    number,
    head: headCommit,
    check: async (
      inputs = {},
      { event: eventName = 'pull_request', permissions = ONLY_READ, env = {} } = {},
    ) => {
      const eventPath = path.join(job.temporary, 'event.json');
      await writeFile(eventPath, JSON.stringify(event));
      github.token(TOKEN, { login: 'github-actions[bot]', may: permissions, app: true });
      const given = {
        'root-hints': 'root.hints',
        'trust-anchor': 'root.ds',
        'dns-port': String(dns.port),
        'allow-private-addresses': 'true',
        'ct-url': ct.url,
        'ct-proof': 'off',
        'log-list': 'log-list.json',
        issuers: 'issuers.json',
        'time-limit': '20s',
        'github-token': TOKEN,
        ...inputs,
      };
      const merged = { GITHUB_REF: `refs/pull/${number}/merge`, GITHUB_SHA: merge };
      const runner = {
        ...(eventName === 'merge_group' ? {} : merged),
        GITHUB_EVENT_NAME: eventName,
        GITHUB_EVENT_PATH: eventPath,
        GITHUB_API_URL: github.url,
      };
      return job.step(given, { ...runner, ...env });
    },
  };
}

/** What GitHub makes of both to be tried. Its files are those of the head here; the job has its own checkout. */
async function mergeOf(github: GitHub, base: string, head: string): Promise<string> {
  const { tree } = await github.act<{ tree: { sha: string } }>('octocat', 'GET', `/git/commits/${head}`);
  const { sha } = await github.act<{ sha: string }>('octocat', 'POST', '/git/commits', {
    message: 'merge',
    tree: tree.sha,
    parents: [base, head],
  });
  return sha;
}
