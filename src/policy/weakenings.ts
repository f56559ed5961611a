import { outside, own, text } from '../base/text.js';
import { approvalLoosened } from './approval-strictness.js';
import type { Loosened, Weakening } from './loosened.js';
import type { DomainPolicy, FailOn, NamePolicy, Policy, Waiver } from './model.js';
import { nameLoosened } from './strictness.js';
import { watchLoosened, zoneLoosened } from './zone-strictness.js';

export type { Weakening } from './loosened.js';

/** One way in which a policy forbids what another allowed. */
export type Strengthening = Pick<Weakening, 'clause' | 'subject' | 'words'>;

/**
 * Every way in which `to` allows what `from` forbade: policies form a partial order, and `to` is at least as strict
 * as `from` if and only if this list is empty.
 */
export function weakenings(from: Policy, to: Policy): readonly Weakening[] {
  const before = new Map(from.domains.map((domain) => [domain.name, domain]));
  const after = new Map(to.domains.map((domain) => [domain.name, domain]));
  const decides = (domain: DomainPolicy) => (name: string) => nearestOf(after, name)?.name === domain.name;
  const domains = from.domains.flatMap((domain): readonly Weakening[] => {
    const other = after.get(domain.name);
    if (other !== undefined) return compared(domain, other, decides(other));
    const words = text`${outside(domain.name)} is not guarded any more`;
    const undone = text`${outside(domain.name)} is guarded; before: not`;
    return [{ clause: 'domains', subject: domain.name, words, undone }];
  });
  const carved = to.domains.flatMap((domain) => {
    const above = before.has(domain.name) ? undefined : nearestOf(before, domain.name);
    return above === undefined ? [] : carvedOut(above, domain, decides(domain));
  });
  return [
    ...domains,
    ...carved,
    ...leftOut(from, to),
    ...waiverWeakenings(from.waivers, to.waivers),
    ...failOnWeakenings(from.failOn, to.failOn),
    ...approvalLoosened(from.approval, to.approval).map((one) => ({ ...one, subject: '' })),
  ];
}

/** Every way in which `to` forbids what `from` allowed: the weakenings the other way round, in their own words. */
export function strengthenings(from: Policy, to: Policy): readonly Strengthening[] {
  return weakenings(to, from).map(({ clause, subject, undone }) => ({ clause, subject, words: undone }));
}

/** The same as `weakenings` for one domain, its names included. A name without an entry of its own follows the nearest one above it. */
export function domainWeakenings(from: DomainPolicy, to: DomainPolicy): readonly Weakening[] {
  return [...compared(from, to, () => true), ...leftOut({ domains: [from] }, { domains: [to] })];
}

/**
 * Names that were looked at by themselves and are not any more: what stands there in DNS is found by nobody then, though the clauses of
 * the name above hold for it. Of a domain that is gone the domain is told.
 */
function leftOut(from: Pick<Policy, 'domains'>, to: Pick<Policy, 'domains'>): readonly Weakening[] {
  const after = new Map(to.domains.map((domain) => [domain.name, domain]));
  const seen = new Set(to.domains.flatMap(({ name, names }) => [name, ...names.map((one) => one.name)]));
  const names = from.domains.flatMap((domain) => (after.has(domain.name) ? domain.names : []));
  return [...new Set(names.map(({ name }) => name))]
    .filter((name) => !seen.has(name))
    .map((name) => {
      const at = nearestOf(after, name)?.at;
      return {
        ...{ clause: 'names' as const, subject: name, ...(at === undefined ? {} : { at }) },
        words: text`${outside(name)} is not looked at by itself any more`,
        undone: text`${outside(name)} is looked at by itself; before: not`,
      };
    });
}

function compared(
  from: DomainPolicy,
  to: DomainPolicy,
  decides: (name: string) => boolean,
): readonly Weakening[] {
  const zone = zoneLoosened(from, to, sealsAny(from, to, decides)).map((one) => placed(one, from.name, to));
  return [...namesCompared(from, to, decides), ...zone];
}

/**
 * A new domain below a guarded one takes its names out of the older domain's hands. So it is held against what the
 * older one said of them; its zone is a new one, of which nothing was said.
 */
