import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type World } from './support/pull-request.js';
import type { StepResult } from './support/job.js';

const OPEN_BINDING = `      - ca: letsencrypt.org
        account: https://acme-v02.api.letsencrypt.org/acme/acct/1001
        methods: [dns-01]
`;

let world: World;

beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

/** Questions that came to any name server. */
const questions = (): number => world.demo.lab.dns.servers.reduce((sum, server) => sum + server.questions, 0);
/** The policy of the lab, and changes of it. */
const policy = (): string => world.demo.policy();
/** As at jabber.ru: any account at the CA will do. */
const loosened = (): string =>
  policy().replace(
    `example.net:\n    issue:\n${OPEN_BINDING}`,
    'example.net:\n    issue:\n      - letsencrypt.org\n',
  );
const tightened = (): string =>
  policy().replace(
    'jabber.example:\n    issue: [letsencrypt.org]\n',
    `jabber.example:\n    issue:\n${OPEN_BINDING}`,
  );
const widened = (): string => `${policy()}  evil.test:\n    issue: none\n`;
const reviewed = (text: string): string => `${text}approval: {reviewers: [octocat]}\n`;

const files = (text: string): Record<string, string> => ({ 'caa-guard.yaml': text });
const errors = ({ commands }: StepResult) => commands.filter(({ name }) => name === 'error');
const titles = (run: StepResult) => errors(run).map(({ properties }) => properties['title']);

describe('a pull request that loosens the policy', () => {
  it('fails, with an annotation on the very line', async () => {
    const pull = await world.open({ base: files(policy()), head: files(loosened()) });
    const run = await pull.check();
    expect(run).toMatchObject({ code: 1, outputs: { result: 'drift', 'exit-code': '1' } });
    expect(Number(run.outputs['weakened-count'])).toBeGreaterThan(0);
    const [error] = errors(run).filter(({ properties }) => properties['title']?.includes('policy/weakened'));
    expect(error?.properties['file']).toBe('caa-guard.yaml');
    const lines = loosened().split('\n');
    const at = Number(error?.properties['line']) - 1;
    expect(lines.slice(0, at).findLast((line) => /^ {2}\S/.test(line))).toBe('  example.net:');
    expect(lines[at]).toMatch(/issue:|letsencrypt/);
    expect(error?.data).toContain('account');
  });

  it('passes once whom the policy of the base names has approved that very commit', async () => {
    const pull = await world.open({ base: files(reviewed(policy())), head: files(reviewed(loosened())) });
    for (const event of ['pull_request', 'merge_group'])
      expect((await pull.check({}, { event })).code).toBe(1);
    await world.github
      .act('mallory', 'POST', `/pulls/${pull.number}/reviews`, { event: 'APPROVE' })
      .catch(() => {});
    expect((await pull.check()).code).toBe(1);
    await world.github.act('octocat', 'POST', `/pulls/${pull.number}/reviews`, {
      event: 'APPROVE',
      commit_id: pull.head,
    });
    const run = await pull.check();
    expect(run.code).toBe(0);
    expect(Number(run.outputs['weakened-count'])).toBeGreaterThan(0);
    expect(run.log.replace(/\s+/g, ' ')).toContain('octocat');
    // As in a merge queue, which tries another commit.
    expect((await pull.check({}, { event: 'merge_group' })).code).toBe(0);
  });

  it('is not approved where reviews cannot be seen, and the permission is named', async () => {
    const pull = await world.open({ base: files(reviewed(policy())), head: files(reviewed(loosened())) });
    const run = await pull.check({}, { permissions: { contents: 'read' } });
    expect(run.code).toBe(1);
    expect(run.log.replace(/\s+/g, ' ')).toMatch(/pull-requests: read|pull_requests=read/);
  });

  it('cannot name its own reviewers', async () => {
    const pull = await world.open({
      base: files(policy()),
      head: files(`${loosened()}approval: {reviewers: [octocat]}\n`),
    });
    await world.github.act('octocat', 'POST', `/pulls/${pull.number}/reviews`, {
      event: 'APPROVE',
      commit_id: pull.head,
    });
    expect((await pull.check()).code).toBe(1);
  });

  it('cannot waive what it drifts from', async () => {
    world.demo.drift('example.net');
    const waiver =
      'waivers: [{rule: caa/binding-lost, subject: example.net, reason: x, owner: y, expires: 2030-01-01}]\n';
    const pull = await world.open({ base: files(policy()), head: files(policy() + waiver) });
    const run = await pull.check();
    expect(run.code).toBe(1);
    expect(titles(run)).toContain('caa-guard: caa/binding-lost (critical)');
    expect(titles(run)).toContain('caa-guard: policy/weakened (high)');
  });
});

