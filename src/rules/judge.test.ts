import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulePages } from './docs.js';
import { findingId } from './finding.js';
import { judge } from './judge.js';
import { SEVERITIES } from './model.js';
import { RULES } from './registry.js';
import {
  BOUND_VALUE,
  caa,
  certificate,
  domainPolicy,
  evidenceOf,
  failed,
  issued,
  namePolicy,
  NOW,
  policyOf,
  seenOf,
} from './testing/builder.js';
import { check, ruleIds, said } from './testing/check.js';

const THEIRS = { spkiSha256: '66'.repeat(32) };
const RECORDS = [
  `0 issue ${BOUND_VALUE}`,
  '0 issue evil.example',
  '0 issue letsencrypt.org;AccountURI=https://a/1',
  '0 issue a;b',
  '1 tbs x',
  '0 issuewild ;',
  '0 iodef mailto:x@example.net',
  '0 contactemail x@example.net',
];
const CERTIFICATES = [1, 2, 3, 4].map((seed) =>
  certificate(seed, ['example.com', `h${seed}.example.com`], THEIRS),
);

describe('a judgement', () => {
  it('is drift if anything drifts, and does not hide what could not be seen', () => {
    const judgement = check(
      { names: [namePolicy('www.example.com')] },
      seenOf([
        caa('example.com', ['0 issue evil.example']),
        failed('www.example.com', 'CAA', 'indeterminate', 'timeout'),
      ]),
    );
    expect(judgement.outcome).toBe('drift');
    expect(ruleIds(judgement)).toContain('survey/unreachable');
  });
  it('has an outcome for each domain', () => {
    const other = domainPolicy({ name: 'example.org' });
    const judgement = judge({ ...policyOf(), domains: [other, domainPolicy()] }, evidenceOf(seenOf()), NOW);
    expect(judgement.domains.map(({ zone, outcome }) => [zone, outcome])).toEqual([
      ['example.com', 'ok'],
      ['example.org', 'unknown'],
    ]);
    expect(judgement.outcome).toBe('unknown');
  });
  it('says where a limit was reached, apart from what did not answer', () => {
    const lookups = [
      failed('example.com', 'DS', 'indeterminate', 'query-limit'),
      failed('example.com', 'DNSKEY', 'indeterminate', 'timeout'),
    ];
    const sources = [
      issued([], { complete: false, failure: { code: 'limit', detail: '100 pages' } }),
      issued([], { source: 'b', complete: false }),
    ];
    const { findings } = check({}, seenOf(lookups, sources));
    expect(findings.map(({ rule, subject }) => `${rule} ${subject}`)).toEqual([
      'survey/limit certspotter',
      'survey/limit example.com',
      'survey/unreachable b',
      'survey/unreachable example.com',
    ]);
  });
  it('says so where Certificate Transparency was not asked', () => {
    const judgement = check({}, seenOf([], []));
    expect(judgement.outcome).toBe('ok');
    expect(JSON.stringify(judgement.domains)).toContain('Certificate Transparency was not asked');
  });
  it('is frozen, and plain data', () => {
    const judgement = check({}, seenOf([caa('example.com', ['0 issue evil.example'])]));
    expect(JSON.parse(JSON.stringify(judgement))).toEqual(judgement);
    expect(() => ((judgement.findings[0] as { rule: string }).rule = 'x')).toThrow(TypeError);
  });
  it('gives findings an identity that stays', () => {
    const [finding] = check({}, seenOf([caa('example.com', [])])).findings;
    expect(finding?.id).toBe(findingId('caa/missing', 'example.com', 'example.com'));
    // Pinned: issues and waivers in the world hang on it.
    expect(finding?.id).toBe('c87e0acb8db9f7d8');
  });
  it('does not depend on the order of records, certificates and domains', () => {
    const others = [domainPolicy({ name: 'example.org' }), domainPolicy({ name: 'example.net' })];
    fc.assert(
      fc.property(
        fc.subarray(RECORDS),
        fc.subarray(CERTIFICATES),
        fc.integer({ min: 0, max: 1000 }),
        (records, certificates, turn) => {
          const straight = <T>(values: readonly T[]): T[] => [...values];
          const turned = <T>(values: readonly T[]): T[] => {
            const at = turn % (values.length || 1);
            return [...values.slice(at), ...values.slice(0, at)].reverse();
          };
          const [a, b] = [straight, turned].map((put) => {
            const seen = seenOf(
              [caa('example.com', put(records))],
              put([issued(put(certificates)), issued(put(certificates), { source: 'b' })]),
            );
            const domains = put([domainPolicy({ names: [namePolicy('www.example.com')] }), ...others]);
            return judge(
              { ...policyOf(), domains },
              evidenceOf(...put([seen, { ...seenOf(), zone: 'example.org' }])),
              NOW,
            );
          });
          expect(b).toEqual(a);
          const ids = a?.findings.map(({ id }) => id) ?? [];
          expect(new Set(ids).size).toBe(ids.length);
          const ranks = a?.findings.map(({ severity }) => SEVERITIES.indexOf(severity)) ?? [];
          expect(ranks).toEqual([...ranks].sort((x, y) => x - y));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the rules', () => {
  it('have ids that are unique, and say what they mean, how to mend it and who acts', () => {
    expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
    for (const rule of RULES) {
      expect(rule.id).toMatch(/^(caa|dnssec|dns|ct|policy|plan|survey)\/[a-z0-9-]+$/);
      expect(rule.means.length).toBeGreaterThan(60);
      expect(rule.mend.length).toBeGreaterThan(10);
    }
  });
  it('have pages that are current: run `npm run generate` if this fails', () => {
    const directory = path.join(import.meta.dirname, '../../docs/rules');
    for (const [file, content] of rulePages(RULES)) {
      const there = path.join(directory, file);
      expect(existsSync(there) ? readFileSync(there, 'utf8') : undefined, file).toBe(content);
    }
  });
});

describe('a whole judgement', () => {
  it('reads as it did: look at the difference, and update it if it is meant (vitest -u)', async () => {
    const judgement = check(
      {
        names: [namePolicy('www.example.com')],
        dnssec: { required: true, plannedDs: [], expiryHorizon: 259_200 },
      },
      seenOf(
        [
          caa('example.com', ['0 issue letsencrypt.org', '0 issue evil.example']),
          caa('www.example.com', ['0 issue a;b', '0 issue letsencrypt.org;AccountURI=https://x.example/1']),
          failed('example.com', 'DS', 'indeterminate', 'timeout'),
        ],
        [issued([certificate(1, ['example.com', 'old.example.com'], THEIRS)])],
      ),
    );
    const words = judgement.findings.map(
      (finding) =>
        `== ${finding.kind} ${finding.severity} ${finding.rule} [${finding.actor}] ${finding.subject}\n${said(finding)}`,
    );
    await expect([judgement.outcome, ...words, ''].join('\n\n')).toMatchFileSnapshot('testing/golden.txt');
  });
});
