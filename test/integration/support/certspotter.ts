import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { program } from './programs.js';

export interface CertspotterRun {
  /** SHA-256 of each certificate or precertificate that it reported, lower-case hex. */
  readonly found: ReadonlySet<string>;
  /** Seconds from the start until its state says that all is verified; seconds of processor time until then. */
  readonly wall: number;
  readonly cpu: number;
  /** Octets of resident memory at its highest. */
  readonly memory: number;
  /** What it said. */
  readonly said: string;
}

/**
 * Runs certspotter over the logs of a list until its state says that it has verified `size` entries of each, and stops
 * it then: by itself it asks for ever. Throws after `limitMs`.
 */
export async function runCertspotter(
  directory: string,
  options: {
    readonly list: string;
    readonly watchFile: string;
    readonly size: number;
    readonly limitMs?: number;
  },
): Promise<CertspotterRun> {
  const state = path.join(directory, 'state');
  await mkdir(state, { recursive: true });
  const started = performance.now();
  const child = spawn(
    program('certspotter'),
    ['-logs', options.list, '-watchlist', options.watchFile, '-state_dir', state, '-stdout', '-verbose'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, CERTSPOTTER_CONFIG_DIR: path.join(directory, 'config'), HOME: directory },
    },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => void (said = (said + chunk.toString()).slice(-20_000)));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  try {
    while (!(await verified(state, options.size))) {
      if (child.exitCode !== null) throw new Error(`certspotter ended with ${child.exitCode}: ${said}`);
      if (performance.now() - started > (options.limitMs ?? 300_000))
        throw new Error(`certspotter did not get to the end in time: ${said}`);
      await sleep(50);
    }
    const wall = (performance.now() - started) / 1000;
    const used = await usage(child.pid ?? 0);
    return { found: await foundIn(state), wall, ...used, said };
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

/** State of a log: `{download_position: {size}, verified_position: {size, nodes}, verified_sth, last_success}`. */
async function verified(state: string, size: number): Promise<boolean> {
  const logs = await readdir(path.join(state, 'logs')).catch(() => []);
  const states = await Promise.all(
    logs.map((log) => readFile(path.join(state, 'logs', log, 'state.json'), 'utf8').catch(() => '{}')),
  );
  return (
    states.length > 0 &&
    states.every((text) => {
      const { verified_position: position } = JSON.parse(text) as {
        readonly verified_position?: { readonly size?: number };
      };
      return position?.size === size;
    })
  );
}

/** Certificates lie in `certs/<first two hex digits>/<sha256>.pem`. */
async function foundIn(state: string): Promise<ReadonlySet<string>> {
  const names = await readdir(path.join(state, 'certs'), { recursive: true }).catch(() => []);
  return new Set(names.filter((name) => name.endsWith('.pem')).map((name) => path.basename(name, '.pem')));
}

/** From /proc: user and system time (100 ticks a second on Linux), and the highest resident memory. */
async function usage(pid: number): Promise<{ readonly cpu: number; readonly memory: number }> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? [];
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return {
    cpu: (Number(fields[11]) + Number(fields[12])) / 100,
    memory: 1024 * Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]),
  };
}
