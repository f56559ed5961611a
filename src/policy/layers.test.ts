import { describe, expect, it } from 'vitest';
import { loadPolicies } from './load.js';
import { loadFrom, policyFrom, problemsOf } from './testing/load.js';

const issuers = async (
  files: Readonly<Record<string, string>>,
  ...paths: readonly string[]
): Promise<unknown> => {
  const loaded = await loadFrom(files, ...paths);
  if (!loaded.ok) return loaded.problems.map(({ code, at }) => `${code} ${at.file}:${at.line}`);
  return loaded.policy.domains.map(({ name, issue }) => [
    name,
    issue === 'unrestricted' ? issue : issue.map(({ ca }) => ca),
  ]);
};

describe('what stands in several layers', () => {
  it('comes from the nearest: the domain, then the file, then what it extends', async () => {
    const base =
      'version: 1\ndefaults: {issue: [digicert.com], iodef: "mailto:a@a.example", contacts: [a@a.example]}';
    const policy = await policyFrom(
      `version: 1
extends: base.yaml
defaults: {issue: [pki.goog], iodef: "mailto:b@a.example"}
domains:
  a.example: {issue: [letsencrypt.org]}
`,
      { 'base.yaml': base },
    );
    expect(policy.domains[0]).toMatchObject({
      issue: [{ ca: 'letsencrypt.org' }],
      iodef: ['mailto:b@a.example'],
      contacts: ['a@a.example'],
    });
    expect(policy.domains[0]?.positions['contacts']?.file).toBe('base.yaml');
    expect(policy.domains[0]?.positions['iodef']).toMatchObject({ file: 'policy.yaml', line: 3 });
  });

  it('is merged clause by clause for a domain and its names that both files declare', async () => {
    const policy = await policyFrom(
      'version: 1\nextends: base.yaml\ndomains: {a.example: {names: {www.a.example: {sealed: true}}}}',
      {
        'base.yaml':
          'version: 1\ndomains: {a.example: {issue: [pki.goog], names: {www.a.example: {issue: none}, b.a.example: }}}',
      },
    );
    expect(policy.domains[0]?.names).toMatchObject([
      { name: 'b.a.example', issue: [{ ca: 'pki.goog' }], sealed: false },
      { name: 'www.a.example', issue: [], sealed: true },
    ]);
  });

  it('comes once where two extend the same', async () => {
    const files: Record<string, string> = {};
    for (let i = 0; i < 40; i++)
      for (const side of ['l', 'r'])
        files[`${side}${i}.yaml`] = `version: 1\nextends: [l${i + 1}.yaml, r${i + 1}.yaml]`;
    files['l40.yaml'] = files['r40.yaml'] = 'version: 1\ndefaults: {issue: none}';
    files['l0.yaml'] += '\ndomains: {a.example: }';
    const loaded = await loadFrom(files, 'l0.yaml');
    expect(loaded.ok && loaded.policy.files).toHaveLength(81);
  });

  it('may not come from more files than anybody means', async () => {
    const loaded = await loadPolicies(['0.yaml'], {
      readFile: async (file) => `version: 1\nextends: ${Number.parseInt(file, 10) + 1}.yaml`,
    });
    expect(!loaded.ok && loaded.problems.map(({ code }) => code)).toEqual(['too-large']);
  });
});

