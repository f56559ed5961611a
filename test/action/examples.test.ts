import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createDemo, type Demo } from '../../src/lab/index.js';
import { planJson } from '../../src/terraform/testing/builder.js';
import type { JsonObject } from '../../src/terraform/value.js';
import { startJob, type Job, type StepResult } from './support/job.js';

/*
 * The workflows that users copy, run as they stand, step by step, by the built bundle against the lab. What is added is
 * where the lab is; what is left out needs GitHub itself, and is tested beside its stand-in.
 */

const FOLDER = path.resolve(import.meta.dirname, '../../examples/workflows');
const NEEDS_GITHUB = ['issues', 'ct-token'];

/** The inputs that a job of an example gives to the Action. */
function inputsIn(
  file: string,
  job: string,
  matrix: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { jobs } = parse(readFileSync(path.join(FOLDER, file), 'utf8')) as {
    jobs: Record<string, { steps: { uses?: string; with?: Record<string, unknown> }[] }>;
  };
  const step = jobs[job]?.steps.find(({ uses }) => uses?.startsWith('org/caa-guard@'));
  const entries = Object.entries(step?.with ?? {}).filter(([name]) => !NEEDS_GITHUB.includes(name));
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      String(value).replaceAll(/\$\{\{ matrix\.(\w+) \}\}/g, (_, key: string) => matrix[key] ?? ''),
    ]),
  );
}

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
let demo: Demo;
let job: Job;

beforeAll(async () => {
  demo = createDemo({ clock, seed: 'examples' });
  await demo.start();
  demo.drift('jabber.example');
});
afterAll(() => demo.stop());
afterEach(() => job.end());
beforeEach(async () => {
  job = await startJob();
  const { dns, ct } = demo.lab.access;
  await job.checkout({
    'caa-guard.yaml': demo.policy(),
    'lab/root.hints': dns.rootHints ?? '',
    'lab/root.ds': dns.trustAnchor ?? '',
    'lab/logs.json': ct.logList.text,
    'lab/issuers.json': ct.issuers,
  });
});

function step(inputs: Readonly<Record<string, string>>): Promise<StepResult> {
  const { dns, ct } = demo.lab.access;
  const offline = ['merge', 'plan'].includes(inputs['mode'] ?? '');
  return job.step({
    'trust-anchor': 'lab/root.ds',
    issuers: 'lab/issuers.json',
    ...(offline
      ? {}
      : {
          'root-hints': 'lab/root.hints',
          'dns-port': String(dns.port),
          'allow-private-addresses': 'true',
          'ct-url': ct.url,
          'log-list': 'lab/logs.json',
        }),
    ...inputs,
  });
}

/** What runs of one example and of another have to agree on. */
const found = ({ outputs }: StepResult): readonly string[] =>
  (JSON.parse(readFileSync(outputs['report-json'] ?? '', 'utf8')) as { findings: { id: string }[] }).findings
    .map(({ id }) => id)
    .sort();

describe('the workflow to copy', () => {
  it('schedule.yml finds the certificate that is not ours, and keeps the heads of logs where the cache takes them', async () => {
    const run = await step(inputsIn('schedule.yml', 'watch'));
    expect(run.outputs).toMatchObject({ result: 'drift' });
    expect(run.log).toContain('jabber.example');
    const state: unknown = JSON.parse(readFileSync(path.join(job.workspace, '.caa-guard/logs.json'), 'utf8'));
    expect(Object.keys(state as object).length).toBeGreaterThan(0);
    expect(readFileSync(run.outputs['evidence-json'] ?? '', 'utf8')).toContain('jabber.example');
  });

  it('pull-request.yml fails where a domain is adrift', async () => {
    expect(await step(inputsIn('pull-request.yml', 'check'))).toMatchObject({
      code: 1,
      outputs: { result: 'drift' },
    });
  });

  it('matrix.yml finds in ten parts what one run finds, and fails in the last job alone', async () => {
    const { jobs } = parse(readFileSync(path.join(FOLDER, 'matrix.yml'), 'utf8')) as {
      jobs: { look: { strategy: { matrix: { shard: number[] } } } };
    };
    const shards = jobs.look.strategy.matrix.shard.map(String);
    for (const shard of shards)
      expect(await step(inputsIn('matrix.yml', 'look', { shard }))).toMatchObject({ code: 0 });
    // Each artifact holds what lay in seen/, and comes down into a folder of its name.
    for (const shard of shards) {
      const [seen, name] = [path.join(job.workspace, 'seen'), `shard-${shard}`];
      mkdirSync(path.join(seen, name));
      renameSync(path.join(seen, `${name}.json`), path.join(seen, name, `${name}.json`));
    }
    const merged = await step(inputsIn('matrix.yml', 'judge'));
    expect(merged).toMatchObject({ code: 1, outputs: { result: 'drift' } });
    const one = await step({ policy: 'caa-guard.yaml' });
    expect(found(merged)).toEqual(found(one));
    expect(found(one).length).toBeGreaterThan(0);
  }, 180_000);

  it('matrix.yml tells of a part that left nothing', async () => {
    for (const shard of ['1', '2']) await step(inputsIn('matrix.yml', 'look', { shard }));
    const merged = await step({ ...inputsIn('matrix.yml', 'judge'), evidence: 'seen/shard-*.json' });
    expect(merged.code).not.toBe(0);
    expect(Number(merged.outputs['unknown-count'])).toBeGreaterThan(0);
  });

  it('code-scanning.yml leaves alerts where all was seen, and none where something was not, and fails in neither', async () => {
    const inputs = inputsIn('code-scanning.yml', 'scan');
    const seen = await step(inputs);
    expect(seen).toMatchObject({ code: 0, outputs: { result: 'drift' } });
    const sarif = readFileSync(path.resolve(job.workspace, seen.outputs['sarif-file'] ?? ''), 'utf8');
    expect(JSON.parse(sarif)).toMatchObject({ version: '2.1.0' });
    expect(sarif).toContain('ct/unknown-certificate');
    const blind = await step({ ...inputs, 'ct-url': 'http://127.0.0.1:9' });
    expect(blind).toMatchObject({ code: 0, outputs: { 'sarif-file': '' } });
  });

  it('plan.yml stops a plan that lets another account in, before it is applied', async () => {
    const account = 'https://acme-v02.api.letsencrypt.org/acme/acct/1';
    const record = (value: string): JsonObject => ({
      zone_id: 'z',
      name: 'example.com',
      type: 'CAA',
      data: { flags: '0', tag: 'issue', value },
    });
    const bound = record(`letsencrypt.org; accounturi=${account}`);
    const planned = (after: JsonObject): string =>
      planJson([
        {
          address: 'cloudflare_zone.x',
          before: { id: 'z', name: 'example.com' },
          after: { id: 'z', name: 'example.com' },
        },
        { address: 'cloudflare_dns_record.x', before: bound, after },
      ]);
    const policy = `version: 1\ndomains:\n  example.com:\n    issue: [{ca: letsencrypt.org, account: "${account}"}]\n`;
    await job.checkout({ 'caa-guard.yaml': policy, 'dns/tfplan.json': planned(record('letsencrypt.org')) });
    const stopped = await step(inputsIn('plan.yml', 'plan'));
    expect(stopped).toMatchObject({ code: 1, outputs: { result: 'drift' } });
    expect(stopped.log).toContain('plan/loosens');
    await job.checkout({ 'dns/tfplan.json': planned(bound) });
    expect((await step(inputsIn('plan.yml', 'plan'))).log).not.toContain('plan/loosens');
  });
});
