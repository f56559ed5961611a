/**
 * What it takes to merge ten shards: size of the evidence, processor time and peak memory of the merge, in a process of
 * its own, with the answers validated again and without.
 *
 *     npx tsx bench/scale/merge.ts [domains=10000]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createNodeExchange } from '../../src/dns/index.js';
import { createLab } from '../../src/lab/index.js';
import { runCheck, writeEvidence } from '../../src/survey/index.js';
import { merge } from '../../src/survey/merge.js';

const SHARDS = 10;
const clock = { now: () => Date.now(), monotonic: () => performance.now() };
const [first = '10000', folder, replay] = process.argv.slice(2);

/** Checks every shard of a lab with so many domains, and writes down what was seen. */
async function take(count: number, into: string): Promise<void> {
  const lab = createLab({ clock, seed: 'shards' });
  const names = Array.from({ length: count }, (_, i) => `domain-${i}.${['com', 'net', 'org'][i % 3]}`);
  for (const name of names)
    lab.addZone({
      name,
      records: [
        ['@', 'CAA', '0 issue "letsencrypt.org"'],
        ['@', 'A', '192.0.2.80'],
      ],
    });
  const domains = names.flatMap((name) => [`  ${name}:`, '    issue: [{ca: letsencrypt.org}]']);
  const policy = ['version: 1', 'domains:', ...domains, ''].join('\n');
  writeFileSync(path.join(into, 'policy.yaml'), policy);
  await lab.start();
  const exchange = createNodeExchange({ clock, destinations: { allowPrivate: true } });
  const { dns } = lab.access;
  writeFileSync(path.join(into, 'anchor'), dns.trustAnchor);
  for (let index = 1; index <= SHARDS; index++) {
    const result = await runCheck(
      {
        policies: ['policy.yaml'],
        dns,
        ct: 'off',
        shard: { index, of: SHARDS },
        limits: { runMs: 3_600_000 },
        tool: { name: 'bench', version: '0' },
      },
      { clock, readFile: async () => policy, exchange: lab.routed(exchange) },
    );
    if (!result.ok) throw new Error('the policy does not read');
    writeFileSync(path.join(into, `shard-${index}.json`), writeEvidence(result.evidence));
  }
  exchange.close();
  await lab.stop();
}

/** Merges what lies in a folder, and prints what it took. */
async function measure(from: string, again: boolean): Promise<void> {
  const files = readdirSync(from).filter((one) => one.startsWith('shard-'));
  const result = await merge(
    {
      files: files.map((file) => ({ file, read: () => readFile(path.join(from, file), 'utf8') })),
      policies: ['policy.yaml'],
      trustAnchor: readFileSync(path.join(from, 'anchor'), 'utf8'),
      replay: again,
    },
    { clock, readFile: (file) => readFile(path.join(from, file), 'utf8') },
  );
  if (!result.ok) throw new Error('the policy does not read');
  const { user, system } = process.cpuUsage();
  const seconds = ((user + system) / 1e6).toFixed(1);
  const memory = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(
    `${again ? 'with' : 'without'} replay: ${seconds} s of processor time, peak ${memory} MB; ` +
      `${result.judgement.domains.length} domains, ${result.judgement.outcome}, ${result.notices.length} notices\n`,
  );
}

if (folder !== undefined) await measure(folder, replay === 'replay');
else {
  const into = mkdtempSync(path.join(tmpdir(), 'caa-guard-merge-'));
  try {
    const before = process.cpuUsage();
    await take(Number(first), into);
    const { user, system } = process.cpuUsage(before);
    const sizes = readdirSync(into)
      .filter((one) => one.startsWith('shard-'))
      .map((one) => statSync(path.join(into, one)).size / 1024 / 1024);
    process.stdout.write(
      `${first} domains checked in ${((user + system) / 1e6).toFixed(0)} s of processor time, the lab's own included; ` +
        `evidence ${sizes.reduce((sum, one) => sum + one).toFixed(0)} MB, largest file ${Math.max(...sizes).toFixed(1)} MB\n`,
    );
    for (const how of ['plain', 'replay'])
      process.stdout.write(
        execFileSync(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), first, into, how]),
      );
  } finally {
    rmSync(into, { recursive: true });
  }
}
