import { grouped } from '../../base/grouped.js';
import { DnsName } from '../../base/name.js';
import type { DomainPolicy } from '../../policy/model.js';
import type { PlanEvidence, PlanSetEvidence, PlanZoneEvidence } from '../../survey/evidence.js';

/**
 * A plan cut up by domain, each part once: what lies at or below a domain belongs to the nearest one that the policy
 * guards; zones and CAA sets above a domain, on the way of its search for a set, are in its part as well.
 */
export function planParts(
  plan: PlanEvidence | undefined,
  domains: readonly DomainPolicy[],
): ReadonlyMap<string, PlanEvidence> {
  if (plan === undefined) return new Map();
  const guarded = new Set(domains.map(({ name }) => DnsName.parse(name).key));
  const sets = grouped(plan.sets, ({ owner }) => nearest(owner, guarded));
  const zones = grouped(plan.zones, ({ name }) => nearest(name, guarded));
  const signing = grouped(plan.signing, ({ domain }) => nearest(domain, guarded));
  const outside = grouped(plan.outside, ({ owner }) => nearest(owner, guarded));
  const setsAt = grouped(plan.sets, ({ owner, type }) => (type === 'CAA' ? [DnsName.parse(owner).key] : []));
  const zonesAt = grouped(plan.zones, ({ name }) => [DnsName.parse(name).key]);
  return new Map(
    domains.map(({ name }): [string, PlanEvidence] => {
      const { key } = DnsName.parse(name);
      const above = keysAbove(name).slice(1);
      return [
        name,
        {
          ...plan,
          sets: distinct<PlanSetEvidence>(
            sets.get(key),
            above.flatMap((one) => setsAt.get(one) ?? []),
          ),
          zones: distinct<PlanZoneEvidence>(
            zones.get(key),
            above.flatMap((one) => zonesAt.get(one) ?? []),
          ),
          signing: signing.get(key) ?? [],
          outside: outside.get(key) ?? [],
        },
      ];
    }),
  );
}

/** The key of the nearest guarded domain at or above a name, if there is one. */
function nearest(name: string, guarded: ReadonlySet<string>): readonly string[] {
  return keysAbove(name)
    .filter((key) => guarded.has(key))
    .slice(0, 1);
}

/** Keys of a name and of all above it. */
function keysAbove(name: string): readonly string[] {
  const keys: string[] = [];
  for (let at: DnsName | undefined = DnsName.parse(name); at !== undefined; at = at.parent) keys.push(at.key);
  return keys;
}

function distinct<T>(own: readonly T[] | undefined, above: readonly T[]): readonly T[] {
  return [...new Set([...(own ?? []), ...above])];
}
