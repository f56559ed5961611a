import { DnsName } from '../base/name.js';
import { RrType } from '../dns/model.js';
import type { DomainPolicy } from '../policy/model.js';

/** One question of a survey. */
export interface Question {
  readonly name: DnsName;
  readonly type: number;
}

/** The names at which CAA is looked for on behalf of one name, in their order. */
export type Climb = readonly DnsName[];

/** Asked of every domain, at its apex: the chain of trust, the delegation, and which version of the zone it was. */
const APEX_TYPES = [RrType.DS, RrType.DNSKEY, RrType.NS, RrType.SOA] as const;

export function apexQuestions(domain: DomainPolicy): readonly Question[] {
  const name = DnsName.parse(domain.name);
  return APEX_TYPES.map((type) => ({ name, type }));
}

/**
 * The names whose CAA decides, for each name of the policy: the name itself, then each parent down to the top-level
 * domain, without the root (RFC 8659, section 3). A wildcard is evaluated at the name that it is a wildcard of.
 */
export function climbs(domain: DomainPolicy): readonly Climb[] {
  const names = [domain.name, ...domain.names.map(({ name }) => name)];
  const starts = new Map(
    names.map((name) => climbStart(DnsName.parse(name))).map((name) => [name.key, name]),
  );
  return [...starts.values()].map((start) =>
    Array.from({ length: start.labels.length }, (_, above) => start.ancestor(start.labels.length - above)),
  );
}

function climbStart(name: DnsName): DnsName {
  return name.isWildcard ? (name.parent ?? name) : name;
}
