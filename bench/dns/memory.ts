/**
 * Peak memory over many signed zones in one process, beside Unbound's: are all caches bounded, does anything leak?
 *
 *     npx tsx bench/dns/memory.ts [zones=10000]
 *
 * Needs what cold.ts needs.
 */
import { bundleOurs, runOurs } from './ours-run.js';
import { megabytes, show, showRatio } from './table.js';
import { runUnbound } from './unbound.js';
import { startWorld } from './world.js';

const zones = Number(process.argv[2] ?? 10_000);

const started = performance.now();
const world = await startWorld(zones);
try {
  const made = (performance.now() - started) / 1000;
  process.stdout.write(`${zones} zones made and signed in ${made.toFixed(0)} s; node ${process.version}\n`);
  const file = await bundleOurs(world.directory);
  const tenth = { ...world, names: world.names.slice(0, zones / 10) };
  const few = await runOurs(tenth, file, ['--expose-gc']);
  const ours = await runOurs(world, file, ['--expose-gc']);
  const unbound = await runUnbound(world);
  show('caa-guard', [ours]);
  show('unbound', [unbound]);
  showRatio([ours], [unbound]);
  const live = (ours.live ?? 0) - (few.live ?? 0);
  process.stdout.write(
    `in use     ${megabytes(few.live ?? 0)} MB after ${tenth.names.length} zones, ${megabytes(ours.live ?? 0)} MB after ${zones}: ` +
      `${(live / (zones - tenth.names.length) / 1024).toFixed(1)} KB a zone; peak after ${tenth.names.length}: ${megabytes(few.memory)} MB\n`,
  );
} finally {
  world.stop();
}
