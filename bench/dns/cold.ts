/**
 * Cold validated CAA lookups for many signed zones under a private root and TLD, served by Knot on loopback:
 * ours, Unbound (two threads, fed by dnsperf) and a shell loop of delv, in turn, in one run.
 *
 *     npx tsx bench/dns/cold.ts [zones=1000] [rounds=5]
 *
 * Needs root (port 53 on loopback), knotd, kdig, unbound, dnsperf and delv.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleOurs, runOurs, type OurRun } from './ours-run.js';
import { show, showRatio } from './table.js';
import { runUnbound, type Run } from './unbound.js';
import { startWorld, type World } from './world.js';

const zones = Number(process.argv[2] ?? 1000);
const rounds = Number(process.argv[3] ?? 5);

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
  const file = await bundleOurs(world.directory);
  const ours: OurRun[] = [];
  const unbound: Run[] = [];
  for (let i = 0; i < rounds; i++) {
    ours.push(await runOurs(world, file));
    unbound.push(await runUnbound(world));
  }
  process.stdout.write(`${zones} zones, ${rounds} rounds in turn, medians; node ${process.version}\n`);
  show('caa-guard', ours);
  show('unbound', unbound);
  showRatio(ours, unbound);
  try {
    process.stdout.write(`delv       ${runDelv(world).toFixed(1)} ms a name\n`);
  } catch (thrown) {
    process.stdout.write(`delv       not measured: ${String(thrown)}\n`);
  }
} finally {
  world.stop();
}
