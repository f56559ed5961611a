import { createSocket, type Socket } from 'node:dgram';
import { createServer, type Server } from 'node:http';
import { readFile, symlink } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportSchema } from '../../src/report/json-schema.js';
import { startJob, type Job } from './support/job.js';

/** Everything that a stranger could send to a log, a summary or an annotation. */
const HOSTILE =
  '##[add-mask]a ::error::b\n::stop-commands::c\r##[error]d\u2028::warning::e\u001b[2J</code>|@all`\u202e';

const POLICY = 'version: 1\ndomains:\n  example.com:\n    issue: none\n';
const HINTS = '. 3600000 NS a.root-servers.test.\na.root-servers.test. 3600000 A 127.0.0.1\n';

let job: Job;
let silent: Socket;
let hostile: Server;

beforeAll(async () => {
  job = await startJob();
  await job.checkout({ 'caa-guard.yaml': POLICY, 'root.hints': HINTS });
  silent = createSocket('udp4');
  await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve));
  hostile = createServer((_, response) => {
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ code: HOSTILE, message: HOSTILE.repeat(100) }));
  });
  await new Promise<void>((resolve) => hostile.listen(0, '127.0.0.1', resolve));
});

afterAll(async () => {
  silent.close();
  hostile.close();
  await job.end();
});

/** A DNS that never answers, from the root on. */
const blindDns = (): Record<string, string> => ({
  'root-hints': 'root.hints',
  'dns-port': String(silent.address().port),
  'allow-private-addresses': 'true',
  'time-limit': '5s',
});

describe('a run that sees nothing', () => {
  it('fails as unknown, within its time, and says neither ok nor drift', async () => {
    const step = await job.step({ ...blindDns(), 'ct-url': 'off' });
    expect(step).toMatchObject({
      code: 3,
      outputs: { result: 'unknown', 'exit-code': '3', 'drift-count': '0' },
    });
    expect(step.milliseconds).toBeLessThan(15_000);
    expect(step.log).toMatch(/^UNKNOWN {2}/m);
    expect(step.summary).toContain('neither good nor bad news');
    expect(step.commands.map(({ name }) => name)).toEqual(expect.arrayContaining(['error']));
    expect(new Set(step.commands.map(({ name }) => name))).toEqual(new Set(['error']));
  });

  it('passes where only drift is to fail, with warnings, and tells unknown all the same', async () => {
    const step = await job.step({ ...blindDns(), 'ct-url': 'off', 'fail-on': 'drift' });
    expect(step).toMatchObject({ code: 0, outputs: { result: 'unknown', 'exit-code': '0' } });
    expect(new Set(step.commands.map(({ name }) => name))).toEqual(new Set(['warning']));
    expect(step.summary).toContain('was told not to fail');
  });

  it('leaves a report that keeps to its schema, and evidence that can be judged again to the same', async () => {
    const step = await job.step({ ...blindDns(), 'ct-url': 'off', evidence: 'out/seen.json' });
    expect(step.outputs['evidence-json']).toBe(path.join(job.workspace, 'out/seen.json'));
    const report = async (outputs: typeof step.outputs) =>
      v.parse(reportSchema, JSON.parse(await readFile(outputs['report-json']!, 'utf8')));
    const again = await job.step({ mode: 'judge', evidence: 'out/seen.json' });
    expect(again.code).toBe(3);
    const [first, second] = [await report(step.outputs), await report(again.outputs)];
    expect(second.findings).toEqual(first.findings);
    expect(first.findings.length).toBeGreaterThan(0);
  });

  it('obeys nothing that a hostile source of certificates sends', async () => {
    const url = `http://127.0.0.1:${(hostile.address() as AddressInfo).port}/v1/issuances`;
    const step = await job.step({ ...blindDns(), 'ct-url': url, 'ct-token': 'k3y-0123456789' });
    expect(step.code).toBe(3);
    // The mask is for our own token; everything else is an annotation of ours.
    expect(step.commands.filter(({ name }) => name !== 'error')).toEqual([
      { name: 'add-mask', properties: {}, data: 'k3y-0123456789', form: '::' },
    ]);
    for (const { name, properties } of step.commands)
      if (name === 'error') expect(properties['title']).toMatch(/^caa-guard: [a-z/-]+ \(unknown\)$/);
    expect(step.log + step.summary).toMatch(/^[\x20-\x7e\n\u2019\u201c\u201d\u2026\u2013\u2014]*$/);
    expect(step.summary).not.toMatch(/<\/code>\||@all|<script/);
  });
});

describe('a policy that cannot be used', () => {
  it('ends with 2 and an annotation at the place', async () => {
    await job.checkout({ 'broken.yaml': 'version: 1\ndomains:\n  example.com:\n    isue: none\n' });
    const step = await job.step({ policy: 'broken.yaml' });
    expect(step).toMatchObject({ code: 2, outputs: { result: 'error', 'exit-code': '2' } });
    expect(step.lines[0]).toMatch(/^caa-guard: error \(exit code 2\): the policy cannot be used/);
    expect(step.commands).toContainEqual(
      expect.objectContaining({
        name: 'error',
        properties: expect.objectContaining({ file: 'broken.yaml', line: '4', col: '5', endColumn: '8' }),
      }),
    );
  });

  it('is told inert, whatever stands in it', async () => {
    const key = JSON.stringify(HOSTILE);
    await job.checkout({
      'hostile.yaml': `version: 1\n${key}: ${key}\ndomains:\n  ${key}: {issue: [{ca: ${key}}]}\n`,
    });
    const step = await job.step({ policy: 'hostile.yaml' });
    expect(step.code).toBe(2);
    expect(new Set(step.commands.map(({ name }) => name))).toEqual(new Set(['error']));
    for (const { properties } of step.commands)
      expect(properties['title']).toBe('caa-guard: nothing was checked');
    expect(step.summary).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('is not read through a link that leaves the workspace', async () => {
    await symlink('/proc/self/environ', path.join(job.workspace, 'link.yaml'));
    const step = await job.step({ policy: 'link.yaml' });
    expect(step.code).toBe(2);
    expect(step.log).toContain('outside of the workspace');
    expect(step.log + step.summary).not.toContain('GITHUB_ACTION_REF');
  });

  it('is told from one that is not there', async () => {
    const step = await job.step({ policy: 'none.yaml' });
    expect(step).toMatchObject({ code: 2 });
    expect(step.log).toContain('none.yaml');
  });
});

describe('wrong inputs', () => {
  it('end with 2, all at once', async () => {
    const step = await job.step({ mode: 'drift', 'time-limit': 'long', 'fail-on': HOSTILE });
    expect(step.code).toBe(2);
    expect(step.commands).toHaveLength(3);
    expect(step.commands.every(({ name }) => name === 'error')).toBe(true);
  });

  it('include a proxy that does not read, which is not shown', async () => {
    const step = await job.step({}, { HTTPS_PROXY: 'me:s3cret@:::' });
    expect(step).toMatchObject({ code: 2, outputs: { result: 'error' } });
    expect(step.log).toContain('HTTPS_PROXY');
    expect(step.lines.join()).not.toContain('s3cret');
  });
});

describe('the bundle', () => {
  it('starts fast', async () => {
    const times = [];
    for (let i = 0; i < 3; i++) times.push((await job.step({ mode: 'none' })).milliseconds);
    // Generous, for machines that are busy; alone it is under 100.
    expect(Math.min(...times)).toBeLessThan(1_000);
  });
});