describe('a pull request that only tightens the policy', () => {
  it('passes, and says what waits for the merge', async () => {
    const pull = await world.open({ base: files(policy()), head: files(tightened()) });
    const run = await pull.check();
    expect(run).toMatchObject({ code: 0, outputs: { result: 'ok', 'weakened-count': '0' } });
    expect(Number(run.outputs['pending-count'])).toBeGreaterThan(0);
    expect(errors(run)).toEqual([]);
    expect(run.summary).toMatch(/wait/i);
  });
});

describe('a pull request where a domain is adrift', () => {
  it('fails for it by the policy of the base', async () => {
    world.demo.drift('example.net');
    const pull = await world.open({ base: files(policy()), head: files(`# ours\n${policy()}`) });
    const run = await pull.check();
    expect(run.code).toBe(1);
    expect(titles(run)).toContain('caa-guard: caa/binding-lost (critical)');
    const [error] = errors(run);
    const at = Number(error?.properties['line']) - 1;
    const head = `# ours\n${policy()}`.split('\n');
    expect(head.slice(0, at + 1).findLast((line) => /^ {2}\S/.test(line))).toBe('  example.net:');
  });

  it('does not pass by declaring what is deployed', async () => {
    world.demo.drift('example.net');
    const pull = await world.open({ base: files(policy()), head: files(loosened()) });
    const run = await pull.check();
    expect(run.code).toBe(1);
  });
});

describe('a pull request that has another policy file judged', () => {
  const FLOW = '.github/workflows/caa.yml';
  const flow = (file: string): string =>
    `on: pull_request\njobs: {check: {steps: [{uses: org/caa-guard@v1, with: {policy: ${file}}}]}}\n`;
  const RUNNER = {
    GITHUB_JOB: 'check',
    GITHUB_WORKFLOW_REF: `example/domains/${FLOW}@refs/pull/1/merge`,
  };
  const OTHER = 'version: 1\ndomains: {shop.test: {issue: none}}\n';

  it('fails where its workflow names one that leaves out what was guarded', async () => {
    const pull = await world.open({
      base: { ...files(policy()), [FLOW]: flow('caa-guard.yaml') },
      head: { 'lax.yaml': OTHER, [FLOW]: flow('lax.yaml') },
    });
    const run = await pull.check({ policy: 'lax.yaml' }, { env: RUNNER });
    expect(run.code).toBe(1);
    expect(titles(run)).toContain('caa-guard: policy/weakened (high)');
    expect(run.log.replace(/\s+/g, ' ')).toContain('what binds is caa-guard.yaml');
    expect(run.summary).toContain('example&#46;net');
  });

  it('passes where it moves the file', async () => {
    const pull = await world.open({
      base: files(policy()),
      head: { 'dns/caa.yaml': policy() },
      gone: ['caa-guard.yaml'],
    });
    const whole = await pull.check({ policy: 'dns/caa.yaml' });
    expect(whole).toMatchObject({ code: 0, outputs: { 'weakened-count': '0' } });
    expect(whole.log.replace(/\s+/g, ' ')).toContain('what binds is caa-guard.yaml');
  });

  it('asks for no more than the permission to read contents', async () => {
    const pull = await world.open({
      base: files(policy()),
      head: { 'x.yaml': OTHER },
      gone: ['caa-guard.yaml'],
    });
    const before = world.github.requests.length;
    const run = await pull.check({ policy: 'x.yaml' }, { permissions: { contents: 'read' } });
    expect(run.code).toBe(1);
    expect(Number(run.outputs['weakened-count'])).toBeGreaterThan(1);
    const asked = world.github.requests.slice(before);
    expect(asked.filter(({ status }) => status === 403)).toEqual([]);
    expect(asked.length).toBeLessThan(20);
  });
});

