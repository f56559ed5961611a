import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeExchange } from '../../../src/dns/index.js';
import type { Shard } from '../../../src/policy/shard.js';
import type { Judgement } from '../../../src/rules/model.js';
import { runCheck, writeEvidence, type CheckResult } from '../../../src/survey/index.js';
import { merge } from '../../../src/survey/merge.js';
import { clock, NOW, POLICY, shardWorld, type ShardWorld } from './support/world.js';

const SHARDS = 10;
/** Domains in parts of runs that are killed and run again. */
const RERUN = [2, 7];

let world: ShardWorld;
beforeAll(async () => void (world = await shardWorld()), 600_000);
afterAll(() => world.stop());

async function check(shard?: Shard, signal?: AbortSignal): Promise<Extract<CheckResult, { ok: true }>> {
  const exchange = createNodeExchange({ clock, destinations: { allowPrivate: true } });
  try {
    const result = await runCheck(
      {
        policies: ['p.yaml'],
        dns: world.lab.access.dns,
        ct: 'off',
        limits: { runMs: 3_600_000 },
        ...(shard === undefined ? {} : { shard }),
        tool: { name: 'caa-guard test', version: '0' },
      },
      {
        clock,
        readFile: async () => POLICY,
        exchange: world.lab.routed(exchange),
        ...(signal === undefined ? {} : { signal }),
      },
    );
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    return result;
  } finally {
    exchange.close();
  }
}

async function keep(name: string, text: string): Promise<string> {
  const file = path.join(world.folder, name);
  await writeFile(file, text);
  return file;
}

/** What is judged of domains; each name server may be asked first, and the words for that differ. */
const told = ({ outcome, domains, findings }: Judgement) => ({
  outcome,
  domains: domains.map(({ zone, outcome: one }) => [zone, one]),
  findings: findings.map(({ id, rule, kind, subject, title, diff, fails }) => ({
    id,
    rule,
    kind,
    subject,
    title,
    diff,
    fails,
  })),
});

describe('shards of the lab, over real sockets', { timeout: 3_600_000 }, () => {
  it('killed and run again, merge to the judgement of one run', async () => {
    const whole = told((await check()).judgement);
    expect(whole.findings.filter(({ fails }) => fails).length).toBeGreaterThanOrEqual(world.adrift);
    const files: string[] = [];
    for (let index = 1; index <= SHARDS; index++) {
      const shard = { index, of: SHARDS };
      if (RERUN.includes(index)) {
        // Ended at once, as by a job that is cancelled: nothing was seen.
        const { evidence } = await check(shard, AbortSignal.abort());
        const text = writeEvidence({ ...evidence, startedAt: NOW - 1, finishedAt: NOW - 1 });
        files.push(await keep(`killed-${index}.json`, text));
        files.push(await keep(`cut-${index}.json`, text.slice(0, text.length / 2)));
      }
      files.push(await keep(`shard-${index}.json`, writeEvidence((await check(shard)).evidence)));
    }
    const result = await merge(
      {
        files: files.reverse().map((file) => ({ file, read: () => readFile(file, 'utf8') })),
        policies: ['p.yaml'],
        trustAnchor: world.lab.access.dns.trustAnchor,
      },
      { clock, readFile: async () => POLICY },
    );
    if (!result.ok) throw new Error(JSON.stringify(result.errors));
    expect(told(result.judgement)).toEqual(whole);
    expect(result.notices).toHaveLength(2 * RERUN.length);
  });
});
