import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { builtin } from '../base/builtin.js';
import { CaaGuardError } from '../base/error.js';
import { logLines, type Said } from '../report/index.js';
import { runCheck } from '../survey/check.js';
import { merge } from '../survey/merge.js';
import { runPlanCheck } from '../survey/plan-check.js';
import { rejudge } from '../survey/rejudge.js';
import type { RunPorts } from './ports.js';
import { problemOf } from './problems.js';
import { ruleUrlOf } from './rule-url.js';
import { jobOf, repositoryOpener, sleepUntil } from './system-github.js';
import { githubToolkit } from './toolkit.js';
import { openWorkspace } from './workspace.js';
import { workspaceCertificates } from './workspace-certificates.js';

/** The real outside: this runner's log, files, clock and network. */
export function systemPorts(env: NodeJS.ProcessEnv, signal: AbortSignal): RunPorts {
  const workspace = env['GITHUB_WORKSPACE'] ?? process.cwd();
  const temporary = env['RUNNER_TEMP'] ?? tmpdir();
  const base = {
    log: (said: Said): void => void process.stdout.write(logLines(said)),
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    signal,
    tool: { name: 'caa-guard', version: versionNear(import.meta.url) },
  };
  return {
    ...base,
    toolkit: githubToolkit,
    workspace: openWorkspace([workspace, temporary]),
    certificateFiles: workspaceCertificates([workspace, temporary]),
    scratch: path.join(temporary, `caa-guard-${process.pid}-${Date.now().toString(36)}`),
    sleep: (ms) => sleepUntil(ms, signal),
    ruleUrl: ruleUrlOf(env),
    job: jobOf(env),
    openRepository: repositoryOpener(env, base),
    check: async (options, ports) => {
      const result = await runCheck(options, ports);
      return result.ok ? result : { ok: false, errors: result.errors.map(problemOf) };
    },
    plan: async (options, ports) => {
      const result = await runPlanCheck(options, ports);
      return result.ok ? result : { ok: false, errors: result.errors.map(problemOf) };
    },
    merge: async (options, ports) => {
      const result = await merge(options, ports);
      return result.ok ? result : { ...result, errors: result.errors.map(problemOf) };
    },
    rejudge: async (options, ports) => {
      const result = await rejudge(options, ports);
      return result.ok ? result : { ok: false, errors: result.errors.map(problemOf) };
    },
  };
}

/** What names a proxy; where none does, Node need not be told. */
const PROXIES = ['HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy'];

/**
 * Has the built-in `fetch` go through HTTPS_PROXY and NO_PROXY, where this Node can (24.5 and later). Throws
 * `CaaGuardError<'INPUT_INVALID'>`.
 */
export function useProxy(): void {
  if (!PROXIES.some((name) => process.env[name])) return;
  const { setGlobalProxyFromEnv } = builtin.http() as { readonly setGlobalProxyFromEnv?: () => unknown };
  try {
    setGlobalProxyFromEnv?.();
  } catch (cause) {
    throw new CaaGuardError(
      'INPUT_INVALID',
      'environment HTTPS_PROXY, HTTP_PROXY, NO_PROXY: expected URLs of proxies such as http://proxy.example:3128, and a ' +
        'list of hosts; they do not read. They are not shown, since they may hold a password.',
      { cause },
    );
  }
}

/** Version in the manifest: beside `dist/`, or two folders above the source. */
function versionNear(url: string): string {
  for (const manifest of ['../package.json', '../../package.json']) {
    try {
      const { version } = JSON.parse(readFileSync(new URL(manifest, url), 'utf8')) as { version?: unknown };
      if (typeof version === 'string') return version;
    } catch {
      // Not there: the next place.
    }
  }
  return 'unknown';
}
