import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { CaaGuardError } from '../../../src/base/error.js';
import { judge } from '../../../src/rules/index.js';
import { NOW, policyOf } from '../../../src/rules/testing/builder.js';
import { planEvidence } from '../../../src/survey/plan.js';
import { readEvidence } from '../../../src/survey/read.js';
import { writeEvidence } from '../../../src/survey/write.js';
import { readPlan } from '../../../src/terraform/index.js';
import { configurationJson, planJson, refers } from '../../../src/terraform/testing/builder.js';
import { resourcesOf, SHAPES, ZONES } from '../../../src/terraform/testing/shapes.js';
import type { Json } from '../../../src/terraform/value.js';

// Generated input, on machines that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const SET = [
  { flags: 0, tag: 'issue', value: 'letsencrypt.org' },
  { flags: 128, tag: 'issuewild', value: ';' },
];

/** A plan with a resource of every shape, and DNSSEC. */
const WHOLE = JSON.parse(
  planJson(
    [
      ...ZONES,
      ...SHAPES.flatMap((shape) =>
        resourcesOf(shape, SET).map((after, i) => ({
          address: `${shape.type}.caa[${i}]`,
          after,
          before: after,
        })),
      ),
      {
        address: 'module.a["x.y"].cloudflare_zone_dnssec.d',
        before: { zone_id: 'cf1', status: 'active', dnssec_multi_signer: null },
        after: { status: 'disabled', dnssec_multi_signer: null },
        unknown: { zone_id: true },
      },
      {
        address: 'azapi_resource.c',
        after: {
          type: 'Microsoft.Network/dnsZones/CAA@1',
          name: '@',
          parent_id: '/dnsZones/example.com',
          body: '{"properties":{}}',
        },
      },
      {
        address: 'aws_route53_records_exclusive.all',
        after: {
          zone_id: 'Z1',
          resource_record_set: [{ name: 'x', type: 'CAA', resource_records: [{ value: '0 issue ";"' }] }],
        },
      },
    ],
    {
      configuration: configurationJson({
        'cloudflare_zone_dnssec.d': { zone_id: refers('cloudflare_zone.z.id') },
      }),
    },
  ),
) as Json;

const JUNK = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    false,
    0,
    -1,
    1e308,
    '',
    '.',
    '@',
    '..',
    '\\',
    '"',
    '\u0000',
    '*',
    'x'.repeat(300),
  ),
  fc.constantFrom<Json>([], {}, [null], [[]], [{}], { __proto__: null }, [true], { a: { b: true } }),
  fc.string().map((text): Json => text),
  fc.integer().map((number): Json => number),
);

/** Paths of all values below a value. */
function paths(
  value: Json,
  at: readonly (string | number)[] = [],
): readonly (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, below]) => paths(below, [...at, key]))];
}

