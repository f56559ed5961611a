/**
 * How the time of judging grows with the number of domains, where something concerns all of them: waivers, a lock, a log that
 * lies. Processor time and peak memory, each in a process of its own.
 *
 *     npx tsx bench/scale/judge.ts [domains=16000]
 *
 * The worlds are those of `test/unit/growth`, which hold the judge to it by counting calls.
 */
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { judge } from '../../src/rules/index.js';
import { NOW } from '../../src/rules/testing/builder.js';
import { CASES } from '../../test/unit/growth/cases.js';

const [most = '16000', what, count] = process.argv.slice(2);

if (what === undefined || count === undefined) {
  const load = loadavg().map((one) => one.toFixed(1)).join(' '); // prettier-ignore
  process.stdout.write(`load ${load}, Node ${process.version}\n`);
  const sizes = [16, 4, 1].map((part) => String(Math.round(Number(most) / part)));
  process.stdout.write(`| what | ${sizes.join(' | ')} |\n|---|---|---|---|\n`);
  for (const name of Object.keys(CASES)) {
    const cells = sizes.map((size) =>
      execFileSync(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), most, name, size], {
        encoding: 'utf8',
      }),
    );
    process.stdout.write(`| ${name} | ${cells.join(' | ')} |\n`);
  }
} else {
  const made = CASES[what]?.(Number(count));
  if (made === undefined) throw new Error(`expected one of ${Object.keys(CASES).join(', ')}; got ${what}`);
  const before = process.cpuUsage();
  judge(...made, NOW);
  const { user, system } = process.cpuUsage(before);
  const seconds = ((user + system) / 1e6).toFixed(1);
  process.stdout.write(`${seconds} s, ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
}
