import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/rules/index.js';
import { judgeChange } from '../../../src/rules/three-way/three-way.js';
import { grant, NOW } from '../../../src/rules/testing/builder.js';
import { CASES } from './cases.js';
import { outgrown } from './growth.js';
import { adrift, evidenceFor, policyFor } from './world.js';

describe('judging four times as much takes about four times the work:', { timeout: 120_000 }, () => {
  it.each(Object.entries(CASES))('%s', async (_, world) => {
    const found = await outgrown((many) => {
      const [policy, evidence] = world(many);
      return () => judge(policy, evidence, NOW);
    });
    expect(found).toEqual([]);
  });

  const LAX = { dnssec: { required: false, plannedDs: [], expiryHorizon: 259_200 } };
  it.each([
    ['a change that loosens every domain', {}, LAX],
    ['a change that every domain has to follow', LAX, { issue: [] }],
    ['a change that has nothing against what is deployed', {}, { issue: [grant('evil.example')] }],
  ] as const)('%s', async (_, before, after) => {
    const found = await outgrown((many) => {
      const [base, head] = [policyFor(many, before), policyFor(many, after)];
      const evidence = evidenceFor(many, adrift);
      return () =>
        judgeChange({
          base: { kind: 'policy', policy: base },
          head,
          evidence,
          approval: {},
          fork: false,
          now: NOW,
        });
    });
    expect(found).toEqual([]);
  });
});
