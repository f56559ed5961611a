import type { CheckPorts, CheckResult } from './check-model.js';
import type { Evidence } from './evidence.js';
import { planEvidence, type PlanInput } from './plan.js';
import { prepare, type PolicyOptions } from './prepare.js';

export interface PlanCheckOptions extends PolicyOptions {
  readonly plan: PlanInput;
  /** Judge as of this time (Unix milliseconds). Absent: the clock's time. */
  readonly at?: number;
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
  const prepared = await prepare(options, ports);
  if (!prepared.ok) return prepared;
  const { policy } = prepared;
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
  return { ok: true, policy, evidence, judgement: await prepared.judge(evidence, now) };
}
