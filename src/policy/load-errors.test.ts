import { describe, expect, it } from 'vitest';
import { problemsOf } from './testing/load.js';

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
      'expected a policy file at nothing.yaml; there is none. Check the path',
    ],
    [
      'a ledger that is not there',
      'version: 1\ndomains:\n  a.example:\n    issue: none\n    certificates: {ledger: ./ours.yaml}',
      'unreadable',
      5,
      28,
      'caa-guard ledger add',
    ],
    [
      'a request without names',
      `version: 1\ndomains:\n  a.example:\n    issue: none\n    certificates: {ledger: [{kind: csr, spki: ${'ab'.repeat(32)}}]}`,
      'missing',
      5,
      29,
      'the key names',
    ],
    [
      'an entry of the ledger for a certificate, without its digest',
      `version: 1\ndomains:\n  a.example:\n    issue: none\n    certificates: {ledger: [{kind: certificate, spki: ${'ab'.repeat(32)}}]}`,
      'missing',
      5,
      29,
      'the key tbs',
    ],
    [
      'a workflow by its name only',
      'version: 1\ndomains:\n  a.example:\n    issue: none\n    certificates: {attestations: {repository: a/b, workflow: renew.yml}}',
      'shape',
      5,
      62,
      '.github/workflows',
    ],
    [
      'a branch that is no ref',
      'version: 1\ndomains:\n  a.example:\n    issue: none\n    certificates: {attestations: {repository: a/b, workflow: .github/workflows/c.yml, ref: main}}',
      'shape',
      5,
      92,
      'refs/heads/',
    ],
    [
      'a provider with a CA that nobody knows',
      'version: 1\ndomains:\n  a.example:\n    issue: none\n    certificates: {providers: [{provider: aws, ca: amazn.com, names: a.example}]}',
      'ca-unknown',
      5,
      52,
      'did you mean amazon.com',
    ],
    [
      'a provider for no names',
      'version: 1\ndomains:\n  a.example:\n    issue: none\n    certificates: {providers: [{provider: aws, ca: amazon.com, names: []}]}',
      'shape',
      5,
      71,
      'at least one',
    ],
    ['no version', 'domains: {a.example: {issue: none}}', 'missing', 1, 1, 'version'],
    [
      'another version',
      'version: 2\ndomains: {a.example: {issue: none}}',
      'shape',
      1,
      10,
      'the number 1; 2 came',
    ],
    [
      'a clause of a domain at the top',
      'version: 1\ndomains: {a.example: {issue: none}}\ncertificates: {ledger: ./x.yaml}',
      'unknown-key',
      3,
      1,
      '"certificates" came; it stands below a domain, or below defaults',
    ],
    [
      'a domain at the top',
      'version: 1\na.example: {issue: none}',
      'unknown-key',
      2,
      1,
      '"a.example" came; domains stand below the key domains',
    ],
    [
      'a key of a group outside of it',
      'version: 1\ndomains: {a.example: {issue: none, required: true}}',
      'unknown-key',
      2,
      36,
      '"required" came; it stands below dnssec dnssec: {required: true}',
    ],
    [
      'a group that is no map',
      'version: 1\ndomains: {a.example: {issue: none, dnssec: true}}',
      'shape',
      2,
      44,
      'the clauses of dnssec: a map; true came dnssec: {required: true}',
    ],
    [
      'an account without its CA',
      'version: 1\ndomains: {a.example: {issue: [letsencrypt.org], account: https://a/1}}',
      'unknown-key',
      2,
      49,
      '"account" came; it stands below issue, beside its CA',
    ],
    [
      'a name below a domain outside of names',
      'version: 1\ndomains: {a.example: {issue: none, www.a.example: {issue: none}}}',
      'unknown-key',
      2,
      36,
      'names below a domain stand below its key names',
    ],
    ['a version in quotes', 'version: "1"\ndomains: {a.example: {issue: none}}', 'shape', 1, 10, '"1" came'],
    ['nothing below domains', 'version: 1\ndomains:\n', 'shape', 2, 9, 'nothing came'],
    ['a list of domains', 'version: 1\ndomains: [a.example]', 'shape', 2, 10, 'a list came'],
    ['a binary file', 'v\0e\0r\0s', 'syntax', 1, 1, 'Save it as UTF-8'],
    ['UTF-16', '\ufffd\ufffdv\0e\0r\0s\0', 'syntax', 1, 1, 'Save the file as UTF-8'],
    ['Latin-1', 'version: 1\n# M\ufffdller\ndomains: {}', 'syntax', 2, 4, 'Save the file as UTF-8'],
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

  it('hears of a broken file what broke it, and not what the rest then seems to say', async () => {
    const problems = await problemsOf('version: 1\ndomains:\n\ta.example:\n\t\tissue: none\n');
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['syntax']));
    expect(problems[0]?.message).toContain('Tabs are not allowed as indentation');
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
