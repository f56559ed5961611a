import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import { systemFiles } from '../../../src/cli/system.js';
import { testPorts } from '../../../src/cli/testing/ports.js';
import { PROVIDERS } from '../../../src/policy/synth/providers/index.js';
import { LAB_PROGRAMS, startDnsLab } from '../support/dns-lab.js';
import { missingPrograms } from '../support/programs.js';
import { zone } from '../support/zone-spec.js';
import { startProvider, type Provider, type State } from './support/provider.js';
import { terraform, terraformProgram, type Ran } from './support/terraform.js';
import { DOMAIN, servedLines, synthesise } from './world.js';

const program = terraformProgram();

interface Judged {
  readonly code: number;
  readonly rules: readonly string[];
  readonly out: string;
}

/** Declared in code, planned and applied by the real Terraform, served by a real name server, checked. In this order. */
describe.skipIf(program === undefined)('a guarded domain, in the hands of Terraform', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'caa-guard-terraform-'));
  const manifest = path.join(dir, 'stacks/prod/caa-guard.json');
  const stack = path.join(dir, 'stacks/prod');
  let provider: Provider;

  const run = async (...args: readonly string[]): Promise<Ran> => {
    const ran = await terraform(program ?? '', stack, provider, ...args);
    expect(`${ran.err}`, args.join(' ')).toBe('');
    return ran;
  };
  /** Plans, and lets `caa-guard plan` judge it against a policy. */
  async function plan(policy = manifest): Promise<Judged> {
    await run('plan', '-input=false', '-no-color', '-out=tfplan');
    const { out } = await run('show', '-json', 'tfplan');
    writeFileSync(path.join(stack, 'tfplan.json'), out);
    return caaGuard('plan', path.join(stack, 'tfplan.json'), '-p', policy, '--json');
  }

  beforeAll(async () => {
    provider = await startProvider();
    synthesise(dir, { account: 1 });
    await run('init', '-input=false', '-no-color');
  });
  afterAll(async () => {
    await provider?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it('is a configuration that Terraform takes, and a plan that leaves the domain as declared', async () => {
    await run('validate', '-no-color');
    expect(await plan()).toMatchObject({ code: 0, rules: [] });
  });

  it('is applied, and planned again without a change', async () => {
    await run('apply', '-input=false', '-no-color', 'tfplan');
    expect(servedLines(provider)).toContain(
      `${DOMAIN}. 300 IN CAA 0 issue "letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1;validationmethods=dns-01"`,
    );
    const { code } = await run('plan', '-input=false', '-no-color', '-detailed-exitcode');
    expect(code).toBe(0);
  });

  it.skipIf(missingPrograms(LAB_PROGRAMS).length > 0)('is served and checked: as declared', async () => {
    expect(await served(provider, manifest)).toMatchObject({ code: 0, rules: [] });
  });

  it('is refused as a plan when the account is let go', async () => {
    synthesise(dir);
    // The policy of the base: what comes with the change allows itself.
    const base = path.join(dir, 'base.json');
    synthesise(path.join(dir, 'base'), { account: 1 });
    writeFileSync(base, await systemFiles.read(path.join(dir, 'base/stacks/prod/caa-guard.json')));
    const { code, rules } = await plan(base);
    expect(code).toBe(1);
    expect(rules).toContain('plan/loosens');
  });

  it('is refused as a plan when the construct is taken out, which prevent_destroy does not stop', async () => {
    const policy = path.join(dir, 'base.json');
    synthesise(dir, { gone: true });
    const { code, rules } = await plan(policy);
    expect(code).toBe(1);
    expect(rules).toEqual(expect.arrayContaining(['plan/deletes-guarded', 'plan/dnssec-off']));
    synthesise(dir, { account: 1 });
  });

  it('is kept from being destroyed as it stands', async () => {
    const { code, err } = await terraform(program ?? '', stack, provider, 'plan', '-destroy', '-no-color');
    expect(code).toBe(1);
    expect(err).toContain('prevent_destroy');
  });

  it('is told as changed behind the back of Terraform', async () => {
    for (const [id, { type, state }] of provider.store)
      if (JSON.stringify(state).includes('acct/1;'))
        provider.store.set(id, {
          type,
          state: { ...state, data: { ...(state['data'] as State), value: 'letsencrypt.org' } },
        });
    const { rules } = await plan();
    expect(rules).toContain('plan/outside-change');
  });

  it.skipIf(missingPrograms(LAB_PROGRAMS).length > 0)('is served and checked: drift', async () => {
    const { code, rules } = await served(provider, manifest);
    expect(code).toBe(1);
    expect(rules).toContain('caa/binding-lost');
  });

  it('is what it was after another apply', async () => {
    await run('apply', '-input=false', '-no-color', '-auto-approve');
    expect(servedLines(provider).join('\n')).toContain('acct/1;');
    expect(await plan()).toMatchObject({ code: 0, rules: [] });
  });
});

