import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createDemo,
  DEMO_CASES,
  type CtFaultKind,
  type Demo,
  type ServerFaultKind,
} from '../../src/lab/index.js';
import { rejudge, writeEvidence } from '../../src/survey/index.js';
import { checkDemo, clock, demoPolicyOf, type Checked } from './support/demo-check.js';

let demo: Demo;
beforeEach(async () => {
  demo = createDemo({ clock, seed: 'lab-check' });
  await demo.start();
});
afterEach(() => demo.stop());

const policyOf = (...names: readonly string[]): string => demoPolicyOf(demo, ...names);
const check = (names: readonly string[] = [], domainMs = 30_000): Promise<Checked> =>
  checkDemo(demo, names, domainMs);

describe('the whole check, over real UDP, TCP and HTTP', { timeout: 60_000 }, () => {
  it('finds nothing where all is as declared', async () => {
    const { judgement } = await check();
    expect(judgement.findings.filter(({ fails, kind }) => fails || kind === 'unknown')).toEqual([]);
    expect(judgement.outcome).toBe('ok');
  });

  it.each(DEMO_CASES.filter((one) => one.outcome === 'drift').map((one) => [one.name, one.rule] as const))(
    'finds what happened to %s: %s',
    async (name, rule) => {
      demo.drift(name);
      const { judgement } = await check([name]);
      expect(judgement.outcome).toBe('drift');
      expect(judgement.findings.filter(({ fails }) => fails).map((finding) => finding.rule)).toContain(rule);
    },
  );

  it('judges its evidence again, without any network, to the same findings', async () => {
    demo.drift('example.net', 'bank.test', 'mail.test', 'jabber.example');
    const names = ['example.com', 'example.net', 'bank.test', 'mail.test', 'jabber.example'];
    const { evidence, judgement } = await check(names);
    const again = await rejudge(
      {
        evidence: writeEvidence(evidence),
        policies: ['policy.yaml'],
        trustAnchor: demo.lab.access.dns.trustAnchor ?? '',
        issuers: demo.lab.access.ct.issuers,
      },
      { clock, readFile: async () => policyOf(...names) },
    );
    expect(again.ok && again.judgement.findings).toEqual(judgement.findings);
  });

  it('notices a certificate in evidence that was changed', async () => {
    const { evidence } = await check(['example.com']);
    const text = writeEvidence(evidence);
    const digest = evidence.domains[0]?.issuance[0]?.certificates[0]?.facts.spkiSha256 ?? '';
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    const changed = text.replaceAll(digest, 'ab'.repeat(32));
    const judged = rejudge(
      { evidence: changed, policies: ['policy.yaml'], trustAnchor: demo.lab.access.dns.trustAnchor ?? '' },
      { clock, readFile: async () => policyOf('example.com') },
    );
    await expect(judged).rejects.toThrow(/says something else than the bytes/);
  });
});

const DOMAIN_MS = 1_000;

describe('a check that cannot see', { timeout: 30_000 }, () => {
  const dnsFaults: readonly ServerFaultKind[] = [
    'silent',
    { late: 20_000 },
    'garbage',
    'wrong-question',
    'wrong-id',
    'truncate',
    'pointers',
    'servfail',
    'refused',
    'lame',
  ];

  it.each(dnsFaults.map((kind) => [JSON.stringify(kind), kind] as const))(
    'says so where the name servers are: %s',
    async (_says, kind) => {
      for (const server of ['ns1.hosting.test', 'ns2.hosting.test'])
        demo.lab.dns.server(server).fault({ kind, below: 'example.net' });
      const started = performance.now();
      const { judgement } = await check(['example.net'], DOMAIN_MS);
      expect(performance.now() - started).toBeLessThan(DOMAIN_MS * 5);
      const [domain] = judgement.domains;
      const unseen = judgement.findings.filter((finding) => finding.kind === 'unknown');
      // A server that refuses CAA questions is a fault that a CA would see as well: that, and only that, may be drift.
      const failing = judgement.findings.filter(({ fails }) => fails).map(({ rule }) => rule);
      expect(failing.every((rule) => rule === 'caa/lookup-fails')).toBe(true);
      expect(domain?.outcome).not.toBe('ok');
      expect(unseen.length + failing.length).toBeGreaterThan(0);
      for (const { detail } of unseen) expect(detail.length).toBeGreaterThan(0);
    },
  );

  const ctFaults: readonly CtFaultKind[] = [
    'down',
    { late: 20_000 },
    'html',
    'half-page',
    'cut',
    'repeat-page',
    'endless',
    { status: 500 },
    { status: 429, retryAfter: 3_600 },
    { body: '{}' },
  ];

  it.each(ctFaults.map((kind) => [JSON.stringify(kind), kind] as const))(
    'says so where the source of certificates is: %s',
    async (_says, kind) => {
      demo.lab.search.fault({ kind });
      const started = performance.now();
      const { judgement } = await check(['example.com'], DOMAIN_MS);
      expect(performance.now() - started).toBeLessThan(DOMAIN_MS * 5);
      expect(judgement.outcome).toBe('unknown');
      const [finding] = judgement.findings.filter((one) => one.kind === 'unknown');
      expect(finding?.rule).toMatch(/^survey\//);
      expect(finding?.detail.length).toBeGreaterThan(0);
    },
  );
});