describe('a pull request from a fork', () => {
  it('has nobody asked whom the base does not name', async () => {
    const pull = await world.open({
      fork: true,
      base: files(policy()),
      head: { ...files(widened()), 'root.hints': world.evilHints, 'root.ds': '', 'issuers.json': '{}' },
    });
    const run = await pull.check();
    expect(run.code).toBe(0);
    expect(world.evilQuestions()).toBe(0);
    expect(run.log + run.summary).toContain('evil');
  });

  it('is what keeps that server from being asked, and nothing else', async () => {
    const pull = await world.open({ base: files(policy()), head: files(widened()) });
    await pull.check();
    expect(world.evilQuestions()).toBeGreaterThan(0);
  });

  it.each([
    ['has nobody asked for attestations whom the base does not name', true],
    ['and one that is none has', false],
  ])('%s', async (_what, fork) => {
    const theirs = policy().replace(
      /( {2}example\.net:\n[^]*?certificates:\n {6})keys: \[[0-9a-f]+\]/,
      '$1attestations: [{repository: mallory/evil, workflow: .github/workflows/x.yml}]',
    );
    const pull = await world.open({ fork, base: files(policy()), head: files(theirs) });
    const before = world.github.requests.length;
    expect((await pull.check()).code).not.toBe(2);
    const asked = world.github.requests.slice(before).filter(({ path }) => path.includes('mallory'));
    expect(asked.length > 0).toBe(!fork);
  });

  it('cannot bring certificates', async () => {
    const pull = await world.open({ fork: true, base: files(policy()), head: { 'certs/a.pem': 'x' } });
    const run = await pull.check({ 'ct-sources': 'files=certs' });
    expect(run.code).toBe(2);
    expect(run.log).toContain('input ct-sources: expected no files=');
  });
});

describe('a base', () => {
  it('without a policy lets the first one pass, and says so', async () => {
    world.demo.drift('example.net');
    const pull = await world.open({ base: {}, head: files(policy()) });
    const run = await pull.check();
    expect(run.code).toBe(0);
    expect(run.summary.replace(/\s+/g, ' ')).toMatch(/first|no policy/i);
  });

  it('is the one of now, and not that of the last push', async () => {
    const unbound = policy().replace(
      `example.net:\n    issue:\n${OPEN_BINDING}`,
      'example.net:\n    issue: [letsencrypt.org]\n',
    );
    const carved = policy().replace(
      /( {2}example\.net:\n)/,
      '$1    names: {www.example.net: {issue: [letsencrypt.org]}}\n',
    );
    // Beside the policy of then the name is as free as all the others were; beside that of now it is a hole.
    const pull = await world.open({ base: files(unbound), since: files(policy()), head: files(carved) });
    const run = await pull.check();
    expect(run.code).toBe(1);
    expect(titles(run)).toContain('caa-guard: policy/weakened (high)');
  });

  it('may be a checkout, and then GitHub is not asked', async () => {
    const pull = await world.open({
      base: files(policy()),
      head: { ...files(loosened()), 'base/caa-guard.yaml': policy() },
    });
    const before = world.github.requests.length;
    const run = await pull.check({ base: 'base' });
    expect(run.code).toBe(1);
    expect(Number(run.outputs['weakened-count'])).toBeGreaterThan(0);
    expect(world.github.requests.slice(before)).toEqual([]);
  });

  it('that the token may not read ends the step with 3, and names the permission', async () => {
    const pull = await world.open({ base: files(policy()), head: files(policy()) });
    const run = await pull.check({}, { permissions: { issues: 'write' } });
    expect(run).toMatchObject({ code: 3, outputs: { result: 'error', 'exit-code': '3' } });
    expect(run.log).toMatch(
      /^caa-guard: error \(exit code 3\): the base could not be read; nothing was judged/,
    );
    expect(run.log).toContain('contents: read');
    expect(questions()).toBe(0);
  });

  it('that GitHub does not give ends the step with 3', async () => {
    const pull = await world.open({ base: files(policy()), head: files(policy()) });
    world.github.fault('bad-gateway', /contents/, 99);
    const run = await pull.check();
    expect(run).toMatchObject({ code: 3, outputs: { result: 'error' } });
    expect(run.log).toContain('502');
  });

  it('is read on an Enterprise Server', async () => {
    const pull = await world.open({ base: files(policy()), head: files(loosened()) });
    const run = await pull.check({}, { env: { GITHUB_API_URL: world.github.enterpriseUrl } });
    expect(Number(run.outputs['weakened-count'])).toBeGreaterThan(0);
  });
});

