import type { CheckOptions, CheckPorts, CheckResult } from './check-model.js';
import type { Policy } from '../policy/model.js';
import { policyDigest, shardOfPolicy, type Shard } from '../policy/shard.js';
import type { Evidence } from './evidence.js';
import { observe } from './observe.js';
import { prepare } from './prepare.js';

/**
 * The main job: load the policies, look at the world, judge. Rejects only with `CaaGuardError` for options that do
 * not read, or a base that cannot be read; what is wrong with a policy is in the result, and what the world does wrong is in
 * the evidence.
 */
export async function runCheck(options: CheckOptions, ports: CheckPorts): Promise<CheckResult> {
  const prepared = await prepare(options, ports);
  if (!prepared.ok) return prepared;
  const { watched, shard } = partOf(prepared.watched, options.shard);
  // Read first: a file that is no plan is told before the world is asked.
  const plan = await planOf(options.plan, partOf(prepared.policy, options.shard).watched);
  const evidence = { ...(await observe(watched, options, ports)), ...shard, ...plan };
  ports.progress?.({ kind: 'judging' });
  const judgement = await prepared.judge(evidence, evidence.startedAt, options.shard);
  return { ok: true, policy: prepared.policy, evidence, judgement };
}

/** What is looked at, and what the evidence says of that. */
function partOf(
  policy: Policy,
  shard: Shard | undefined,
): { watched: Policy; shard: Pick<Evidence, 'shard'> } {
  if (shard === undefined) return { watched: policy, shard: {} };
  return {
    watched: shardOfPolicy(policy, shard),
    shard: { shard: { index: shard.index, of: shard.of, policy: policyDigest(policy) } },
  };
}

/** Its room is loaded only where there is a plan. */
async function planOf(plan: CheckOptions['plan'], policy: Policy): Promise<Pick<Evidence, 'plan'>> {
  if (plan === undefined) return {};
  const { planEvidence } = await import('./plan.js');
  return { plan: planEvidence(plan, policy) };
}
