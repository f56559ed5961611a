import { issuedFor, type Issued } from './facts/certificates.js';
import { deployedAt, type Deployed, type Meanings } from './facts/deployed.js';
import { plannedViews, type PlannedView } from './facts/planned.js';
import type { DomainView } from './model.js';

/** A domain as rules see it. What many rules ask for is worked out once. */
export function viewOf(given: Omit<DomainView, 'deployed' | 'issued' | 'planned'>): DomainView {
  const { domain, seen } = given;
  const deployed = new Map<string, Deployed>();
  const meanings = new Map<string, Meanings>();
  let issued: readonly Issued[] | undefined;
  let planned: readonly PlannedView[] | undefined;
  const view: DomainView = {
    ...given,
    deployed(name) {
      const known = deployed.get(name) ?? deployedAt(seen, name, meanings);
      deployed.set(name, known);
      return known;
    },
    issued: () => (issued ??= issuedFor(domain, seen)),
    planned: () => (planned ??= plannedViews(view, viewOf)),
  };
  return view;
}
