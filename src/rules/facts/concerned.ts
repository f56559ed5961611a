import type { LookupEvidence } from '../../survey/evidence.js';
import type { DomainView } from '../model.js';
import { inDomain, policyNames } from './names.js';

const isAddress = ({ type }: LookupEvidence): boolean => type === 'A' || type === 'AAAA';

/**
 * Addresses were looked up to see what is there. Those of name servers resolvers take unsigned, from the referral; and
 * what is broken at the end of an alias is the affair of others.
 */
function concernsAddress({ domain }: DomainView, { name, answer, reason }: LookupEvidence): boolean {
  const zone = answer?.zone ?? reason?.zone ?? name;
  return policyNames(domain).some((np) => np.name === name) && inDomain(domain, zone);
}

/**
 * The lookups that matter for a domain, in the order of their keys: all at or below it, and above it those on which a
 * CAA climb rests. What lies above the set that decides concerns nobody.
 */
export function concerned(view: DomainView): readonly LookupEvidence[] {
  const climbed = new Set(
    policyNames(view.domain).flatMap(({ name }) =>
      view.deployed(name).climb.steps.map((step) => `${step.name}/CAA`),
    ),
  );
  return Object.entries(view.seen.lookups)
    .filter(([key, lookup]) => {
      if (lookup.type === 'CAA') return climbed.has(key);
      return inDomain(view.domain, lookup.name) && (!isAddress(lookup) || concernsAddress(view, lookup));
    })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, lookup]) => lookup);
}
