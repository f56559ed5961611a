import { diskReader, loadPolicies } from '../policy/index.js';
import type { PolicyLock } from '../policy/lock/model.js';
import type { FailOn, Policy } from '../policy/model.js';
import type { PolicyProblem } from '../policy/problem.js';
import { shardOfPolicy, type Shard } from '../policy/shard.js';
import { watchedPolicy } from '../policy/watch.js';
import type { Judgement } from '../rules/model.js';
import type { Base } from '../rules/three-way/three-way.js';
import type { BaseOptions, CheckPorts } from './check-model.js';
import type { Evidence } from './evidence.js';
import { withFailOn, withLock } from './fail-on.js';

/** What is judged, whatever it is judged by. */
export interface PolicyOptions {
  readonly policies: readonly string[];
  readonly failOn?: FailOn;
  readonly lock?: PolicyLock;
  readonly base?: BaseOptions;
}

/** Policies that are loaded, and how evidence is judged by them. */
export interface Prepared {
  readonly ok: true;
  /** The policy that was named; where it is a change, the one to be. */
  readonly policy: Policy;
  /** What has to be looked at, and nothing more. */
  readonly watched: Policy;
  judge(evidence: Evidence, now: number, shard?: Shard): Promise<Judgement>;
}

/**
 * Loads the policy that is named, and the one that binds where that is another. Rejects with `CaaGuardError` where the
 * base cannot be read.
 */
export async function prepare(
  options: PolicyOptions,
  ports: Pick<CheckPorts, 'readFile'>,
): Promise<Prepared | { readonly ok: false; readonly errors: readonly PolicyProblem[] }> {
  const reader = ports.readFile === undefined ? diskReader : { readFile: ports.readFile };
  const loaded = await loadPolicies(options.policies, reader);
  if (!loaded.ok) return { ok: false, errors: loaded.problems };
  const policy = withLock(withFailOn(loaded.policy, options.failOn), options.lock);
  const { base } = options;
  if (base === undefined) return alone(policy);
  const { loadBase } = await import('./base.js');
  const bound = await loadBase(base, options.failOn, policy);
  return change(policy, base, bound, (path) => reader.readFile(path));
}

function alone(policy: Policy): Prepared {
  return {
    ok: true,
    policy,
    watched: policy,
    async judge(evidence, now, shard) {
      // Loaded only now: the first question to the network need not wait for it.
      const { judge } = await import('../rules/index.js');
      return judge(shard === undefined ? policy : shardOfPolicy(policy, shard), evidence, now);
    },
  };
}

function change(
  head: Policy,
  options: BaseOptions,
  base: Base,
  readHead: (path: string) => Promise<string>,
): Prepared {
  const { fork } = options;
  const watched =
    base.kind === 'policy'
      ? watchedPolicy(base.policy, head, fork)
      : { ...head, domains: fork ? [] : head.domains };
  return {
    ok: true,
    policy: head,
    watched,
    async judge(evidence, now, shard) {
      const { approvalFacts } = await import('./base.js');
      const approval =
        base.kind === 'policy' ? await approvalFacts(base.policy, head, options, readHead) : {};
      const { askedBy } = await import('./asked.js');
      const { judgeChange } = await import('../rules/three-way/three-way.js');
      return judgeChange({
        base,
        head,
        evidence,
        approval,
        fork,
        askedBy: (policy, seen) => askedBy(policy, watched, seen),
        ...(shard === undefined ? {} : { shard }),
        now,
      });
    },
  };
}
