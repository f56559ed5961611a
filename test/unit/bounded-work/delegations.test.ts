import { describe, expect, it } from 'vitest';
import { deepDelegation, gluelessFan, measure } from '../../../src/dns/testing/work-attacks/index.js';
import { LIMITS, verdict } from './verdict.js';

describe('delegations', () => {
  it('100 of them, one below the other, end at the 64 queries that a question may cost', async () => {
    const { lookup, queries, verifications } = await measure(deepDelegation('', 100));
    expect(queries).toBeLessThanOrEqual(LIMITS.queries);
    expect(verifications).toBe(0);
    expect(verdict(lookup)).toMatch(/^indeterminate query-limit: .*the queries allowed .* were used up/);
  });

  it('15 of them are followed, and cost two verifications each', async () => {
    const { lookup, verifications, queries } = await measure(deepDelegation('', 15));
    expect(verdict(lookup)).toBe('secure');
    expect(verifications).toBe(2 * 15 + 2);
    expect(queries).toBeLessThanOrEqual(3 * 15);
  });

  it('of 100 name servers without glue 4 are looked up (NXNSAttack)', async () => {
    const { lookup, queries } = await measure(gluelessFan('', 100, 1));
    // two questions each, and the few on the way to the zone in which they are not
    expect(queries).toBeLessThanOrEqual(2 * 4 + 6);
    expect(verdict(lookup)).toMatch(/^indeterminate no-servers: .*4 of 16 were looked up, and no more are/);
  });

  it.each([
    [30, 2],
    [10, 3],
  ])('%i name servers, %i zones deep, do not multiply', async (fan, depth) => {
    const { lookup, queries } = await measure(gluelessFan('', fan, depth));
    expect(queries).toBeLessThanOrEqual(LIMITS.queries);
    expect(verdict(lookup)).toMatch(/^indeterminate query-limit: /);
  });
});
