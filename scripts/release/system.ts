import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { openForge } from './forge.ts';
import type { Ports, Ran, Released, Run } from './ports.ts';

/** The ports of a job: `gh`, `npm` and `git` as they are on its path, files as they lie in its folder. */
export function jobPorts(env: NodeJS.ProcessEnv): Ports {
  const run = systemRun;
  return {
    forge: openForge(run, asked(env, 'GITHUB_REPOSITORY', /^[\w.-]+\/[\w.-]+$/)),
    run,
    read: (file) => readFile(file),
    list: (folder) => readdir(folder),
    say: (line) => process.stdout.write(`${line}\n`),
  };
}

/** What the job releases, as its runner says. */
export function jobReleased(env: NodeJS.ProcessEnv): Released {
  return {
    tag: asked(env, 'GITHUB_REF_NAME', /^v[\w.-]+$/),
    commit: asked(env, 'GITHUB_SHA', /^[0-9a-f]{40}$/),
    repository: `${asked(env, 'GITHUB_SERVER_URL', /^https:\/\/[\w.-]+$/)}/${asked(env, 'GITHUB_REPOSITORY', /^[\w.-]+\/[\w.-]+$/)}`,
  };
}

export function asked(env: NodeJS.ProcessEnv, name: string, shape: RegExp): string {
  const value = env[name] ?? '';
  if (!shape.test(value)) throw new Error(`${name}: expected ${shape.source}, got ${JSON.stringify(value)}`);
  return value;
}

export const systemRun: Run = (program, args, input) =>
  new Promise<Ran>((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code: code ?? -1, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    );
    // A program that ends without reading what it is given says by its exit code whether that matters.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
