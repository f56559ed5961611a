import fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { loadPolicies, type Policy } from '../../../src/policy/index.js';
import { policyDigest, shardOf, shardOfPolicy } from '../../../src/policy/shard.js';
import { judge } from '../../../src/rules/index.js';
import type { Finding, Judgement } from '../../../src/rules/model.js';
import type { Evidence } from '../../../src/survey/evidence.js';
import { merge, type MergeOptions, type MergeResult } from '../../../src/survey/merge.js';
import { survey } from '../../../src/survey/survey.js';
import { failed, fakeResolver, NOON, secure, stillClock } from '../../../src/survey/testing/fakes.js';
import { writeEvidence } from '../../../src/survey/write.js';

// Generated input, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const NAMES = Array.from({ length: 24 }, (_, i) => `domain-${i}.example`);
const CAA = (value: string): Uint8Array => Buffer.concat([Buffer.from([0, 5]), Buffer.from(`issue${value}`)]);
/** Every third domain is as declared, every third lets in another CA, of every third nothing can be seen. */
const WORLD = Object.fromEntries(
  NAMES.map((name, i) => [
    `${name}/CAA`,
    [
      [secure(name, 257, CAA('letsencrypt.org')), secure(name, 257, CAA('evil.example')), failed(name)][
        i % 3
      ]!,
    ],
  ]),
);
const POLICY = [
  'version: 1',
  'waivers:',
  ...['domain-1.example', 'domain-0.example'].flatMap((subject) => [
    `  - {rule: caa/foreign-ca, subject: ${subject}, reason: moves, owner: ops, expires: 2027-01-01}`,
  ]),
  'domains:',
  ...NAMES.flatMap((name) => [`  ${name}:`, '    issue: [{ca: letsencrypt.org}]']),
  '',
].join('\n');

async function observe(policy: Policy, over: Partial<Evidence> = {}, world = WORLD): Promise<Evidence> {
  const evidence = await survey({
    policy,
    resolver: fakeResolver(world),
    clock: stillClock,
    tool: { name: 'caa-guard', version: '0' },
    vantage: { mode: 'iterative', servers: [] },
    anchors: ['. DS 1'],
  });
  return { ...evidence, ...over };
}

let policy: Policy;
let whole: Evidence;
beforeAll(async () => {
  const loaded = await loadPolicies(['p.yaml'], { readFile: async () => POLICY });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  policy = loaded.policy;
  whole = await observe(policy);
});

/** What `check --shard` leaves, as text. `over`: what another run, version or policy would have left. */
async function shardFile(index: number, of: number, over: Partial<Evidence> = {}): Promise<string> {
  const shard = { index, of, policy: policyDigest(policy) };
  return writeEvidence(await observe(shardOfPolicy(policy, shard), { shard, ...over }));
}

const files = (texts: Readonly<Record<string, string>>): MergeOptions['files'] =>
  Object.entries(texts).map(([file, text]) => ({ file, read: async () => text }));

function merged(
  texts: Readonly<Record<string, string>>,
  over: Partial<MergeOptions> = {},
): Promise<MergeResult> {
  return merge(
    { files: files(texts), policies: ['p.yaml'], replay: false, ...over },
    { clock: stillClock, readFile: async () => POLICY },
  );
}

async function judged(texts: Readonly<Record<string, string>>, over: Partial<MergeOptions> = {}) {
  const result = await merged(texts, over);
  if (!result.ok) throw new Error('the policy does not read');
  return result;
}

const outcomes = (domains: readonly { readonly zone: string; readonly outcome: string }[]) =>
  Object.fromEntries(domains.map(({ zone, outcome }) => [zone, outcome]));

