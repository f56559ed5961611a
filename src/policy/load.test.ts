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

describe('a wrong policy', () => {
  it.each([
    [
      'an unknown key',
      'version: 1\ndomains:\n  a.example:\n    isue: none\n    issue: none',
      'unknown-key',
      4,
      5,
      'did you mean issue',
    ],
    [
      'a duplicate key',
      'version: 1\ndomains:\n  a.example: {issue: none}\nversion: 1',
      'duplicate-key',
      4,
      1,
      'each key once',
    ],
    [
      'a domain twice',
      'version: 1\ndomains:\n  a.example: {issue: none}\n  A.example.: {issue: none}',
      'domain-twice',
      4,
      3,
      'Merge the two',
    ],
    [
      'a U-label that IDNA refuses',
      'version: 1\ndomains:\n  "a\u2E2E.example": {issue: none}\n  xn--a.example: {issue: none}',
      'name-invalid',
      4,
      3,
      'IDNA',
    ],
    [
      'an address for a domain',
      'version: 1\ndomains:\n  192.0.2.1: {issue: none}',
      'name-invalid',
      3,
      3,
      'IP address',
    ],
    [
      'a wildcard for a domain',
      'version: 1\ndomains:\n  "*.a.example": {issue: none}',
      'name-invalid',
      3,
      3,
      'issuewild',
    ],
    [
      'an account without a path',
      'version: 1\ndomains:\n  a.example:\n    issue: [{ca: letsencrypt.org, account: "https://acme.example"}]',
      'account-invalid',
      4,
      44,
      'path is missing',
    ],
    [
      'an account with a semicolon',
      'version: 1\ndomains:\n  a.example:\n    issue: [{ca: letsencrypt.org, account: "https://acme.example/a;b"}]',
      'account-invalid',
      4,
      44,
      'no CAA parameter can carry',
    ],
    [
      'a CA that nobody knows',
      'version: 1\ndomains:\n  a.example:\n    issue: [letsencrypt.com]',
      'ca-unknown',
      4,
      13,
      'did you mean letsencrypt.org',
    ],
    [
      'a method that nobody knows',
      'version: 1\ndomains:\n  a.example:\n    issue: [{ca: pki.goog, methods: [dns01]}]',
      'method-unknown',
      4,
      38,
      'did you mean dns-01',
    ],
    [
      'a CA that nobody knows, in a grant that is wrong otherwise too',
      'version: 1\ndomains:\n  a.example:\n    issue: [{ca: letsencrypt.com, methods: [dns01]}]',
      'ca-unknown',
      4,
      18,
      'did you mean letsencrypt.org',
    ],
    ['an empty clause', 'version: 1\ndomains:\n  a.example:\n    issue:\n', 'shape', 4, 11, 'write none'],
    ['no issue at all', 'version: 1\ndomains:\n  a.example: {}', 'missing', 3, 3, 'unrestricted out loud'],
    [
      'a name outside of its domain',
      'version: 1\ndomains:\n  a.example:\n    issue: none\n    names: {b.example: {issue: none}}',
      'name-outside',
      5,
      13,
      'below a.example',
    ],
    [
      'a broken digest',
      'version: 1\ndomains:\n  a.example:\n    issue: none\n    certificates: {keys: [abc]}',
      'digest-invalid',
      5,
      27,
      '64 hex digits',
    ],
    [
      'a DS with the wrong length',
      'version: 1\ndomains:\n  a.example:\n    issue: none\n    dnssec: {ds: ["1 13 2 abcd"]}',
      'digest-invalid',
      5,
      19,
      '64 hex digits',
    ],
    [
      'a window that closes before it opens',
      'version: 1\ndomains:\n  a.example:\n    issue: none\n    windows: [{from: 2026-12-02, to: 2026-12-01}]',
      'date-invalid',
      5,
      15,
      'closes after it opens',
    ],
    [
      'a day that no calendar has',
      'version: 1\ndomains:\n  a.example:\n    issue: none\n    windows: [{from: 2026-02-30, to: 2026-12-01}]',
      'date-invalid',
      5,
      22,
      'no calendar has',
    ],
    [
      'a packaged policy that is none',
      'version: 1\nextends: caa-guard:stric\ndomains: {a.example: {issue: none}}',
      'extends-unknown',
      2,
      10,
      'did you mean strict',
    ],
    [
      'a file that is not there',
      'version: 1\nextends: nothing.yaml\ndomains: {a.example: {issue: none}}',
      'unreadable',
      2,
      10,
      'nothing.yaml',
    ],
    ['no version', 'domains: {a.example: {issue: none}}', 'missing', 1, 1, 'version'],
    ['another version', 'version: 2\ndomains: {a.example: {issue: none}}', 'shape', 1, 10, 'the number 1'],
    ['broken YAML', 'version: 1\ndomains: {a.example: {issue: none}', 'syntax', 2, 35, 'YAML or JSON'],
    ['an empty file', '', 'missing', 1, 1, 'empty'],
    [
      'a tag of its own',
      'version: 1\ndomains: !evil {a.example: {issue: none}}',
      'syntax',
      2,
      10,
      'YAML or JSON',
    ],
    [
      'names among the defaults',
      'version: 1\ndefaults: {names: {}}\ndomains: {a.example: {issue: none}}',
      'unknown-key',
      2,
      12,
      'names',
    ],
  ])('with %s is told so, with the place', async (_what, source, code, line, column, says) => {
    const problems = await problemsOf(source);
    const problem = problems.find((one) => one.code === code && one.at.line === line);
    expect(problem, JSON.stringify(problems, undefined, 1)).toBeDefined();
    expect([problem?.at.line, problem?.at.column]).toEqual([line, column]);
    expect(`${problem?.message} ${problem?.example ?? ''}`).toContain(says);
  });

  it('hears all its errors at once, in order', async () => {
    const problems = await problemsOf(
      'version: 1\nfailon: {}\ndomains:\n  a.example: {issue: [nobody.invalid-ca]}\n  b.example: {issuewild: no}\n  10.0.0.1: {issue: none}\n',
    );
    expect(problems.map((one) => [one.at.line, one.code])).toEqual([
      [2, 'unknown-key'],
      [4, 'ca-unknown'],
      [5, 'missing'],
      [5, 'shape'],
      [6, 'name-invalid'],
    ]);
  });

  it('does not unfold a bomb of aliases', async () => {
    const bomb = [
      'a: &a [x]',
      ...Array.from(
        { length: 30 },
        (_, i) =>
          `${'b'.repeat(i + 1)}: &${'b'.repeat(i + 1)} [*${i === 0 ? 'a' : 'b'.repeat(i)}, *${i === 0 ? 'a' : 'b'.repeat(i)}]`,
      ),
    ].join('\n');
    const problems = await problemsOf(bomb);
    expect(problems.some((one) => one.code === 'too-large' || one.code === 'syntax')).toBe(true);
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
