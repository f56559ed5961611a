import { diskReader, loadPolicies } from '../policy/index.js';
import type { CheckOptions, CheckPorts, CheckResult } from './check-model.js';
import type { Policy } from '../policy/model.js';
import { policyDigest, shardOfPolicy, type Shard } from '../policy/shard.js';
import type { Evidence } from './evidence.js';
import { withFailOn, withLock } from './fail-on.js';
import { observe } from './observe.js';

/**
 * The main job: load the policies, look at the world, judge. Rejects only with `CaaGuardError` for options that do
 * not read; what is wrong with a policy is in the result, and what the world does wrong is in the evidence.
 */
export async function runCheck(options: CheckOptions, ports: CheckPorts): Promise<CheckResult> {
  const loaded = await loadPolicies(
    options.policies,
    ports.readFile === undefined ? diskReader : { readFile: ports.readFile },
  );
  if (!loaded.ok) return { ok: false, errors: loaded.problems };
  const whole = withLock(withFailOn(loaded.policy, options.failOn), options.lock);
  const { policy, shard } = partOf(whole, options.shard);
  // Read first: a file that is no plan is told before the world is asked.
  const plan = await planOf(options.plan, policy);
  const evidence = { ...(await observe(policy, options, ports)), ...shard, ...plan };
  ports.progress?.({ kind: 'judging' });
  // Loaded only now: the first question to the network need not wait for it.
  const { judge } = await import('../rules/index.js');
  return { ok: true, policy, evidence, judgement: judge(policy, evidence, evidence.startedAt) };
}

/** What is looked at and judged, and what the evidence says of that. */
function partOf(
  policy: Policy,
  shard: Shard | undefined,
): { policy: Policy; shard: Pick<Evidence, 'shard'> } {
  if (shard === undefined) return { policy, shard: {} };
  return {
    policy: shardOfPolicy(policy, shard),
    shard: { shard: { index: shard.index, of: shard.of, policy: policyDigest(policy) } },
  };
}

/** Its room is loaded only where there is a plan. */
async function planOf(plan: CheckOptions['plan'], policy: Policy): Promise<Pick<Evidence, 'plan'>> {
  if (plan === undefined) return {};
  const { planEvidence } = await import('./plan.js');
  return { plan: planEvidence(plan, policy) };
}
