import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DomainPolicy } from '../../../src/policy/index.js';
import { PROVIDERS } from '../../../src/policy/synth/providers/index.js';
import { domainRecords } from '../../../src/policy/synth/records.js';
import { terraformModule } from '../../../src/policy/synth/terraform.js';
import { domainPolicies } from '../../../src/policy/testing/arbitrary.js';
import { NOW } from '../../../src/rules/testing/builder.js';
import { readPlan } from '../../../src/terraform/index.js';

type Attributes = Readonly<Record<string, unknown>>;
interface Module {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Attributes>>>>;
}

/** How a zone is told by name in a plan: providers name it by an id, or by a name of their own. */
const ZONES: Readonly<Record<string, { readonly type: string; readonly attributes: Attributes }>> = {
  cloudflare: { type: 'cloudflare_zone', attributes: { id: 'ZONE', name: 'example.com' } },
  route53: { type: 'aws_route53_zone', attributes: { id: 'ZONE', zone_id: 'ZONE', name: 'example.com' } },
  google: { type: 'google_dns_managed_zone', attributes: { name: 'ZONE', dns_name: 'example.com.' } },
};

/** The plan that creates what `synth` writes, in a zone that is there. */
function planOf(domain: DomainPolicy, key: string): string {
  const form = PROVIDERS.find((one) => one.key === key);
  if (form === undefined) throw new Error(`no ${key}`);
  const { text } = terraformModule([domainRecords(domain, NOW)], form, {
    ttl: 300,
    standalone: true,
    syntax: 'json',
  });
  const { resource } = JSON.parse(text.replace(/\$\{var\.[^}]*_(zone_id|managed_zone)\}/g, 'ZONE')) as Module;
  const created = Object.entries(resource).flatMap(([type, all]) =>
    Object.entries(all).map(([name, { lifecycle: _lifecycle, depends_on: _after, ...after }]) =>
      change(type, name, ['create'], null, after, form.source),
    ),
  );
  const zone = ZONES[key];
  const there =
    zone === undefined
      ? []
      : [change(zone.type, 'zone', ['no-op'], zone.attributes, zone.attributes, form.source)];
  return JSON.stringify({ format_version: '1.2', complete: true, resource_changes: [...there, ...created] });
}

function change(
  type: string,
  name: string,
  actions: readonly string[],
  before: Attributes | null,
  after: Attributes,
  source: string,
): object {
  return {
    address: `${type}.${name}`,
    mode: 'managed',
    type,
    name,
    provider_name: `registry.terraform.io/${source}`,
    change: { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {} },
  };
}

describe.each(PROVIDERS.map(({ key, tags }) => [key, tags] as const))(
  'a plan of what synth writes: %s',
  (key, tags) => {
    it('leaves a zone with exactly the records of the policy', () => {
      fc.assert(
        fc.property(domainPolicies(), (domain) => {
          const { issuemail: _mail, issuevmc: _vmc, ...server } = domain;
          const wanted = tags === undefined ? domain : { ...server, names: [] };
          const plan = readPlan(planOf(wanted, key), { names: ['example.com'] });
          const found = plan.sets
            .filter(({ type }) => type === 'CAA')
            .flatMap(({ owner, after }) =>
              after.map(
                ({ caa, faults }) =>
                  `${owner} ${caa?.flags} ${caa?.tag} ${caa?.value} ${JSON.stringify(faults)}`,
              ),
            );
          const expected = domainRecords(wanted, NOW).sets.flatMap(({ owner, entries }) =>
            entries.map(({ flags, tag, value }) => `${owner} ${flags} ${tag} ${value} []`),
          );
          expect(found.sort()).toEqual(expected.sort());
          expect(plan.unplaced).toEqual([]);
        }),
        { numRuns: 40 },
      );
    });
  },
);
