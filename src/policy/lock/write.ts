import type { ApprovalRule, Policy, Waiver } from '../model.js';
import { lockedDigest, lockedForm } from './form.js';

/** Names the format; a file that says otherwise is not read. */
export const LOCK_FORMAT = 'caa-guard/lock/1';

/**
 * The lock of a policy, as a file at `lockFile`: JSON, a value a line, in one order, so that the same policy gives the same octets
 * and a change of it a change of few lines.
 *
 *     { "format": "caa-guard/lock/1",
 *       "domains": { "example.com": { "sha256": hex, "ledgerFiles": [path ...], "policy": canonical form } },
 *       "failOn": { "weakness": level }, "approval": { "count", "lock", "reviewers" },
 *       "waivers": [ { "expires", "rule", "subject" } ... ] }
 */
export function writeLock(policy: Policy, lockFile: string): string {
  const domains = [...policy.domains]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((domain) => {
      const form = lockedForm(domain, lockFile);
      return [domain.name, { sha256: lockedDigest(form), ...form }] as const;
    });
  const lock = {
    format: LOCK_FORMAT,
    domains: Object.fromEntries(domains),
    failOn: policy.failOn,
    ...(policy.approval === undefined ? {} : { approval: lockedApproval(policy.approval) }),
    waivers: lockedWaivers(policy.waivers),
  };
  return `${JSON.stringify(lock, null, 2)}\n`;
}

function lockedApproval({ count, lock, reviewers }: ApprovalRule): Omit<ApprovalRule, 'at'> {
  return { count, lock, reviewers };
}

/** What a waiver lets pass: the reason and who answers for it may change. One without a day lets nothing pass. */
export interface LockedWaiver {
  readonly expires: string;
  readonly rule: string;
  readonly subject: string;
}

/** Each once, in order. */
export function lockedWaivers(waivers: readonly Waiver[]): readonly LockedWaiver[] {
  const texts = waivers.flatMap(({ expires, rule, subject }) =>
    'day' in expires ? [JSON.stringify({ expires: expires.day, rule, subject })] : [],
  );
  return [...new Set(texts)].sort().map((one) => JSON.parse(one) as LockedWaiver);
}
