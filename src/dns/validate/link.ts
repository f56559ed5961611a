import { DnsName } from '../../base/name.js';
import { RrType, type Answer, type Fetched, type Message, type Reason } from '../model.js';
import { closestAnchor } from './anchors.js';
import type { ChainOfTrust } from './chain.js';
import { verifyDenial } from './denial-records.js';
import { proveDenial, proveWildcard } from './denial.js';
import {
  describe,
  maySpeakFor,
  negativeTtl,
  possibleSigners,
  shapeOf,
  signedSet,
  type Shape,
} from './response.js';
import { verifyRrset, type VerifyContext } from './signatures.js';
import { makeReason, workLimitReason, type ZoneState } from './state.js';
import type { ZoneKeys } from './zonekeys.js';

/** What one answer gives: one step of an alias chain, or its end. */
export type LinkResult =
  { readonly kind: 'alias'; readonly via: 'CNAME' | 'DNAME'; readonly to: DnsName } | Answer['outcome'];

export type LinkVerdict =
  | { readonly state: 'secure'; readonly result: LinkResult; readonly zone: DnsName; readonly ttl: number }
  | {
      readonly state: 'insecure';
      readonly result: LinkResult;
      readonly zone: DnsName;
      readonly ttl: number;
      readonly reason: Reason;
    }
  | { readonly state: 'bogus'; readonly reason: Reason }
  | { readonly state: 'indeterminate'; readonly reason: Reason };

/** Judges one answer to the question for `name` and `type`, at the cost of `context`. Follows nothing. */
export async function judgeLink(
  chain: ChainOfTrust,
  name: DnsName,
  type: number,
  fetched: Fetched,
  context: VerifyContext,
): Promise<LinkVerdict> {
  if (!fetched.ok) return { state: 'indeterminate', reason: fetched.reason };
  const { message, server } = fetched;
  const shape = shapeOf(message, name, type);
  if (shape.kind === 'unusable')
    return { state: shape.state, reason: makeReason(shape, { name, type, server }) };
  const hint = fetched.zone !== undefined && maySpeakFor(fetched.zone, name, type) ? fetched.zone : undefined;
  const authority = await authorityFor(
    chain,
    name,
    type,
    possibleSigners(message, shape, name, type),
    hint,
    shape.kind === 'negative',
  );
  if (authority.state === 'bogus' || authority.state === 'indeterminate') return authority;
  if (authority.state === 'insecure') {
    const zone = hint?.isBelow(authority.zone) === true ? hint : authority.zone;
    return {
      state: 'insecure',
      result: resultOf(shape),
      zone,
      ttl: plainTtl(message, shape),
      reason: authority.reason,
    };
  }
  const where = { name, type, zone: authority.zone, server };
  context.budget.failedAbove = authority.failed;
  try {
    const judged = await judgeSecure(message, shape, name, type, authority.keys, context);
    if ('fault' in judged) return { state: 'bogus', reason: makeReason(judged.fault, where) };
    const { result, ttl, doubt } = judged;
    if (doubt === undefined) return { state: 'secure', result, zone: authority.zone, ttl };
    // What a zone above an anchor is unsure of cannot make the anchored zone insecure.
    const anchor = closestAnchor(chain.environment.anchors, name);
    if (anchor?.isBelow(authority.zone) === true && !anchor.equals(name))
      return { state: 'bogus', reason: makeReason({ ...doubt, code: 'denial-invalid' }, where) };
    return { state: 'insecure', result, zone: authority.zone, ttl, reason: makeReason(doubt, where) };
  } catch (thrown) {
    return { state: 'bogus', reason: workLimitReason(thrown, name, type, authority.zone) };
  }
}

/**
 * Finds the zone that has to speak for a name. The deepest of the signers named and the zone asked is tried first: a
 * parent's signature over what its child holds is then found to be by the wrong signer. Where nothing is signed, every
 * name down to the owner is looked at for a proven insecure delegation.
 */
async function authorityFor(
  chain: ChainOfTrust,
  name: DnsName,
  type: number,
  signers: readonly DnsName[],
  hint: DnsName | undefined,
  negative: boolean,
): Promise<ZoneState> {
  const bottom = type === RrType.DS && !name.isRoot ? name.ancestor(name.labels.length - 1) : name;
  // An anchor stands for its zone and all below: nothing above may speak for them, but to say that they are not there.
  const anchor = negative ? DnsName.root : closestAnchor(chain.environment.anchors, bottom);
  const named = signers.filter((signer) => anchor !== undefined && signer.isAtOrBelow(anchor));
  const asked = anchor !== undefined && hint?.isAtOrBelow(anchor) === true ? hint : undefined;
  const candidates = asked === undefined ? named : [...named, asked];
  const deepest = candidates.reduce<DnsName | undefined>(
    (best, one) => (best !== undefined && best.labels.length >= one.labels.length ? best : one),
    undefined,
  );
  const state = await chain.stateAt(deepest ?? bottom, named.length > 0);
  if (state.state !== 'secure') return state;
  if (named.length === 0) return chain.stateAt(bottom);
  if (asked !== undefined) return state;
  // Nobody told us which zone was asked: look for a cut between signer and owner, as far as we are let.
  const below = await chain.stateAt(bottom);
  // A zone whose denials cannot be used shows no cut either; its own signature over the records still counts.
  if (!negative && below.state === 'insecure' && below.reason.code === 'nsec3-iterations') return state;
  return below.state === 'secure' || below.state === 'insecure' ? below : state;
}

