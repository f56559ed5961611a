import { DnsName } from '../../base/name.js';
import { climbNames } from '../../caa/index.js';
import type { NamePolicy } from '../../policy/model.js';
import type {
  DomainEvidence,
  LookupEvidence,
  PlanChangeEvidence,
  PlanEvidence,
  PlanSetEvidence,
  PlanZoneEvidence,
} from '../../survey/evidence.js';
import type { DomainView } from '../model.js';
import { lookupOf } from './lookups.js';
import { aboveDomain, decider, inDomain, policyNames } from './names.js';
import { isUnseen, PlannedDns, type PlanPart } from './planned-dns.js';
import { VALIDATION_LABELS } from './validation-names.js';

/** A domain as one provider will answer for it, by a plan. */
export interface PlannedView {
  readonly provider: string;
  readonly zones: readonly PlanZoneEvidence[];
  /** The CAA sets at or below the domain. */
  readonly sets: readonly PlanSetEvidence[];
  /** The names that the plan speaks of: those of the policy, and all at which it has a CAA set. */
  readonly names: readonly NamePolicy[];
  /** The domain as it stands before, throughout and after. */
  at(part: PlanPart): DomainView;
  /** As it stands after, with sets of which part is unknown taken as far as they are known. */
  known(): DomainView;
  /** Whether anything is done to what decides for a name. */
  isTouched(name: string): boolean;
  /** CAA set at the place where the search for a name begins. */
  setOf(name: string): PlanSetEvidence | undefined;
}

export type MakeView = (given: Omit<DomainView, 'deployed' | 'issued' | 'planned'>) => DomainView;

/** What a plan makes of a domain, a view for each provider that holds some of it. */
export function plannedViews(view: DomainView, make: MakeView): readonly PlannedView[] {
  const { plan } = view;
  if (plan === undefined) return [];
  const { zones } = plan;
  const providers = [...new Set(zones.map(({ provider }) => provider))].sort();
  return providers.map((provider) =>
    viewOfProvider(
      view,
      provider,
      zones.filter((zone) => zone.provider === provider),
      plan,
      make,
    ),
  );
}

function viewOfProvider(
  view: DomainView,
  provider: string,
  zones: readonly PlanZoneEvidence[],
  plan: PlanEvidence,
  make: MakeView,
): PlannedView {
  const keys = new Set(zones.map(({ key }) => key));
  const held = plan.sets.filter(({ zone }) => keys.has(zone));
  const dns = new PlannedDns(view, { zones, sets: held });
  const sets = held.filter(({ type, owner }) => type === 'CAA' && inDomain(view.domain, owner));
  const names = namesOf(view, sets, dns);
  const made = new Map<string, DomainView>();
  const viewAt = (part: PlanPart, partly: boolean): DomainView => {
    const key = `${part} ${String(partly)}`;
    const known = made.get(key) ?? make(givenFor(view, names, dns, part, partly));
    made.set(key, known);
    return known;
  };
  return {
    provider,
    zones,
    sets,
    names,
    at: (part) => viewAt(part, false),
    known: () => viewAt('after', true),
    isTouched: (name) => climbNames(name).some((one) => isNameTouched(one, dns)),
    setOf: (name) => dns.setAt('CAA', startOf(name)),
  };
}

function givenFor(
  view: DomainView,
  names: readonly NamePolicy[],
  dns: PlannedDns,
  part: PlanPart,
  partly: boolean,
): Parameters<MakeView>[0] {
  return {
    policy: view.policy,
    domain: { ...view.domain, names: names.filter(({ name }) => name !== view.domain.name) },
    evidence: view.evidence,
    seen: seenOf(view, names, dns, part, partly),
    now: view.now,
    reach: view.reach,
  };
}

function isNameTouched(name: string, dns: PlannedDns): boolean {
  const changes = ['CAA', 'CNAME'].flatMap((type) => dns.setAt(type, name)?.changes ?? []);
  return isTouched(changes) || dns.isWhole(name, 'after');
}

/** Where the search for the CAA set of a name begins: a wildcard's is that of the name below the asterisk. */
export function startOf(name: string): string {
  return climbNames(name)[0] ?? name;
}

/** Whether anything is done to what these changes are of. */
export function isTouched(changes: readonly PlanChangeEvidence[]): boolean {
  return changes.some(({ actions }) => actions.some((action) => action !== 'no-op' && action !== 'read'));
}

function namesOf(view: DomainView, sets: readonly PlanSetEvidence[], dns: PlannedDns): readonly NamePolicy[] {
  const declared = policyNames(view.domain).filter((np) => isSpokenOf(view, np.name, dns));
  const known = new Set(declared.map(({ name }) => startOf(name)));
  const decide = decider(view.domain);
  const others = [...new Set(sets.map(({ owner }) => owner))]
    .filter((owner) => !known.has(owner))
    .sort()
    .map((owner): NamePolicy => ({ ...decide(DnsName.parse(owner)), name: owner }));
  return [...declared, ...others];
}

/**
 * Whether the plan says which set decides for a name of the policy: it has one at the name, or it holds the whole zone, or
 * it changes an alias there; or it has one above, and what stands at the name itself was looked up.
 */
function isSpokenOf(view: DomainView, name: string, dns: PlannedDns): boolean {
  const start = startOf(name);
  if (dns.setAt('CAA', start) !== undefined || dns.isWhole(start, 'after')) return true;
  const alias = dns.setAt('CNAME', start);
  if (alias !== undefined && isTouched(alias.changes)) return true;
  if (lookupOf(view.seen, start, 'CAA') === undefined) return false;
  return climbNames(name).some((one) => dns.setAt('CAA', one) !== undefined);
}

function seenOf(
  view: DomainView,
  names: readonly NamePolicy[],
  dns: PlannedDns,
  part: PlanPart,
  partly: boolean,
): DomainEvidence {
  const { domain } = view;
  const lookups = new Map<string, LookupEvidence>();
  const add = (lookup: LookupEvidence | undefined): void => {
    if (lookup !== undefined) lookups.set(`${lookup.name}/${lookup.type}`, lookup);
  };
  for (const name of new Set(names.flatMap((np) => climbNames(np.name)))) {
    add(dns.caa(name, part, partly));
    if (aboveDomain(domain, name)) continue;
    for (const label of VALIDATION_LABELS) dns.validation(`${label}.${name}`, part).forEach(add);
  }
  for (const np of policyNames(domain))
    for (const label of VALIDATION_LABELS) dns.validation(`${label}.${startOf(np.name)}`, part).forEach(add);
  add(dns.other(domain.name, 'DS', part));
  add(dns.other(domain.name, 'NS', part));
  return { zone: domain.name, lookups: Object.fromEntries(lookups), issuance: [] };
}

/** Whether part of a CAA set cannot be had after the change. */
export function isPartly(set: PlanSetEvidence | undefined): boolean {
  return set?.after.some(isUnseen) === true;
}
