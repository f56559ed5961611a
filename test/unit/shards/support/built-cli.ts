import { spawn } from 'node:child_process';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'rolldown';

const ROOT = path.resolve(import.meta.dirname, '../../../..');

/** The command line as plain JavaScript, as users run it: no loader compiles along. Gives the file to start. */
export async function buildCli(folder: string): Promise<string> {
  const dir = path.join(folder, 'lib/cli');
  await build({
    input: path.join(ROOT, 'src/cli/bin.ts'),
    platform: 'node',
    logLevel: 'silent',
    output: { dir, format: 'esm', entryFileNames: 'bin.js', chunkFileNames: '[name].js' },
  });
  await copyFile(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
  return path.join(dir, 'bin.js');
}

/** When a process is to be killed: so many milliseconds after its start, or as soon as something is so. */
export type Moment = { readonly after: number } | { readonly when: () => boolean };

export interface Ended {
  /** `null`: it was killed. */
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  readonly milliseconds: number;
}

/** Runs a program in a process of its own, and kills it (SIGKILL) at a moment, if it has not ended by then. */
export function runCli(file: string, argv: readonly string[], cwd: string, kill?: Moment): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const env = { PATH: process.env['PATH'] ?? '', HOME: cwd };
    const child = spawn(process.execPath, [file, ...argv], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
    const timer =
      kill === undefined
        ? undefined
        : 'after' in kill
          ? setTimeout(() => child.kill('SIGKILL'), kill.after)
          : setInterval(() => kill.when() && child.kill('SIGKILL'), 1);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code, ...said, milliseconds: performance.now() - started });
    });
  });
}
