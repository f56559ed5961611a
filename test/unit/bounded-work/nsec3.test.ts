import { describe, expect, it } from 'vitest';
import {
  deepEncloser,
  manyChains,
  measure,
  onReferral,
} from '../../../src/dns/testing/work-attacks/index.js';
import { CHAIN, LIMITS, verdict } from './verdict.js';

/** A name that is hashed takes one SHA-1, and one for each iteration (RFC 5155, section 5). */
const MOST_SHA1 = LIMITS.nsec3Names * (LIMITS.iterations + 1);
const TOO_MUCH = /^bogus work-limit: .*more than 16 NSEC3 hashes$/;

describe('NSEC3: what is hashed is counted', () => {
  it('of the 110 ancestors of a name 16 are hashed (CVE-2023-50868)', async () => {
    const { lookup, sha1 } = await measure(deepEncloser('', LIMITS.iterations));
    expect(sha1).toBe(MOST_SHA1);
    expect(verdict(lookup)).toMatch(TOO_MUCH);
  });

  it('60 chains with long salts are not given 16 each', async () => {
    const { lookup, sha1, verifications } = await measure(manyChains('', 60, LIMITS.iterations));
    expect(sha1).toBe(MOST_SHA1);
    expect(verifications - CHAIN).toBeLessThanOrEqual(LIMITS.verifications);
    expect(verdict(lookup)).toMatch(TOO_MUCH);
  });

  it('nor on a referral (CVE-2026-1519, CVE-2026-42923)', async () => {
    const { lookup, sha1, verifications } = await measure(onReferral('', 60, LIMITS.iterations));
    expect(sha1).toBe(MOST_SHA1);
    expect(verifications - CHAIN).toBeLessThanOrEqual(LIMITS.verifications);
    expect(verdict(lookup)).toMatch(TOO_MUCH);
  });

  it.each([
    ['an answer', manyChains('', 60, 65_535)],
    ['a referral', onReferral('', 60, 65_535)],
  ])(
    '65,535 iterations in %s are not done at all; signed, they make the zone insecure',
    async (_in, attack) => {
      const { lookup, sha1, verifications } = await measure(attack);
      expect(sha1).toBe(0);
      expect(verifications - CHAIN).toBe(60);
      expect(verdict(lookup)).toMatch(/^insecure nsec3-iterations: .*more than 50 NSEC3 iterations/);
    },
  );

  it('not signed well, they make nothing insecure', async () => {
    const { lookup, sha1, verifications } = await measure(onReferral('', 60, 65_535, true));
    expect(sha1).toBe(0);
    expect(verifications - CHAIN).toBeLessThanOrEqual(LIMITS.verifications);
    expect(verdict(lookup)).toMatch(/^bogus (work-limit|signature-invalid)/);
  });
});
