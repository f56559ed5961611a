import type { Resolver } from '../dns/model.js';
import type { DomainPolicy } from '../policy/model.js';
import type { VantageEvidence } from './evidence.js';
import type { Deadline } from './limits.js';
import { climbAll, look, lookupRecord, type Looking } from './look.js';
import { climbs } from './wanted.js';

/** A further recursive resolver through which CAA is seen. */
export interface Vantage {
  /** As it stands in evidence. */
  readonly resolver: string;
  /** Validated lookups over what that resolver answers. */
  readonly lookups: Resolver;
}

/**
 * CAA for every name of the policy, as each vantage shows it. What one does not show at once is asked of it once more,
 * so that a moment's failure does not count as another view. Never rejects.
 */
export function askVantages(
  vantages: readonly Vantage[],
  domain: DomainPolicy,
  until: Deadline,
): Promise<readonly VantageEvidence[]> {
  return Promise.all(vantages.map((one) => askVantage(one, domain, until)));
}

async function askVantage(
  { resolver, lookups }: Vantage,
  domain: DomainPolicy,
  until: Deadline,
): Promise<VantageEvidence> {
  const looking: Looking = { resolver: lookups, lookups: new Map(), until };
  await climbAll(looking, climbs(domain));
  const failed = [...looking.lookups.values()].filter(({ seen }) => seen.state === 'indeterminate');
  await Promise.all(failed.map(({ question }) => look(looking, question)));
  return { resolver, lookups: lookupRecord(looking.lookups) };
}
