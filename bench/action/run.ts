/** One cold start: a process of its own, ended when it has asked its first question. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { World } from './world.js';

export interface Start {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** What ends it: a question of DNS, a request, or its own end. */
  readonly until: 'dns' | 'http' | 'exit';
}

export interface Taken {
  /** Milliseconds from the call that starts the process until the question is here. */
  readonly wall: number;
  /** Milliseconds of processor time of all its threads until then; of Linux only, and not where it has ended. */
  readonly cpu?: number;
}

/** Rejects if the process ends, or half a minute goes by, without the question. */
export function coldStart(node: string, { argv, env, cwd, until }: Start, world: World): Promise<Taken> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(node, argv, { cwd, env: { ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (text: Buffer) => (said += text.toString()));
    const timer = setTimeout(() => end(new Error(`nothing was asked in half a minute: ${said}`)), 30_000);
    const { release } = world.listen((what) => {
      if (what === until) end({ wall: performance.now() - started, ...cpuOf(child.pid) });
    });
    child.once('exit', () =>
      end(
        until === 'exit'
          ? { wall: performance.now() - started }
          : new Error(`it ended before it asked: ${said}`),
      ),
    );
    let over = false;
    function end(how: Taken | Error): void {
      if (over) return;
      over = true;
      clearTimeout(timer);
      release();
      const done = (): void => (how instanceof Error ? reject(how) : resolve(how));
      // The next one starts when this one is gone.
      if (child.exitCode !== null || child.signalCode !== null) return done();
      child.removeAllListeners('exit').once('exit', done);
      child.kill('SIGKILL');
    }
  });
}

/** The first field of `schedstat` is the time on a processor, in nanoseconds. */
function cpuOf(pid: number | undefined): { readonly cpu?: number } {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const spent = threads.map((thread) =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    );
    return { cpu: spent.reduce((sum, one) => sum + one, 0) / 1e6 };
  } catch {
    return {};
  }
}
