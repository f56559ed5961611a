import type { DnsName } from '../../base/name.js';
import { RrType, type ReasonCode } from '../model.js';
import type { Budget } from './budget.js';
import type { ProvenNsec } from './nsec.js';
import * as byNsec from './nsec.js';
import type { Nsec3Chain } from './nsec3.js';
import * as byNsec3 from './nsec3.js';

/** Denial records of one response whose signatures by `zone` have been verified. Nothing else may prove anything. */
export interface DenialRecords {
  readonly zone: DnsName;
  readonly nsec: readonly ProvenNsec[];
  /** NSEC3 records by their parameters: chains are never combined. */
  readonly nsec3: readonly Nsec3Chain[];
  /** Some NSEC3 had more iterations than the limit allows. */
  readonly tooManyIterations: boolean;
}

/** What is proven. `optOut` means that an unsigned delegation may hide there: insecure (RFC 5155, section 9.2). */
export type Denial =
  | { readonly proven: 'nxdomain' | 'nodata'; readonly optOut: boolean }
  | { readonly proven: 'nothing'; readonly code: ReasonCode; readonly detail: string };

/** What the parent side of a possible zone cut says about it. */
export type DsDenial =
  /** A delegation, and no DS: the child is insecure. */
  | { readonly proven: 'insecure'; readonly optOut: boolean }
  /** No delegation at this name: the zone goes on. */
  | { readonly proven: 'no-cut' }
  | { readonly proven: 'nothing'; readonly code: ReasonCode; readonly detail: string };

/**
 * Proves that `name` has no records of `type`. `nxdomain` says that the response claims there is no such name at all;
 * if only the absence of the type can be proven, that is what is proven.
 */
export function proveDenial(
  records: DenialRecords,
  name: DnsName,
  type: number,
  nxdomain: boolean,
  budget: Budget,
): Denial {
  if (nxdomain) {
    if (byNsec.provesNameError(records, name)) return { proven: 'nxdomain', optOut: false };
    for (const chain of records.nsec3) {
      const proof = byNsec3.proveNameError(chain, records.zone, name, budget);
      if (proof.proven) return { proven: 'nxdomain', optOut: proof.optOut };
    }
  }
  if (byNsec.provesNoData(records, name, type)) return { proven: 'nodata', optOut: false };
  for (const chain of records.nsec3) {
    const proof = byNsec3.proveNoData(chain, records.zone, name, type, budget);
    // What is short of a proof that the name does not exist must not be let off as an opt-out span.
    if (proof.proven && !(nxdomain && proof.optOut)) return { proven: 'nodata', optOut: proof.optOut };
  }
  return nothing(records, `${nxdomain ? 'the name does not exist' : 'the type does not exist at the name'}`);
}

/** Proves that `name` has no DS, or that it is no zone cut at all. */
export function proveNoDs(
  records: DenialRecords,
  name: DnsName,
  nxdomain: boolean,
  budget: Budget,
): DsDenial {
  const matching = byNsec.matching(records, name);
  if (matching !== undefined) {
    if (!byNsec.provesNoData(records, name, RrType.DS)) return nothing(records, 'there is no DS');
    return matching.types.has(RrType.NS) ? { proven: 'insecure', optOut: false } : { proven: 'no-cut' };
  }
  for (const chain of records.nsec3) {
    const proof = byNsec3.proveNoDs(chain, records.zone, name, budget);
    if (proof !== undefined) return proof;
  }
  const denial = proveDenial(records, name, RrType.DS, nxdomain, budget);
  if (denial.proven === 'nothing') return denial;
  return denial.optOut ? { proven: 'insecure', optOut: true } : { proven: 'no-cut' };
}

/** For an answer made from `wildcard`: proves that no closer match for `name` exists (RFC 4035, section 5.3.4). */
export function proveWildcard(
  records: DenialRecords,
  name: DnsName,
  wildcard: DnsName,
  budget: Budget,
): Denial {
  const encloser = wildcard.ancestor(wildcard.labels.length - 1);
  if (byNsec.provesWildcard(records, name, encloser)) return { proven: 'nodata', optOut: false };
  const nextCloser = name.ancestor(encloser.labels.length + 1);
  for (const chain of records.nsec3) {
    const cover = byNsec3.covering(chain, nextCloser, budget);
    if (cover !== undefined) return { proven: 'nodata', optOut: cover.optOut };
  }
  return {
    ...nothing(records, `${nextCloser.toCanonicalString()} does not exist`),
    code: 'wildcard-unproven',
  };
}

function nothing(
  records: DenialRecords,
  what: string,
): { proven: 'nothing'; code: ReasonCode; detail: string } {
  const count = records.nsec.length + records.nsec3.reduce((sum, chain) => sum + chain.records.length, 0);
  return count === 0
    ? {
        proven: 'nothing',
        code: 'denial-missing',
        detail: `expected NSEC or NSEC3 records that prove that ${what}; none came`,
      }
    : {
        proven: 'nothing',
        code: 'denial-invalid',
        detail: `the ${count} NSEC or NSEC3 records that came do not prove that ${what}`,
      };
}
