import { describe, expect, it } from 'vitest';
import { DnsName } from '../../../src/base/name.js';
import { RrType } from '../../../src/dns/index.js';
import {
  badSignatures,
  dsAndKeys,
  keysAndSignatures,
  laboriousChain,
  laboriousDelegation,
  measure,
  negativeAnswer,
} from '../../../src/dns/testing/work-attacks/index.js';
import { TestWorld } from '../../../src/dns/testing/world.js';
import { message, TestZone } from '../../../src/dns/testing/zone.js';
import { CHAIN, LIMITS, verdict } from './verdict.js';

describe('KeyTrap: what is verified is counted, not what was budgeted', () => {
  it('of 500 signatures over one set 8 are tried, and the reason says so', async () => {
    const { lookup, verifications } = await measure(keysAndSignatures('', 1, 500, 15));
    expect(verifications - CHAIN).toBe(LIMITS.signaturesPerRrset);
    expect(verdict(lookup)).toMatch(
      /^bogus signature-invalid: .* 500 signatures came, and no more than 8 are tried$/,
    );
  });

  it('of 300 keys of one tag 4 are tried, and the reason says so', async () => {
    const { lookup, verifications } = await measure(keysAndSignatures('', 300, 1, 15));
    expect(verifications - CHAIN).toBe(LIMITS.keysPerTag);
    expect(verdict(lookup)).toMatch(
      /^bogus signature-invalid: .*\(300 keys have that tag, and no more than 4 are tried\)$/,
    );
  });

  it('300 keys and 300 signatures make 32 verifications and not 90,000', async () => {
    const { lookup, verifications } = await measure(keysAndSignatures('', 300, 300, 15));
    expect(verifications - CHAIN).toBe(LIMITS.keysPerTag * LIMITS.signaturesPerRrset);
    expect(verdict(lookup)).toMatch(/^bogus signature-invalid: .*no more than 4 .*no more than 8 are tried$/);
  });

  it('1,000 DS and 500 keys of one tag make 16 digests and not 500,000', async () => {
    const { lookup, verifications, digests } = await measure(dsAndKeys('', 1000, 500));
    expect(digests - 1).toBe(16); // and one for the root's own anchor
    expect(verifications).toBeLessThanOrEqual(CHAIN);
    expect(verdict(lookup)).toMatch(/^bogus ds-mismatch: .*after 16 digests .* no more are tried$/);
  });

  it('a denial of 40 sets with 8 signatures by 100 keys each ends at the limit (CVE-2026-11605)', async () => {
    const { lookup, verifications } = await measure(negativeAnswer('', 40, 8, 100));
    expect(verifications - CHAIN).toBeLessThanOrEqual(LIMITS.verifications);
    expect(verdict(lookup)).toMatch(/^bogus work-limit: .*more than (64|32) signature/);
  });

  it('what may be wasted is wasted once, not for each alias', async () => {
    const { lookup, verifications } = await measure(laboriousChain('', LIMITS.aliases, 20, 15));
    expect(verifications - CHAIN).toBeLessThanOrEqual(LIMITS.verifications);
    expect(verdict(lookup)).toMatch(/^bogus work-limit: .*more than 32 signatures that do not fit/);
  });

  it('nor for each zone on the way', async () => {
    const { lookup, verifications } = await measure(laboriousDelegation('', 20, 20, 15));
    expect(verifications).toBeLessThanOrEqual(LIMITS.failures + 2 * 20);
    expect(verdict(lookup)).toMatch(/^bogus work-limit: .*more than 32 signatures that do not fit/);
  });

  it.each([
    [7, 'secure'],
    [8, 'bogus signature-invalid'],
  ])('a good signature behind %i bad ones: %s', async (bad, expected) => {
    const www = DnsName.parse('www.test');
    const zone = new TestZone('test', ['www.test 300 IN A 192.0.2.1']);
    const set = zone.set(www, RrType.A)!;
    const answer = [
      ...set.records,
      ...badSignatures(zone.key, zone.name, set, bad),
      zone.key.sign(zone.name, set),
    ];
    const world = new TestWorld([zone], {
      tamper: (name, type) => (type === RrType.A ? message(name, type, { answer }) : undefined),
    });
    expect(verdict(await world.lookup(www, RrType.A)).split(':')[0]).toBe(expected);
  });
});