type Fault = Parameters<typeof makeReason>[0];
type Judged =
  { readonly fault: Fault } | { readonly result: LinkResult; readonly ttl: number; readonly doubt?: Fault };

async function judgeSecure(
  message: Message,
  shape: Exclude<Shape, { kind: 'unusable' }>,
  name: DnsName,
  type: number,
  keys: ZoneKeys,
  context: VerifyContext,
): Promise<Judged> {
  if (shape.kind === 'negative') return judgeNegative(message, name, type, shape.nxdomain, keys, context);
  const verdict = await verifyRrset(signedSet(shape), keys, context);
  if (!verdict.ok) return { fault: verdict };
  const { ttl, wildcard } = verdict;
  const result = resultOf(shape, wildcard);
  if (wildcard === undefined) return { result, ttl };
  if (signedSet(shape).type === RrType.DNAME && !signedSet(shape).name.equals(name))
    return {
      fault: {
        code: 'alias-invalid',
        detail: `the DNAME at ${signedSet(shape).name.toCanonicalString()} was made from a wildcard`,
      },
    };
  const denial = await verifyDenial(message, keys, context);
  const proof = proveWildcard(denial.records, name, wildcard, context.budget);
  const least = Math.min(ttl, denial.ttl);
  if (proof.proven !== 'nothing') return { result, ttl: least, ...optOutDoubt(proof.optOut, name, type) };
  if (denial.records.tooManyIterations) return { result, ttl: least, doubt: iterationsDoubt(keys, context) };
  const detail = `${describe(name, type)} was made from ${wildcard.toCanonicalString()}: ${(denial.fault ?? proof).detail}`;
  return { fault: { code: denial.fault?.code ?? proof.code, detail } };
}

async function judgeNegative(
  message: Message,
  name: DnsName,
  type: number,
  nxdomain: boolean,
  keys: ZoneKeys,
  context: VerifyContext,
): Promise<Judged> {
  const denial = await verifyDenial(message, keys, context);
  // Validators in use refuse an answer of which any part is spoiled, even if the rest would prove enough; a CA that
  // asks through one of them sees SERVFAIL.
  if (denial.fault !== undefined) return { fault: denial.fault };
  const ttl = Math.min(denial.ttl, negativeTtl(message));
  const proof = proveDenial(denial.records, name, type, nxdomain, context.budget);
  if (proof.proven !== 'nothing')
    return { result: { kind: proof.proven }, ttl, ...optOutDoubt(proof.optOut, name, type) };
  const claimed: LinkResult = { kind: nxdomain ? 'nxdomain' : 'nodata' };
  if (denial.records.tooManyIterations)
    return { result: claimed, ttl, doubt: iterationsDoubt(keys, context) };
  return { fault: { code: proof.code, detail: `${describe(name, type)}: ${proof.detail}` } };
}

function optOutDoubt(optOut: boolean, name: DnsName, type: number): { doubt?: Fault } {
  if (!optOut) return {};
  const detail = `the proof for ${describe(name, type)} rests on an opt-out span, in which unsigned delegations may hide`;
  return { doubt: { code: 'denial-opt-out', detail } };
}

function iterationsDoubt(keys: ZoneKeys, context: VerifyContext): Fault {
  const detail = `${keys.zone.toCanonicalString()} uses more than ${context.budget.limits.nsec3Iterations} NSEC3 iterations (RFC 9276)`;
  return { code: 'nsec3-iterations', detail };
}

function resultOf(shape: Exclude<Shape, { kind: 'unusable' }>, wildcard?: DnsName): LinkResult {
  if (shape.kind === 'negative') return { kind: shape.nxdomain ? 'nxdomain' : 'nodata' };
  if (shape.kind === 'alias') return { kind: 'alias', via: shape.via, to: shape.to };
  return { kind: 'records', rrset: shape.rrset, ...(wildcard === undefined ? {} : { wildcard }) };
}

function plainTtl(message: Message, shape: Exclude<Shape, { kind: 'unusable' }>): number {
  if (shape.kind !== 'negative') return shape.rrset.ttl;
  const ttl = negativeTtl(message);
  return Number.isFinite(ttl) ? ttl : 0;
}
