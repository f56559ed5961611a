import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { outside, own, text } from '../base/text.js';
import type { Finding, Judgement, Stage } from '../rules/model.js';
import { RULES } from '../rules/index.js';
import { inertJson } from './inert.js';
import { renderSarif, type SarifOptions } from './sarif.js';
import type { SarifLog } from './sarif-model.js';
import {
  BINDING_LOST,
  BLIND,
  EVERYTHING,
  finding,
  FOREIGN_CERTIFICATE,
  hostileJudgement,
  judgement,
  WAIVED,
} from './testing/fixtures.js';
import { sarifProblems } from './testing/sarif-check.js';

const OPTIONS: SarifOptions = {
  tool: { name: 'caa-guard', version: '1.2.3' },
  rules: RULES,
  policyFiles: ['dns/caa-guard.yaml'],
};

function runOf(judged: Judgement, over: Partial<SarifOptions> = {}) {
  return (JSON.parse(renderSarif(judged, { ...OPTIONS, ...over })) as SarifLog).runs[0];
}

function resultsOf(...findings: readonly Finding[]) {
  return runOf(judgement({ outcome: 'drift', findings })).results;
}

function placeOf(at: Finding['at'], policyFiles = OPTIONS.policyFiles) {
  const found = finding(at === undefined ? {} : { at });
  const [result] = runOf(judgement({ findings: [found] }), { policyFiles }).results;
  const { artifactLocation, region } = result!.locations[0].physicalLocation;
  return { uri: artifactLocation.uri, base: artifactLocation.uriBaseId, region };
}

const at = (file: string) => ({ file, line: 3, column: 5, endLine: 3, endColumn: 9 });

