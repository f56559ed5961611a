import { describe, expect, it } from 'vitest';
import { DAY, DS_13, failed, KEY_13, NOW, nsRdata, records, seenOf } from '../testing/builder.js';
import { check, only, ruleIds, said } from '../testing/check.js';
import { give, serversOf, soaRdata } from '../testing/servers.js';
import { signature } from '../testing/signature.js';
import { readKey, readSignature } from '../facts/dnssec.js';

const dnssec = { required: true, plannedDs: [], expiryHorizon: 3 * 86_400 };
const digest = '09'.repeat(32);
const PIN = { keyTag: 0x1234, algorithm: 13, digestType: 2, digest };
const SUCCESSOR = { ...PIN, keyTag: 0x1235 };
const DS_NEXT = Uint8Array.of(0x12, 0x35, 13, 2, ...Array.from({ length: 32 }, () => 9));
const ds = (...rdatas: readonly Uint8Array[]) => records('example.com', 'DS', rdatas, { zone: 'com' });

describe('dnssec/bogus', () => {
  it('fires once for each place that is broken, with code and detail', () => {
    const judgement = check(
      {},
      seenOf([
        failed('example.com', 'DNSKEY', 'bogus', 'ds-mismatch'),
        failed('example.com', 'SOA', 'bogus', 'ds-mismatch'),
      ]),
    );
    const finding = only(judgement, 'dnssec/bogus');
    expect(finding).toMatchObject({ severity: 'critical', actor: 'dns-provider', subject: 'example.com' });
    expect(said(finding)).toContain('example.com SOA failed');
  });
});

describe('dnssec/insecure', () => {
  const unsigned = [
    ds(),
    records('example.com', 'DNSKEY', [KEY_13], { state: 'insecure' }),
    records('example.com', 'SOA', [Uint8Array.of(0)], { state: 'insecure' }),
  ];
  it('fires where the DS is gone, and says that the keys are still there', () => {
    const finding = only(check({ dnssec: { ...dnssec, ds: [PIN] } }, seenOf(unsigned)), 'dnssec/insecure');
    expect(finding).toMatchObject({ severity: 'critical', actor: 'registrar' });
    expect(said(finding)).toContain('still has DNSKEY records');
    expect(said(finding)).toContain(`example.com. DS 4660 13 2 ${digest.toUpperCase()}`);
  });
  it('fires where the algorithm does not count', () => {
    const weak = records('example.com', 'DNSKEY', [KEY_13], {
      state: 'insecure',
      code: 'algorithm-unsupported',
    });
    expect(said(only(check({}, seenOf([weak])), 'dnssec/insecure'))).toContain('algorithm-unsupported');
  });
  it('names the zone above where that is unsigned itself', () => {
    const above = records('example.com', 'DS', [], { state: 'insecure', zone: 'com' });
    expect(only(check({}, seenOf([...unsigned, above])), 'dnssec/insecure').actor).toBe('ancestor');
  });
  it('does not fire where the policy does not require it, nor for a name that is no zone of its own', () => {
    expect(ruleIds(check({ dnssec: { ...dnssec, required: false } }, seenOf(unsigned)))).toEqual([]);
    expect(ruleIds(check({}, seenOf([ds(), records('example.com', 'DNSKEY', [])])))).toEqual([]);
  });
  it('is unknown while it was not seen', () => {
    const judgement = check({}, seenOf([failed('example.com', 'DNSKEY', 'indeterminate', 'timeout')]));
    expect(ruleIds(judgement)).toEqual(['survey/unreachable']);
  });
});

