import { describe, expect, it } from 'vitest';
import type { Issuer } from './model.js';
import { SHIPPED_ISSUERS } from './shipped.js';
import { caaDomainsOf, issuerTable } from './table.js';

const E8 = '8f0d13a2f62e7ed1506c3318385d598e237291ca';
const E8_KEY = '885bf0572252c6741dc9a52f5044487fef2a93b811cdedfad7624cc283b7cdd5';
const issuers = SHIPPED_ISSUERS.flatMap((group) => group.issuers);
const row = (part: Partial<Issuer>): Issuer => ({
  name: 'Lab',
  owner: 'Lab',
  caaDomains: ['lab.example'],
  ...part,
});

describe('the table of issuers', () => {
  it('gives the CAA identifiers of the CA by the authority key identifier, or by the key itself', () => {
    expect(caaDomainsOf({ authorityKeyId: E8 })).toEqual(['letsencrypt.org']);
    expect(caaDomainsOf({ issuerSpkiSha256: E8_KEY })).toEqual(['letsencrypt.org']);
  });

  it('says nothing of a key that it does not hold, and of a certificate that names none', () => {
    expect(caaDomainsOf({ authorityKeyId: '00'.repeat(20) })).toBeUndefined();
    expect(caaDomainsOf({ authorityKeyId: '' })).toBeUndefined();
    expect(caaDomainsOf({})).toBeUndefined();
  });

  it('does not take the word of a certificate for a key that is known to be another', () => {
    expect(caaDomainsOf({ authorityKeyId: E8, issuerSpkiSha256: 'ab'.repeat(32) })).toBeUndefined();
    const evil = row({ keyId: 'aa', spkiSha256: E8_KEY });
    expect(issuerTable({ extra: [evil] }).find({ authorityKeyId: 'aa' })).toEqual([evil]);
  });

  it('takes rows of one’s own beside those that ship, and all that a key has', () => {
    const table = issuerTable({ extra: [row({ keyId: 'aa' }), row({ keyId: E8 })] });
    expect(table.caaDomains({ authorityKeyId: 'aa' })).toEqual(['lab.example']);
    expect(table.caaDomains({ authorityKeyId: E8 })).toEqual(['letsencrypt.org', 'lab.example']);
    expect(caaDomainsOf({ authorityKeyId: 'aa' })).toBeUndefined();
  });

  it('holds each key once, in the form that certificates are read in', () => {
    const keys = issuers.map(({ keyId }) => keyId);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => !/^([0-9a-f]{2}){20}$/.test(key ?? ''))).toEqual([]);
    const spkis = issuers.flatMap(({ spkiSha256 }) => spkiSha256 ?? []);
    expect(new Set(spkis).size).toBe(spkis.length);
    expect(spkis.filter((key) => !/^[0-9a-f]{64}$/.test(key))).toEqual([]);
  });

  it('writes CAA identifiers as a CAA record does, and says where each row is from and when', () => {
    const domains = issuers.flatMap(({ caaDomains }) => caaDomains);
    expect(domains.filter((one) => !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(one))).toEqual([]);
    expect(issuers.filter(({ caaDomains }) => caaDomains.length === 0)).toEqual([]);
    for (const { source, date } of SHIPPED_ISSUERS) {
      expect(source.length).toBeGreaterThan(20);
      expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});