describe('files given together', () => {
  const base = 'version: 1\ndomains: {a.example: {issue: [pki.goog]}}';
  const child =
    'version: 1\nextends: base.yaml\ndomains: {a.example: {issue: none}, b.example: {issue: none}}';

  it('speak once, whatever their order and spelling, where one extends the other', async () => {
    const files = { 'base.yaml': base, 'child.yaml': child };
    const expected = [
      ['a.example', []],
      ['b.example', []],
    ];
    expect(await issuers(files, 'base.yaml', 'child.yaml')).toEqual(expected);
    expect(await issuers(files, 'child.yaml', './base.yaml', './child.yaml')).toEqual(expected);
  });

  it('may extend the same policy if they make the same of it', async () => {
    const files = {
      'base.yaml': base,
      'one.yaml': 'version: 1\nextends: base.yaml\ndomains: {b.example: {issue: none}}',
      'two.yaml': 'version: 1\nextends: base.yaml\ndomains: {c.example: {issue: none}}',
    };
    expect(await issuers(files, 'one.yaml', 'two.yaml')).toEqual([
      ['a.example', ['pki.goog']],
      ['b.example', []],
      ['c.example', []],
    ]);
    const loose = { ...files, 'two.yaml': `${files['two.yaml']}\ndefaults: {sealed: true}` };
    expect(await issuers(loose, 'one.yaml', 'two.yaml')).toEqual(['domain-twice base.yaml:2']);
  });

  it('fail a run where the strictest of them does', async () => {
    const files = {
      'one.yaml': 'version: 1\nfailOn: {weakness: critical}\ndomains: {a.example: {issue: none}}',
      'two.yaml': 'version: 1\nfailOn: {weakness: medium}\ndomains: {b.example: {issue: none}}',
    };
    const loaded = await loadFrom(files, 'one.yaml', 'two.yaml');
    expect(loaded.ok && loaded.policy.failOn).toEqual({ weakness: 'medium' });
  });
});

describe('a lock', () => {
  const locking = (locked: string, clauses: string): Record<string, string> => ({
    'base.yaml': `version: 1\nlocked: [${locked}]\ndefaults:\n  issue: [pki.goog]\n  ${clauses}\n`,
  });
  const child = (clauses: string): string =>
    `version: 1\nextends: base.yaml\ndomains:\n  a.example:\n    ${clauses}\n`;

  it.each([
    ['sealed', 'sealed: true', 'sealed: false', 'issuance is open at all times'],
    ['dnssec', 'dnssec: {required: true}', 'dnssec: {required: false}', 'may be unsigned'],
    ['certificates.exhaustive', 'certificates: {}', 'certificates: {exhaustive: false}', 'known to be ours'],
    ['contacts', 'contacts: []', 'contacts: [a@a.example]', 'a@a.example'],
    ['challenges', 'challenges: auth.a.example', 'challenges: [a.example]', 'answered at a.example'],
    ['issuewild', 'issuewild: none', 'issuewild: [pki.goog]', 'pki.goog'],
    ['nameservers', 'nameservers: [ns1.a.example]', 'nameservers: [ns2.a.example]', 'ns2.a.example'],
  ])('on %s names both places and what it would let happen', async (locked, clauses, looser, words) => {
    const problems = await problemsOf(child(looser), locking(locked, clauses));
    expect(problems.map(({ code, at }) => [code, at.file, at.line])).toEqual([['locked', 'policy.yaml', 5]]);
    expect(problems[0]?.message).toContain('base.yaml:2 locks it');
    expect(problems[0]?.message).toContain(words);
    expect(await problemsOf(child('issue: none'), locking(locked, clauses))).toEqual([]);
  });

  it('holds for names below as well', async () => {
    const problems = await problemsOf(
      'version: 1\nextends: base.yaml\ndomains:\n  a.example:\n    names:\n      b.a.example: {sealed: false}\n',
      locking('sealed', 'sealed: true'),
    );
    expect(problems).toMatchObject([{ code: 'locked', at: { line: 6 } }]);
    expect(problems[0]?.message).toContain('sealed of b.a.example');
  });

  it('holds through a file between, which may be stricter and be loosened again down to the lock', async () => {
    const files = {
      ...locking('issue', ''),
      'middle.yaml': 'version: 1\nextends: base.yaml\ndefaults: {issue: none}',
    };
    const from = (issue: string): string =>
      `version: 1\nextends: middle.yaml\ndomains: {a.example: {issue: ${issue}}}`;
    expect(await problemsOf(from('[pki.goog]'), files)).toEqual([]);
    expect((await problemsOf(from('unrestricted'), files)).map(({ code }) => code)).toEqual(['locked']);
  });

  it('on a file that nothing extends binds nobody but those who will extend it', async () => {
    expect(
      await problemsOf('version: 1\nlocked: [issue]\ndomains: {a.example: {issue: unrestricted}}'),
    ).toEqual([]);
  });
});
