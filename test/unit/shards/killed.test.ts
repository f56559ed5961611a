import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonReport } from '../../../src/report/json-schema.js';
import { readEvidence } from '../../../src/survey/index.js';
import { buildCli, runCli, type Ended, type Moment } from './support/built-cli.js';
import { chance, shuffled } from './support/chance.js';
import { COUNT, NOW, POLICY, shardWorld, type ShardWorld } from './support/world.js';

const SHARDS = COUNT < 1_000 ? 3 : 10;
/** Who is killed when; the same again: `CAA_GUARD_SHARD_SEED`. */
const SEED = process.env['CAA_GUARD_SHARD_SEED'] ?? randomUUID().slice(0, 8);
/** Most times that one shard is killed before it is let run to its end. */
const MOST_KILLS = 2;

let world: ShardWorld;
let folder: string;
let cli: string;
let look: readonly string[];
beforeAll(async () => {
  world = await shardWorld();
  ({ folder } = world);
  cli = await buildCli(folder);
  const { rootHints, trustAnchor, port } = world.lab.access.dns;
  await writeFile(path.join(folder, 'p.yaml'), POLICY);
  await writeFile(path.join(folder, 'hints'), rootHints);
  await writeFile(path.join(folder, 'anchor'), trustAnchor);
  const dns = ['--root-hints', 'hints', '--trust-anchor', 'anchor', '--port', String(port)];
  look = ['check', '-p', 'p.yaml', '--json', '--no-ct', '--allow-private-addresses', ...dns];
  look = [...look, '--at', new Date(NOW).toISOString(), '--time-limit', '60m'];
}, 600_000);
afterAll(() => world.stop());

const checkShard = (index: number, kill?: Moment): Promise<Ended> =>
  runCli(cli, [...look, '--shard', `${index}/${SHARDS}`, '--evidence', `shard-${index}.json`], folder, kill);

/** What a report says of domains. Each name server may be asked first, and the words for that differ. */
function told({ out, err }: Ended) {
  if (out === '') throw new Error(`nothing was reported: ${err}`);
  const { outcome, domains, findings } = JSON.parse(out) as JsonReport;
  return {
    outcome,
    domains: domains.map(({ zone, outcome: one }) => [zone, one]),
    findings: findings.map(({ id, rule, title, diff, fails }) => ({ id, rule, title, diff, fails })),
  };
}

/** What was begun beside its place, and not put there. */
const drafts = (): readonly string[] => readdirSync(folder).filter((name) => name.startsWith('.caa-guard-'));
let brokenOff = 0;

/** Runs a shard until it ends by itself, and kills it before as chance has it. Gives how often it was killed. */
async function untilDone(index: number, usual: number, next: () => number, must: boolean): Promise<number> {
  let kills = 0;
  for (let turn = 0; turn < MOST_KILLS && (must || next() < 0.5); turn++) {
    const file = path.join(folder, `shard-${index}.json`);
    // Half of them in the middle of the work, half when they have begun to write.
    const moment = next() < 0.5 ? { after: 0.95 * usual * next() } : { when: () => drafts().length > 0 };
    const { code } = await checkShard(index, moment);
    if (code === null) kills++;
    brokenOff += drafts().length;
    for (const draft of drafts()) await rm(path.join(folder, draft));
    if (existsSync(file)) await rename(file, path.join(folder, `killed-${index}-${turn}.json`));
  }
  expect((await checkShard(index)).code).toBeLessThanOrEqual(1);
  return kills;
}

describe('processes of shards', { timeout: 3_600_000 }, () => {
  it('that are killed at random and run again merge to the report of one run', async ({ skip }) => {
    // Where each server of the lab has a port of its own, no flag can say where they are.
    if (world.lab.access.dns.port === undefined) skip();
    process.stderr.write(`killed at random: CAA_GUARD_SHARD_SEED=${SEED}\n`);
    const next = chance(SEED);
    const whole = await runCli(cli, look, folder);
    const adrift = told(whole).domains.filter(([, outcome]) => outcome === 'drift');
    expect(adrift).toHaveLength(world.adrift);
    const indices = shuffled(
      Array.from({ length: SHARDS }, (_, i) => i + 1),
      next,
    );
    const [first = 1, ...rest] = indices;
    const { milliseconds } = await checkShard(first);
    let kills = await untilDone(first, milliseconds, next, true);
    for (const index of rest) kills += await untilDone(index, milliseconds, next, false);
    const files = readdirSync(folder).filter((name) => /^(shard|killed)-.*\.json$/.test(name));
    let bytes = 0;
    for (const name of files) {
      const text = await readFile(path.join(folder, name), 'utf8');
      // Whatever is in its place is whole: throws where it is half of a file.
      readEvidence(text);
      bytes += text.length;
    }
    const merged = await runCli(
      cli,
      ['merge', ...shuffled(files, next), '-p', 'p.yaml', '--json', '--trust-anchor', 'anchor'],
      folder,
    );
    process.stderr.write(
      `${kills} kills; ${files.length - SHARDS} whole files left by them, ${brokenOff} broken off; ${bytes} bytes; ` +
        `whole ${Math.round(whole.milliseconds)} ms, merge ${Math.round(merged.milliseconds)} ms\n${merged.err}`,
    );
    expect(kills).toBeGreaterThan(0);
    expect(told(merged), `seed ${SEED}`).toEqual(told(whole));
    expect(merged.code).toBe(whole.code);
  });
});
