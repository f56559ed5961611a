import { open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { inertMessage, linkable, printed } from '../report/index.js';
import { GitHubError } from './api/error.js';
import type { OwnJob } from './base-workflows.js';
import type { Job, RunPorts } from './ports.js';

/** Octets of an event that are read; GitHub's own limit is 25 MB. */
const MOST_EVENT_OCTETS = 32 * 1024 * 1024;
/** Milliseconds that a run waits at most for GitHub's limits and failures. */
const MOST_WAIT = 180_000;

/** The job, as this runner tells it. */
export function jobOf(env: NodeJS.ProcessEnv): Job {
  const serverUrl = env['GITHUB_SERVER_URL'] ?? 'https://github.com';
  const repository = env['GITHUB_REPOSITORY'] ?? '';
  const runUrl = `${serverUrl}/${repository}/actions/runs/${env['GITHUB_RUN_ID'] ?? ''}`;
  return {
    eventName: env['GITHUB_EVENT_NAME'] ?? '',
    payload: () => eventText(env['GITHUB_EVENT_PATH'] ?? ''),
    ref: env['GITHUB_REF'] ?? '',
    sha: env['GITHUB_SHA'] ?? '',
    serverUrl,
    repository,
    ...ownJob(env, repository),
    ...(env['GITHUB_RUN_ID'] !== undefined && linkable(runUrl) ? { runUrl } : {}),
  };
}

/** `GITHUB_WORKFLOW_REF` is `owner/name/.github/workflows/file.yml@refs/...`; a workflow that lies elsewhere is nobody's here to change. */
function ownJob(env: NodeJS.ProcessEnv, repository: string): OwnJob {
  const { GITHUB_WORKFLOW_REF: ref = '', GITHUB_JOB: job, GITHUB_ACTION_REPOSITORY: action } = env;
  const home = `${repository}/`.toLowerCase();
  const workflow = /^(\.github\/workflows\/[^/@]+\.ya?ml)@/.exec(ref.slice(home.length))?.[1];
  return {
    ...(workflow !== undefined && ref.toLowerCase().startsWith(home) ? { workflow } : {}),
    ...(job ? { job } : {}),
    ...(action ? { action } : {}),
  };
}

async function eventText(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size > MOST_EVENT_OCTETS)
      throw new Error(`it holds ${size} octets; ${MOST_EVENT_OCTETS} are allowed`);
    return await file.readFile('utf8');
  } finally {
    await file.close();
  }
}

/** GitHub's API, as this runner names it. Its client is loaded when it is needed. */
export function repositoryOpener(
  env: NodeJS.ProcessEnv,
  ports: Pick<RunPorts, 'clock' | 'signal' | 'log' | 'tool'>,
): RunPorts['openRepository'] {
  return async (token) => {
    if (token === undefined)
      throw new GitHubError(
        'unauthorized',
        'input github-token: expected a token for GitHub; there is none. Leave the input out, and the job has its own',
      );
    const { openRepository } = await import('./api/repository.js');
    const { clock, signal, tool } = ports;
    return openRepository({
      url: env['GITHUB_API_URL'] || 'https://api.github.com',
      repository: env['GITHUB_REPOSITORY'] ?? '',
      token,
      fetch: globalThis.fetch,
      clock,
      signal,
      sleep: (ms) => sleepUntil(ms, signal),
      waitMs: MOST_WAIT,
      log: (line) => ports.log(printed`${inertMessage(line)}`),
      version: tool.version,
    });
  };
}

/** Waits, or less long if the signal fires. */
export async function sleepUntil(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}