describe('an event with the token of the base', () => {
  it.each(['pull_request_target'])('%s is refused before anybody is asked', async (event) => {
    const pull = await world.open({ base: files(policy()), head: files(loosened()) });
    const before = world.github.requests.length;
    const run = await pull.check({}, { event });
    expect(run).toMatchObject({ code: 2, outputs: { result: 'error' } });
    expect(world.github.requests.slice(before)).toEqual([]);
    expect(questions()).toBe(0);
  });
});

describe('the comment', () => {
  const MAY = { contents: 'read', 'pull-requests': 'write' } as const;

  it('is one, kept up to date, and inert', async () => {
    const pull = await world.open({ base: files(policy()), head: files(loosened()) });
    for (let i = 0; i < 2; i++) await pull.check({ comment: 'true' }, { permissions: MAY });
    world.demo.drift('example.com', 'shop.test');
    await pull.check({ comment: 'true' }, { permissions: MAY });
    const writes = world.github.writes().filter(({ path }) => path.includes('comments'));
    expect(writes.map(({ method }) => method)).toEqual(['POST', 'PATCH']);
    expect(String(writes[1]?.body['body'])).toMatch(/^<!-- caa-guard:v1:[0-9a-f:]+ -->\n[\x20-\x7e\n]*$/);
  });

  it('that may not be written is one notice, and the step is judged as ever', async () => {
    const pull = await world.open({ fork: true, base: files(policy()), head: files(loosened()) });
    const run = await pull.check({ comment: 'true' });
    expect(run.code).toBe(1);
    const notices = run.commands.filter(({ properties }) => properties['title'] === 'caa-guard: comment');
    expect(notices).toMatchObject([
      { name: 'notice', data: expect.stringContaining('pull-requests: write') },
    ]);
  });
});

describe('what strangers write into an event', () => {
  it('gets nowhere', async () => {
    const pull = await world.open({ fork: true, base: files(policy()), head: files(loosened()) });
    for (const event of ['pull_request', 'pull_request_review', 'pull_request_target', 'workflow_run']) {
      const run = await pull.check({ comment: 'true' }, { event });
      for (const { name } of run.commands) expect(['add-mask', 'error', 'warning', 'notice']).toContain(name);
      expect(run.lines.join('\n') + run.summary + JSON.stringify(run.outputs)).not.toMatch(
        /stop-commands|@all|<\/code>\|/,
      );
      expect(run.lines.filter((line) => !line.includes('add-mask')).join('\n')).not.toContain(
        'ghs_of-the-workflow',
      );
    }
  });
});
