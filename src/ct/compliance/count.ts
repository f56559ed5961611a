import { outside, own, text, type Text } from '../../base/text.js';
import { operatorAt, type Log } from '../loglist/model.js';
import type { Sct } from '../sct/sct.js';
import { SCT_FAULTS, type SctVerdict } from '../sct/verify.js';
import type { CtPolicy } from './policies.js';

/** An SCT, what its verification said, and the log of the list with its id; `undefined` if there is none. */
export interface CheckedSct {
  readonly sct: Pick<Sct, 'logId' | 'timestamp'>;
  readonly verdict: SctVerdict;
  readonly log: Log | undefined;
}

export interface CtQuestion {
  /** The SCTs in the certificate. */
  readonly scts: readonly CheckedSct[];
  /** Validity of the certificate, Unix milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
}

/** Whether an SCT counts, and why in words. */
export interface CountedSct extends CheckedSct {
  readonly counts: boolean;
  readonly why: Text;
  /** Who ran the log when it signed. */
  readonly operator?: string;
}

/**
 * What the policy says of the certificate. `unknown`: it may or may not be met, since SCTs are from logs that the list does
 * not have, or since it is not known whether a demand still stands. `reasons` say what is missing.
 */
export interface CtCompliance {
  readonly policy: CtPolicy;
  readonly outcome: 'met' | 'missed' | 'unknown';
  readonly needed: number;
  readonly scts: readonly CountedSct[];
  /** SCTs that count, with at most as many of each operator as the policy takes. */
  readonly counted: number;
  readonly operators: readonly string[];
  readonly reasons: readonly Text[];
}

/** Counts the SCTs of a certificate as a client with that policy does. */
export function countScts(policy: CtPolicy, { scts, notBefore, notAfter }: CtQuestion): CtCompliance {
  const lifetime = notAfter - notBefore;
  const row = policy.scts.find((one) => lifetime <= one.lifetime);
  const { count: needed, perOperator } = row ?? { count: Infinity, perOperator: Infinity };
  const judged = judge(policy, scts);
  const counting = judged.filter(({ counts }) => counts);
  const operators = [...new Set(counting.map(({ operator = '' }) => operator))];
  const counted = operators
    .map((name) => Math.min(perOperator, counting.filter(({ operator }) => operator === name).length))
    .reduce((sum, one) => sum + one, 0);
  const tally = {
    counted,
    operators: operators.length,
    live: counting.some(({ log }) => log !== undefined && policy.live.includes(log.state)),
  };
  const reasons = shortfalls(policy, needed, tally);
  const result = { policy, needed, scts: judged, counted, operators };
  const strangers = strangersIn(scts);
  if (reasons.length > 0) {
    // each of them may be a log of an operator of its own, if the list were newer
    const best = { counted: counted + strangers, operators: operators.length + strangers, live: true };
    const hopeful = strangers > 0 && shortfalls(policy, needed, best).length === 0;
    if (!hopeful) return { ...result, outcome: 'missed', reasons };
    const unknown = text`SCTs of logs that the list does not have (${strangers}) may make up for it`;
    return { ...result, outcome: 'unknown', reasons: [...reasons, unknown] };
  }
  if (policy.rfc6962 === 'no' || counting.some(({ log }) => log?.kind === 'rfc6962'))
    return { ...result, outcome: 'met', reasons };
  const unsure = text`no SCT is of an RFC 6962 log; it is not known whether ${outside(policy.name)} still asks for one`;
  return { ...result, outcome: 'unknown', reasons: [unsure] };
}

interface Tally {
  readonly counted: number;
  readonly operators: number;
  readonly live: boolean;
}

function shortfalls(policy: CtPolicy, needed: number, { counted, operators, live }: Tally): readonly Text[] {
  const reasons: Text[] = [];
  if (counted < needed) reasons.push(text`${needed} SCTs have to count, ${counted} do`);
  if (operators < policy.operators)
    reasons.push(text`SCTs of ${policy.operators} operators have to count, there are ${operators}`);
  if (!live) reasons.push(own('an SCT of a log that still stands has to be among them, there is none'));
  return reasons;
}

/** Distinct logs that no list has, of which it cannot be said whether their SCTs would count. */
function strangersIn(scts: readonly CheckedSct[]): number {
  return new Set(scts.filter(({ verdict }) => verdict.status === 'unknown-log').map(({ sct }) => sct.logId))
    .size;
}

/** Each SCT in turn; of one log the first that counts does. */
function judge(policy: CtPolicy, scts: readonly CheckedSct[]): readonly CountedSct[] {
  const valid = scts.filter(({ verdict }) => verdict.status === 'valid');
  // clients compare a log's retirement with the earliest SCT there is, since the others can be dated at will
  const earliest = Math.min(...valid.map(({ sct }) => sct.timestamp));
  const seen = new Set<string>();
  return scts.map((one) => {
    const operator = one.log === undefined ? {} : { operator: operatorAt(one.log, one.sct.timestamp) };
    const obstacle = obstacleOf(policy, one, earliest, seen);
    if (obstacle !== undefined) return { ...one, ...operator, counts: false, why: obstacle };
    seen.add(one.sct.logId);
    return { ...one, ...operator, counts: true, why: own('its log signed it, and is one that counts') };
  });
}

/** Why an SCT does not count; `undefined` if it does. */
function obstacleOf(
  policy: CtPolicy,
  { sct, verdict, log }: CheckedSct,
  earliest: number,
  seen: ReadonlySet<string>,
): Text | undefined {
  if (verdict.status === 'unknown-log' || log === undefined) return own('its log is not in the list');
  if (verdict.status === 'invalid') return text`it ${own(SCT_FAULTS[verdict.reason])}`;
  if (seen.has(sct.logId)) return own('another SCT of the same log counts');
  if (log.use !== 'production') return own('its log is for tests, or for monitors only');
  if (!policy.counting.includes(log.state)) return own(`its log is ${log.state}`);
  if (log.state !== 'retired') return undefined;
  if (log.since === undefined) return own('its log is retired since a time that the list does not say');
  return earliest < log.since ? undefined : own('its log had been retired before');
}
