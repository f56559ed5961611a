import { describe, expect, it } from 'vitest';
import { caaDomainsOf, ISSUERS } from './issuers.js';

describe('the table of issuers', () => {
  it('gives the CAA identifiers of the CA by the authority key identifier', () => {
    const authorityKeyId = '8f0d13a2f62e7ed1506c3318385d598e237291ca';
    expect(caaDomainsOf({ authorityKeyId })).toEqual(['letsencrypt.org']);
  });

  it('says nothing of a key that it does not hold, and of a certificate that names none', () => {
    expect(caaDomainsOf({ authorityKeyId: '00'.repeat(20) })).toBeUndefined();
    expect(caaDomainsOf({ authorityKeyId: '' })).toBeUndefined();
    expect(caaDomainsOf({})).toBeUndefined();
  });

  it('holds each key once, in the form that certificates are read in', () => {
    const keys = ISSUERS.map(({ keyId }) => keyId);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.filter((key) => !/^([0-9a-f]{2}){20}$/.test(key))).toEqual([]);
  });

  it('writes CAA identifiers as a CAA record does', () => {
    const domains = ISSUERS.flatMap(({ caaDomains }) => caaDomains);
    expect(domains.filter((one) => !/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(one))).toEqual([]);
    expect(ISSUERS.filter(({ caaDomains }) => caaDomains.length === 0)).toEqual([]);
  });
});
