import { describe, expect, it } from 'vitest';
import type { CaaParts } from '../../../src/terraform/index.js';
import { changeJson, planJson, stateJson, type TestChange } from '../../../src/terraform/testing/builder.js';
import { resourcesOf, SHAPES, ZONES, type Shape } from '../../../src/terraform/testing/shapes.js';
import { checkPlan } from './support.js';

const LE: CaaParts = { flags: 0, tag: 'issue', value: 'letsencrypt.org' };
const GOOG: CaaParts = { flags: 0, tag: 'issue', value: 'pki.goog' };
const NOBODY: CaaParts = { flags: 0, tag: 'issuewild', value: ';' };
const EVIL: CaaParts = { flags: 0, tag: 'issue', value: 'evil.example' };
const GOOD = [LE, GOOG, NOBODY];

function address(shape: Shape, i: number): string {
  return shape.whole ? `${shape.type}.caa` : `${shape.type}.caa[${i}]`;
}

/** Every resource of one set becomes the resource of the other that has its number; those over are created or deleted. */
function changing(
  shape: Shape,
  from: readonly CaaParts[],
  to: readonly CaaParts[],
  more: Partial<TestChange> = {},
): readonly TestChange[] {
  const [before, after] = [from, to].map((set) => (set.length === 0 ? [] : resourcesOf(shape, set)));
  const count = Math.max(before?.length ?? 0, after?.length ?? 0);
  return Array.from({ length: count }, (_, i) => ({
    address: address(shape, i),
    before: before?.[i] ?? null,
    after: after?.[i] ?? null,
    ...more,
  }));
}

const plan = (...changes: readonly TestChange[]): string => planJson([...ZONES, ...changes]);

describe.each(SHAPES.map((shape) => [shape.type, shape] as const))(
  'caa-guard plan with %s',
  (_type, shape) => {
    it('finds nothing in a set that is created as the policy says', async () => {
      const { code, findings, terminal } = await checkPlan(plan(...changing(shape, [], GOOD)));
      expect([code, findings]).toEqual([0, []]);
      expect(terminal).toContain('0 before, 3 after');
    });

    it('finds the CA that an update lets in', async () => {
      const { code, rules } = await checkPlan(plan(...changing(shape, GOOD, [LE, EVIL, NOBODY])));
      expect(code).toBe(1);
      expect(rules).toContain('caa/undeclared-issuer');
      expect(rules).toContain('plan/loosens');
    });

    it('finds a deletion of the whole set, by whatever reason', async () => {
      const { code, findings } = await checkPlan(
        plan(...changing(shape, GOOD, [], { reason: 'delete_because_no_resource_config' })),
      );
      expect(code).toBe(1);
      expect(findings).toEqual([
        'caa/missing example.com drift critical',
        'plan/deletes-guarded example.com drift critical',
        'plan/loosens example.com drift critical',
      ]);
    });

    it('finds the one record that goes missing', async () => {
      const { code, rules } = await checkPlan(plan(...changing(shape, [LE, GOOG, NOBODY], [LE, GOOG])));
      expect(code).toBe(1);
      expect(rules).toContain('plan/deletes-guarded');
      expect(rules).toContain('caa/undeclared-issuer');
    });

    it('takes a count that shifts for what it leaves: one CA less is what the policy wants', async () => {
      const { code, findings } = await checkPlan(plan(...changing(shape, [EVIL, LE, GOOG, NOBODY], GOOD)));
      expect([code, findings]).toEqual([0, []]);
    });

    it('tells of the gap in a replacement, which does not fail by itself', async () => {
      const { code, findings } = await checkPlan(
        plan(...changing(shape, GOOD, GOOD, { actions: ['delete', 'create'] })),
      );
      expect(findings).toEqual(['plan/gap example.com weakness medium']);
      expect(code).toBe(0);
      const other = await checkPlan(plan(...changing(shape, GOOD, GOOD, { actions: ['create', 'delete'] })));
      expect(other.findings).toEqual([]);
    });

    it('cannot say of a value that is known after apply', async () => {
      const { after, marks } = shape.marks([LE]);
      const { code, findings } = await checkPlan(plan({ address: address(shape, 0), after, unknown: marks }));
      expect(code).toBe(3);
      expect(findings).toEqual(['plan/unknown-until-apply example.com unknown high']);
    });

    it('shows a sensitive value nowhere, and does not take it for fine', async () => {
      const secret = { ...LE, value: 'zq7secret.example' };
      const { marks } = shape.marks([secret]);
      const sides = { before: shape.attributes([secret]), after: shape.attributes([secret]) };
      const change = {
        address: address(shape, 0),
        actions: ['update'],
        ...sides,
        sensitive: marks,
        beforeSensitive: marks,
      };
      const text = planJson([...ZONES, change], { resource_drift: [changeJson(change)] });
      const { code, findings, printed } = await checkPlan(text);
      expect(code).toBe(3);
      expect(findings).toEqual(['plan/unknown-until-apply example.com unknown high']);
      expect(printed).not.toContain('zq7secret');
    });

    it('tells what Terraform will no longer manage', async () => {
      const { code, findings } = await checkPlan(plan(...changing(shape, GOOD, [], { actions: ['forget'] })));
      expect(code).toBe(1);
      expect(findings).toEqual(['plan/forgotten example.com drift medium']);
    });

    it('tells what was changed behind Terraform’s back, though the plan puts it back', async () => {
      const drift = changing(shape, GOOD, [LE, EVIL, NOBODY]).map(changeJson);
      const { code, findings } = await checkPlan(
        planJson([...ZONES, ...changing(shape, [LE, EVIL, NOBODY], GOOD)], { resource_drift: drift }),
      );
      expect(code).toBe(1);
      // Putting it back lets pki.goog issue again, as the policy has it.
      expect(findings).toEqual([
        'plan/loosens example.com weakness low',
        'plan/outside-change example.com drift high',
      ]);
    });

    it('takes a record that was only moved for what it is', async () => {
      const { code, findings } = await checkPlan(
        plan(...changing(shape, GOOD, GOOD, { actions: ['no-op'], movedFrom: `${shape.type}.old` })),
      );
      expect([code, findings]).toEqual([0, []]);
    });

    it('judges a name below the domain by the policy of the domain', async () => {
      const { code, findings } = await checkPlan(
        plan({ address: address(shape, 0), after: shape.attributes([EVIL], 'shop') }),
      );
      expect(code).toBe(1);
      expect(findings).toContain('caa/shadowed shop.example.com drift critical');
    });

    it('judges a state', async () => {
      const resources = resourcesOf(shape, [LE, EVIL, NOBODY]).map((values, i) => ({
        address: `module.dns["a.b"].${address(shape, i)}`,
        values,
      }));
      const zones = ZONES.map((zone) => ({ address: zone.address, values: zone.after ?? {} }));
      const { code, rules } = await checkPlan(stateJson([...zones, ...resources]));
      expect(code).toBe(1);
      expect(rules).toContain('caa/undeclared-issuer');
    });
  },
);
