/**
 * How long `caa-guard plan` takes over a large plan, and how much memory: the whole command, in a process of its own.
 *
 *     npx tsx bench/plan/plan.ts [megabytes=50] [rounds=5]
 *
 * Two plans of that size, made here as Terraform 1.11 writes them (changes, prior state, configuration): `records`, in which
 * every resource is a CAA record of Cloudflare with its 30 empty columns, in zones that the policy guards and that are found
 * by the expression behind an id; and `mixed`, in which one resource in a hundred is.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'rolldown';
import { median, megabytes } from '../dns/table.js';
import { planText, policyText, type Kind } from './make.js';

const SIZE = Number(process.argv[2] ?? 50) * 1_000_000;
const ROUNDS = Number(process.argv[3] ?? 5);

interface Run {
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
  readonly code: number;
}

const directory = mkdtempSync(path.join(tmpdir(), 'caa-guard-bench-plan-'));
try {
  // Plain JavaScript, in parts that are loaded when they are needed, as users have it.
  const dir = path.join(directory, 'lib/cli');
  const input = path.join(import.meta.dirname, 'ours.ts');
  await build({
    input,
    platform: 'node',
    logLevel: 'warn',
    output: { dir, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
  });
  copyFileSync('package.json', path.join(directory, 'package.json'));
  const file = path.join(dir, 'ours.mjs');
  process.stdout.write(`${ROUNDS} rounds, medians; node ${process.version}\n`);
  for (const kind of ['records', 'mixed'] as const) show(kind, file);
} finally {
  rmSync(directory, { recursive: true });
}

function show(kind: Kind, file: string): void {
  const plan = path.join(directory, `${kind}.json`);
  const policy = path.join(directory, `${kind}.yaml`);
  const made = planText(kind, SIZE);
  writeFileSync(plan, made.text);
  writeFileSync(policy, policyText(made.zones));
  const runs = Array.from({ length: ROUNDS }, () => run(file, plan, policy));
  const walls = runs.map(({ wall }) => wall);
  process.stdout.write(
    `${kind.padEnd(8)} ${(statSync(plan).size / 1e6).toFixed(1)} MB, ${made.resources} resources, ${made.zones} domains: ` +
      `wall ${median(walls).toFixed(2)} s (${Math.min(...walls).toFixed(2)} to ${Math.max(...walls).toFixed(2)}), ` +
      `cpu ${median(runs.map(({ cpu }) => cpu)).toFixed(2)} s, ` +
      `peak ${megabytes(median(runs.map(({ memory }) => memory)))} MB, exit codes ${[...new Set(runs.map(({ code }) => code))].join(' ')}\n`,
  );
}

function run(file: string, plan: string, policy: string): Run {
  const started = performance.now();
  const out = execFileSync(process.execPath, [file, plan, policy], { encoding: 'utf8' });
  const wall = (performance.now() - started) / 1000;
  return { wall, ...(JSON.parse(out) as Omit<Run, 'wall'>) };
}
