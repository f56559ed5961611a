import { join, outside, text, type Text } from '../../base/text.js';
import type { DomainPolicy, Policy } from '../model.js';
import { strengthenings, weakenings, type Strengthening, type Weakening } from '../weakenings.js';
import { Families } from './families.js';
import { lockable, lockedDigest, lockedForm, type LockedForm } from './form.js';
import type { PolicyLock } from './model.js';
import { lockedWaivers } from './write.js';

/** How a domain of a policy is other than locked. */
export interface LockDifference {
  readonly kind: 'added' | 'changed';
  readonly weakenings: readonly Weakening[];
  readonly strengthenings: readonly Strengthening[];
  /** What else differs. If all three are empty, the same is written otherwise. */
  readonly others: readonly Text[];
}

/** How one domain differs from the lock; `undefined` if it is as locked. For many domains see `lockDifferences`. */
export function lockDifference(
  lock: PolicyLock,
  policy: Policy,
  domain: DomainPolicy,
): LockDifference | undefined {
  return lockDifferences(lock, policy)(domain);
}

/** The same for any domain of a policy. What it takes to hold them against each other is made ready once, and only if one differs. */
export function lockDifferences(
  lock: PolicyLock,
  policy: Policy,
): (domain: DomainPolicy) => LockDifference | undefined {
  let families: { readonly locked: Families; readonly now: Families } | undefined;
  return (domain) => {
    const form = lockedForm(domain, lock.file);
    if (lock.digests.get(domain.name) === lockedDigest(form)) return undefined;
    families ??= { locked: new Families(lock.policy), now: new Families(policy) };
    return differenceIn(lock, domain, form, families);
  };
}

function differenceIn(
  lock: PolicyLock,
  { name }: DomainPolicy,
  { ledgerFiles }: LockedForm,
  families: { readonly locked: Families; readonly now: Families },
): LockDifference {
  // Domains above and below count too: a name may have gone from one to the other.
  const [before, after] = [families.locked.of(name), families.now.of(name)];
  const names = [...after.domains, ...before.domains].map((one) => one.name);
  const belongs = ({ clause, subject }: Strengthening): boolean =>
    clause !== 'domains' && nearest(names, subject) === name;
  return {
    kind: lock.digests.has(name) ? 'changed' : 'added',
    weakenings: weakenings(before, after).filter(belongs),
    strengthenings: strengthenings(before, after).filter(belongs),
    others: ledgerWords(lock.ledgerFiles.get(name) ?? [], ledgerFiles),
  };
}

/** What has become looser since the lock was written, and what stricter. */
export function changesSince(
  lock: PolicyLock,
  policy: Policy,
): Pick<LockDifference, 'weakenings' | 'strengthenings'> {
  const now = { ...policy, domains: policy.domains.map(lockable) };
  return { weakenings: weakenings(lock.policy, now), strengthenings: strengthenings(lock.policy, now) };
}

/** Domains that are locked and that the policy does not have. */
export function unguarded(lock: PolicyLock, policy: Policy): readonly string[] {
  const names = new Set(policy.domains.map(({ name }) => name));
  return [...lock.digests.keys()].filter((name) => !names.has(name)).sort();
}

/**
 * How that differs which holds for the policy as a whole: waivers, approval, and what fails a run. `undefined` if it is as locked.
 * A run may be stricter than the lock in what fails it, since the command line can ask for that.
 */
export function runDifference(lock: PolicyLock, policy: Policy): Omit<LockDifference, 'kind'> | undefined {
  const [before, after] = [alone(lock.policy), alone(policy)];
  const loosened = weakenings(before, after);
  const same = JSON.stringify(lockedWaivers(before.waivers)) === JSON.stringify(lockedWaivers(after.waivers));
  const tightened = strengthenings(before, after);
  const approving = tightened.some(({ clause }) => clause === 'approval');
  if (same && !approving && loosened.length === 0) return undefined;
  return { weakenings: loosened, strengthenings: tightened, others: [] };
}

function alone(policy: Policy): Policy {
  return { ...policy, domains: [] };
}

function nearest(domains: readonly string[], name: string): string | undefined {
  return domains
    .filter((one) => name === one || name.endsWith(`.${one}`))
    .reduce<string | undefined>((best, one) => (one.length > (best?.length ?? 0) ? one : best), undefined);
}

function ledgerWords(before: readonly string[], after: readonly string[]): readonly Text[] {
  const [gone, come] = [
    before.filter((one) => !after.includes(one)),
    after.filter((one) => !before.includes(one)),
  ];
  return [
    ...(come.length === 0
      ? []
      : [text`ledger ${join(come.map(outside), ', ')} says which certificates are ours; before: not`]),
    ...(gone.length === 0
      ? []
      : [text`ledger ${join(gone.map(outside), ', ')} does not say any more which certificates are ours`]),
  ];
}
