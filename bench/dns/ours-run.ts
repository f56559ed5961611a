import { fork } from 'node:child_process';
import path from 'node:path';
import { build } from 'rolldown';
import type { Run } from './unbound.js';
import type { World } from './world.js';

export interface OurRun extends Run {
  /** Octets of heap and of what hangs on it that are still in use after the run; with `--expose-gc` only. */
  readonly live?: number;
}

/** Puts our side of the runs into one file of plain JavaScript, as users run it: no loader compiles along. */
export async function bundleOurs(directory: string): Promise<string> {
  const file = path.join(directory, 'ours.mjs');
  const input = path.join(import.meta.dirname, 'ours.ts');
  await build({ input, platform: 'node', logLevel: 'warn', output: { file, format: 'esm' } });
  return file;
}

/** One cold run of ours over all names, in a process of its own, so that nothing is warm but the file system. */
export async function runOurs(world: World, file: string, flags: readonly string[] = []): Promise<OurRun> {
  const child = fork(file, { execArgv: [...flags] });
  return new Promise((resolve, reject) => {
    child.once('message', (run) => resolve(run as OurRun));
    child.once('exit', (code) => reject(new Error(`our process ended with ${code} before it answered`)));
    child.send({ rootServer: world.rootServer, anchor: world.anchor, names: world.names });
  });
}
