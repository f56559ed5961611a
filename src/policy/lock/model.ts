import { CaaGuardError } from '../../base/error.js';
import type { Policy } from '../model.js';

/** Where the lock is looked for when no file is named. */
export const LOCK_PLACE = 'caa-guard.lock';

/** A policy as it was approved: what `caa-guard lock` wrote, read again. */
export interface PolicyLock {
  /** Path, as it was named. */
  readonly file: string;
  /** What was approved; its places are all the lock file. Ledger entries that lie in files of their own are not in it. */
  readonly policy: Policy;
  /** Locked digest of each domain by its name, hex. */
  readonly digests: ReadonlyMap<string, string>;
  /** Ledger files of each domain by its name, as seen from the directory of the lock. */
  readonly ledgerFiles: ReadonlyMap<string, readonly string[]>;
}

/** A lock file that cannot be used. */
export class LockError extends CaaGuardError<'LOCK_INVALID'> {
  constructor(message: string, options?: { readonly cause?: unknown }) {
    super('LOCK_INVALID', message, options);
  }
}
