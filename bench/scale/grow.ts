/**
 * How time and memory grow with the number of domains: reading a policy, judging it when nothing could be seen (three
 * findings a domain), and a list of names that a tail of the logs watches for. Each in a process of its own.
 *
 *     npx tsx bench/scale/grow.ts [domains=10000] [names=1000000]
 */
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseWatchList, WatchList } from '../../src/ct/watch/watch-list.js';
import { loadPolicies } from '../../src/policy/index.js';
import { judge } from '../../src/rules/index.js';
import type { Evidence } from '../../src/survey/evidence.js';

const [most = '10000', watched = '1000000', what, count] = process.argv.slice(2);

/** A policy for so many domains, and evidence that holds nothing. */
async function judgeNothing(domains: number): Promise<Record<string, number>> {
  const names = Array.from({ length: domains }, (_, i) => `domain-${i}.example`);
  const clauses = names.flatMap((name) => [`  ${name}:`, '    issue: [{ca: letsencrypt.org}]']);
  const text = ['version: 1', 'domains:', ...clauses, ''].join('\n');
  const loading = process.cpuUsage();
  const loaded = await loadPolicies(['p.yaml'], { readFile: async () => text });
  if (!loaded.ok) throw new Error('the policy does not read');
  const policyMs = since(loading);
  const evidence: Evidence = {
    format: 'caa-guard/evidence/1',
    tool: { name: 'bench', version: '0' },
    startedAt: 0,
    finishedAt: 1,
    vantage: { mode: 'iterative', servers: [] },
    anchors: [],
    domains: [],
    exchanges: [],
  };
  const judging = process.cpuUsage();
  const { findings } = judge(loaded.policy, evidence, 1);
  return { policyMs, judgeMs: since(judging), findings: findings.length };
}

function watchFor(names: number): Record<string, number> {
  const text = Array.from({ length: names }, (_, i) => `.customer-${i}.example-${i % 977}.com`).join('\n');
  const reading = process.cpuUsage();
  const list = new WatchList(parseWatchList(text));
  return { listMs: since(reading), names: list.items.length };
}

/** Milliseconds of processor time. */
function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 1000);
}

if (what !== undefined && count !== undefined) {
  const took = what === 'watch' ? watchFor(Number(count)) : await judgeNothing(Number(count));
  const memoryMB = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${what} ${count}: ${JSON.stringify({ ...took, memoryMB })}\n`);
} else {
  process.stdout.write(`load ${loadavg().map((one) => one.toFixed(1)).join(' ')}, Node ${process.version}\n`); // prettier-ignore
  for (const [task, number] of [
    ['judge', most],
    ['watch', watched],
  ] as const)
    // prettier-ignore
    for (const part of [10, 3, 1])
      process.stdout.write(
        execFileSync(process.execPath, [
          ...['--import', 'tsx', fileURLToPath(import.meta.url), most, watched],
          ...[task, String(Math.floor(Number(number) / part))],
        ]),
      );
}
