import { describe, expect, it } from 'vitest';
import { main } from '../main.js';
import { testPorts, type TestPorts } from '../testing/ports.js';
import { WORLD_FLAGS, worldPolicy, worldPorts } from '../testing/world.js';

const BOUND = worldPolicy(['good.example', 1]);
const LOOSE = BOUND.replace(/account: \S+, /, '');

async function locked(policy: string): Promise<string> {
  const ports = testPorts({ stored: new Map([['caa-guard.yaml', policy]]) });
  expect(await main(['lock'], ports)).toBe(0);
  return ports.stored.get('caa-guard.lock') ?? '';
}

describe('lock', () => {
  it('writes the lock, and says what changes in the one that was there', async () => {
    const ports = testPorts({ stored: new Map([['caa-guard.yaml', BOUND]]) });
    expect(await main(['lock'], ports)).toBe(0);
    expect(ports.err()).toBe('caa-guard.lock: one domain locked, for the first time\n');
    expect(ports.out()).toBe('');
    const first = ports.stored.get('caa-guard.lock');
    expect(await main(['lock'], ports)).toBe(0);
    expect(ports.stored.get('caa-guard.lock')).toBe(first);
    expect(ports.out()).toBe('Both allow the same.\n');
    ports.stored.set('caa-guard.yaml', LOOSE);
    expect(await main(['lock'], ports)).toBe(0);
    expect(ports.out()).toContain(
      '- good.example issue: letsencrypt.org for any account by dns-01 may issue',
    );
  });

  it('writes over a lock that cannot be read, and says so', async () => {
    const ports = testPorts({
      stored: new Map([
        ['caa-guard.yaml', BOUND],
        ['caa-guard.lock', '<<<<<<< HEAD'],
      ]),
    });
    expect(await main(['lock'], ports)).toBe(0);
    expect(ports.err()).toContain('what was locked before cannot be told: expected a lock');
    expect(ports.stored.get('caa-guard.lock')).toContain('caa-guard/lock/1');
  });

  it('checks without writing, offline', async () => {
    const lock = await locked(BOUND);
    const ports = testPorts({
      stored: new Map([
        ['caa-guard.yaml', BOUND],
        ['caa-guard.lock', lock],
      ]),
    });
    expect(await main(['lock', '--check'], ports)).toBe(0);
    ports.stored.set('caa-guard.yaml', LOOSE);
    expect(await main(['lock', '--check'], ports)).toBe(1);
    expect(ports.err()).toContain('the policy is not the one in "caa-guard.lock": good.example');
    expect(ports.stored.get('caa-guard.lock')).toBe(lock);
  });
});

describe('check --locked', () => {
  const run = async (
    policy: string,
    lock: string | undefined,
    ...more: string[]
  ): Promise<[number, TestPorts]> => {
    const ports = worldPorts({
      'caa-guard.yaml': policy,
      ...(lock === undefined ? {} : { 'caa-guard.lock': lock }),
    });
    return [await main(['check', '--locked', ...more, ...WORLD_FLAGS], ports), ports];
  };

  it('passes a policy that is the locked one', async () => {
    const [code] = await run(BOUND, await locked(BOUND));
    expect(code).toBe(0);
  });

  it('refuses one that is looser, with the words and the place', async () => {
    const [code, ports] = await run(LOOSE, await locked(BOUND), '--json');
    expect(code).toBe(1);
    const { findings } = JSON.parse(ports.out()) as { findings: { rule: string }[] };
    expect(findings.filter(({ rule }) => rule === 'policy/locked')).toMatchObject([
      { zone: 'good.example', fails: true, severity: 'high', at: { file: 'caa-guard.yaml', line: 5 } },
    ]);
    expect(ports.out()).toContain(
      'for any account by dns-01 may issue (issue); before: only letsencrypt.org',
    );
  });

  it('is not silenced by a waiver, which would be part of the change', async () => {
    const waived = `${LOOSE}waivers:
  - {rule: policy/locked, subject: good.example, reason: r, owner: o, expires: 2099-01-01}
  - {rule: policy/locked, subject: waivers and failOn, reason: r, owner: o, expires: 2099-01-01}
`;
    const [code, ports] = await run(waived, await locked(BOUND), '--json');
    expect(code).toBe(1);
    const { findings } = JSON.parse(ports.out()) as { findings: { rule: string; fails: boolean }[] };
    expect(findings.filter((one) => one.rule === 'policy/locked' && one.fails)).toHaveLength(2);
  });

  it('tells a domain that is guarded no more', async () => {
    const [code, ports] = await run(
      BOUND,
      await locked(worldPolicy(['good.example', 1], ['gone.example', 1])),
    );
    expect(code).toBe(1);
    expect(ports.out()).toContain('gone.example');
  });

  it('without a lock is wrong use: nothing would be refused', async () => {
    const [code, ports] = await run(BOUND, undefined);
    expect(code).toBe(2);
    expect(ports.err()).toContain('expected a lock, as `caa-guard lock` writes it, at "caa-guard.lock"');
    expect((await run(BOUND, await locked(BOUND), 'other.lock'))[0]).toBe(2);
  });

  it('holds evidence against the lock as well', async () => {
    const ports = worldPorts({ 'caa-guard.yaml': BOUND, 'caa-guard.lock': await locked(LOOSE) });
    expect(await main(['check', '--evidence', 'seen.json', ...WORLD_FLAGS], ports)).toBe(0);
    expect(await main(['judge', 'seen.json', '--trust-anchor', 'anchor', '--locked'], ports)).toBe(1);
    expect(ports.out()).toContain('stricter than locked');
  });
});
