import { DnsName } from '../../base/name.js';
import type { DomainPolicy, NamePolicy } from '../../policy/model.js';

/** The apex and every name below it that has a policy of its own. */
export function policyNames(domain: DomainPolicy): readonly NamePolicy[] {
  return [domain, ...domain.names];
}

/** The policy that decides about `name`: that of the nearest declared name at or above it, else the apex's. */
export function decidingPolicy(domain: DomainPolicy, name: DnsName): NamePolicy {
  let best: NamePolicy = domain;
  let depth = -1;
  for (const one of policyNames(domain)) {
    const declared = DnsName.parse(one.name);
    if (!name.isAtOrBelow(declared) || declared.labels.length <= depth) continue;
    best = one;
    depth = declared.labels.length;
  }
  return best;
}

/** Whether a name lies at or below the declared domain, both in presentation form. */
export function inDomain(domain: DomainPolicy, name: string): boolean {
  return DnsName.parse(name).isAtOrBelow(DnsName.parse(domain.name));
}

/** Whether a name lies above the declared domain. */
export function aboveDomain(domain: DomainPolicy, name: string): boolean {
  return DnsName.parse(domain.name).isBelow(DnsName.parse(name));
}
