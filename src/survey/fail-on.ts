import type { PolicyLock } from '../policy/lock/model.js';
import type { FailOn, Policy } from '../policy/model.js';

const LEVELS = ['critical', 'high', 'medium', 'low'] as const;

/** The policy, failing on what `extra` says as well. It can be made stricter from outside, never looser. */
export function withFailOn(policy: Policy, extra: FailOn | undefined): Policy {
  const asked = extra?.weakness;
  const own = policy.failOn.weakness;
  if (asked === undefined || (own !== undefined && LEVELS.indexOf(own) >= LEVELS.indexOf(asked)))
    return policy;
  return { ...policy, failOn: { ...policy.failOn, weakness: asked } };
}

/** The policy, to be held against a lock if there is one. */
export function withLock(policy: Policy, lock: PolicyLock | undefined): Policy {
  return lock === undefined ? policy : { ...policy, lock };
}
