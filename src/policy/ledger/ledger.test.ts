import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPolicies } from '../load.js';
import { policyFrom, problemsOf } from '../testing/load.js';
import { readLedger } from './read.js';

const KEY = 'ab'.repeat(32);
const TBS = 'cd'.repeat(32);
const POLICY =
  'version: 1\ndomains:\n  example.com:\n    issue: none\n    certificates: {ledger: ledgers/ours.yaml}\n';
const LEDGER = `version: 1
domains:
  example.com:
    # the web server
    - kind: certificate
      tbs: ${TBS}
      spki: ${KEY}
      names: [www.Example.com, example.com]
      notBefore: 2026-11-01T00:00:00Z
      notAfter: 2027-01-30T00:00:00Z
      issuer: letsencrypt.org
      added: 2026-11-25
      note: renewal of the web server
    - {kind: key, spki: ${KEY}, names: 192.0.2.1}
  example.org:
    - {kind: key, spki: ${TBS}}
`;

describe('the example in docs/ledger.md', () => {
  it('is a ledger', () => {
    const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/ledger.md'), 'utf8');
    const [, example = ''] = /^```yaml\n([^]*?)^```$/m.exec(page) ?? [];
    const { ledger, problems } = readLedger('example', example);
    expect(problems).toEqual([]);
    expect(ledger.get('example.com')?.map(({ kind }) => kind)).toEqual(['csr', 'certificate']);
  });
});

describe('a ledger file', () => {
  it('is found beside the policy, and gives each domain its entries with their places', async () => {
    const { domains, files } = await policyFrom(POLICY, { 'ledgers/ours.yaml': LEDGER });
    expect(domains[0]?.own.ledger).toMatchObject([
      {
        kind: 'certificate',
        tbsSha256: TBS,
        spkiSha256: KEY,
        names: ['example.com', 'www.example.com'],
        notBefore: Date.UTC(2026, 10, 1),
        notAfter: Date.UTC(2027, 0, 30),
        issuer: ['letsencrypt.org'],
        added: '2026-11-25',
        note: 'renewal of the web server',
        at: { file: 'ledgers/ours.yaml', line: 5 },
      },
      { kind: 'key', spkiSha256: KEY, names: ['192.0.2.1'] },
    ]);
    expect(domains[0]?.own.ledgerFiles).toEqual(['ledgers/ours.yaml']);
    expect(files).toEqual(['policy.yaml', 'ledgers/ours.yaml']);
  });

  it('tells its errors with its own places, together with those of the policy', async () => {
    const broken = `version: 1\ndomains:\n  example.com:\n    - {kind: key, spki: abc}\n    - {kind: csr, spki: ${KEY}, names: [bad name]}\n    - {kind: certificate, tbs: ${TBS}, added: 2026-02-30, nots: x}\n`;
    const problems = await problemsOf(POLICY.replace('issue: none', 'isue: none'), {
      'ledgers/ours.yaml': broken,
    });
    expect(problems.map(({ at, code }) => `${at.file}:${at.line}:${at.column} ${code}`)).toEqual([
      'ledgers/ours.yaml:4:25 digest-invalid',
      'ledgers/ours.yaml:5:99 name-invalid',
      expect.stringMatching(/^ledgers\/ours.yaml:6:\d+ date-invalid$/),
      expect.stringMatching(/^ledgers\/ours.yaml:6:\d+ unknown-key$/),
      'policy.yaml:3:3 missing',
      'policy.yaml:4:5 unknown-key',
    ]);
  });

  it('that is a proposal is refused, since nothing in it counts', async () => {
    const [problem] = await problemsOf(POLICY, {
      'ledgers/ours.yaml': LEDGER.replace('version: 1', 'proposal: 1'),
    });
    expect(problem).toMatchObject({ code: 'shape', at: { file: 'ledgers/ours.yaml', line: 1 } });
    expect(problem?.message).toContain('nothing in it counts');
  });

  it('holds each domain once, in whatever spelling', async () => {
    const problems = await problemsOf(POLICY, {
      'ledgers/ours.yaml': 'version: 1\ndomains:\n  example.com: []\n  EXAMPLE.com.: []\n  192.0.2.1: []\n',
    });
    expect(problems.map(({ code, at }) => [code, at.line])).toEqual([
      ['domain-twice', 4],
      ['name-invalid', 5],
    ]);
  });

  it('may be missing for whoever is about to write it, and for nobody else', async () => {
    const reader = {
      readFile: (file: string) =>
        file === 'policy.yaml'
          ? Promise.resolve(POLICY)
          : Promise.reject(Object.assign(new Error('ENOENT'), { code: 'ENOENT' })),
    };
    expect((await loadPolicies(['policy.yaml'], reader)).ok).toBe(false);
    const lenient = await loadPolicies(['policy.yaml'], reader, { missingLedger: 'empty' });
    expect(lenient.ok && lenient.policy.domains[0]?.own.ledgerFiles).toEqual(['ledgers/ours.yaml']);
  });

  it('is reached by the reader’s own way, so that it cannot lead where policies cannot', async () => {
    const asked: string[] = [];
    await loadPolicies(['policy.yaml'], {
      resolve: (from, reference) => `${from}>${reference}`,
      readFile: (file) => {
        asked.push(file);
        return file === 'policy.yaml' ? Promise.resolve(POLICY) : Promise.reject(new Error('outside'));
      },
    });
    expect(asked).toEqual(['policy.yaml', 'policy.yaml>ledgers/ours.yaml']);
  });

  it('that is named for all domains serves each with its own entries', async () => {
    const { domains } = await policyFrom(
      'version: 1\ndefaults: {issue: none, certificates: {ledger: [ours.yaml, ours.yaml]}}\ndomains: {example.com: , example.org: }\n',
      { 'ours.yaml': LEDGER },
    );
    expect(domains.map(({ own }) => own.ledger.length)).toEqual([2, 1]);
  });

  it('may not be widened where a policy locks it, and the place is that of the entry', async () => {
    const base = `version: 1\nlocked: [certificates]\ndefaults: {issue: none, certificates: {ledger: [{kind: key, spki: ${KEY}}]}}\n`;
    const child =
      'version: 1\nextends: base.yaml\ndomains:\n  example.com: {certificates: {ledger: ours.yaml}}\n';
    const narrower = `version: 1\ndomains:\n  example.com:\n    - {kind: csr, spki: ${KEY}, names: example.com}\n`;
    expect(await problemsOf(child, { 'base.yaml': base, 'ours.yaml': narrower })).toEqual([]);
    const wider = `${narrower}    - {kind: key, spki: ${TBS}}\n`;
    expect(await problemsOf(child, { 'base.yaml': base, 'ours.yaml': wider })).toMatchObject([
      { code: 'locked', at: { file: 'ours.yaml', line: 5 } },
    ]);
  });
});
