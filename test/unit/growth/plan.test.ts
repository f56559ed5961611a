import { describe, expect, it } from 'vitest';
import { judge } from '../../../src/rules/index.js';
import { NOW } from '../../../src/rules/testing/builder.js';
import { planEvidence } from '../../../src/survey/plan.js';
import { planJson } from '../../../src/terraform/testing/builder.js';
import { outgrown } from './growth.js';
import { evidenceFor, namesOf, policyFor, seenAt } from './world.js';

/** A CAA set for each domain at a provider, that lets somebody else issue. */
const planFor = (many: number): string =>
  planJson(
    namesOf(many).map((domain) => ({
      address: `desec_rrset.r["${domain}"]`,
      after: { domain, subname: '', type: 'CAA', ttl: 60, rdata: ['0 issue "evil.example"'] },
    })),
  );

describe(
  'a plan for four times as many domains takes about four times the work:',
  { timeout: 120_000 },
  () => {
    it('reading it', async () => {
      const found = await outgrown((many) => {
        const [text, policy] = [planFor(many), policyFor(many)];
        return () => expect(planEvidence({ text }, policy).sets).toHaveLength(many);
      });
      expect(found).toEqual([]);
    });

    it('judging it with what is deployed', async () => {
      const found = await outgrown((many) => {
        const policy = policyFor(many);
        const plan = planEvidence({ text: planFor(many) }, policy);
        const evidence = { ...evidenceFor(many, (zone) => seenAt(zone)), plan };
        return () => expect(judge(policy, evidence, NOW).outcome).toBe('drift');
      });
      expect(found).toEqual([]);
    });

    it('judging one of which no record can be placed', async () => {
      const found = await outgrown((many) => {
        const policy = policyFor(many);
        const plan = planEvidence({ text: planFor(1) }, policy);
        const unplaced = namesOf(many).map((address) => ({
          address,
          actions: ['create'],
          what: 'CAA',
          why: 'zone' as const,
          attribute: 'zone_id',
        }));
        const evidence = { ...evidenceFor(many, (zone) => seenAt(zone)), plan: { ...plan, unplaced } };
        return () => judge(policy, evidence, NOW);
      });
      expect(found).toEqual([]);
    });
  },
);
