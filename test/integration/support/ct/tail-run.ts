import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { bundle } from './world.js';

export interface TailOrder {
  /** Log list, watch list, state directory. */
  readonly list: string;
  readonly watchFile: string;
  readonly state: string;
  /** Entries after which what was read is kept. */
  readonly keepEvery?: number;
}

/** What one round came to. `cpu` is that of the whole process from its start on, in seconds; `memory` in octets. */
export interface TailReport {
  readonly rounds: readonly string[];
  readonly matches: number;
  readonly findings: readonly string[];
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
}

/** Puts the program into one file in the directory. */
export async function bundleTail(directory: string): Promise<string> {
  const file = path.join(directory, 'tail.mjs');
  await bundle(path.join(import.meta.dirname, 'tail-program.ts'), file);
  return file;
}

/** Starts it. `begun`: all that it needs is loaded; `done` rejects when it ends before it has reported. */
export function startTail(
  file: string,
  order: TailOrder,
  flags: readonly string[] = [],
): { readonly child: ChildProcess; readonly begun: Promise<void>; readonly done: Promise<TailReport> } {
  const child = fork(file, { execArgv: [...flags], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const begun = new Promise<void>((resolve) => child.once('message', () => resolve()));
  const done = new Promise<TailReport>((resolve, reject) => {
    child.on('message', (said) => (said === 'begun' ? undefined : resolve(said as TailReport)));
    child.once('exit', (code, signal) =>
      reject(new Error(`the tail ended with ${code ?? signal} before it was done`)),
    );
  });
  child.send(order);
  return { child, begun, done };
}