describe('the findings as SARIF', () => {
  it('hold to the schema of SARIF 2.1.0, and to what code scanning asks for', () => {
    expect(sarifProblems(renderSarif(EVERYTHING, OPTIONS))).toEqual([]);
    expect(sarifProblems(renderSarif(judgement(), OPTIONS))).toEqual([]);
  });

  it('are seen to break them where they do', () => {
    const broken = (edit: (log: SarifLog) => unknown): string[] => {
      const log = JSON.parse(renderSarif(EVERYTHING, OPTIONS)) as SarifLog;
      edit(log);
      return sarifProblems(inertJson(JSON.stringify(log)));
    };
    const first = (log: SarifLog) => log.runs[0].results[0]!;
    expect(broken((log) => Object.assign(first(log), { level: 'fatal' }))).not.toEqual([]);
    expect(broken((log) => Object.assign(first(log), { ruleIndex: 0 }))).toEqual([
      'caa/binding-lost: no such rule',
    ]);
    expect(
      broken((log) => Object.assign(first(log).locations[0].physicalLocation.region, { endColumn: 1 })),
    ).toEqual(['caa/binding-lost: ends before']);
    expect(broken((log) => Object.assign(first(log).message, { text: '[a](https://evil.example)' }))).toEqual(
      ['caa/binding-lost: a link'],
    );
  });

  it('have a fingerprint each from the id of the finding, not from the line of the policy', () => {
    const prints = resultsOf(BINDING_LOST, FOREIGN_CERTIFICATE).map((one) => one.partialFingerprints);
    expect(prints).toEqual([
      { primaryLocationLineHash: '0d4f7a1be92c8356:1', 'caaGuard/v1': '0d4f7a1be92c8356' },
      { primaryLocationLineHash: '8b0a6c3fb7e2d951:1', 'caaGuard/v1': '8b0a6c3fb7e2d951' },
    ]);
  });

  it('say what is the case, what differs, why it matters, how to mend it and who acts', () => {
    const [result] = resultsOf(BINDING_LOST);
    expect(result?.message.text.split('\n')).toEqual([
      'letsencrypt.org may issue to any account: the binding to yours is not deployed.',
      expect.stringMatching(/^- example\.com\. CAA 0 issue/),
      '+ example.com. CAA 0 issue "letsencrypt.org" (any account, any method)',
      expect.stringMatching(/^ {2}example\.com\. CAA 0 iodef/),
      expect.stringMatching(/^The CA is right/),
      'This is how the attack on jabber.ru worked in 2023.',
      'How to mend it:',
      expect.stringMatching(/^1\. Replace the record by: example\.com\. IN CAA/),
      'Who acts: whoever runs the name servers of the zone.',
    ]);
  });

  it('are errors, warnings or notes by how grave they are', () => {
    const levels = (['critical', 'high', 'medium', 'low', 'info'] as const).map(
      (severity) => resultsOf(finding({ severity }))[0]?.level,
    );
    expect(levels).toEqual(['error', 'error', 'warning', 'note', 'note']);
  });

  it('make their rule as grave as the gravest that is not waived, since GitHub takes that from the rule', () => {
    const security = (...findings: readonly Finding[]): unknown =>
      runOf(judgement({ findings })).tool.driver.rules.find(({ id }) => id === 'caa/flags-odd')?.properties[
        'security-severity'
      ];
    const grave = finding({ ...WAIVED, severity: 'critical' });
    const { waived: _, ...standing } = grave;
    expect(security()).toBe('2.0');
    expect(security(grave)).toBe('2.0');
    expect(security(grave, standing)).toBe('9.5');
  });

  it('are suppressed where they are waived, with who waived them until when and why', () => {
    expect(resultsOf(WAIVED)[0]?.suppressions).toEqual([
      {
        kind: 'external',
        status: 'accepted',
        justification: 'until 2026-12-31 by dns-team: the provider cannot write 0 until its next release',
      },
    ]);
    expect(resultsOf(BINDING_LOST)[0]).not.toHaveProperty('suppressions');
  });

  it('are those that stay on the way of a change: nothing that waits for the merge or ends with it', () => {
    const staged = (stage: Stage, fails: boolean) => finding({ stage, fails });
    expect(resultsOf(staged('pending', false), staged('accepted', false))).toEqual([]);
    expect(resultsOf(staged('accepted', true), staged('weakened', true))).toHaveLength(2);
    expect(resultsOf(staged('weakened', true))[0]).not.toHaveProperty('suppressions');
    expect(resultsOf(staged('weakened', false))[0]?.suppressions).toMatchObject([{ status: 'accepted' }]);
  });

  it('are not what could not be seen: that is a notification, and the run did not succeed', () => {
    const run = runOf(judgement({ outcome: 'unknown', findings: [BLIND] }));
    expect(run.results).toEqual([]);
    expect(run.invocations[0]).toMatchObject({
      executionSuccessful: false,
      toolExecutionNotifications: [
        {
          level: 'error',
          associatedRule: { id: 'survey/unreachable' },
          message: { text: expect.stringContaining('HTTP 503') },
        },
      ],
    });
    expect(runOf(judgement({ findings: [BINDING_LOST] })).invocations[0].executionSuccessful).toBe(true);
  });

  it('are named by their category, of characters that end none', () => {
    expect(runOf(EVERYTHING).automationDetails.id).toBe('caa-guard/dns/caa-guard.yaml/');
    expect(runOf(EVERYTHING, { category: 'caa-guard/shop x/' }).automationDetails.id).toBe(
      'caa-guard/shop-x/',
    );
  });

  it('come to the same bytes for the same judgement', () => {
    expect(renderSarif(EVERYTHING, OPTIONS)).toBe(renderSarif(structuredClone(EVERYTHING), OPTIONS));
  });
});

