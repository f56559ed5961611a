import { describe, expect, it } from 'vitest';
import { planJson, stateJson, type TestChange } from './testing/builder.js';
import { resourcesOf, SHAPES, ZONES, type Shape } from './testing/shapes.js';
import type { CaaParts, PlannedRecord, PlannedSet } from './model.js';
import { readPlan } from './plan.js';

const LE: CaaParts = { flags: 0, tag: 'issue', value: 'letsencrypt.org' };
const GOOG: CaaParts = { flags: 0, tag: 'issue', value: 'pki.goog' };
const NOBODY: CaaParts = { flags: 0, tag: 'issuewild', value: ';' };

/** The CAA set of example.com in a plan with these changes, beside zones that give ids their name. */
function setIn(changes: readonly TestChange[], shape: Shape): PlannedSet {
  const { sets, unplaced } = readPlan(planJson([...ZONES, ...changes]), { names: ['example.com'] });
  expect(unplaced).toEqual([]);
  const found = sets.filter(({ type, owner }) => type === 'CAA' && owner === 'example.com');
  const [set] = found;
  if (set === undefined || found.length > 1) throw new Error(`expected one set; got ${found.length}`);
  expect(set.zone).toBe(`${shape.provider}/example.com`);
  return set;
}

const said = (records: readonly PlannedRecord[]): readonly string[] =>
  records.map(({ caa }) => (caa === undefined ? '?' : `${caa.flags} ${caa.tag} ${caa.value}`)).sort();

function numbered(shape: Shape, i: number): string {
  return shape.whole ? `${shape.type}.caa` : `${shape.type}.caa[${i}]`;
}

function created(shape: Shape, records: readonly CaaParts[]): readonly TestChange[] {
  return resourcesOf(shape, records).map((after, i) => ({ address: numbered(shape, i), after }));
}

describe.each(SHAPES.map((shape) => [shape.type, shape] as const))('%s', (_type, shape) => {
  it('gives the set that a creation leaves behind', () => {
    const set = setIn(created(shape, [LE, NOBODY]), shape);
    expect([said(set.before), said(set.after), said(set.through)]).toEqual([
      [],
      ['0 issue letsencrypt.org', '0 issuewild ;'],
      [],
    ]);
    expect(set.after.flatMap(({ faults }) => faults)).toEqual([]);
  });

  it('gives both sides of an update, of which the new one stands throughout', () => {
    const [before, after] = [shape.attributes([LE]), shape.attributes([GOOG])];
    const set = setIn([{ address: `${shape.type}.caa`, before, after }], shape);
    expect([said(set.before), said(set.after), said(set.through)]).toEqual([
      ['0 issue letsencrypt.org'],
      ['0 issue pki.goog'],
      ['0 issue pki.goog'],
    ]);
  });

  it('gives nothing after a deletion, and why it is one', () => {
    const reason = 'delete_because_no_resource_config';
    const set = setIn([{ address: `${shape.type}.caa`, before: shape.attributes([LE]), reason }], shape);
    expect([said(set.before), said(set.after), said(set.through)]).toEqual([
      ['0 issue letsencrypt.org'],
      [],
      [],
    ]);
    expect(set.changes).toEqual([{ address: `${shape.type}.caa`, actions: ['delete'], reason }]);
  });

  it('sees the gap of a replacement that deletes first, and none where it creates first', () => {
    const sides = { before: shape.attributes([LE]), after: shape.attributes([GOOG]) };
    const through = (actions: readonly string[]): readonly string[] =>
      said(setIn([{ address: `${shape.type}.caa`, actions, ...sides }], shape).through);
    expect(through(['delete', 'create'])).toEqual([]);
    expect(through(['create', 'delete'])).toEqual(['0 issue pki.goog']);
  });

  it('names the attribute that is not known, and keeps the records that are', () => {
    const { after, marks } = shape.marks([LE]);
    const set = setIn([{ address: `${shape.type}.caa`, after, unknown: marks }], shape);
    expect(said(set.after)).toEqual(['?']);
    expect(set.after[0]?.unknown.join()).toMatch(/value|answer|records|rrdatas|rdata|values/);
    if (!shape.whole) return;
    const two = shape.marks([LE, GOOG]);
    expect(
      said(setIn([{ address: `${shape.type}.caa`, after: two.after, unknown: two.marks }], shape).after),
    ).toEqual(['0 issue pki.goog', '?']);
  });

  it('reads nothing of what is sensitive', () => {
    const secret = { ...LE, value: 'secret.example' };
    const after = shape.attributes([secret]);
    const { marks } = shape.marks([secret]);
    const plan = readPlan(
      planJson([
        ...ZONES,
        { address: `${shape.type}.caa`, before: after, after, beforeSensitive: marks, sensitive: marks },
      ]),
      { names: ['example.com'] },
    );
    expect(JSON.stringify(plan)).not.toContain('secret');
    const set = plan.sets.find(({ type }) => type === 'CAA');
    expect([set?.before[0]?.sensitive.length, set?.after[0]?.sensitive.length]).toEqual([1, 1]);
  });

  it('judges the end of a count that shifts: the set without the one record taken out', () => {
    const [a, b, c] = resourcesOf(shape, [LE, GOOG, NOBODY]);
    const changes: readonly TestChange[] = shape.whole
      ? [
          {
            address: numbered(shape, 0),
            before: shape.attributes([LE, GOOG, NOBODY]),
            after: shape.attributes([GOOG, NOBODY]),
          },
        ]
      : [
          { address: numbered(shape, 0), before: a ?? null, after: b ?? null },
          { address: numbered(shape, 1), before: b ?? null, after: c ?? null },
          { address: numbered(shape, 2), before: c ?? null, reason: 'delete_because_count_index' },
        ];
    const set = setIn(changes, shape);
    expect(said(set.after)).toEqual(['0 issue pki.goog', '0 issuewild ;']);
    expect(said(set.through)).toEqual(['0 issue pki.goog', '0 issuewild ;']);
  });

  it('reads a state as what stands, unchanged', () => {
    const values = shape.attributes([LE]);
    const zones = ZONES.map(({ address, after }) => ({ address, values: after ?? {} }));
    const plan = readPlan(stateJson([...zones, { address: `module.a["b.c"].${shape.type}.caa`, values }]), {
      names: ['example.com'],
    });
    const [set] = plan.sets;
    expect([plan.kind, said(set?.before ?? []), said(set?.after ?? [])]).toEqual([
      'state',
      ['0 issue letsencrypt.org'],
      ['0 issue letsencrypt.org'],
    ]);
  });

  it('places a name below the zone, in whichever way the provider writes it', () => {
    const { sets } = readPlan(
      planJson([...ZONES, { address: `${shape.type}.caa`, after: shape.attributes([LE], 'shop') }]),
      { names: ['example.com'] },
    );
    expect(sets.map(({ owner }) => owner)).toEqual(['shop.example.com']);
  });

  it('keeps what Terraform forgets', () => {
    const before = shape.attributes([LE]);
    const set = setIn([{ address: `${shape.type}.caa`, actions: ['forget'], before }], shape);
    expect([said(set.after), said(set.through)]).toEqual([
      ['0 issue letsencrypt.org'],
      ['0 issue letsencrypt.org'],
    ]);
  });
});
