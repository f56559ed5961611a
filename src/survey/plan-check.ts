import { diskReader, loadPolicies } from '../policy/index.js';
import type { PolicyLock } from '../policy/lock/model.js';
import type { FailOn } from '../policy/model.js';
import type { CheckPorts, CheckResult } from './check-model.js';
import type { Evidence } from './evidence.js';
import { withFailOn, withLock } from './fail-on.js';
import { planEvidence, type PlanInput } from './plan.js';

export interface PlanCheckOptions {
  readonly policies: readonly string[];
  readonly plan: PlanInput;
  /** Judge as of this time (Unix milliseconds). Absent: the clock's time. */
  readonly at?: number;
  readonly failOn?: FailOn;
  /** Hold the policy against this lock as well. */
  readonly lock?: PolicyLock;
  readonly tool: Evidence['tool'];
}

/**
 * Judges a plan or a state alone, without a network: the zone that will stand after it, and what the change does. Rejects
 * with `CaaGuardError<PlanErrorCode>` for a text that is no plan; what is wrong with a policy is in the result.
 */
export async function runPlanCheck(
  options: PlanCheckOptions,
  ports: Pick<CheckPorts, 'readFile' | 'clock'>,
): Promise<CheckResult> {
  const loaded = await loadPolicies(
    options.policies,
    ports.readFile === undefined ? diskReader : { readFile: ports.readFile },
  );
  if (!loaded.ok) return { ok: false, errors: loaded.problems };
  const policy = withLock(withFailOn(loaded.policy, options.failOn), options.lock);
  const now = Math.round(options.at ?? ports.clock.now());
  const evidence: Evidence = {
    format: 'caa-guard/evidence/1',
    tool: options.tool,
    startedAt: now,
    finishedAt: now,
    vantage: { mode: 'iterative', servers: [] },
    anchors: [],
    domains: [],
    plan: planEvidence(options.plan, policy, true),
    exchanges: [],
  };
  const { judge } = await import('../rules/index.js');
  return { ok: true, policy, evidence, judgement: judge(policy, evidence, now) };
}