describe('dnssec/ds-differs', () => {
  const pinned = { ...dnssec, ds: [PIN] };
  it('fires for a DS that nobody pinned, and for one that is gone', () => {
    const finding = only(check({ dnssec: pinned }, seenOf([ds(DS_NEXT)])), 'dnssec/ds-differs');
    expect(said(finding)).toContain(`+ DS 4661 13 2`);
    expect(said(finding)).toContain(`- DS 4660 13 2`);
    expect(ruleIds(check({ dnssec: pinned }, seenOf([ds(DS_13, DS_NEXT)])))).toEqual(['dnssec/ds-differs']);
    expect(ruleIds(check({ dnssec: { ...pinned, required: false } }, seenOf([ds()])))).toEqual([
      'dnssec/ds-differs',
    ]);
  });
  it('does not fire for the pinned set, nor in the course of a planned rollover', () => {
    const planned = { ...pinned, plannedDs: [SUCCESSOR] };
    expect(ruleIds(check({ dnssec: pinned }))).toEqual([]);
    expect(ruleIds(check({ dnssec: planned }, seenOf([ds(DS_13, DS_NEXT)])))).toEqual([]);
    expect(ruleIds(check({ dnssec: planned }, seenOf([ds(DS_NEXT)])))).toEqual([]);
  });
  it('is unknown while it was not seen', () => {
    const judgement = check(
      { dnssec: pinned },
      seenOf([failed('example.com', 'DS', 'indeterminate', 'timeout')]),
    );
    expect(judgement.outcome).toBe('unknown');
  });
});

describe('dnssec/weak-algorithm', () => {
  const rsa = (algorithm: number, octets: number) =>
    Uint8Array.of(1, 1, 3, algorithm, 3, 1, 0, 1, 0x80, ...Array.from({ length: octets - 1 }, () => 1));
  const keys = (...all: readonly Uint8Array[]) => seenOf([records('example.com', 'DNSKEY', all)]);
  it('fires for SHA-1, for short RSA keys and for a SHA-1 DS', () => {
    expect(said(only(check({}, keys(rsa(7, 256))), 'dnssec/weak-algorithm'))).toContain('RSASHA1-NSEC3-SHA1');
    expect(said(only(check({}, keys(rsa(8, 128))), 'dnssec/weak-algorithm'))).toContain('of 1024 bits');
    const sha1 = Uint8Array.of(0x12, 0x34, 13, 1, ...Array.from({ length: 20 }, () => 9));
    expect(ruleIds(check({}, seenOf([ds(sha1)])))).toEqual(['dnssec/weak-algorithm']);
  });
  it('is a weakness, and drift where the policy lists what is allowed', () => {
    expect(check({}, keys(rsa(7, 256))).outcome).toBe('ok');
    expect(check({}, keys(rsa(7, 256)), { failOn: { weakness: 'high' } }).outcome).toBe('ok');
    expect(check({}, keys(rsa(7, 256)), { failOn: { weakness: 'medium' } }).outcome).toBe('drift');
    expect(check({ dnssec: { ...dnssec, algorithms: [15] } }).outcome).toBe('drift');
  });
  it('does not fire for what is strong', () => {
    expect(ruleIds(check({}, keys(KEY_13, rsa(8, 256))))).toEqual([]);
    expect(ruleIds(check({ dnssec: { ...dnssec, algorithms: [13] } }))).toEqual([]);
  });
  it('reads RSA keys with short and long exponents, and passes over what is no key', () => {
    expect(readKey(rsa(8, 256))?.rsaBits).toBe(2048);
    expect(readKey(Uint8Array.of(1, 1, 3, 8, 0, 0, 1, 3, 0, 0x7f, 1))?.rsaBits).toBe(15);
    expect(readKey(Uint8Array.of(1, 1, 3, 8))?.rsaBits).toBeUndefined();
    expect(readKey(Uint8Array.of(1))).toBeUndefined();
  });
});