describe('the place of a result', () => {
  it('is the clause of the policy, the end exclusive', () => {
    expect(placeOf(at('./dns/policy.yaml'))).toEqual({
      uri: 'dns/policy.yaml',
      base: '%SRCROOT%',
      region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 9 },
    });
  });

  it('is the first line of the policy, for what has none, or none in the repository', () => {
    const fallback = {
      uri: 'dns/caa-guard.yaml',
      region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 2 },
    };
    expect(placeOf(undefined)).toMatchObject(fallback);
    expect(placeOf(at('caa-guard:strict'))).toMatchObject(fallback);
    expect(placeOf(at('../elsewhere.yaml'))).toMatchObject(fallback);
    expect(placeOf(undefined, ['caa-guard:strict', '../x', 'a.yaml']).uri).toBe('a.yaml');
    expect(placeOf(undefined, []).uri).toBe('caa-guard.yaml');
  });

  it('is a URI, whatever the file is called', () => {
    expect(placeOf(at('/srv/dns/a b.yaml'))).toMatchObject({ uri: 'file:///srv/dns/a%20b.yaml' });
    expect(placeOf(at('/srv/x'))).not.toHaveProperty('base', '%SRCROOT%');
    expect(placeOf(at('http://evil.example/?a#b')).uri).toBe('http%3A/evil.example/%3Fa%23b');
    expect(placeOf(at('\ud800\u202e%')).uri).toBe('%EF%BF%BD%E2%80%AE%25');
  });
});

describe('text from outside in SARIF', () => {
  const HOSTILE = [
    '[click](https://evil.example)',
    '[[a]](1)',
    '{0} {1} {{2}} }',
    '\u001b]8;;https://evil.example\u0007',
    '::error::x',
    '##[add-mask]a',
    '\u202e\u200b\ud800',
    '"},{"ruleId":"x',
    '<script>',
    '](',
  ];

  it.each(HOSTILE)('is no link, no argument and no command: %j', (value) => {
    const judged = hostileJudgement(value);
    const twice = judged.findings.map((one, i) => ({ ...one, id: `${i}`.repeat(16) }));
    const sarif = renderSarif({ ...judged, findings: twice }, OPTIONS);
    expect(sarifProblems(sarif)).toEqual([]);
    expect(sarif).not.toContain('##[');
    expect(sarif).not.toMatch(/^\s*::/m);
  });

  it('is bounded', () => {
    const long = text`${outside('x'.repeat(100_000))}`;
    const diff = Array.from({ length: 1_000 }, () => ({ op: '+' as const, text: long }));
    const [result] = resultsOf(
      finding({ title: long, diff, detail: Array.from({ length: 100 }, () => long) }),
    );
    expect(result?.message.text.length).toBeLessThanOrEqual(8_000);
    const [lines] = resultsOf(
      finding({ diff: Array.from({ length: 30 }, () => ({ op: '+', text: own('a') })) }),
    );
    expect(lines?.message.text).toContain('and 10 more lines');
  });
});

describe('limits', () => {
  const many = (count: number): Judgement =>
    judgement({
      outcome: 'drift',
      findings: Array.from({ length: count }, (_, i) =>
        finding({
          id: i.toString(16).padStart(16, '0'),
          title: text`${outside(`n${i} ${createHash('sha512').update(`${i}`).digest('hex')}`)}`,
        }),
      ),
    });
  const cutTo = (results: number, packedBytes: number) => {
    const limits = { results, packedBytes };
    const sarif = renderSarif(many(100), { ...OPTIONS, rules: [], limits });
    const [run] = (JSON.parse(sarif) as SarifLog).runs;
    return { packed: gzipSync(sarif).length, run, told: run.invocations[0].toolExecutionNotifications };
  };

  it('of results are kept: the gravest come first, and how many are left out is told', () => {
    const { run, told } = cutTo(93, 1_000_000);
    expect(run.results.map(({ message }) => message.text.split(' ')[0])).toEqual(
      Array.from({ length: 93 }, (_, i) => `n${i}`),
    );
    expect(told?.map(({ message }) => message.text)).toEqual([
      '7 more findings did not fit into this file. The JSON report has them all.',
    ]);
    expect(cutTo(100, 1_000_000).told).toBeUndefined();
  });

  it('of bytes when packed are kept, and little room is left', () => {
    const { run, told, packed } = cutTo(100, 5_000);
    expect(packed).toBeLessThanOrEqual(5_000);
    expect(packed).toBeGreaterThan(4_000);
    expect(told?.[0]?.message.text).toMatch(new RegExp(`^${100 - run.results.length} more findings`));
    expect(cutTo(100, 10).run.results).toEqual([]);
  });
});