describe('the judgement of merged shards', () => {
  it('is that of one run, for any split, in any order, with shards that were killed and run again', async () => {
    const splits = fc.integer({ min: 1, max: 12 }).chain((of) =>
      fc.record({
        of: fc.constant(of),
        order: fc.shuffledSubarray(
          Array.from({ length: of }, (_, i) => i + 1),
          { minLength: of },
        ),
        killed: fc.subarray(Array.from({ length: of }, (_, i) => i + 1)),
        cut: fc.double({ min: 0, max: 0.99, noNaN: true }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(splits, async ({ of, order, killed, cut }) => {
        const texts: Record<string, string> = {};
        for (const index of killed) {
          const text = await shardFile(index, of);
          texts[`killed-${index}.json`] = text.slice(0, Math.floor(text.length * cut));
        }
        for (const index of order) texts[`shard-${index}.json`] = await shardFile(index, of);
        const { judgement, notices } = await judged(texts);
        expect(judgement).toEqual(judge(policy, whole, NOON));
        expect(notices).toHaveLength(killed.length);
      }),
      { numRuns: 40 },
    );
  });

  it('is that of one run for the domains of shards that came, and unknown for all others, whichever are missing', async () => {
    const one = judge(policy, whole, NOON);
    const ofOne = outcomes(one.domains);
    const missing = fc.integer({ min: 2, max: 8 }).chain((of) =>
      fc.record({
        of: fc.constant(of),
        gone: fc.subarray(
          Array.from({ length: of }, (_, i) => i + 1),
          { minLength: 1, maxLength: of - 1 },
        ),
      }),
    );
    await fc.assert(
      fc.asyncProperty(missing, async ({ of, gone }) => {
        const texts: Record<string, string> = {};
        for (let index = 1; index <= of; index++)
          if (!gone.includes(index)) texts[`${index}.json`] = await shardFile(index, of);
        const { judgement } = await judged(texts);
        const lost = (zone: string): boolean => gone.includes(shardOf(zone, of));
        expect(outcomes(judgement.domains)).toEqual(
          Object.fromEntries(NAMES.map((zone) => [zone, lost(zone) ? 'unknown' : ofOne[zone]])),
        );
        const ofRun = judgement.findings.filter(({ subject }) => subject.startsWith('shard '));
        expect(ofRun.map(({ rule, kind, zone, subject }) => [rule, kind, zone, subject])).toEqual(
          gone
            .filter((index) => NAMES.some((zone) => shardOf(zone, of) === index))
            .map((index) => ['survey/unreachable', 'unknown', '', `shard ${index}/${of}`])
            .sort(([, , , a = ''], [, , , b = '']) => (a < b ? -1 : 1)),
        );
        const rest = judgement.findings.filter((finding) => !ofRun.includes(finding));
        // What is wrong with the policy itself is known, whoever was asked.
        const known = ({ zone, rule }: Finding): boolean => !lost(zone) || rule.startsWith('policy/');
        expect(rest).toEqual(one.findings.filter((finding) => finding.zone === '' || known(finding)));
      }),
      { numRuns: 30 },
    );
  });

  it('says of a domain that its shard came and does not hold that it was not looked up, and not that the shard is missing', async () => {
    const { judgement } = await judged({ a: await shardFile(1, 2, { domains: [] }) });
    const lost = NAMES.filter((zone) => shardOf(zone, 2) === 1).sort();
    const unseen = judgement.findings.filter(({ rule }) => rule === 'survey/unreachable');
    expect(unseen.map(({ subject }) => subject)).toEqual(['shard 2/2', ...lost]);
  });

  it('comes again from the merged evidence, missing shards and all', async () => {
    const { evidence, judgement } = await judged({ a: await shardFile(1, 3), b: await shardFile(3, 3) });
    const { rejudge } = await import('../../../src/survey/rejudge.js');
    const again = await rejudge(
      { evidence: writeEvidence(evidence), policies: ['p.yaml'], replay: false },
      { clock: stillClock, readFile: async () => POLICY },
    );
    expect(again.ok && again.judgement).toEqual(judgement);
  });
});

describe('a shard by itself', () => {
  it('is judged for its domains alone by the run that took it, and leaves it to the merge to say that a waiver covers nothing', async () => {
    const shards = [1, 2, 3, 4].map((index) => ({ index, of: 4, policy: policyDigest(policy) }));
    // Nothing is deployed and all is seen, so that waivers for other CAs cover nothing.
    const taken = await Promise.all(
      shards.map(async (shard) => {
        const part = shardOfPolicy(policy, shard);
        return { part, evidence: await observe(part, { shard }, {}) };
      }),
    );
    const found = taken.map(({ part, evidence }) => judge(part, evidence, NOON));
    expect(found.flatMap(({ domains }) => domains.map(({ zone }) => zone)).sort()).toEqual([...NAMES].sort());
    const unused = ({ findings }: Judgement): number =>
      findings.filter(({ rule }) => rule === 'policy/waiver-unused').length;
    expect(found.map(unused)).toEqual([0, 0, 0, 0]);
    const texts = Object.fromEntries(taken.map(({ evidence }, i) => [`${i}`, writeEvidence(evidence)]));
    expect(unused((await judged(texts)).judgement)).toBe(2);
  });

  it('leaves all others unknown when the whole policy is judged by it', async () => {
    const { rejudge } = await import('../../../src/survey/rejudge.js');
    const result = await rejudge(
      { evidence: await shardFile(2, 4), policies: ['p.yaml'], replay: false },
      { clock: stillClock, readFile: async () => POLICY },
    );
    if (!result.ok) throw new Error('the policy does not read');
    const others = result.judgement.domains.filter(({ zone }) => shardOf(zone, 4) !== 2);
    expect(others.every(({ outcome }) => outcome === 'unknown')).toBe(true);
  });
});

describe('a file that is of no use', () => {
  const why = async (over: Partial<Evidence>, of = 2): Promise<string> => {
    const { judgement, notices } = await judged({
      a: await shardFile(1, 2),
      b: await shardFile(2, of, over),
    });
    expect(judgement.domains.filter(({ outcome }) => outcome === 'unknown').map(({ zone }) => zone)).toEqual(
      expect.arrayContaining(NAMES.filter((name) => shardOf(name, 2) === 2)),
    );
    return notices.join('\n');
  };

  it('is told: of another policy', async () => {
    const shard = { index: 2, of: 2, policy: 'ab'.repeat(32) };
    expect(await why({ shard })).toBe(
      '"b" is set aside: it is shard 2/2 of another policy than the one named here',
    );
  });

  it('is told: of an earlier run, left over', async () => {
    const old = { startedAt: NOON - 25 * 3_600_000 };
    expect(await why(old)).toMatch(
      /^"b" is set aside: shard 2\/2 was begun at 2026-11-22T11:00:00.000Z, more than a day/,
    );
  });

  it('is told: of another number of shards; the number of which most came counts', async () => {
    const { notices } = await judged({
      a: await shardFile(1, 3),
      b: await shardFile(2, 3),
      c: await shardFile(1, 5),
    });
    expect(notices).toEqual(['"c" is set aside: it is shard 1/5; most files are of 3 shards']);
  });

  it('is told: no shard, no JSON, not there', async () => {
    const missing = {
      file: 'gone',
      read: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOENT' })),
    };
    const good = files({ a: await shardFile(1, 1), b: writeEvidence(whole), c: '{' });
    const { notices, judgement } = await judged({}, { files: [...good, missing] });
    expect(judgement).toEqual(judge(policy, whole, NOON));
    expect(notices).toEqual([
      expect.stringContaining('"b" is set aside: it is no evidence of a shard'),
      expect.stringContaining('"c" is set aside: expected an evidence file'),
      '"gone" is set aside: there is no such file',
    ]);
  });

  it('is told: domains that do not fall into its shard', async () => {
    expect(await why({ domains: whole.domains })).toContain('expected a domain of shard 2/2');
  });

  it('is an error only where all are', async () => {
    await expect(merged({})).rejects.toThrow('what was named stands for no file. Was it downloaded');
    await expect(merged({ b: '{' })).rejects.toMatchObject({ code: 'MERGE_NOTHING' });
    await expect(merged({})).rejects.toThrow(/expected evidence that `check --shard/);
  });

  it('has its reason in the finding, inert', async () => {
    const { judgement } = await judged({
      a: await shardFile(1, 2),
      b: await shardFile(2, 2, { startedAt: NOON - 30 * 3_600_000 }),
    });
    const finding = judgement.findings.find(({ subject }) => subject === 'shard 2/2');
    expect(finding?.detail[0]).toEqual([
      'What came of it was set aside: ',
      { outside: expect.stringContaining('more than a day before') },
      '.',
    ]);
  });
});

describe('a shard that came twice', () => {
  it('counts as it was seen last, in whatever order the files come, and that is told', async () => {
    const old = await shardFile(1, 1, { domains: [], startedAt: NOON - 60_000 });
    const young = await shardFile(1, 1);
    for (const texts of [
      { old, young },
      { young, old },
    ]) {
      const { judgement, notices } = await judged(texts);
      expect(judgement).toEqual(judge(policy, whole, NOON));
      expect(notices).toEqual([
        'shard 1/1 came twice: "young" counts, begun at 2026-11-23T12:00:00.000Z; "old" does not, begun at 2026-11-23T11:59:00.000Z',
      ]);
    }
  });
});

describe('shards of different versions', () => {
  it('are merged, and that is told', async () => {
    const tool = { name: 'caa-guard', version: '1' };
    const { judgement, notices } = await judged({
      a: await shardFile(1, 2),
      b: await shardFile(2, 2, { tool }),
    });
    expect(judgement).toEqual(judge(policy, whole, NOON));
    expect(notices).toEqual([
      'shards were taken by different versions: "caa-guard 0", "caa-guard 1"; what they look at may differ',
    ]);
  });
});
