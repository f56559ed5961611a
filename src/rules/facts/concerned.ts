import type { LookupEvidence } from '../../survey/evidence.js';
import type { DomainView } from '../model.js';
import { inDomain, policyNames } from './names.js';

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
    .filter(([key, { name, type }]) => (type === 'CAA' ? climbed.has(key) : inDomain(view.domain, name)))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, lookup]) => lookup);
}
