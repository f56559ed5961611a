import type { Lookup } from '../../../src/dns/index.js';

/** State and reason of a lookup in one line, for comparison. */
export function verdict(lookup: Lookup): string {
  return 'reason' in lookup ? `${lookup.state} ${lookup.reason.code}: ${lookup.reason.detail}` : lookup.state;
}

/** Verifications of any lookup below one signed zone: the root's keys, that zone's DS, that zone's keys. */
export const CHAIN = 3;
/** The limits (RFC 9276, section 3.2 leaves the iterations to us, the rest are as other validators have them). */
export const LIMITS = {
  keysPerTag: 4,
  signaturesPerRrset: 8,
  verifications: 64,
  failures: 32,
  nsec3Names: 16,
  iterations: 50,
  aliases: 11,
  queries: 64,
} as const;
