import type { DomainPolicy, OwnCertificates, Policy } from './model.js';

/**
 * What is looked at where a change of a policy is judged: all that either of the two speaks of. From a fork, only what the
 * base speaks of: whoever opens a pull request must not decide whom we ask.
 */
export function watchedPolicy(base: Policy, head: Policy, fork: boolean): Policy {
  if (fork) return base;
  const before = new Map(base.domains.map((domain) => [domain.name, domain]));
  const after = new Map(head.domains.map((domain) => [domain.name, domain]));
  const gone = base.domains.filter(({ name }) => !after.has(name));
  const stay = head.domains.map((young) => both(before.get(young.name) ?? young, young));
  return { ...base, domains: [...gone, ...stay].sort(byName) };
}

/** The part of `head` that can be judged by what was looked at for `base` alone, and the names that are left out. */
export function lookedAtPart(
  base: Policy,
  head: Policy,
): { readonly policy: Policy; readonly notLookedAt: readonly string[] } {
  const before = new Map(base.domains.map((domain) => [domain.name, domain]));
  const notLookedAt: string[] = [];
  const domains = head.domains.flatMap((young) => {
    const old = before.get(young.name);
    const known = new Set(old?.names.map(({ name }) => name));
    notLookedAt.push(
      ...(old === undefined ? [young.name] : []),
      ...young.names.map(({ name }) => name).filter((name) => !known.has(name)),
    );
    return old === undefined ? [] : [lookedAt(old, young, known)];
  });
  return { policy: { ...head, domains }, notLookedAt: [...new Set(notLookedAt)].sort() };
}

function lookedAt(old: DomainPolicy, young: DomainPolicy, names: ReadonlySet<string>): DomainPolicy {
  const repositories = new Set(old.own.attestations.map(({ repository }) => repository));
  return {
    ...young,
    names: young.names.filter(({ name }) => names.has(name)),
    includeSubdomains: old.includeSubdomains && young.includeSubdomains,
    own: {
      ...young.own,
      attestations: young.own.attestations.filter(({ repository }) => repositories.has(repository)),
    },
  };
}

/** What a survey goes by, of both. Nothing is judged by it. */
function both(old: DomainPolicy, young: DomainPolicy): DomainPolicy {
  if (old === young) return young;
  const names = new Map([...old.names, ...young.names].map((one) => [one.name, one]));
  return {
    ...young,
    names: [...names.values()].sort(byName),
    includeSubdomains: old.includeSubdomains || young.includeSubdomains,
    own: ownByBoth(old.own, young.own),
  };
}

/** Attestations are looked for of certificates that are not known otherwise: not known to one of the two, here. */
function ownByBoth(old: OwnCertificates, young: OwnCertificates): OwnCertificates {
  return {
    ...young,
    keys: shared(old.keys, young.keys),
    certificates: shared(old.certificates, young.certificates),
    ledger: shared(old.ledger, young.ledger),
    providers: shared(old.providers, young.providers),
    attestations: [...old.attestations, ...young.attestations],
  };
}

/** Of `young`, what `old` has as well, wherever it stands there. */
function shared<T extends object | string>(old: readonly T[], young: readonly T[]): readonly T[] {
  const known = new Set(old.map(textOf));
  return young.filter((one) => known.has(textOf(one)));
}

function textOf(value: object | string): string {
  return JSON.stringify(typeof value === 'string' ? value : { ...value, at: undefined });
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
