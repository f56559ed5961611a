import type { Run } from './unbound.js';

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** One line: medians of the rounds, and between what the wall clocks lay. `answered` and `secure` are the worst round's. */
export function show(name: string, runs: readonly Run[]): void {
  const walls = runs.map((run) => run.wall);
  const least = (key: 'answered' | 'secure'): number => Math.min(...runs.map((run) => run[key]));
  process.stdout.write(
    `${name.padEnd(10)} wall ${median(walls).toFixed(3)} s (${Math.min(...walls).toFixed(3)} to ${Math.max(...walls).toFixed(3)}), ` +
      `cpu ${median(runs.map((run) => run.cpu)).toFixed(2)} s, peak ${megabytes(median(runs.map((run) => run.memory)))} MB, ` +
      `answered ${least('answered')}, secure ${least('secure')}\n`,
  );
}

export function showRatio(ours: readonly Run[], theirs: readonly Run[]): void {
  const ratio = (key: 'wall' | 'cpu'): string =>
    median(ours.map((run, i) => run[key] / (theirs[i]?.[key] ?? Number.NaN))).toFixed(2);
  process.stdout.write(
    `ratio      wall ${ratio('wall')}, cpu ${ratio('cpu')}: ours to Unbound's, pair by pair\n`,
  );
}

export function megabytes(octets: number): string {
  return (octets / 2 ** 20).toFixed(0);
}
