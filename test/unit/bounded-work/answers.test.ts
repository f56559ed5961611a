import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../src/dns/index.js';
import {
  amplifiedOctets,
  amplifyingMessage,
  crowdedDenial,
  growingName,
  hugeSet,
  longChain,
  measure,
} from '../../../src/dns/testing/work-attacks/index.js';
import { CHAIN, LIMITS, verdict } from './verdict.js';

/** Ten times what it takes, since tests share their machine. bench/dns/work.ts measures. */
const MOMENT_MS = 1_000;

describe('large answers', () => {
  it('2,000 records with 200 signatures are verified 8 times, and put in order once', async () => {
    const { lookup, verifications, ms } = await measure(hugeSet('', 2000, 200));
    expect(verifications - CHAIN).toBe(LIMITS.signaturesPerRrset);
    expect(verdict(lookup)).toMatch(/^bogus signature-invalid: .*no more than 8 are tried$/);
    expect(ms).toBeLessThan(MOMENT_MS);
  });

  it('a denial of 2,000 unsigned sets under long names is given up before it is looked at', async () => {
    const { lookup, verifications, ms } = await measure(crowdedDenial('', 2000));
    expect(verifications).toBe(CHAIN);
    expect(verdict(lookup)).toMatch(
      /^bogus work-limit: .*2001 sets in one denial, of which 64 are looked at$/,
    );
    expect(ms).toBeLessThan(MOMENT_MS);
  });

  it('64 KiB of pointers that make 28 times as much of names are read in a moment', () => {
    const bytes = amplifyingMessage(3600);
    expect(amplifiedOctets(3600)).toBeGreaterThan(28 * bytes.length);
    const since = performance.now();
    expect(parseMessage(bytes).ok).toBe(true);
    expect(performance.now() - since).toBeLessThan(MOMENT_MS);
  });
});

describe('aliases', () => {
  it('of 300 CNAMEs in one answer 12 are looked at: the 11 that are followed and the one too many', async () => {
    const { lookup, verifications } = await measure(longChain('', 300));
    expect(verifications - CHAIN).toBe(LIMITS.aliases + 1);
    expect(verdict(lookup)).toMatch(/^indeterminate alias-limit: more than 11 aliases/);
  });

  it('11 CNAMEs are followed', async () => {
    expect(verdict((await measure(longChain('', LIMITS.aliases))).lookup)).toBe('secure');
  });

  it('a DNAME that makes the name longer each time ends there too', async () => {
    const { lookup, verifications } = await measure(growingName(''));
    expect(verifications - CHAIN).toBeLessThanOrEqual(LIMITS.aliases + 1);
    expect(verdict(lookup)).toMatch(/^indeterminate alias-limit: more than 11 aliases/);
  });
});