function carvedOut(
  above: DomainPolicy,
  domain: DomainPolicy,
  decides: (name: string) => boolean,
): readonly Weakening[] {
  const sealed = sealsAny(above, domain, decides);
  const watched = watchLoosened(above, domain, sealed).map((one) => placed(one, domain.name, domain));
  return [...namesCompared(above, domain, decides), ...watched];
}

/** Every name that either of them speaks of and that `to` decides on: between these, nothing changes. */
function namesCompared(
  from: DomainPolicy,
  to: DomainPolicy,
  decides: (name: string) => boolean,
): readonly Weakening[] {
  return namesOf(from, to, decides).flatMap((name) => {
    const [before, after] = [policyFor(from, name), policyFor(to, name)];
    return nameLoosened(before, after).map((one) => placed(one, name, after));
  });
}

function namesOf(
  from: DomainPolicy,
  to: DomainPolicy,
  decides: (name: string) => boolean,
): readonly string[] {
  const names = [to.name, ...from.names.map((one) => one.name), ...to.names.map((one) => one.name)];
  return [...new Set(names)].filter(decides).sort();
}

/** Whether one of these names was sealed. */
function sealsAny(from: DomainPolicy, to: DomainPolicy, decides: (name: string) => boolean): boolean {
  return namesOf(from, to, decides).some((name) => policyFor(from, name).sealed);
}

/** The domain that a name belongs to: the nearest one at or above it. */
function nearestOf(domains: ReadonlyMap<string, DomainPolicy>, name: string): DomainPolicy | undefined {
  const labels = name.split('.');
  return labels.flatMap((_, i) => domains.get(labels.slice(i).join('.')) ?? [])[0];
}

/** What is declared for a name in a domain: its own entry, the nearest one above it, or the domain's. */
export function policyFor(domain: DomainPolicy, name: string): NamePolicy {
  const holders = domain.names.filter((one) => isAtOrBelow(name, one.name));
  return holders.reduce<NamePolicy>((best, one) => (one.name.length > best.name.length ? one : best), domain);
}

function isAtOrBelow(name: string, other: string): boolean {
  return name === other || name.endsWith(`.${other}`);
}

/** Where no clause says it: what else decides (`issue` for wildcards), or the entry as a whole. */
function placed(one: Loosened[number], subject: string, policy: NamePolicy): Weakening {
  const says = policy.positions[one.clause];
  const instead = one.clause === 'issuewild' ? policy.positions['issue'] : undefined;
  return { ...one, subject, at: one.at ?? says ?? instead ?? policy.at };
}

/** Days are compared as text: `YYYY-MM-DD` sorts by time. A malformed day is an expired waiver: it allows nothing. */
function waiverWeakenings(from: readonly Waiver[], to: readonly Waiver[]): readonly Weakening[] {
  const until = (waiver: Waiver): string => ('day' in waiver.expires ? waiver.expires.day : '');
  return to
    .filter((one) => until(one) !== '')
    .filter(
      (one) =>
        !from.some((old) => old.rule === one.rule && old.subject === one.subject && until(old) >= until(one)),
    )
    .map((one) => ({
      clause: 'waivers',
      subject: one.subject,
      words: text`${outside(one.rule)} is waived for ${outside(one.subject)} until ${outside(until(one))}; before: not so long, or not at all`,
      undone: text`${outside(one.rule)} is not waived any more for ${outside(one.subject)} until ${outside(until(one))}`,
      at: one.at,
    }));
}

const RANK: Readonly<Record<NonNullable<FailOn['weakness']> | 'none', number>> = {
  low: 0,
  medium: 1,
  high: 2,
  critical: 3,
  none: 4,
};

function failOnWeakenings(from: FailOn, to: FailOn): readonly Weakening[] {
  const before = from.weakness ?? 'none';
  const after = to.weakness ?? 'none';
  if (RANK[after] <= RANK[before]) return [];
  const words = text`${own(to.weakness === undefined ? 'no weakness fails a run' : `weaknesses fail a run from ${after} on only`)}; before: from ${own(before)} on`;
  const undone = text`weaknesses fail a run from ${own(before)} on; before: ${own(to.weakness === undefined ? 'none did' : `from ${after} on only`)}`;
  return [{ clause: 'failOn', subject: '', words, undone }];
}
