import { outside, own, text } from '../base/text.js';
import type { DomainPolicy, FailOn, NamePolicy, Policy, Waiver } from './model.js';
import { nameLoosened, zoneLoosened, type Weakening } from './strictness.js';

export type { Weakening } from './strictness.js';

/**
 * Every way in which `to` allows what `from` forbade: policies form a partial order, and `to` is at least as strict
 * as `from` if and only if this list is empty. With the arguments swapped, it lists the strengthenings.
 */
export function weakenings(from: Policy, to: Policy): readonly Weakening[] {
  const after = new Map(to.domains.map((domain) => [domain.name, domain]));
  const domains = from.domains.flatMap((domain): readonly Weakening[] => {
    const other = after.get(domain.name);
    if (other !== undefined) return domainWeakenings(domain, other);
    return [
      {
        clause: 'domains',
        subject: domain.name,
        words: text`${outside(domain.name)} is not guarded any more`,
      },
    ];
  });
  return [
    ...domains,
    ...waiverWeakenings(from.waivers, to.waivers),
    ...failOnWeakenings(from.failOn, to.failOn),
  ];
}

/** The same for one domain, its names included. A name without an entry of its own follows the nearest one above it. */
export function domainWeakenings(from: DomainPolicy, to: DomainPolicy): readonly Weakening[] {
  const names = [
    ...new Set([from.name, ...from.names.map((one) => one.name), ...to.names.map((one) => one.name)]),
  ].sort();
  const perName = names.flatMap((name) => {
    const [before, after] = [policyFor(from, name), policyFor(to, name)];
    return nameLoosened(before, after).map((one) => placed(one, name, after));
  });
  return [...perName, ...zoneLoosened(from, to).map((one) => placed(one, from.name, to))];
}

/** What is declared for a name in a domain: its own entry, the nearest one above it, or the domain's. */
export function policyFor(domain: DomainPolicy, name: string): NamePolicy {
  const holders = domain.names.filter((one) => name === one.name || name.endsWith(`.${one.name}`));
  return holders.reduce<NamePolicy>((best, one) => (one.name.length > best.name.length ? one : best), domain);
}

function placed(one: Pick<Weakening, 'clause' | 'words'>, subject: string, policy: NamePolicy): Weakening {
  const at = policy.positions[one.clause] ?? policy.at;
  return { ...one, subject, at };
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
  const words = text`weaknesses fail a run from ${own(after)} on; before: from ${own(before)} on`;
  return [{ clause: 'failOn', subject: '', words }];
}
