import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { node24 } from './node24.js';
import { commandIn, linesOf, outputsIn, type RunnerCommand } from './runner.js';

/** The committed bundle, or one that was built elsewhere to be tried. */
const FOLDER = process.env['CAA_GUARD_DIST'] ?? new URL('../../../dist', import.meta.url).pathname;
export const DIST = path.join(FOLDER, 'index.js');

/** A job on a runner: a workspace, the runner's folders and files, and steps that run the bundle. */
export interface Job {
  readonly workspace: string;
  readonly temporary: string;
  /** Writes files into the workspace. */
  checkout(files: Readonly<Record<string, string>>): Promise<void>;
  /** Runs the Action as the runner does: nothing in the environment but what the runner puts there. */
  step(inputs: Readonly<Record<string, string>>, env?: Readonly<Record<string, string>>): Promise<StepResult>;
  end(): Promise<void>;
}

export interface StepResult {
  readonly code: number | null;
  /** Lines of both streams, each as the runner reads it. */
  readonly lines: readonly string[];
  /** Everything that the runner would have obeyed. */
  readonly commands: readonly RunnerCommand[];
  /** Lines that people see, without colours. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly milliseconds: number;
}

export async function startJob(): Promise<Job> {
  const base = await mkdtemp(path.join(tmpdir(), 'caa-guard-job-'));
  const [workspace, temporary, files] = ['workspace', '_temp', '_files'].map((name) =>
    path.join(base, name),
  ) as [string, string, string];
  for (const folder of [workspace, temporary, files]) await mkdir(folder);
  let steps = 0;
  return {
    workspace,
    temporary,
    checkout: async (contents) => {
      for (const [name, text] of Object.entries(contents)) {
        await mkdir(path.dirname(path.join(workspace, name)), { recursive: true });
        await writeFile(path.join(workspace, name), text);
      }
    },
    step: async (inputs, env = {}) => {
      const step = String(++steps);
      const outputFile = path.join(files, `output-${step}`);
      const summaryFile = path.join(files, `summary-${step}`);
      for (const file of [outputFile, summaryFile]) await writeFile(file, '');
      const started = performance.now();
      const { code, output } = await spawned({
        GITHUB_ACTIONS: 'true',
        CI: 'true',
        GITHUB_WORKSPACE: workspace,
        GITHUB_OUTPUT: outputFile,
        GITHUB_STEP_SUMMARY: summaryFile,
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_API_URL: 'https://api.github.com',
        GITHUB_REPOSITORY: 'example/domains',
        GITHUB_ACTION_REPOSITORY: 'org/caa-guard',
        GITHUB_ACTION_REF: 'v1',
        GITHUB_EVENT_NAME: 'schedule',
        RUNNER_TEMP: temporary,
        RUNNER_OS: 'Linux',
        HOME: base,
        ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
        ...env,
      }, workspace); // prettier-ignore
      const lines = linesOf(output);
      return {
        code,
        lines,
        commands: lines.flatMap((line) => commandIn(line) ?? []),
        log: lines
          .filter((line) => commandIn(line) === undefined)
          .join('\n')
          .replace(/\u001b\[[0-9;]*m/g, ''),
        outputs: outputsIn(await readFile(outputFile, 'utf8')),
        summary: await readFile(summaryFile, 'utf8'),
        milliseconds: performance.now() - started,
      };
    },
    end: () => rm(base, { recursive: true, force: true }),
  };
}

const NODE = node24();

function spawned(
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(NODE, [DIST], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}
