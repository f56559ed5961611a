import { allowedNonCorroborations, FEWEST_REMOTES, quorum } from '../../caa/index.js';
import type { Grant, NamePolicy } from '../../policy/model.js';
import type { VantageEvidence } from '../../survey/evidence.js';
import type { DomainView } from '../model.js';
import { compare, isLooser } from './compare.js';
import { deployedAt, type Deployed } from './deployed.js';
import { expectedIssuance } from './expected.js';
import { lookupOf } from './lookups.js';
import { policyNames } from './names.js';
import { issuanceKey } from './server-caa.js';

/**
 * What one further resolver shows for a name, held against what was seen from here. `same`: the same may issue. `other`:
 * others may, or the answer does not validate. `unseen`: it showed nothing.
 */
export interface VantageView {
  readonly resolver: string;
  readonly standing: 'same' | 'other' | 'unseen';
  readonly deployed: Deployed;
  /** It lets in more than the policy does. */
  readonly looser: boolean;
  /** When what it showed leaves its cache at the latest, Unix milliseconds; only for `other`. */
  readonly until?: number;
  /** Why it is unseen or does not validate. */
  readonly code?: string;
}

/** A name of the policy as this network and every further resolver see it. */
export interface SeenFromMany {
  readonly np: NamePolicy;
  readonly here: Deployed;
  readonly vantages: readonly VantageView[];
}

/** Every name of the policy whose set was seen from here, as each further resolver shows it. */
export function seenFromMany(view: DomainView): readonly SeenFromMany[] {
  const vantages = [...(view.seen.vantages ?? [])].sort((a, b) => (a.resolver < b.resolver ? -1 : 1));
  if (vantages.length === 0) return [];
  return policyNames(view.domain).flatMap((np) => {
    const here = view.deployed(np.name);
    if (here.climb.kind === 'failed') return [];
    return [{ np, here, vantages: vantages.map((one) => vantageView(view, np, here, one)) }];
  });
}

function vantageView(view: DomainView, np: NamePolicy, here: Deployed, one: VantageEvidence): VantageView {
  const { resolver, lookups } = one;
  const seen = { zone: view.domain.name, lookups, issuance: [] };
  const deployed = deployedAt(seen, np.name);
  const { climb } = deployed;
  if (climb.kind === 'failed') {
    const standing = climb.why === 'bogus' ? 'other' : 'unseen';
    return { resolver, standing, deployed, looser: false, code: climb.reason };
  }
  const standing = keyOf(deployed) === keyOf(here) ? 'same' : 'other';
  if (standing === 'same') return { resolver, standing, deployed, looser: false };
  const ttls = climb.steps.flatMap((step) => lookupOf(seen, step.name, 'CAA')?.answer?.ttl ?? []);
  return {
    resolver,
    standing,
    deployed,
    looser: isLooser(compare(np, deployed, view.now)),
    until: view.evidence.finishedAt + Math.max(0, ...ttls) * 1000,
  };
}

function keyOf(deployed: Deployed): string {
  return issuanceKey({ kind: 'set', meanings: deployed, records: [] });
}

/** How many of so many resolvers may show nothing before it is not known what CAs see elsewhere. */
export function mayBeUnseen(vantages: number): number {
  return vantages < FEWEST_REMOTES ? 0 : allowedNonCorroborations(vantages);
}

/** Whether a CA that checks from many places (MPIC) would let in what the policy grants. */
export interface Corroborated {
  readonly grant: Grant;
  readonly here: boolean;
  readonly corroborated: number;
  readonly of: number;
  readonly allowed: boolean;
}

/**
 * Each grant of `issue` under the quorum of the Baseline Requirements (section 3.2.2.9), with this network as the primary
 * perspective and the further resolvers as the remote ones; none while a single one was asked, which no CA may do.
 */
export function corroboration(
  view: DomainView,
  { np, here, vantages }: SeenFromMany,
): readonly Corroborated[] {
  const wanted = expectedIssuance(np, 'issue', view.now);
  if (wanted === undefined || wanted === 'unrestricted' || vantages.length < FEWEST_REMOTES) return [];
  return wanted.map((grant) => {
    const lets = (deployed: Deployed): boolean => permits(np, deployed, grant, view.now);
    const primary = lets(here);
    const remotes = vantages.map(({ deployed }) => lets(deployed));
    return { grant, here: primary, ...quorum(primary, remotes) };
  });
}

function permits(np: NamePolicy, deployed: Deployed, grant: Grant, now: number): boolean {
  if (deployed.climb.kind === 'failed' || deployed.strict.blockedBy.length > 0) return false;
  return !compare(np, deployed, now).refused.some((one) => one.tag === 'issue' && one.grant === grant);
}