describe.skipIf(program === undefined)('resources that synth writes', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'caa-guard-hcl-'));
  let provider: Provider;
  beforeAll(async () => {
    provider = await startProvider();
  });
  afterAll(async () => {
    await provider?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  it.each([
    ['HCL', [], 'caa.tf'],
    ['JSON syntax', ['--json'], 'caa.tf.json'],
  ])('are taken by Terraform, and planned as the policy: %s', async (_what, more, file) => {
    const place = path.join(dir, file);
    const policy = path.join(dir, 'policy.yaml');
    writeFileSync(
      policy,
      `version: 1\ndomains: {declared.test: {issue: [letsencrypt.org], iodef: 'https://report.example/$\{a}%{b}', dnssec: {required: true}}}\n`,
    );
    const synth = ['synth', '-p', policy, '-f', 'terraform-cloudflare', '--standalone', ...more];
    expect((await caaGuard(...synth, '-o', path.join(place, file))).code).toBe(0);
    const run = async (...args: readonly string[]): Promise<string> => {
      const ran = await terraform(program ?? '', place, provider, ...args);
      expect(ran, args.join(' ')).toMatchObject({ code: 0, err: '' });
      return ran.out;
    };
    await run('init', '-input=false', '-no-color');
    if (file === 'caa.tf') expect(await run('fmt', '-check', '-diff')).toBe('');
    await run('plan', '-input=false', '-no-color', '-out=tfplan', '-var', 'declared_test_zone_id=z');
    writeFileSync(path.join(place, 'tfplan.json'), await run('show', '-json', 'tfplan'));
    expect(await caaGuard('plan', path.join(place, 'tfplan.json'), '-p', policy, '--json')).toMatchObject({
      code: 0,
      rules: [],
    });
  });
});

describe.skipIf(program === undefined)('what synth writes as HCL', () => {
  it.each(PROVIDERS.map(({ key }) => key))('is as `terraform fmt` writes it: %s', async (key) => {
    const dir = mkdtempSync(path.join(tmpdir(), 'caa-guard-fmt-'));
    const policy = path.join(dir, 'policy.yaml');
    writeFileSync(
      policy,
      'version: 1\ndomains: {declared.test: {issue: [letsencrypt.org, pki.goog], issuewild: none, dnssec: {required: true}, names: {a.declared.test: {issue: none}}}}\n',
    );
    const written = await caaGuard(
      'synth',
      '-p',
      policy,
      '-f',
      `terraform-${key}`,
      '--standalone',
      '-o',
      path.join(dir, 'caa.tf'),
    );
    expect(written.code).toBe(0);
    const provider = await startProvider();
    const { code, out, err } = await terraform(
      program ?? '',
      dir,
      provider,
      'fmt',
      '-check',
      '-diff',
      '-no-color',
    );
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: '' });
    await provider.stop();
    rmSync(dir, { recursive: true, force: true });
  });
});

async function caaGuard(...argv: readonly string[]): Promise<Judged> {
  const ports = testPorts({ files: systemFiles });
  const code = await main(argv, ports);
  const out = ports.out() + ports.err();
  const report = ports.out().startsWith('{')
    ? (JSON.parse(ports.out()) as { findings?: { rule: string; fails: boolean; kind: string }[] })
    : {};
  const failing = (report.findings ?? []).filter(({ fails, kind }) => fails || kind === 'unknown');
  return { code, rules: [...new Set(failing.map(({ rule }) => rule))], out };
}

/** Serves what the provider holds, and checks the domain against the policy. */
async function served(provider: Provider, policy: string): Promise<Judged> {
  const lab = await startDnsLab([
    zone('.', 'upper', { records: [] }),
    zone('test.', 'upper', { records: [] }),
    // Each server of the lab has to hold a zone.
    zone('other.test.', 'lower'),
    zone(`${DOMAIN}.`, 'knot', { records: servedLines(provider) }),
  ]);
  try {
    const file = (name: string): string => path.join(lab.dir, name);
    writeFileSync(file('anchor'), lab.anchors);
    writeFileSync(
      file('hints'),
      lab.root.map((address, i) => `. 3600 NS r${i}.\nr${i}. 3600 A ${address}\n`).join(''),
    );
    const dns = ['--root-hints', file('hints'), '--trust-anchor', file('anchor'), '--port', String(lab.port)];
    return await caaGuard('check', '-p', policy, ...dns, '--allow-private-addresses', '--no-ct', '--json');
  } finally {
    await lab.stop();
  }
}
