import { describe, expect, it } from 'vitest';
import { loadFrom, policyFrom, problemsOf } from './testing/load.js';

const ACCOUNT = 'https://acme-v02.api.letsencrypt.org/acme/acct/1234567';

describe('a policy file', () => {
  it('declares who may issue, bound to accounts and methods', async () => {
    const { domains } = await policyFrom(`
version: 1
domains:
  Example.COM:
    issue:
      - ca: letsencrypt.org
        account: ${ACCOUNT}
        methods: [dns-01]
      - pki.goog
    issuewild: none
    issuemail: unrestricted
    iodef: mailto:security@example.com
`);
    expect(domains).toHaveLength(1);
    expect(domains[0]).toMatchObject({
      name: 'example.com',
      issue: [
        { ca: 'letsencrypt.org', accounts: [ACCOUNT], methods: ['dns-01'] },
        { ca: 'pki.goog', accounts: 'any', methods: 'any' },
      ],
      issuewild: [],
      issuemail: 'unrestricted',
      iodef: ['mailto:security@example.com'],
      dnssec: { required: false, expiryHorizon: 259_200 },
      own: { exhaustive: true },
      includeSubdomains: true,
    });
    expect(domains[0]).not.toHaveProperty('issuevmc');
  });

  it('keeps the place of every clause', async () => {
    const { domains } = await policyFrom(
      'version: 1\ndomains:\n  example.com:\n    issue: none\n    dnssec:\n      required: true\n',
    );
    expect(domains[0]?.at).toMatchObject({ file: 'policy.yaml', line: 3, column: 3 });
    expect(domains[0]?.positions['issue']).toMatchObject({ line: 4, column: 5 });
    expect(domains[0]?.positions['dnssec.required']).toMatchObject({ line: 6, column: 7 });
  });

  it('may be JSON', async () => {
    const { domains } = await policyFrom(
      '{"version": 1, "domains": {"example.com": {"issue": ["letsencrypt.org"]}}}',
    );
    expect(domains[0]?.issue).toMatchObject([{ ca: 'letsencrypt.org' }]);
  });

  it('converts U-labels to A-labels', async () => {
    const { domains } = await policyFrom('version: 1\ndomains:\n  bücher.example: {issue: none}\n');
    expect(domains[0]?.name).toBe('xn--bcher-kva.example');
  });

  it('lets a name below say otherwise, and inherit the rest', async () => {
    const { domains } = await policyFrom(`
version: 1
domains:
  example.com:
    issue: [letsencrypt.org]
    issuewild: none
    names:
      shop.example.com: {issue: [digicert.com]}
`);
    expect(domains[0]?.names).toMatchObject([
      { name: 'shop.example.com', issue: [{ ca: 'digicert.com' }], issuewild: [] },
    ]);
  });

  it('reads digests in every usual spelling to one form', async () => {
    const hex = 'ab'.repeat(32);
    const { domains } = await policyFrom(`
version: 1
domains:
  example.com:
    issue: none
    certificates:
      keys: [${hex.toUpperCase()}, ${hex.match(/../g)?.join(':') ?? ''}, ${Buffer.from(hex, 'hex').toString('base64')}, ${'1'.repeat(64)}]
`);
    expect(domains[0]?.own.keys).toEqual(['1'.repeat(64), hex]);
  });

  it('takes defaults for every domain, and the domain goes first', async () => {
    const { domains } = await policyFrom(`
version: 1
defaults: {issue: [letsencrypt.org], dnssec: {required: true}}
domains:
  a.example:
  b.example: {dnssec: {required: false}}
`);
    expect(domains.map((one) => one.dnssec.required)).toEqual([true, false]);
  });
});

describe('several files', () => {
  it('make one policy', async () => {
    const one = 'version: 1\ndomains: {a.example: {issue: none}}';
    const two = 'version: 1\ndomains: {b.example: {issue: none}}';
    const loaded = await loadFrom({ 'one.yaml': one, 'two.yaml': two }, 'one.yaml', 'two.yaml');
    expect(loaded.ok && loaded.policy.domains.map((domain) => domain.name)).toEqual([
      'a.example',
      'b.example',
    ]);
  });

  it('may not declare a domain twice', async () => {
    const one = 'version: 1\ndomains: {a.example: {issue: none}}';
    const loaded = await loadFrom({ 'one.yaml': one, 'two.yaml': one }, 'one.yaml', 'two.yaml');
    expect(!loaded.ok && loaded.problems).toMatchObject([
      { code: 'domain-twice', at: { file: 'two.yaml', line: 2, column: 11 } },
    ]);
  });
});