function replaced(value: Json, path: readonly (string | number)[], by: Json): Json {
  const [first, ...rest] = path;
  if (first === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, Json>;
  copy[first] = replaced(copy[first] ?? null, rest, by);
  return copy;
}

const PATHS = paths(WHOLE).filter((path) => path.length > 0);
const POLICY = policyOf({ dnssec: { required: true, plannedDs: [], expiryHorizon: 0 } });

/** Reads, judges and writes down; what is wrong with the text is told as an error of ours. */
function handled(text: string): string {
  try {
    const plan = planEvidence({ text }, POLICY, true);
    const evidence = {
      format: 'caa-guard/evidence/1' as const,
      tool: { name: 'x', version: '0' },
      startedAt: NOW,
      finishedAt: NOW,
      vantage: { mode: 'iterative' as const, servers: [] },
      anchors: [],
      domains: [],
      plan,
      exchanges: [],
    };
    judge(POLICY, evidence, NOW);
    readEvidence(writeEvidence(evidence));
    return 'judged';
  } catch (error) {
    if (error instanceof CaaGuardError) return String(error.code);
    throw error;
  }
}

describe('whatever stands in a plan', () => {
  it('is judged, or refused in words, when values are replaced by junk', () => {
    const outcomes = new Map<string, number>();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(PATHS.length - 1), JUNK), { minLength: 1, maxLength: 4 }),
        (changes) => {
          const spoiled = changes.reduce<Json>((plan, [i, by]) => replaced(plan, PATHS[i] ?? [], by), WHOLE);
          const outcome = handled(JSON.stringify(spoiled));
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
          expect(['judged', 'PLAN_SHAPE', 'PLAN_KIND', 'PLAN_EMPTY', 'PLAN_FORMAT']).toContain(outcome);
        },
      ),
      { numRuns: 1_500 },
    );
    expect(outcomes.get('judged')).toBeGreaterThan(500);
  });

  it('or when the text itself is cut or spoiled', () => {
    const text = JSON.stringify(WHOLE);
    fc.assert(
      fc.property(fc.nat(text.length), fc.string({ maxLength: 3 }), (at, junk) => {
        expect(handled(text.slice(0, at) + junk + text.slice(at + junk.length))).not.toBe('');
        expect(handled(text.slice(0, at))).toMatch(/^PLAN_|judged/);
      }),
      { numRuns: 300 },
    );
  });

  it('a name, an address or a key that only looks like one is none', () => {
    for (const address of [
      '',
      '.',
      'a',
      '__proto__.x',
      'a.b.c.d',
      'x[".b',
      'module.a',
      'module.a.b',
      '[0].a',
    ])
      expect(handled(planJson([{ address: `${address}`, after: { type: 'CAA' } }]))).toBe('judged');
    const plan = readPlan(
      planJson([
        {
          address: 'desec_rrset.constructor',
          after: { domain: '__proto__.constructor', subname: '', type: 'CAA', rdata: ['0 issue "x"'] },
        },
      ]),
      { names: ['example.com'], zones: { __proto__: 'x' } },
    );
    expect(plan.sets).toEqual([]);
  });

  it('is bounded in length: what no DNS could hold is broken, and what nobody writes is refused', () => {
    const long = 'x'.repeat(1_000_000);
    for (const rdata of [`0 issue "${long}"`, `0 ${long} "a"`, `1 2 3 ${'AB'.repeat(500_000)}`, `"${long}"`])
      for (const type of ['CAA', 'DS', 'TXT', 'NS'])
        expect(
          handled(
            planJson([
              {
                address: 'desec_rrset.r',
                after: { domain: 'example.com', subname: '', type, ttl: 1e308, rdata: [rdata] },
              },
            ]),
          ),
        ).toBe('judged');
    expect(handled(planJson([{ address: `desec_rrset.r["${long}"]`, after: {} }]))).toBe('PLAN_SHAPE');
    expect(
      handled(planJson([{ address: 'desec_rrset.r', after: {}, actions: ['create', 'delete', 'create'] }])),
    ).toBe('PLAN_SHAPE');
    expect(
      handled(
        planJson([
          {
            address: 'desec_rrset.r',
            after: { domain: long, subname: long, type: 'CAA' },
            reason: long,
            movedFrom: long,
          },
        ]),
      ),
    ).toBe('judged');
  });

  it('does not take ever longer: nesting and references that lead everywhere are bounded', () => {
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    const nested = (...keys: readonly string[]): string =>
      keys.reduce(
        (text, key) => text.replace(`"${key}":{}`, `"${key}":${deep}`),
        planJson([
          { address: 'desec_rrset.r', actions: ['no-op'], before: { type: 'CAA' }, after: { rdata: {} } },
        ]),
      );
    for (const keys of [['rdata'], ['after_unknown', 'rdata'], ['before_sensitive', 'after_sensitive']])
      expect(handled(nested(...keys))).toBe('judged');
    expect(
      handled(
        planJson([]).replace(
          '"resource_changes":[]',
          `"resource_changes":[{"address":"a.b","type":"a","change":{"actions":[${deep}]}}]`,
        ),
      ),
    ).toBe('PLAN_SHAPE');
    const names = Array.from({ length: 60 }, (_, i) => `aws_route53_key_signing_key.k${i}`);
    const all = Object.fromEntries(
      names.map((name) => [
        name,
        { hosted_zone_id: refers(...names.map((other) => `${other}.hosted_zone_id`)) },
      ]),
    );
    const changes = names.map((address) => ({ address, after: {}, unknown: { hosted_zone_id: true } }));
    expect(handled(planJson(changes, { configuration: configurationJson(all) }))).toBe('judged');
  });
});