describe('dnssec/expiring', () => {
  const soa = (...ends: readonly number[]) =>
    seenOf([
      records('example.com', 'SOA', [Uint8Array.of(0)], { signatures: ends.map((end) => signature(end)) }),
    ]);
  it('fires for a set whose last signature ends within the horizon', () => {
    const finding = only(check({}, soa(NOW + DAY)), 'dnssec/expiring');
    expect(finding).toMatchObject({ kind: 'forecast', severity: 'high', fails: false });
    expect(said(finding)).toContain('expire in 24 hours');
  });
  it('does not fire while a later signature stands, nor at the horizon itself', () => {
    expect(ruleIds(check({}, soa(NOW + DAY, NOW + 30 * DAY)))).toEqual([]);
    expect(ruleIds(check({}, soa(NOW + 3 * DAY)))).toEqual([]);
  });
  it('leaves signatures in peace that are made on the fly for a day or two, unless the policy names a horizon', () => {
    const fresh = signature(NOW + 26 * 3_600_000, NOW - DAY);
    const seen = seenOf([records('example.com', 'SOA', [Uint8Array.of(0)], { signatures: [fresh] })]);
    expect(ruleIds(check({}, seen))).toEqual([]);
    const positions = {
      'dnssec.expiryHorizon': { file: 'policy.yaml', line: 3, column: 1, endLine: 3, endColumn: 2 },
    };
    expect(said(only(check({ positions }, seen), 'dnssec/expiring'))).toContain('52 % of its lifetime left');
  });
  it('looks at each server on its own, and names the one that is behind', () => {
    const good = signature(NOW + 20 * DAY, NOW - 10 * DAY);
    const old = signature(NOW + DAY, NOW - 29 * DAY);
    const seen = seenOf([
      records('example.com', 'SOA', [soaRdata(7)], { signatures: [good] }),
      records('example.com', 'DNSKEY', [KEY_13], { signatures: [good] }),
    ]);
    const at = (name: string, address: string, by: string) => ({
      name,
      address,
      says: { SOA: { ...give(soaRdata(7)), signatures: [by] } },
    });
    const servers = [
      serversOf([at('ns1.example.net', '192.0.2.1', good), at('ns2.example.net', '192.0.2.2', old)]),
    ];
    const finding = only(check({}, { ...seen, servers }), 'dnssec/expiring');
    expect(said(finding)).toContain('example.com SOA at ns2.example.net, 192.0.2.2: until');
    expect(said(finding)).not.toContain('192.0.2.1');
  });
  it('reads times as serial numbers beyond 2106', () => {
    const late = Date.UTC(2106, 1, 7, 6, 28);
    const octets = new Uint8Array(18);
    new DataView(octets.buffer).setUint32(8, 100);
    expect(readSignature(octets, late)?.expiration).toBe((2 ** 32 + 100) * 1000);
  });
});

describe('dns/ns-differ', () => {
  const nameservers = ['ns1.example.net', 'ns2.example.net'];
  it('fires for a server that is not declared, and for one that is gone', () => {
    const seen = seenOf([
      records('example.com', 'NS', [nsRdata('NS1.example.net'), nsRdata('ns.evil.test')]),
    ]);
    const finding = only(check({ nameservers }, seen), 'dns/ns-differ');
    expect(said(finding)).toContain('+ NS ns.evil.test');
    expect(said(finding)).toContain('- NS ns2.example.net');
  });
  it('does not fire for the declared set, nor without a declaration', () => {
    expect(ruleIds(check({ nameservers }))).toEqual([]);
    expect(ruleIds(check({}))).toEqual([]);
  });
  it('is unknown while it was not seen', () => {
    const seen = seenOf([failed('example.com', 'NS', 'indeterminate', 'timeout')]);
    expect(check({ nameservers }, seen).outcome).toBe('unknown');
    expect(check({}, seen).outcome).toBe('ok');
  });
  it('takes RDATA that is no name for a server of somebody else', () => {
    const seen = seenOf([records('example.com', 'NS', [Uint8Array.of(9, 1)])]);
    expect(ruleIds(check({ nameservers }, seen))).toEqual(['dns/ns-differ']);
  });
});
