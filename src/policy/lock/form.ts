import { createHash } from 'node:crypto';
import path from 'node:path';
import { canonicalDomain } from '../canonical.js';
import type { DomainPolicy } from '../model.js';

/** What a lock holds of a domain. */
export interface LockedForm {
  /** The canonical form, parsed. */
  readonly policy: unknown;
  /** Ledger files as seen from the directory of the lock, sorted. */
  readonly ledgerFiles: readonly string[];
}

/**
 * A domain as it is locked: its canonical form, and which ledger files it rests on. What stands in those files is not
 * locked: renewals write there every day, and a lock that changes every day is approved unseen. They need owners of
 * their own. `lockFile` is the path of the lock.
 */
export function lockedForm(domain: DomainPolicy, lockFile: string): LockedForm {
  const files = domain.own.ledgerFiles ?? [];
  const from = path.dirname(lockFile);
  const seen = files.map((file) => path.relative(from, file).replaceAll(path.sep, '/'));
  return {
    policy: JSON.parse(canonicalDomain(lockable(domain))) as unknown,
    ledgerFiles: [...new Set(seen)].sort(),
  };
}

/** SHA-256 over the form, hex. */
export function lockedDigest({ policy, ledgerFiles }: LockedForm): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted({ ledgerFiles, policy })))
    .digest('hex');
}

/** A domain without the ledger entries that lie in files of their own. */
export function lockable(domain: DomainPolicy): DomainPolicy {
  const { ledgerFiles, ...own } = domain.own;
  if (ledgerFiles === undefined) return domain;
  const inPolicy = own.ledger.filter(({ at }) => !ledgerFiles.includes(at.file));
  return { ...domain, own: { ...own, ledger: inPolicy } };
}

/** Keys in order, so that a file written by another program, or merged, has the same digest. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
