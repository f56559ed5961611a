import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.js';
import type { TestPorts } from '../../src/cli/testing/ports.js';
import { WORLD_FLAGS, worldPolicy, worldPorts } from '../../src/cli/testing/world.js';
import type { Evidence } from '../../src/survey/evidence.js';
import { commandIn, linesOf } from '../action/support/runner.js';

async function run(ports: TestPorts, ...argv: readonly string[]): Promise<number> {
  return main(argv, ports);
}

const GOOD = worldPolicy(['good.example', 1]);
const DRIFT = worldPolicy(['good.example', 2], ['plain.example', 1]);
const BLIND = worldPolicy(['good.example', 1], ['blind.example', 1]);

interface Report {
  readonly outcome: string;
  readonly findings: readonly { readonly rule: string; readonly zone: string }[];
}
const reportOf = (ports: TestPorts): Report => JSON.parse(ports.out()) as Report;

describe('check', () => {
  it('exits 0 where all is as declared', async () => {
    const ports = worldPorts({ 'caa-guard.yaml': GOOD });
    expect(await run(ports, 'check', ...WORLD_FLAGS)).toBe(0);
    expect(ports.out()).toMatch(/^OK/);
    expect(ports.err()).toBe('');
  });

  it('exits 1 on drift, and says which', async () => {
    const ports = worldPorts({ 'p.yaml': DRIFT });
    expect(await run(ports, 'check', '-p', 'p.yaml', '--json', ...WORLD_FLAGS)).toBe(1);
    expect(reportOf(ports).findings).toMatchObject([{ rule: 'caa/wrong-account', zone: 'good.example' }]);
  });

  it('exits 3 where something could not be seen: neither ok nor drift', async () => {
    const ports = worldPorts({ 'p.yaml': BLIND });
    expect(await run(ports, 'check', '-p', 'p.yaml', '--json', ...WORLD_FLAGS)).toBe(3);
    const report = reportOf(ports);
    expect(report.outcome).toBe('unknown');
    expect(report.findings.map(({ zone }) => zone)).toContain('blind.example');
  });

  it('exits 2 for a policy that cannot be used, with its place, and looks at nothing', async () => {
    const ports = worldPorts({ 'p.yaml': GOOD.replace('issue:', 'isue:') });
    expect(await run(ports, 'check', '-p', 'p.yaml', ...WORLD_FLAGS)).toBe(2);
    expect(ports.err()).toMatch(/^p\.yaml:4:5: error: .*did you mean issue/m);
    expect(ports.err()).toContain('    isue:\n');
    expect(ports.out()).toBe('');
  });

  it('tells policy errors as JSON where JSON is asked for', async () => {
    const ports = worldPorts({ 'p.yaml': 'version: 2\n' });
    expect(await run(ports, 'check', '-p', 'p.yaml', '--json', ...WORLD_FLAGS)).toBe(2);
    expect(JSON.parse(ports.out())).toMatchObject({ outcome: 'policy-error', errors: [{ at: { line: 1 } }] });
  });

  it('without any policy says where it looked and how to get one', async () => {
    const ports = worldPorts();
    expect(await run(ports, 'check', ...WORLD_FLAGS)).toBe(2);
    expect(ports.err()).toContain('caa-guard init DOMAIN');
  });

  it('is told to fail on weaknesses, but never to be less strict than the policy', async () => {
    const weak = GOOD.replace(', methods: [dns-01]', '').replace('issuewild', 'contacts: []\n    issuewild');
    const ports = worldPorts({ 'p.yaml': weak });
    const strict = await run(ports, 'check', '-p', 'p.yaml', '--fail-on', 'low', ...WORLD_FLAGS);
    expect(strict).toBe(1);
  });

  it('ends at its time limit with what was seen, and the rest unknown', async () => {
    const ports = { ...worldPorts({ 'p.yaml': GOOD }), exchange: () => new Promise<never>(() => undefined) };
    expect(await run(ports, 'check', '-p', 'p.yaml', '--time-limit', '50ms', '--json', ...WORLD_FLAGS)).toBe(
      3,
    );
    expect(reportOf(ports).findings.map(({ rule }) => rule)).toContain('survey/limit');
  });

  it('ends on Ctrl-C with what was seen, and the rest unknown', async () => {
    const ports = { ...worldPorts({ 'p.yaml': GOOD }), exchange: () => new Promise<never>(() => undefined) };
    const running = run(ports, 'check', '-p', 'p.yaml', '--json', ...WORLD_FLAGS);
    setTimeout(() => ports.interrupt(), 100);
    expect(await running).toBe(3);
    expect(reportOf(ports).outcome).toBe('unknown');
  });

  it('colours only where told, or on a terminal', async () => {
    const ports = worldPorts({ 'p.yaml': DRIFT });
    await run(ports, 'check', '-p', 'p.yaml', ...WORLD_FLAGS);
    expect(ports.out()).not.toContain('\u001b');
    await run(ports, 'check', '-p', 'p.yaml', '--color', 'always', ...WORLD_FLAGS);
    expect(ports.out()).toContain('\u001b[');
  });

  it('writes Markdown', async () => {
    const ports = worldPorts({ 'p.yaml': DRIFT });
    await run(ports, 'check', '-p', 'p.yaml', '--markdown', ...WORLD_FLAGS);
    expect(ports.out()).toMatch(/^### /);
  });
});

describe('judge', () => {
  async function recorded(policy: string): Promise<TestPorts> {
    const ports = worldPorts({ 'p.yaml': policy });
    await run(ports, 'check', '-p', 'p.yaml', '--evidence', 'seen.json', '--json', ...WORLD_FLAGS);
    return ports;
  }
  const JUDGE = ['judge', 'seen.json', '-p', 'p.yaml', '--json', '--trust-anchor', 'anchor'];

  it.each([
    ['ok', GOOD],
    ['drift', DRIFT],
    ['unknown', BLIND],
  ])('finds in evidence what the live run found: %s', async (_outcome, policy) => {
    const live = await recorded(policy);
    const offline = worldPorts(Object.fromEntries(live.stored));
    await run({ ...offline, exchange: () => Promise.reject(new Error('no network')) }, ...JUDGE);
    expect(offline.out()).toBe(live.out());
  });

  it('judges by another policy', async () => {
    const { stored } = await recorded(GOOD);
    const ports = worldPorts({ ...Object.fromEntries(stored), 'p.yaml': DRIFT.split('  plain')[0] ?? '' });
    expect(await run(ports, ...JUDGE)).toBe(1);
  });

  it.each<[string, (evidence: Evidence) => void, string]>([
    [
      'an answer that was changed',
      (e) => Object.assign(e.domains[0]!.lookups['good.example/CAA']!.answer!, { rdatas: ['AAVpc3N1ZTs='] }),
      'lookup good.example/CAA',
    ],
    [
      'a lookup under the key of another',
      (e) => Object.assign(e.domains[0]!.lookups['good.example/DS']!, { name: 'example', type: 'CAA' }),
      'expected the key to be',
    ],
    [
      'an exchange that was taken out',
      (e) => (e.exchanges as unknown[]).splice(0, 3),
      'the file says:  secure',
    ],
    [
      'anchors of somebody else',
      (e) => (e.anchors as string[]).push('. IN DS 1 13 2 00'),
      'trust anchors that you do not trust',
    ],
  ])('refuses %s', async (_what, change, words) => {
    const { stored } = await recorded(GOOD);
    const evidence = JSON.parse(stored.get('seen.json') ?? '') as Evidence;
    change(evidence);
    const ports = worldPorts({ ...Object.fromEntries(stored), 'seen.json': JSON.stringify(evidence) });
    expect(await run(ports, ...JUDGE)).toBe(2);
    expect(ports.err()).toContain(words);
    expect(ports.out()).toBe('');
  });

  it('says what is missing', async () => {
    const ports = worldPorts({ 'p.yaml': GOOD });
    expect(await run(ports, 'judge', 'nothing.json', '-p', 'p.yaml')).toBe(2);
    expect(ports.err()).toContain('expected an evidence file at "nothing.json": there is no such file');
  });
});

describe('explain', () => {
  const ASK = ['explain', 'www.good.example', '--ca', 'letsencrypt.org'];

  it('says that a stranger would be refused, by which record, and that the chain holds', async () => {
    const ports = worldPorts();
    expect(await run(ports, ...ASK, ...WORLD_FLAGS.slice(0, -1))).toBe(0);
    expect(ports.out()).toContain('would refuse');
    expect(ports.out()).toContain('it demands the account https://acme-v02.api.letsencrypt.org/acme/acct/1');
    expect(ports.out()).toContain('every answer on the way is validated');
  });

  it('says that the owner would be served, in JSON', async () => {
    const ports = worldPorts();
    const owner = ['--account', 'https://acme-v02.api.letsencrypt.org/acme/acct/1', '--method', 'dns-01'];
    await run(ports, ...ASK, ...owner, '--json', ...WORLD_FLAGS.slice(0, -1));
    expect(JSON.parse(ports.out())).toMatchObject({
      decisions: [
        { profile: 'strict', verdict: 'allowed', foundAt: 'good.example', trust: 'secure' },
        { profile: 'letsencrypt', verdict: 'allowed' },
      ],
    });
  });

  it.each([[], ['--json']])('prints no command to a runner (%s)', async (...json) => {
    const ports = worldPorts();
    const account = ['--account', 'https://ca.example/a##[add-mask]y'];
    expect(await run(ports, ...ASK, ...account, ...json, ...WORLD_FLAGS.slice(0, -1))).toBe(0);
    expect(ports.out()).toContain('add-mask');
    for (const line of linesOf(ports.out())) expect(commandIn(line)).toBeUndefined();
  });

  it('says of a CA that no table has which one may be meant', async () => {
    const ports = worldPorts();
    const ca = ['--ca', 'letsencypt.org'];
    expect(await run(ports, ...ASK.slice(0, 2), ...ca, ...WORLD_FLAGS.slice(0, -1))).toBe(0);
    expect(ports.err()).toContain('"letsencypt.org" is in no table of CAs; did you mean letsencrypt.org?');
    expect(ports.out()).toContain('would refuse');
  });

  it('exits 3 where it cannot be said', async () => {
    const ports = worldPorts();
    const code = await run(
      ports,
      'explain',
      'blind.example',
      '--ca',
      'letsencrypt.org',
      ...WORLD_FLAGS.slice(0, -1),
    );
    expect(code).toBe(3);
    expect(ports.out()).toContain('cannot be said');
  });
});

describe('init', () => {
  it('writes a policy that the same world satisfies', async () => {
    const ports = worldPorts();
    expect(await run(ports, 'init', 'good.example', ...WORLD_FLAGS)).toBe(0);
    expect(ports.stored.get('caa-guard.yaml')).toContain(
      'account: https://acme-v02.api.letsencrypt.org/acme/acct/1',
    );
    expect(await run(ports, 'check', ...WORLD_FLAGS)).toBe(0);
  });

  it('says what is weak in what it found', async () => {
    const ports = worldPorts();
    await run(ports, 'init', 'plain.example', '-o', '-', ...WORLD_FLAGS);
    expect(ports.err()).toMatch(/critical {2}plain\.example is not signed/);
    expect(ports.out()).toContain('plain.example:');
  });

  it('does not overwrite, unless told', async () => {
    const ports = worldPorts({ 'caa-guard.yaml': 'mine' });
    expect(await run(ports, 'init', 'good.example', ...WORLD_FLAGS)).toBe(2);
    expect(ports.err()).toContain('--force');
    expect(ports.stored.get('caa-guard.yaml')).toBe('mine');
    expect(await run(ports, 'init', 'good.example', '--force', ...WORLD_FLAGS)).toBe(0);
    expect(ports.stored.get('caa-guard.yaml')).toContain('good.example');
  });

  it('writes nothing where it could not see, and says what to do', async () => {
    const ports = worldPorts();
    expect(await run(ports, 'init', 'blind.example', ...WORLD_FLAGS)).toBe(3);
    expect(ports.stored.has('caa-guard.yaml')).toBe(false);
    expect(ports.err()).toContain('a guess is no policy');
    expect(ports.err()).toContain('--resolver https://dns.quad9.net/dns-query');
    // A reason that many questions share is told once, with the questions.
    const reasons = [...ports.err().matchAll(/^ {2}\S+ [A-Z]+(?:, \S+ [A-Z]+)*: (.*)$/gm)].map(
      ([, why]) => why,
    );
    expect(reasons.length).toBeGreaterThan(0);
    expect(new Set(reasons).size).toBe(reasons.length);
  });
});

describe('rules', () => {
  it('lists them all, tells of one, and knows what is near to a wrong id', async () => {
    const ports = worldPorts();
    expect(await run(ports, 'rules')).toBe(0);
    expect(ports.out()).toContain('caa/binding-lost');
    expect(await run(ports, 'rules', 'ct/unknown-certificate')).toBe(0);
    expect(ports.out()).toContain('How to mend it');
    expect(await run(ports, 'rules', 'caa/binding-lost')).toBe(0);
    expect(ports.out()).toContain('Without the binding any account at the same CA may issue');
    expect(await run(ports, 'rules', 'ct/unknown')).toBe(2);
    expect(ports.err()).toContain('near it: ct/unknown-certificate');
  });
});
