import { DnsName } from '../../base/name.js';
import type { DomainPolicy, NamePolicy } from '../../policy/model.js';

/** The apex and every name below it that has a policy of its own. */
export function policyNames(domain: DomainPolicy): readonly NamePolicy[] {
  return [domain, ...domain.names];
}

/** Finds the policy that decides about a name: that of the nearest declared name at or above it, else the apex's. */
export function decider(domain: DomainPolicy): (name: DnsName) => NamePolicy {
  const declared = new Map(policyNames(domain).map((np) => [DnsName.parse(np.name).key, np]));
  return (name) => {
    for (let at: DnsName | undefined = name; at !== undefined; at = at.parent) {
      const np = declared.get(at.key);
      if (np !== undefined) return np;
    }
    return domain;
  };
}

/** Whether a name lies at or below the declared domain, both in presentation form. */
export function inDomain(domain: DomainPolicy, name: string): boolean {
  return DnsName.parse(name).isAtOrBelow(DnsName.parse(domain.name));
}

/** Whether a name lies above the declared domain. */
export function aboveDomain(domain: DomainPolicy, name: string): boolean {
  return DnsName.parse(domain.name).isBelow(DnsName.parse(name));
}
