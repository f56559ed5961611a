import { rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOW, LabTail } from '../../ct/tail/testing/lab-tail.js';
import { logListJson } from '../../lab/ct/logs/log-list.js';
import { main } from '../main.js';
import { testPorts } from '../testing/ports.js';

let lab: LabTail;
beforeEach(async () => {
  lab = new LabTail('rfc6962');
  await lab.server.start();
});
afterEach(async () => {
  await lab.server.stop();
  rmSync(lab.directory, { recursive: true, force: true });
});

const POLICY = 'version: 1\ndomains:\n  ours.example:\n    issue: none\n';

async function tail(...args: readonly string[]) {
  const stored = new Map([
    ['logs.json', logListJson([lab.server], NOW, NOW)],
    ['caa-guard.yaml', POLICY],
    ['names', '# ours\n.ours.example\n'],
  ]);
  const ports = testPorts({ stored, fetch, clock: { now: () => lab.now, monotonic: () => 0 } });
  const code = await main(
    ['tail', '--state', lab.directory, '--once', '--log-list', 'logs.json', ...args],
    ports,
  );
  return { code, out: ports.out(), err: ports.err() };
}

describe('caa-guard tail', () => {
  it('prints a line for each match, and none for what it has found before', async () => {
    lab.issue(5, 'www.ours.example');
    const { code, out } = await tail();
    expect(code).toBe(0);
    expect(out).toMatch(
      /^match: Lab rfc6962 entry 5 \(precert\) concerns ours\.example: www\.ours\.example; SHA-256 [0-9a-f]{64}\n$/,
    );
    expect(await tail()).toEqual({ code: 0, out: '', err: '' });
  });

  it('prints JSON a line each, with the proof of a finding, and ends with 3', async () => {
    lab.issue(5, 'www.ours.example');
    lab.server.fault('wrong-root');
    const { code, out } = await tail('--json', '--watch', 'names');
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(code).toBe(3);
    expect(lines).toMatchObject([
      { event: 'match', index: 5, concerns: { name: 'ours.example', below: true } },
      { event: 'finding', kind: 'wrong-root', log: { id: lab.followed.id }, proof: { headSize: 6 } },
    ]);
  });

  it('prints what is from outside so that no terminal and no runner obeys it', async () => {
    lab.issue(0, '::error::\u001b[2J.ours.example');
    const { out } = await tail('--watch', 'names');
    expect(out).toContain('::error::\\u{1b}[2J.ours.example');
    expect(out).toMatch(/^match: /);
    expect(out).not.toContain('\u001b');
  });

  it('says in one line what is wrong with how it was called', async () => {
    expect(await tail('--log', 'ffffffff')).toMatchObject({
      code: 2,
      err: expect.stringContaining('ffffffff'),
    });
    expect(await tail('--log', 'zz')).toMatchObject({ code: 2 });
    expect(await tail('--rate', '0')).toMatchObject({ code: 2 });
    expect(await tail('--watch', 'nowhere')).toMatchObject({
      code: 2,
      err: expect.stringContaining('nowhere'),
    });
    expect(await tail('--log-list', 'names')).toMatchObject({
      code: 2,
      err: expect.stringContaining('names'),
    });
  });
});
