import type { DnsName } from '../../base/name.js';
import type { Clock, Fetched, Fetcher, Reason, ReasonCode, ServerAddress } from '../model.js';
import type { AlgorithmTable } from './algorithms.js';
import type { TrustAnchors } from './anchors.js';
import { Budget, WorkLimit, type ValidationLimits } from './budget.js';
import type { VerifyContext } from './signatures.js';
import type { ZoneKeys } from './zonekeys.js';

/** How the chain of trust stands for the zone that holds a name. `until` is when this has to be looked at again. */
export type ZoneState =
  | {
      readonly state: 'secure';
      readonly zone: DnsName;
      readonly keys: ZoneKeys;
      readonly until: number;
      /** Verifications that failed on the way here, from the trust anchor on. */
      readonly failed: number;
    }
  | { readonly state: 'insecure'; readonly zone: DnsName; readonly reason: Reason; readonly until: number }
  | { readonly state: 'bogus'; readonly reason: Reason; readonly until: number }
  | { readonly state: 'indeterminate'; readonly reason: Reason; readonly until: number };

/** What all parts of the validator share. */
export interface Environment {
  readonly fetcher: Fetcher;
  readonly clock: Clock;
  readonly anchors: TrustAnchors;
  readonly algorithms: AlgorithmTable;
  readonly limits: ValidationLimits;
  /** Leaves signature times unchecked: for the replay of recorded worlds. */
  readonly ignoreTimes: boolean;
  /** Told of each answer that did not validate and was asked for again elsewhere. */
  readonly onRejected: (reason: Reason) => void;
}

export function verifyContext(environment: Environment, failedAbove = 0): VerifyContext {
  const now = environment.ignoreTimes ? undefined : environment.clock.now();
  return { algorithms: environment.algorithms, budget: new Budget(environment.limits, failedAbove), now };
}

export function makeReason(
  fault: { readonly code: ReasonCode; readonly detail: string },
  where: {
    readonly name: DnsName;
    readonly type?: number;
    readonly zone?: DnsName;
    readonly server?: ServerAddress;
  },
): Reason {
  return { ...where, code: fault.code, detail: fault.detail };
}

/**
 * Fetches, judges, and if the answer does not validate fetches once more from other servers: one bad server must not
 * spoil a good zone. If that does not help, the first fault is the verdict.
 */
export async function fetchAndJudge<V extends { readonly state: string; readonly reason?: Reason }>(
  environment: Environment,
  name: DnsName,
  type: number,
  first: Promise<Fetched>,
  judge: (fetched: Fetched) => Promise<V>,
): Promise<V> {
  const fetched = await first;
  const verdict = await judge(fetched);
  if (verdict.state !== 'bogus' || !fetched.ok || verdict.reason?.code === 'work-limit') return verdict;
  const avoid = new Set([`${fetched.server.host}:${fetched.server.port}`]);
  const again = await environment.fetcher.fetch(name, type, { avoid });
  if (!again.ok) return verdict;
  const second = await judge(again);
  if (second.state === 'bogus' || second.state === 'indeterminate') return verdict;
  if (verdict.reason !== undefined) environment.onRejected(verdict.reason);
  return second;
}

/** Turns a passed bound into its verdict; every other exception is ours and goes on. */
export function workLimitReason(thrown: unknown, name: DnsName, type: number, zone?: DnsName): Reason {
  if (!(thrown instanceof WorkLimit)) throw thrown;
  const detail = `validation was given up after ${thrown.message}`;
  return makeReason({ code: 'work-limit', detail }, { name, type, ...(zone === undefined ? {} : { zone }) });
}
