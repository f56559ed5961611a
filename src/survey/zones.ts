import { DnsName } from '../base/name.js';
import type { DomainPolicy } from '../policy/model.js';
import type { LookupEvidence } from './evidence.js';
import { guardedNames } from './wanted.js';

/** A zone that holds names of the policy, with those names and the ones above them in the zone. */
export interface GuardedZone {
  readonly zone: DnsName;
  /** Nearest to the apex first. */
  readonly names: readonly DnsName[];
}

/** Zones of one domain whose servers are asked one by one. */
const MOST_ZONES = 8;

/**
 * The zones at which a CAA set for names of the policy can stand: the domain's own (or the one in which the domain
 * lies, where it is no zone of its own), then those delegated below it. As the lookups tell; a lookup that failed tells
 * nothing, so the domain then counts as a zone.
 */
export function guardedZones(
  domain: DomainPolicy,
  lookups: readonly LookupEvidence[],
): readonly GuardedZone[] {
  const apex = DnsName.parse(domain.name);
  const byKey = new Map(lookups.map((lookup) => [`${lookup.name}/${lookup.type}`, lookup]));
  const home = homeOf(apex, byKey.get(`${apex.toCanonicalString()}/SOA`));
  const zones = new Map<string, { zone: DnsName; names: DnsName[] }>();
  if (home !== undefined) zones.set(home.key, { zone: home, names: [] });
  for (const name of guardedNames(domain)) {
    const zone = zoneOf(byKey.get(`${name.toCanonicalString()}/CAA`));
    const holder = zone?.isAtOrBelow(apex) === true ? zone : home;
    if (holder === undefined) continue;
    const known = zones.get(holder.key);
    if (known === undefined) zones.set(holder.key, { zone: holder, names: [name] });
    else known.names.push(name);
  }
  return [...zones.values()].slice(0, MOST_ZONES);
}

/** A domain that is not there lies in its top-level domain, whose servers are nobody's business here. */
function homeOf(apex: DnsName, soa: LookupEvidence | undefined): DnsName | undefined {
  const zone = zoneOf(soa);
  if (zone === undefined || zone.isAtOrBelow(apex)) return apex;
  return soa?.answer?.kind !== 'nxdomain' && zone.labels.length > 1 && apex.isBelow(zone) ? zone : undefined;
}

/** At the end of an alias is a zone of somebody else. */
function zoneOf(lookup: LookupEvidence | undefined): DnsName | undefined {
  const { answer } = lookup ?? {};
  return answer === undefined || answer.aliases.length > 0 ? undefined : DnsName.parse(answer.zone);
}
