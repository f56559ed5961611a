import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'rolldown';
import type { Special } from './entries.js';
import { WATCHED } from './odd.js';

export interface WorldOrder {
  readonly size: number;
  /** Entries that `get-entries` gives at once. */
  readonly batch: number;
}

/** One log that is served. */
export interface ServedLog {
  readonly url: string;
  /** Base64, as log lists have them. */
  readonly logId: string;
  readonly key: string;
  readonly description: string;
  readonly origin: string;
}

export interface Served {
  readonly classic: ServedLog;
  readonly tiled: ServedLog;
  readonly specials: readonly Special[];
}

/** Two logs with the same entries, an RFC 6962 one and a static one, and files that programs need to read them. */
export interface World extends Served {
  readonly directory: string;
  /** Log list (v3) with one of the logs, or both. */
  listOf(...logs: readonly ('classic' | 'tiled')[]): string;
  /** Names to watch, a line each; with a dot in front: and all below. */
  readonly watchFile: string;
  stop(): void;
}

/** Serves a log of so many entries of each kind, from a process of its own: 200,000 take about ten seconds to make. */
export async function startWorld(size: number, batch = 1_000): Promise<World> {
  const directory = mkdtempSync(path.join(tmpdir(), 'caa-guard-ct-'));
  const file = path.join(directory, 'serve.mjs');
  await bundle(path.join(import.meta.dirname, 'serve.ts'), file);
  const child = fork(file, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const stop = (): void => {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  const served = await new Promise<Served>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Served));
    child.once('exit', (code) => reject(new Error(`the logs ended with ${code} before they were there`)));
    child.send({ size, batch } satisfies WorldOrder);
  });
  const watchFile = path.join(directory, 'watchlist');
  writeFileSync(watchFile, `${WATCHED.join('\n')}\n`);
  const listOf: World['listOf'] = (...logs) => {
    const list = path.join(directory, `${logs.join('-')}.json`);
    writeFileSync(list, JSON.stringify(logList(served, logs)));
    return list;
  };
  return { ...served, directory, listOf, watchFile, stop };
}

/** Puts a program of ours into one file of plain JavaScript, as users run it: no loader compiles along. */
export async function bundle(input: string, file: string): Promise<void> {
  await build({ input, platform: 'node', logLevel: 'warn', output: { file, format: 'esm' } });
}

function logList({ classic, tiled }: Served, logs: readonly ('classic' | 'tiled')[]): object {
  const about = ({ description, logId, key }: ServedLog): object => ({
    description,
    log_id: logId,
    key,
    mmd: 86_400,
    state: { usable: { timestamp: '2026-01-01T00:00:00Z' } },
  });
  return {
    version: '1.0',
    log_list_timestamp: new Date().toISOString(),
    operators: [
      {
        name: 'World',
        email: ['world@example.test'],
        logs: logs.includes('classic') ? [{ ...about(classic), url: classic.url }] : [],
        tiled_logs: logs.includes('tiled')
          ? [{ ...about(tiled), submission_url: `https://${tiled.origin}/`, monitoring_url: tiled.url }]
          : [],
      },
    ],
  };
}
