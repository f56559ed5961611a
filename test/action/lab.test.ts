import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDemo, type Demo } from '../../src/lab/index.js';
import { startJob, type Job, type StepResult } from './support/job.js';
import { labFiles, labInputs } from './support/lab-inputs.js';

/** What a stranger who controls a CAA record, or a name in a certificate, could send to a log, a page or an annotation. */
const HOSTILE = '##[add-mask]a ::error::b </code>|@all `x` \r\n::stop-commands::c';

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
let job: Job;
let demo: Demo;
/** Each test has a lab of its own, with the same keys and another history: what one has shown is not kept for the next. */
let lab = 0;

beforeAll(async () => {
  job = await startJob();
});
afterAll(() => job.end());
beforeEach(async () => {
  lab++;
  demo = createDemo({ clock, seed: 'action' });
  await demo.start();
});
afterEach(() => demo.stop());

/** The built bundle as a step of a job, pointed at the lab. */
async function step(inputs: Readonly<Record<string, string>> = {}): Promise<StepResult> {
  await job.checkout(labFiles(demo));
  return job.step({
    ...labInputs(demo),
    'ct-proof': demo.lab.access.ct.proof,
    'ct-state': `kept/${lab}.json`,
    ...inputs,
  });
}

describe('the built Action, against the lab', () => {
  it('passes where the world is as declared', async () => {
    const run = await step();
    expect(run.log).toMatch(/^OK /m);
    expect(run).toMatchObject({
      code: 0,
      outputs: { result: 'ok', 'exit-code': '0', 'drift-count': '0', 'unknown-count': '0' },
    });
    expect(run.commands.filter(({ name }) => name === 'error')).toEqual([]);
  });

  it('fails on drift, on the lines of the policy that are broken', async () => {
    demo.drift('example.net', 'jabber.example');
    const run = await step();
    expect(run).toMatchObject({
      code: 1,
      outputs: { result: 'drift', 'exit-code': '1', 'unknown-count': '0' },
    });
    const errors = run.commands.filter(({ name }) => name === 'error');
    const lines = demo.policy().split('\n');
    for (const { properties } of errors) expect(properties['file']).toBe('caa-guard.yaml');
    const titles = errors.map(({ properties }) => properties['title']);
    expect(titles).toContain('caa-guard: caa/binding-lost (critical)');
    expect(titles).toContain('caa-guard: ct/unknown-certificate (critical)');
    const binding = errors.find(({ properties }) => properties['title']?.includes('binding-lost'));
    const at = Number(binding?.properties['line']) - 1;
    expect(lines.slice(0, at + 1).findLast((line) => /^ {2}\S/.test(line))).toContain('example.net');
    expect(run.summary).toContain('example.net'.replace(/[^A-Za-z0-9]/g, (one) => `&#${one.charCodeAt(0)};`));
    const report = JSON.parse(await readFile(run.outputs['report-json'] ?? '', 'utf8')) as {
      findings: { rule: string }[];
    };
    expect(report.findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['caa/binding-lost', 'ct/unknown-certificate']),
    );
  });

  it('says that it is blind where the source of certificates is, and not that all is well', async () => {
    demo.lab.search.fault({ kind: 'down' });
    const run = await step();
    expect(run).toMatchObject({ code: 3, outputs: { result: 'unknown', 'drift-count': '0' } });
    expect(Number(run.outputs['unknown-count'])).toBeGreaterThan(0);
    expect(run.log).toMatch(/^UNKNOWN /m);
  });

  it('says that it is blind where name servers are silent', async () => {
    demo.drift('quiet.test');
    const run = await step();
    expect(run).toMatchObject({ code: 3, outputs: { result: 'unknown', 'drift-count': '0' } });
  });

  it('obeys nothing that stands in a CAA record or in a certificate', async () => {
    const value = Buffer.from(HOSTILE, 'latin1');
    const rdata = Buffer.concat([Buffer.of(0, 5), Buffer.from('issue'), value]);
    demo.lab.dns.zone('example.net').add('@', 'CAA', rdata);
    const ca = demo.lab.ca('letsencrypt.org');
    const names = ['www.example.net', `${HOSTILE}.example.net`];
    demo.lab.index.add(
      ca.issue({ names, publicKey: demo.lab.publicKey('mallory'), notBefore: clock.now() - 1_000 }),
    );
    const run = await step();
    expect(run.code).toBe(1);
    for (const { name } of run.commands) expect(['error', 'warning', 'notice']).toContain(name);
    for (const { properties } of run.commands)
      expect(properties['title']).toMatch(/^caa-guard: [a-z/-]+ \([a-z]+\)$/);
    expect(run.summary).not.toMatch(/<\/code>\||@all|::stop/);
  });
});
