import { describe, expect, it } from 'vitest';
import type { Declaration } from './declaration.js';
import { loadPolicies, loadPoliciesSync } from './load.js';
import { declarePlain } from './plain-document.js';
import { describeProblem } from './problem.js';

const FILES: Readonly<Record<string, string>> = {
  'company.yaml': 'version: 1\nextends: caa-guard:strict\ndefaults: {iodef: "mailto:a@example.com"}\n',
  'policy.yaml': `version: 1
extends: company.yaml
domains:
  example.com: {issue: [pki.goog], certificates: {ledger: ledger.yaml}}
`,
  'ledger.yaml': `version: 1\ndomains: {example.com: [{kind: key, spki: ${'ab'.repeat(32)}}]}\n`,
  'broken.yaml': 'version: 1\nextends: [gone.yaml, caa-guard:stric]\ndomains: {example.com: {isue: none}}\n',
};

function read(file: string): string {
  const text = FILES[file];
  if (text === undefined) throw Object.assign(new Error(`no ${file}`), { code: 'ENOENT' });
  return text;
}

describe('loading without waiting', () => {
  it.each(['policy.yaml', 'broken.yaml', 'nowhere.yaml'])('gives the same: %s', async (file) => {
    const waited = await loadPolicies([file], { readFile: async (path) => read(path) });
    expect(loadPoliciesSync([file], { readFileSync: read })).toEqual(waited);
  });

  it('reads files that many policies extend once', () => {
    const asked: string[] = [];
    const known = new Map<string, Declaration | undefined>();
    for (let i = 0; i < 3; i++) {
      const loaded = loadPoliciesSync(
        ['policy.yaml'],
        { readFileSync: (path) => (asked.push(path), read(path)) },
        { read: known },
      );
      expect(loaded.ok).toBe(true);
    }
    expect(asked.filter((path) => path !== 'ledger.yaml')).toEqual(['policy.yaml', 'company.yaml']);
  });
});

describe('a policy that a program declares', () => {
  const declare = (document: Parameters<typeof declarePlain>[1]): ReturnType<typeof loadPoliciesSync> => {
    const { declaration, problems } = declarePlain('program', document);
    expect(problems.map(describeProblem)).toEqual([]);
    return loadPoliciesSync(
      ['program'],
      { readFileSync: read },
      { read: new Map([['program', declaration]]) },
    );
  };

  it('is the one that a file of the same content is', () => {
    const loaded = declare({
      version: 1,
      extends: ['company.yaml'],
      domains: { 'example.com': { issue: [{ ca: 'pki.goog', account: undefined }], sealed: true } },
    });
    expect(loaded).toMatchObject({
      ok: true,
      policy: {
        failOn: { weakness: 'high' },
        domains: [
          { name: 'example.com', issue: [{ ca: 'pki.goog' }], sealed: true, iodef: ['mailto:a@example.com'] },
        ],
      },
    });
  });

  it('has the problems that such a file has', () => {
    const { problems } = declarePlain('program', {
      version: 1,
      domains: { 'example.com': { issue: ['letsencrypt.com'] } },
    });
    expect(problems.map(describeProblem).join()).toMatch(/^program:1:1: .*letsencrypt/);
  });
});