describe('an extended policy', () => {
  it('comes from the package, without reading the disk', async () => {
    const policy = await policyFrom(
      'version: 1\nextends: caa-guard:strict\ndomains: {a.example: {issue: [letsencrypt.org]}}',
    );
    expect(policy.failOn).toEqual({ weakness: 'high' });
    expect(policy.domains[0]).toMatchObject({ dnssec: { required: true }, issuewild: [] });
    expect(policy.files).toEqual(['caa-guard:baseline', 'caa-guard:strict', 'policy.yaml']);
  });

  it('seals a domain, but for its windows', async () => {
    const policy = await policyFrom(`
version: 1
extends: caa-guard:sealed
domains:
  a.example:
    issue: [letsencrypt.org]
    windows: [{from: 2026-12-01T04:00:00Z, to: 2026-12-01T06:00:00Z}]
`);
    expect(policy.domains[0]).toMatchObject({
      sealed: true,
      windows: [{ from: 1_796_097_600_000, to: 1_796_104_800_000 }],
    });
  });

  it('is found beside the file that names it', async () => {
    const policy = await loadFrom({
      'team/policy.yaml': 'version: 1\nextends: ../company.yaml\ndomains: {a.example: {}}',
      'company.yaml': 'version: 1\ndefaults: {issue: none}',
    });
    expect(policy.ok && policy.policy.domains[0]?.issue).toEqual([]);
  });

  it('lets a locked clause be made stricter, and never looser', async () => {
    const base = 'version: 1\nlocked: [issue]\ndefaults:\n  issue: [{ca: letsencrypt.org}, {ca: pki.goog}]\n';
    const child = (issue: string): string =>
      `version: 1\nextends: base.yaml\ndomains:\n  a.example:\n    issue: ${issue}\n`;
    expect(
      await problemsOf(child('[{ca: letsencrypt.org, methods: [dns-01]}]'), { 'base.yaml': base }),
    ).toEqual([]);
    const [problem, ...more] = await problemsOf(child('[digicert.com]'), { 'base.yaml': base });
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: 'locked', at: { file: 'policy.yaml', line: 5 } });
    expect(problem?.message).toContain('base.yaml:2 locks it');
    expect(problem?.message).toContain('digicert.com for any account by any method may issue');
  });

  it('locks what fails a run', async () => {
    const [problem] = await problemsOf(
      'version: 1\nextends: caa-guard:strict\nfailOn: {weakness: critical}\ndomains: {a.example: {issue: none}}',
    );
    expect(problem).toMatchObject({ code: 'locked', at: { line: 3 } });
  });

  it('may not lead back to itself', async () => {
    const problems = await problemsOf('version: 1\nextends: b.yaml\ndomains: {a.example: {issue: none}}', {
      'b.yaml': 'version: 1\nextends: policy.yaml',
    });
    expect(problems).toMatchObject([{ code: 'extends-cycle', at: { file: 'b.yaml', line: 2 } }]);
  });
});

describe('a waiver', () => {
  const waived = (expires: string): string =>
    `version: 1\ndomains: {a.example: {issue: none}}\nwaivers:\n  - {rule: caa/iodef-differs, subject: A.example, reason: moving, owner: team, expires: ${expires}}`;

  it('holds until a day', async () => {
    const { waivers } = await policyFrom(waived('2027-01-31'));
    expect(waivers).toMatchObject([
      { subject: 'a.example', expires: { day: '2027-01-31' }, at: { line: 4 } },
    ]);
  });

  it('is kept with a malformed day, to be reported as expired', async () => {
    expect((await policyFrom(waived('31.1.2027'))).waivers[0]?.expires).toEqual({ malformed: '31.1.2027' });
    expect((await policyFrom(waived('2027-02-30'))).waivers[0]?.expires).toEqual({ malformed: '2027-02-30' });
  });
});
