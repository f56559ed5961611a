import { diskReader, loadPolicies } from '../policy/index.js';
import type { CheckOptions, CheckPorts, CheckResult } from './check-model.js';
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
  const policy = withLock(withFailOn(loaded.policy, options.failOn), options.lock);
  const evidence = await observe(policy, options, ports);
  ports.progress?.({ kind: 'judging' });
  // Loaded only now: the first question to the network need not wait for it.
  const { judge } = await import('../rules/index.js');
  return { ok: true, policy, evidence, judgement: judge(policy, evidence, evidence.startedAt) };
}
