import { describe, expect, it } from 'vitest';
import type { NamePolicy } from '../../policy/model.js';
import { planEvidence } from '../../survey/plan.js';
import { planJson, type TestChange } from '../../terraform/testing/builder.js';
import { judge } from '../judge.js';
import type { Judgement } from '../model.js';
import {
  BOUND_VALUE,
  caa,
  evidenceOf,
  grant,
  namePolicy,
  NOW,
  policyOf,
  records,
  seenOf,
} from '../testing/builder.js';
import { ruleIds } from '../testing/check.js';

const rrset = (subname: string, rdata: readonly string[], more: Partial<TestChange> = {}): TestChange => ({
  address: `desec_rrset.r["${subname}"]`,
  after: { domain: 'example.com', subname, type: 'CAA', ttl: 60, rdata },
  ...more,
});

/** A plan judged together with a domain that stands as it should, and with names below it. */
function judged(
  changes: readonly TestChange[],
  names: readonly NamePolicy[] = [],
  lookups: Parameters<typeof seenOf>[0] = [],
): Judgement {
  const policy = policyOf({ names });
  const empty = names.flatMap(({ name }) =>
    ['_acme-challenge', '_validation-persist'].map((label) => records(`${label}.${name}`, 'TXT', [])),
  );
  const evidence = evidenceOf(seenOf([...empty, ...lookups]));
  return judge(policy, { ...evidence, plan: planEvidence({ text: planJson(changes) }, policy) }, NOW);
}

describe('a plan with what is deployed', () => {
  it('is judged beside it: what is well today and will not be is told as what will be', () => {
    const judgement = judged([rrset('', ['0 issue "evil.example"'])]);
    expect(ruleIds(judgement)).toContain('caa/undeclared-issuer');
    const found = judgement.findings.find(({ rule }) => rule === 'caa/undeclared-issuer');
    expect(found?.title[0]).toContain('After apply');
  });

  it('is fine where it leaves all as it is', () => {
    expect(judged([rrset('', [`0 issue "${BOUND_VALUE}"`])]).outcome).toBe('ok');
  });

  it('has the deployed set decide for a name whose own set it takes away', () => {
    const shop = namePolicy('shop.example.com', { issue: [grant('digicert.com')] });
    const set = caa('shop.example.com', ['0 issue digicert.com']);
    const deletion = rrset('shop', [], {
      before: { domain: 'example.com', subname: 'shop', type: 'CAA', rdata: ['0 issue "digicert.com"'] },
      after: null,
    });
    const judgement = judged([deletion], [shop], [set]);
    expect(ruleIds(judgement)).toEqual(
      expect.arrayContaining(['caa/undeclared-issuer', 'plan/deletes-guarded', 'plan/loosens']),
    );
  });

  it('does not take a set above for the one of a name that has its own, outside of the plan', () => {
    const shop = namePolicy('shop.example.com', { issue: [grant('digicert.com')] });
    const set = caa('shop.example.com', ['0 issue digicert.com']);
    expect(judged([rrset('', [`0 issue "${BOUND_VALUE}"`])], [shop], [set]).outcome).toBe('ok');
  });

  it('has names without a set of their own follow the set that the plan changes above them', () => {
    const shop = namePolicy('shop.example.com');
    const judgement = judged([rrset('', ['0 issue "evil.example"'])], [shop], [caa('shop.example.com', [])]);
    expect(
      judgement.findings
        .filter(({ rule }) => rule === 'caa/undeclared-issuer')
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(['example.com', 'shop.example.com']);
  });
});

it('a name that a second guarded domain holds is judged by that one alone', () => {
  const shop = { ...policyOf().domains[0], name: 'shop.example.com', issue: [grant('digicert.com')] };
  const policy = policyOf();
  const both = { ...policy, domains: [...policy.domains, shop as (typeof policy.domains)[number]] };
  const plan = planEvidence({ text: planJson([rrset('shop', ['0 issue "digicert.com"'])]) }, both, true);
  const { findings } = judge(both, { ...evidenceOf(), plan }, NOW);
  expect(findings.filter(({ rule }) => rule.startsWith('caa/')).map(({ zone }) => zone)).toEqual([]);
});
