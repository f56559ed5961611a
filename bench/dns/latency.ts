/**
 * The cold run over a slow and lossy line: 50 ms there and back to each server, and 5 % of the messages lost each way.
 * Every zone has to end secure all the same.
 *
 *     npx tsx bench/dns/latency.ts [zones=1000] [rounds=3] [roundTripMs=50] [loss=0.05]
 *
 * Needs what cold.ts needs. The line is a program (relay.ts), through which both sides go.
 */
import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { bundleOurs, runOurs, type OurRun } from './ours-run.js';
import type { Line } from './relay.js';
import { show, showRatio } from './table.js';
import { runUnbound, type Run } from './unbound.js';
import { LEVELS, startWorld } from './world.js';

const zones = Number(process.argv[2] ?? 1000);
const rounds = Number(process.argv[3] ?? 3);
const roundTripMs = Number(process.argv[4] ?? 50);
const loss = Number(process.argv[5] ?? 0.05);

/** A fresh line for each run, so that both sides meet the same sequence of losses. */
async function overLine<T>(line: Line, run: () => Promise<T>): Promise<T> {
  const relay: ChildProcess = fork(path.join(import.meta.dirname, 'relay.ts'), {
    execArgv: ['--import', 'tsx'],
  });
  try {
    await new Promise((resolve, reject) => {
      relay.once('message', resolve);
      relay.once('exit', (code) => reject(new Error(`the relay ended with ${code}`)));
      relay.send(line);
    });
    return await run();
  } finally {
    relay.kill('SIGKILL');
    await new Promise((resolve) => relay.once('exit', resolve));
  }
}

const servers = LEVELS.map((address) => address.replace('127.0.53.', '127.0.54.'));
const world = await startWorld(zones, servers);
try {
  const file = await bundleOurs(world.directory);
  const pairs = LEVELS.map((address, i) => [address, servers[i] ?? ''] as const);
  const line = { pairs, delayMs: roundTripMs / 2, loss };
  const ours: OurRun[] = [];
  const unbound: Run[] = [];
  for (let i = 0; i < rounds; i++) {
    ours.push(await overLine(line, () => runOurs(world, file)));
    unbound.push(await overLine(line, () => runUnbound(world)));
  }
  process.stdout.write(
    `${zones} zones, ${roundTripMs} ms there and back, ${100 * loss} % lost each way, ${rounds} rounds in turn, medians; node ${process.version}\n`,
  );
  show('caa-guard', ours);
  show('unbound', unbound);
  showRatio(ours, unbound);
} finally {
  world.stop();
}
