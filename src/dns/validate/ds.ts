import type { DnsName } from '../../base/name.js';
import { RrType, type Fetched, type Message, type Reason, type ReasonCode, type RRset } from '../model.js';
import { verifyDenial } from './denial-records.js';
import { proveNoDs, proveWildcard } from './denial.js';
import { negativeTtl, shapeOf, withSignatures, type Shape } from './response.js';
import { verifyRrset, type VerifyContext } from './signatures.js';
import { makeReason, verifyContext, workLimitReason, type Environment, type ZoneState } from './state.js';
import type { ZoneKeys } from './zonekeys.js';

/** What the zone above says of a possible cut. */
export type DsVerdict =
  | { readonly state: 'signed'; readonly rrset: RRset; readonly ttl: number; readonly failed: number }
  | { readonly state: 'insecure'; readonly reason: Reason; readonly ttl: number }
  | { readonly state: 'no-cut'; readonly ttl: number; readonly failed: number }
  | { readonly state: 'bogus'; readonly reason: Reason }
  | { readonly state: 'indeterminate'; readonly reason: Reason };

/**
 * Judges an answer to a DS question about `name`. Only the zone directly above counts as signer, never one further
 * up; only a verified proof makes a child insecure (RFC 4035, section 5.2).
 */
export async function judgeDs(
  environment: Environment,
  name: DnsName,
  parent: Extract<ZoneState, { state: 'secure' }>,
  fetched: Fetched,
): Promise<DsVerdict> {
  if (!fetched.ok) return { state: 'indeterminate', reason: fetched.reason };
  const where = { name, type: RrType.DS, zone: parent.zone, server: fetched.server };
  try {
    const context = verifyContext(environment, parent.failed);
    const verdict = await judge(fetched.message, name, parent.keys, context);
    const { kind } = verdict;
    const { failed } = context.budget;
    if (kind === 'signed') return { state: 'signed', rrset: verdict.rrset, ttl: verdict.ttl, failed };
    if (kind === 'no-cut') return { state: 'no-cut', ttl: verdict.ttl, failed };
    if (kind === 'insecure')
      return { state: 'insecure', reason: makeReason(verdict, where), ttl: verdict.ttl };
    return { state: verdict.state, reason: makeReason(verdict, where) };
  } catch (thrown) {
    return { state: 'bogus', reason: workLimitReason(thrown, name, RrType.DS, parent.zone) };
  }
}

type Judged =
  | { readonly kind: 'signed'; readonly rrset: RRset; readonly ttl: number }
  | { readonly kind: 'no-cut'; readonly ttl: number }
  | { readonly kind: 'insecure'; readonly code: ReasonCode; readonly detail: string; readonly ttl: number }
  | {
      readonly kind: 'fault';
      readonly state: 'bogus' | 'indeterminate';
      readonly code: ReasonCode;
      readonly detail: string;
    };

async function judge(
  message: Message,
  name: DnsName,
  keys: ZoneKeys,
  context: VerifyContext,
): Promise<Judged> {
  const shape = referredDs(message, name) ?? shapeOf(message, name, RrType.DS);
  if (shape.kind === 'unusable') return { ...shape, kind: 'fault' };
  if (shape.kind === 'negative') return judgeDenial(message, name, keys, context, shape.nxdomain);
  const verdict = await verifyRrset(shape.rrset, keys, context);
  if (!verdict.ok) return { ...verdict, kind: 'fault', state: 'bogus' };
  if (shape.kind === 'records') {
    if (verdict.wildcard === undefined) return { kind: 'signed', rrset: shape.rrset, ttl: verdict.ttl };
    return {
      kind: 'fault',
      state: 'bogus',
      code: 'labels-wrong',
      detail: 'the DS set was made from a wildcard',
    };
  }
  // A name with a CNAME, or below a DNAME, is not a zone cut. The alias is not followed: a DS is never elsewhere.
  if (verdict.wildcard === undefined) return { kind: 'no-cut', ttl: verdict.ttl };
  const denial = await verifyDenial(message, keys, context);
  const proof = proveWildcard(denial.records, name, verdict.wildcard, context.budget);
  if (proof.proven === 'nothing') return { ...proof, kind: 'fault', state: 'bogus' };
  return { kind: 'no-cut', ttl: Math.min(verdict.ttl, denial.ttl) };
}

/** The DS set in a referral's authority section (RFC 4035, section 3.1.4.1): some servers answer DS questions so. */
function referredDs(message: Message, name: DnsName): Shape | undefined {
  if (message.answer.length > 0) return undefined;
  const sets = withSignatures(message, message.authority);
  const rrset = sets.find((set) => set.type === RrType.DS && set.class === 1 && set.name.equals(name));
  return rrset && { kind: 'records', rrset };
}

async function judgeDenial(
  message: Message,
  name: DnsName,
  keys: ZoneKeys,
  context: VerifyContext,
  nxdomain: boolean,
): Promise<Judged> {
  const denial = await verifyDenial(message, keys, context);
  if (denial.fault !== undefined) return { ...denial.fault, kind: 'fault', state: 'bogus' };
  const ttl = Math.min(denial.ttl, negativeTtl(message));
  const proof = proveNoDs(denial.records, name, nxdomain, context.budget);
  const [child, parent] = [name.toCanonicalString(), keys.zone.toCanonicalString()];
  if (proof.proven === 'no-cut') return { kind: 'no-cut', ttl };
  if (proof.proven === 'insecure')
    return proof.optOut
      ? {
          kind: 'insecure',
          ttl,
          code: 'delegation-opt-out',
          detail: `${parent} leaves ${child} out of its signed chain (NSEC3 opt-out)`,
        }
      : {
          kind: 'insecure',
          ttl,
          code: 'delegation-insecure',
          detail: `${parent} proves that ${child} is delegated without DS`,
        };
  const { tooManyIterations } = denial.records;
  if (tooManyIterations)
    return {
      kind: 'insecure',
      ttl,
      code: 'nsec3-iterations',
      detail: `${parent} uses more than ${context.budget.limits.nsec3Iterations} NSEC3 iterations`,
    };
  const detail = `expected ${parent} to give a DS set for ${child} or to prove that there is none: ${proof.detail}`;
  return {
    kind: 'fault',
    state: 'bogus',
    code: proof.code === 'denial-missing' ? 'ds-unproven' : proof.code,
    detail,
  };
}
