/**
 * Cold validated CAA lookups for many signed zones under a private root and TLD, served by Knot on loopback:
 * ours, Unbound (two threads, fed by dnsperf) and a shell loop of delv, in turn, in one run.
 *
 *     npx tsx bench/dns/cold.ts [zones=1000] [rounds=5]
 *
 * Needs root (port 53 on loopback), knotd, kdig, unbound, dnsperf and delv.
 */
import { execFileSync, fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { runUnbound, type Run } from './unbound.js';
import { startWorld, type World } from './world.js';

const zones = Number(process.argv[2] ?? 1000);
const rounds = Number(process.argv[3] ?? 5);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Ours in a process of its own, so that nothing is warm but the file system. */
async function runOurs(world: World): Promise<Run & { readonly memory: number }> {
  const child = fork(path.join(import.meta.dirname, 'ours.ts'), { execArgv: ['--import', 'tsx'] });
  return new Promise((resolve, reject) => {
    child.once('message', (run) => resolve(run as Run & { memory: number }));
    child.once('exit', (code) => reject(new Error(`our process ended with ${code} before it answered`)));
    child.send({ rootServer: world.rootServer, anchor: world.anchor, names: world.names });
  });
}

/** Milliseconds for one name with delv, which validates the whole chain each time. */
function runDelv(world: World): number {
  const file = path.join(world.directory, 'delv.keys');
  const [, , , , tag, algorithm, type, digest] = world.anchor.split(' ');
  writeFileSync(file, `trust-anchors { . static-ds ${tag} ${algorithm} ${type} "${digest}"; };\n`);
  const resolver = path.join(world.directory, 'hints');
  const names = world.names.slice(0, 30);
  const started = performance.now();
  for (const name of names) {
    try {
      execFileSync('delv', ['-a', file, '+root=.', `@${world.rootServer}`, name, 'CAA'], { stdio: 'ignore' });
    } catch {
      throw new Error(`delv failed for ${name} (hints ${resolver})`);
    }
  }
  return (performance.now() - started) / names.length;
}

const world = await startWorld(zones);
try {
  const ours: (Run & { memory: number })[] = [];
  const unbound: Run[] = [];
  for (let i = 0; i < rounds; i++) {
    ours.push(await runOurs(world));
    unbound.push(await runUnbound(world));
  }
  const show = (name: string, runs: readonly Run[]): void => {
    const walls = runs.map((run) => run.wall);
    process.stdout.write(
      `${name.padEnd(10)} wall ${median(walls).toFixed(3)} s (${Math.min(...walls).toFixed(3)} to ${Math.max(...walls).toFixed(3)}), cpu ${median(runs.map((run) => run.cpu)).toFixed(2)} s, answered ${runs[0]?.answered}, secure ${runs[0]?.secure}\n`,
    );
  };
  process.stdout.write(`${zones} zones, ${rounds} rounds in turn, medians; node ${process.version}\n`);
  show('caa-guard', ours);
  show('unbound', unbound);
  const ratios = ours.map((run, i) => run.wall / (unbound[i]?.wall ?? Number.NaN));
  process.stdout.write(`ratio      ${median(ratios).toFixed(2)} of Unbound's wall clock, pair by pair\n`);
  process.stdout.write(
    `memory     ${(median(ours.map((run) => run.memory)) / 2 ** 20).toFixed(0)} MB peak of our process\n`,
  );
  try {
    process.stdout.write(`delv       ${runDelv(world).toFixed(1)} ms a name\n`);
  } catch (thrown) {
    process.stdout.write(`delv       not measured: ${String(thrown)}\n`);
  }
} finally {
  world.stop();
}
