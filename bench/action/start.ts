/**
 * Cold start of the Action: from the start of the process to the first question of DNS, under Node 24, beside bare Node, a
 * bundle of the toolkit alone, and the published bundles of two other actions up to their first request.
 *
 *     CAA_GUARD_DIST=dist npx tsx bench/action/start.ts [rounds=21]
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { node24 } from '../../test/action/support/node24.js';
import { casesOf } from './cases.js';
import { coldStart, type Taken } from './run.js';
import { startWorld } from './world.js';

const rounds = Number(process.argv[2] ?? 21);
const dist = path.resolve(process.env['CAA_GUARD_DIST'] ?? 'dist', 'index.js');
const node = node24();
const folder = mkdtempSync(path.join(tmpdir(), 'caa-guard-start-'));
const world = await startWorld();
try {
  for (const name of ['workspace', '_temp']) mkdirSync(path.join(folder, name));
  const cases = await casesOf({ folder, dist, world });
  const taken = new Map<string, Taken[]>(cases.map(({ name }) => [name, []]));
  // In turns, so that what else the machine does falls on all alike. The first round warms the file system.
  for (let round = 0; round <= rounds; round++)
    for (const { name, start } of cases) {
      const one = await coldStart(node, start, world);
      if (round > 0) taken.get(name)?.push(one);
    }
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
  print(
    `Node ${version}, ${rounds} rounds, load ${loadavg()
      .map((one) => one.toFixed(1))
      .join(' ')}`,
  );
  print('| | wall clock, ms | processor, ms | bytes |\n|---|---|---|---|');
  for (const { name, file } of cases) {
    const all = taken.get(name) ?? [];
    const bytes = file === undefined ? '' : statSync(file).size.toLocaleString('en');
    print(
      `| ${name} | ${words(all.map(({ wall }) => wall))} | ${words(all.flatMap(({ cpu }) => cpu ?? []))} | ${bytes} |`,
    );
  }
} finally {
  world.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** `median (least to most)`. */
function words(values: readonly number[]): string {
  if (values.length === 0) return '';
  const sorted = [...values].sort((a, b) => a - b);
  const [least = 0, median = 0, most = 0] = [0, Math.floor(sorted.length / 2), sorted.length - 1].map(
    (i) => sorted[i],
  );
  return `${median.toFixed(0)} (${least.toFixed(0)} to ${most.toFixed(0)})`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
