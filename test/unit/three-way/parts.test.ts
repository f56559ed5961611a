import { describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import { testPorts } from '../../../src/cli/testing/ports.js';
import { readLock } from '../../../src/policy/lock/read.js';
import { writeLock } from '../../../src/policy/lock/write.js';
import { shardOf } from '../../../src/policy/shard.js';
import type { JsonReport } from '../../../src/report/index.js';
import { evidenceOf, NOW } from '../../../src/rules/testing/builder.js';
import { judgeChange, type Base } from '../../../src/rules/three-way/three-way.js';
import { planEvidence } from '../../../src/survey/plan.js';
import { planJson } from '../../../src/terraform/testing/builder.js';
import {
  BOUND,
  BOUND_RECORD,
  file,
  judged,
  plain,
  policy,
  told,
  UNBOUND,
  UNBOUND_RECORD,
  world,
} from './support.js';

/** A plan that leaves exactly this CAA set at the domain. */
const planOf = (record: string): string =>
  planJson([
    {
      address: 'desec_rrset.caa',
      after: {
        domain: 'example.com',
        subname: '',
        type: 'CAA',
        ttl: 300,
        rdata: [record.replace(/ ([^ ]+)$/, ' "$1"')],
      },
    },
  ]);

describe('a plan beside a change of the policy', () => {
  const [loose, bound] = [file({ 'example.com': UNBOUND }), file({ 'example.com': BOUND })];
  const deployed = [world('example.com', [UNBOUND_RECORD])];

  async function withPlan(base: string, head: string, record: string): ReturnType<typeof judged> {
    const plan = planEvidence({ text: planOf(record) }, await policy(head));
    return judged({
      base,
      head,
      world: deployed,
      more: { evidence: { ...evidenceOf(...deployed), plan } },
    });
  }

  it('is judged by the policy as it is to be: it brings what the change asks for', async () => {
    const judgement = await withPlan(loose, bound, BOUND_RECORD);
    expect(told(judgement)).toEqual(['passes pending caa/binding-lost example.com']);
    expect(judgement.outcome).toBe('ok');
  });

  it('fails where it does not bring that, though what stands only waits for the merge', async () => {
    const judgement = await withPlan(loose, bound, UNBOUND_RECORD);
    expect(told(judgement)).toEqual(['FAILS before caa/binding-lost example.com']);
    expect(judgement.domains).toMatchObject([{ zone: 'example.com', outcome: 'drift' }]);
  });

  it('excuses no drift that was there before, though it would end it', async () => {
    const judgement = await withPlan(bound, bound, BOUND_RECORD);
    expect(told(judgement)).toEqual(['FAILS before caa/binding-lost example.com']);
  });

  it('is told beside what was checked of what stands', async () => {
    const [domain] = (await withPlan(loose, bound, BOUND_RECORD)).domains;
    const words = JSON.stringify(domain?.checked);
    expect(words).toContain('"Plan"');
    expect(words).toContain('decides (');
    expect(words).not.toContain('Nothing else was looked at');
  });
});

describe('`plan --base`, without a look at the world', () => {
  async function plan(
    base: string,
    head: string,
    record: string,
  ): Promise<{ code: number; report: JsonReport }> {
    const stored = new Map([
      ['caa-guard.yaml', head],
      ['main.yaml', base],
      ['plan.json', planOf(record)],
    ]);
    const ports = testPorts({ stored });
    const code = await main(['plan', 'plan.json', '--base', 'main.yaml', '--json'], ports);
    return { code, report: JSON.parse(ports.out()) as JsonReport };
  }
  const [loose, bound] = [file({ 'example.com': UNBOUND }), file({ 'example.com': BOUND })];

  it('holds the plan against the change, and the change against the base', async () => {
    const tight = await plan(loose, bound, BOUND_RECORD);
    expect([tight.code, tight.report.findings.filter(({ fails }) => fails)]).toEqual([0, []]);
    expect(tight.report.change).toMatchObject({ kind: 'changed', weakened: 0, pending: 0 });
    const opened = await plan(bound, loose, UNBOUND_RECORD);
    expect(opened.code).toBe(1);
    expect(opened.report.findings.filter(({ fails }) => fails).map(({ rule }) => rule)).toEqual([
      'policy/weakened',
    ]);
  });
});

describe('a shard of a change', () => {
  const names = ['example.com', 'example.org', 'example.net', 'shop.example.com'];
  const base = file({ 'example.com': BOUND, 'example.org': BOUND });
  const head = file({ 'example.com': BOUND, 'example.net': BOUND, 'shop.example.com': UNBOUND });
  const seen = names.map((name) => world(name, [UNBOUND_RECORD]));

  it('tells what falls into it, and all shards together what one run tells', async () => {
    const whole = await judged({ base, head, world: seen });
    const shards = await Promise.all(
      [1, 2, 3].map((index) => judged({ base, head, world: seen, more: { shard: { index, of: 3 } } })),
    );
    const all = shards.flatMap(({ findings }) => findings.filter(({ zone }) => zone !== ''));
    const key = ({ zone, rule, subject, stage, fails }: (typeof all)[number]): string =>
      JSON.stringify([zone, rule, subject, stage, fails]);
    expect(all.map(key).sort()).toEqual(
      whole.findings
        .filter(({ zone }) => zone !== '')
        .map(key)
        .sort(),
    );
    for (const [i, shard] of shards.entries()) {
      expect(shard.domains.map(({ zone }) => shardOf(zone, 3))).toEqual(shard.domains.map(() => i + 1));
      expect(shard.change).toMatchObject({ weakened: whole.change?.weakened, approved: false });
    }
  });
});

describe('a lock that the run was given', () => {
  it('is held against the change as ever: that waits for nothing', async () => {
    const head = await policy(file({ 'example.com': BOUND }));
    const lock = readLock(writeLock(await policy(file({ 'example.com': UNBOUND })), 'l'), 'l');
    const judgement = judgeChange({
      base: { kind: 'policy', policy: await policy(file({ 'example.com': UNBOUND })) },
      head: { ...head, lock },
      evidence: evidenceOf(world('example.com', [BOUND_RECORD])),
      approval: {},
      fork: false,
      now: NOW,
    });
    expect(told(judgement)).toContain('FAILS before policy/locked example.com');
  });

  it('is no finding of the base that the merge would end, where the change says the same in other words', async () => {
    const text = file({ 'example.com': BOUND });
    const lock = readLock(writeLock(await policy(file({ 'example.com': UNBOUND })), 'l'), 'l');
    const judgement = judgeChange({
      base: { kind: 'policy', policy: await policy(text) },
      head: { ...(await policy(`# more\n${text}`)), lock },
      evidence: evidenceOf(world('example.com', [BOUND_RECORD])),
      approval: {},
      fork: false,
      now: NOW,
    });
    expect(judgement.change?.kind).toBe('same');
    expect(told(judgement)).toEqual(['FAILS before policy/locked example.com']);
    const [finding] = judgement.findings.filter(({ rule }) => rule === 'policy/locked');
    expect(finding && plain(finding)).not.toContain('the merge ends it');
  });
});

describe('a base of other files than the change has judged', () => {
  it('is named by them, whether it loads or not', async () => {
    const text = file({ 'example.com': BOUND });
    const change = async (base: Base) =>
      judgeChange({
        base,
        head: await policy(text),
        evidence: evidenceOf(world('example.com', [BOUND_RECORD])),
        approval: {},
        fork: false,
        now: NOW,
      }).change;
    const from = { movedFrom: ['old.yaml'] };
    expect(await change({ kind: 'policy', policy: await policy(text), ...from })).toMatchObject(from);
    expect(await change({ kind: 'unusable', problems: [], ...from })).toMatchObject(from);
    expect(await change({ kind: 'policy', policy: await policy(text) })).not.toHaveProperty('movedFrom');
    expect(await change({ kind: 'none' })).not.toHaveProperty('movedFrom');
  });
});
