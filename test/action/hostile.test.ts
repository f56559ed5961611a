import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDemo, type Demo } from '../../src/lab/index.js';
import { frameComplaint } from '../unit/hostile/frame.js';
import { startJob, type Job, type StepResult } from './support/job.js';
import { labFiles, labInputs } from './support/lab-inputs.js';

/** One for each way out: a log, a terminal, a page, a table, a mention, a file of outputs. */
const HOSTILE = [
  '##[add-mask]a', '::stop-commands::x', '\r\n::error::b', '\u2028##[group]c', '#\u200b#[error]d', '%0A::notice::e', '\u001b[2J\u202e', '</code>|', '-->',
  '<img src=x>', '@org/team', '#123', '![](https://evil.example/x.png)', '```', '\nresult=ok', 'EOF',
]; // prettier-ignore
const ALL = HOSTILE.join(' ');

const clock = { now: () => Date.now(), monotonic: () => performance.now() };
let job: Job;
let demo: Demo;
/** A source of certificates, and GitHub's API: both answer with nothing but hostile text. */
let hostile: Server;
let url: string;
const asked = new Set<string>();

beforeAll(async () => {
  job = await startJob();
  demo = createDemo({ clock, seed: 'hostile' });
  const { dns, index } = demo.lab;
  const ca = demo.lab.ca('letsencrypt.org');
  for (const [i, value] of [ALL, ...HOSTILE].entries()) {
    const octets = Buffer.from(value).subarray(0, 200);
    const tag = Buffer.from(value.replace(/[^ -~]/g, '')).subarray(0, 15);
    dns.zone('example.net').add('@', 'CAA', Buffer.concat([Buffer.of(0, 5), Buffer.from('issue'), octets]));
    dns.zone('example.net').add('@', 'CAA', Buffer.concat([Buffer.of(i % 2 === 0 ? 128 : 0, tag.length), tag, octets]));
    dns.zone('example.net').add('_validation-persist', 'TXT', Buffer.concat([Buffer.of(octets.length), octets]));
    const names = ['www.example.net', `${value}.example.net`];
    index.add(ca.issue({ names, publicKey: demo.lab.publicKey(`mallory ${i}`), notBefore: clock.now() - 1_000 }));
  }
  await demo.start();
  hostile = createServer((request, response) => {
    asked.add(request.url ?? '');
    response.writeHead(403, {
      'content-type': 'application/json',
      'x-accepted-github-permissions': '##[add-mask]a; ::error::b',
    });
    response.end(JSON.stringify({ message: ALL, code: ALL, documentation_url: ALL, errors: [{ message: ALL }] }));
  });
  await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(hostile.address() as AddressInfo).port}`;
}, 60_000); // prettier-ignore

afterAll(async () => {
  hostile.close();
  await demo.stop();
  await job.end();
});

async function step(inputs: Readonly<Record<string, string>>): Promise<StepResult> {
  await job.checkout(labFiles(demo));
  const env = { GITHUB_API_URL: url, GITHUB_RUN_ID: '1' };
  return job.step({ ...labInputs(demo), ...inputs }, env);
}

/** Every command is an annotation of ours, or the mask of our own token; nothing else is obeyed. */
function expectInert(run: StepResult, token?: string): void {
  for (const { name, form, data, properties } of run.commands) {
    expect(form).toBe('::');
    expect(['error', 'warning', 'notice', ...(token === undefined ? [] : ['add-mask'])]).toContain(name);
    if (name === 'add-mask') expect(data).toBe(token);
    else expect(properties['title']).toMatch(/^caa-guard[\x20-\x7e]*$/);
  }
  expect(run.log).toMatch(/^[\x20-\x7e\n]*$/);
  expect(run.summary).toMatch(/^[\x20-\x7e\n]*$/);
}

describe('the built Action, where everybody is hostile', () => {
  it('obeys nothing that stands in DNS or in certificates, and shows all of it', async () => {
    const run = await step({ 'ct-proof': 'off', sarif: 'out/a.sarif' });
    expect(run).toMatchObject({ code: 1, outputs: { result: 'drift', 'exit-code': '1' } });
    expectInert(run);
    expect(frameComplaint(run.summary)).toBeUndefined();
    // A page that says nothing is inert too.
    for (const value of ['add-mask', 'stop-commands', 'img src=x', '@org/team', 'evil.example/x.png'])
      expect(run.log).toContain(value);
    const report = await readFile(run.outputs['report-json'] ?? '', 'utf8');
    expect(report).toMatch(/^[\x20-\x7e\n]*$/);
    expect(() => JSON.parse(report) as unknown).not.toThrow();
  });

  it('obeys nothing that a source of certificates or the API of GitHub says', async () => {
    const token = 'ghs_0123456789abcdef';
    const run = await step({ 'ct-url': `${url}/v1/issuances`, issues: 'true', 'github-token': token });
    expect([...asked].some((one) => one.startsWith('/v1/issuances'))).toBe(true);
    expect([...asked].some((one) => one.startsWith('/repos/') || one === '/user')).toBe(true);
    expect(run.outputs['result']).toMatch(/^(drift|unknown)$/);
    expectInert(run, token);
    expect(run.log + run.summary + JSON.stringify(run.outputs)).not.toContain(token);
    expect(Object.keys(run.outputs).length).toBeLessThanOrEqual(10);
  });
});
