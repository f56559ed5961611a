import { describe, expect, it } from 'vitest';
import { judge } from '../rules/index.js';
import { policyOf } from '../rules/testing/builder.js';
import { planJson } from '../terraform/testing/builder.js';
import { planEvidence } from './plan.js';
import { runPlanCheck } from './plan-check.js';
import { readEvidence } from './read.js';
import { writeEvidence } from './write.js';
import { rejudge } from './rejudge.js';

const POLICY =
  'version: 1\ndomains:\n  example.com:\n    issue: [letsencrypt.org]\n    dnssec: {required: false}\n';
const clock = { now: () => Date.UTC(2026, 10, 25), monotonic: () => 0 };
const readFile = async (): Promise<string> => POLICY;

const rrset = (
  more: object,
  sensitive: object = {},
): { address: string; after: object; sensitive: object } => ({
  address: 'desec_rrset.r',
  after: { domain: 'example.com', subname: '', ttl: 60, ...more },
  sensitive,
});

const PLAN = planJson([
  rrset(
    { type: 'CAA', rdata: ['0 issue "evil.example"', '0 issue "zq7secret.example"'] },
    { rdata: [false, true] },
  ) as never,
]);

async function judged() {
  const result = await runPlanCheck(
    { policies: ['p.yaml'], plan: { text: PLAN }, tool: { name: 'caa-guard', version: '0' } },
    { readFile, clock },
  );
  if (!result.ok) throw new Error('expected a judgement');
  return result;
}

describe('a plan as evidence', () => {
  it('is written, read and judged again to the same findings', async () => {
    const { evidence, judgement } = await judged();
    const text = writeEvidence(evidence);
    expect(readEvidence(text)).toEqual(evidence);
    expect(writeEvidence(readEvidence(text))).toBe(text);
    const again = await rejudge({ policies: ['p.yaml'], evidence: text }, { readFile, clock });
    expect(again.ok && again.judgement).toEqual(judgement);
    expect(judgement.findings.map(({ rule }) => rule)).toEqual([
      'caa/undeclared-issuer',
      'plan/unknown-until-apply',
    ]);
  });

  it('holds no sensitive value', async () => {
    expect(writeEvidence((await judged()).evidence)).not.toContain('zq7secret');
    expect(JSON.stringify(await judged())).not.toContain('zq7secret');
  });

  it('cannot hide what was seen besides by saying that it stands alone', async () => {
    const { evidence } = await judged();
    const domains = [{ zone: 'example.com', lookups: {}, issuance: [] }];
    expect(() => readEvidence(writeEvidence({ ...evidence, domains }))).toThrow('judged alone');
  });

  it('keeps of other types only what lies at names that matter', () => {
    const plan = planJson([
      rrset({ type: 'TXT', subname: '_validation-persist', rdata: ['"a;b" "c"'] }),
      { ...rrset({ type: 'TXT', subname: 'elsewhere', rdata: ['"x"'] }), address: 'desec_rrset.b' },
      { ...rrset({ type: 'DS', subname: 'sub', rdata: ['12345 13 2 ABCD'] }), address: 'desec_rrset.c' },
      { ...rrset({ type: 'NS', rdata: ['ns1.example.net.', 'no name..'] }), address: 'desec_rrset.d' },
    ] as never);
    const { sets } = planEvidence({ text: plan }, policyOf());
    expect(
      sets.map(({ owner, type, after }) => [
        owner,
        type,
        after.map(({ rdata, faults }) =>
          rdata === undefined ? faults.length : Buffer.from(rdata, 'base64').toString('latin1'),
        ),
      ]),
    ).toEqual([
      ['_validation-persist.example.com', 'TXT', ['\u0003a;b\u0001c']],
      ['example.com', 'NS', ['\u0003ns1\u0007example\u0003net\u0000', 1]],
      ['sub.example.com', 'DS', ['\u0030\u0039\u000d\u0002\u00ab\u00cd']],
    ]);
  });
});

it('without a plan nothing is judged of one', () => {
  const evidence = {
    format: 'caa-guard/evidence/1' as const,
    tool: { name: 'x', version: '0' },
    startedAt: 0,
    finishedAt: 0,
    vantage: { mode: 'iterative' as const, servers: [] },
    anchors: [],
    domains: [],
    exchanges: [],
  };
  expect(judge(policyOf(), evidence, 0).findings.filter(({ rule }) => rule.startsWith('plan/'))).toEqual([]);
});
