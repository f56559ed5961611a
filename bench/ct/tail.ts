/**
 * certspotter and the tail over the same RFC 6962 log, the tail over a static log with the same entries, and over ten names
 * and a hundred thousand: entries a second of processor time, whole processes, side by side in one run.
 *
 *     npx tsx bench/ct/tail.ts [entries=200000] [rounds=3]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runCertspotter } from '../../test/integration/support/certspotter.js';
import { bundleTail, startTail } from '../../test/integration/support/ct/tail-run.js';
import { startWorld, type World } from '../../test/integration/support/ct/world.js';
import { median, megabytes } from '../dns/table.js';

interface Run {
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
  readonly matches: number;
}

const [size, rounds] = [Number(process.argv[2] ?? 200_000), Number(process.argv[3] ?? 3)];
const MANY = 100_000;

void main();

async function main(): Promise<void> {
  const world = await startWorld(size);
  try {
    const json = await (await fetch(`${world.classic.url}ct/v1/get-entries?start=0&end=999`)).arrayBuffer();
    const tile = await (await fetch(`${world.tiled.url}tile/data/000`)).arrayBuffer();
    process.stdout.write(
      `${size} entries; ${(json.byteLength / 1000).toFixed(0)} octets an entry as JSON, ${(tile.byteLength / 256).toFixed(0)} in a tile\n`,
    );
    await compare(world);
  } finally {
    world.stop();
  }
}

/** Each round runs all of them one after the other, so that what else the machine does falls on all. */
async function compare(world: World): Promise<void> {
  const many = manyNames(world);
  const program = await bundleTail(world.directory);
  let nth = 0;
  const state = (): string => path.join(world.directory, `state-${nth++}`);
  const tail = async (kind: 'classic' | 'tiled', watchFile: string): Promise<Run> => {
    const report = await startTail(program, { list: world.listOf(kind), watchFile, state: state() }).done;
    if (report.rounds.join() !== 'verified' || report.findings.length > 0)
      throw new Error(`expected a verified log; ${JSON.stringify(report)} came`);
    return report;
  };
  const contenders: Readonly<Record<string, () => Promise<Run>>> = {
    'certspotter, get-entries': async () => {
      const run = await runCertspotter(state(), {
        list: world.listOf('classic'),
        watchFile: world.watchFile,
        size,
      });
      return { ...run, matches: run.found.size };
    },
    'caa-guard, get-entries': () => tail('classic', world.watchFile),
    'caa-guard, tiles': () => tail('tiled', world.watchFile),
    'the same, 100,000 names': () => tail('tiled', many),
  };
  const runs = new Map<string, Run[]>();
  for (let round = 0; round < rounds; round++)
    for (const [name, run] of Object.entries(contenders))
      runs.set(name, [...(runs.get(name) ?? []), await run()]);
  for (const [name, all] of runs) show(name, all);
  const [theirs = [], classic = [], tiled = [], lots = []] = runs.values();
  process.stdout.write(
    `entries a CPU-second, pair by pair: get-entries ${ratio(theirs, classic)} times certspotter's, tiles ${ratio(theirs, tiled)} times; ` +
      `100,000 names cost ${((Number(ratio(lots, tiled)) - 1) * 100).toFixed(0)} % more than ten\n`,
  );
}

/** Those that are watched anyway, and many that nobody has a certificate for. */
function manyNames({ directory, watchFile }: World): string {
  const file = path.join(directory, 'many');
  const more = Array.from(
    { length: MANY },
    (_, i) => `${i % 2 === 0 ? '.' : ''}n${i}.zone${i % 977}.example.net`,
  );
  writeFileSync(file, `${readFileSync(watchFile, 'utf8')}${more.join('\n')}\n`);
  return file;
}

function show(name: string, runs: readonly Run[]): void {
  const of = (key: keyof Run): readonly number[] => runs.map((run) => run[key]);
  const rate = runs.map(({ cpu }) => size / cpu);
  process.stdout.write(
    `${name.padEnd(25)} ${median(rate).toFixed(0).padStart(7)} entries a CPU-second (${Math.min(...rate).toFixed(0)} to ${Math.max(...rate).toFixed(0)}), ` +
      `wall ${median(of('wall')).toFixed(1)} s, cpu ${median(of('cpu')).toFixed(2)} s, peak ${megabytes(Math.max(...of('memory')))} MB, ${median(of('matches'))} matches\n`,
  );
}

/** How many times the processor time of the second the first took: the median of the rounds. */
function ratio(first: readonly Run[], second: readonly Run[]): string {
  return median(first.map(({ cpu }, i) => cpu / (second[i]?.cpu ?? Number.NaN))).toFixed(2);
}
