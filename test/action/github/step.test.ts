import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PASSWORD, startProxy, startTls } from '../support/proxy.js';
import { BOT, startSchedule, TOKEN, type Schedule } from '../support/scheduled.js';
import type { StepResult } from '../support/job.js';

let schedule: Schedule;
beforeAll(async () => {
  schedule = await startSchedule('steps');
  schedule.demo.drift('example.net');
});
afterAll(() => schedule.end());

const READS = `ghs_reads_${'r'.repeat(40)}`;
let before = 0;
beforeEach(() => {
  schedule.github.token(READS, { login: BOT, app: true, may: { contents: 'read' } });
  before = schedule.github.requests.length;
});
const asked = () => schedule.github.requests.slice(before);
const warnings = ({ commands }: StepResult) =>
  commands.filter(({ name }) => name !== 'add-mask').map(({ data }) => data);

/** The step judged as it would have without issues, and said why nobody was told. */
function judged(run: StepResult, why: RegExp): void {
  expect(run, run.log).toMatchObject({ code: 1, outputs: { result: 'drift', 'exit-code': '1', issues: '' } });
  expect(run.log).toMatch(/^DRIFT /m);
  expect(run.log).toMatch(why);
  expect(run.summary).toMatch(/issues/);
  expect(warnings(run).join('\n')).toMatch(why);
}

describe('a step that is to keep issues and cannot', { timeout: 60_000 }, () => {
  it('judges all the same, prints the permission that it needs, and fails by what it judged', async () => {
    const run = await schedule.run({ 'github-token': READS });
    judged(run, /it asks for issues=read\. Add `issues: read` to `permissions:` of the job/);
    expect(asked().filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('prints the permission to write where it may only read', async () => {
    schedule.github.token(READS, { login: BOT, app: true, may: { contents: 'read', issues: 'read' } });
    judged(
      await schedule.run({ 'github-token': READS }),
      /issues=write\. Add `issues: write` to `permissions:`/,
    );
    expect(asked().filter(({ done, method }) => done && method !== 'GET')).toEqual([]);
  });

  it('says so where the token is not taken', async () => {
    judged(await schedule.run({ 'github-token': 'ghs_of_nobody' }), /401 \(Bad credentials\).*github-token/);
  });

  it('says so where issues are switched off', async () => {
    schedule.github.switchIssues(false);
    judged(await schedule.run(), /410 .*Switch them on in the settings/);
    schedule.github.switchIssues(true);
  });

  it('says so where GitHub is not reached', async () => {
    const gone = await startProxy({});
    await gone.close();
    const url = `http://${new URL(gone.url).host}`;
    const run = await schedule.run({}, { GITHUB_API_URL: url });
    judged(run, /not reached \(ECONNREFUSED\)/);
    // One question, with its pauses: not another one at the end.
    expect(run.log.match(/Asking again in/g)).toHaveLength(3);
  });

  it('does not send the token over plain HTTP to another host', async () => {
    judged(
      await schedule.run({}, { GITHUB_API_URL: 'http://github.example' }),
      /GITHUB_API_URL: expected an https: URL/,
    );
  });
});

describe('a step', { timeout: 60_000 }, () => {
  it('keeps issues on an Enterprise Server, below /api/v3, and passes, since an issue tells the drift', async () => {
    const run = await schedule.run({}, { GITHUB_API_URL: schedule.github.enterpriseUrl });
    expect(run, run.log).toMatchObject({ code: 0, outputs: { result: 'drift', issues: '1' } });
    expect(asked().length).toBeGreaterThan(5);
    expect(asked().filter(({ below }) => below !== '/api/v3')).toEqual([]);
  });

  it('fails for a drift that an issue tells, if it is said that drift fails it', async () => {
    expect(await schedule.run({ 'fail-on': 'drift' })).toMatchObject({ code: 1, outputs: { issues: '1' } });
  });

  it('goes through the proxy of HTTPS_PROXY, by TLS from end to end, and shows its password nowhere', async () => {
    const { github } = schedule;
    const tls = await startTls('github.example', Number(new URL(github.url).port));
    const proxy = await startProxy({ 'github.example': tls.port });
    try {
      const trusted = path.join(schedule.folder, 'proxy-ca.pem');
      await writeFile(trusted, tls.pem);
      const run = await schedule.run(
        {},
        {
          GITHUB_API_URL: 'https://github.example/api/v3',
          HTTPS_PROXY: proxy.url,
          NODE_EXTRA_CA_CERTS: trusted,
        },
      );
      expect(run, run.log).toMatchObject({ code: 0, outputs: { issues: '1' } });
      expect(asked().length).toBeGreaterThan(1);
      expect(new Set(proxy.asked.map(({ to }) => to))).toEqual(new Set(['github.example:443']));
      expect(proxy.asked[0]?.credentials).toBe(`me:${PASSWORD}`);
    } finally {
      await Promise.all([proxy.close(), tls.close()]);
    }
  });

  it('goes past the proxy to what NO_PROXY names', async () => {
    const proxy = await startProxy({});
    try {
      const through = await schedule.run({}, { HTTP_PROXY: proxy.url });
      expect(through, through.log).toMatchObject({ code: 0, outputs: { issues: '1' } });
      const { length } = proxy.asked;
      expect(proxy.asked.map(({ to }) => to)).toContain(new URL(schedule.github.url).host);
      const past = await schedule.run({}, { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' });
      expect(past).toMatchObject({ code: 0, outputs: { issues: '1' } });
      expect(proxy.asked).toHaveLength(length);
    } finally {
      await proxy.close();
    }
  });

  it('leaves no token and no password anywhere', async () => {
    const left = await schedule.left();
    for (const secret of [TOKEN.slice(0, 16), READS, PASSWORD]) expect(left).not.toContain(secret);
  });
});
