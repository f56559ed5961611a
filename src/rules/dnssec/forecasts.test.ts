import { describe, expect, it } from 'vitest';
import { dsOf } from '../facts/dnssec.js';
import { DAY, KEY_13, NOW, records, seenOf } from '../testing/builder.js';
import { check, only, ruleIds, said } from '../testing/check.js';
import { signature } from '../testing/signature.js';
import type { DsPin } from '../../policy/model.js';
import type { LookupEvidence } from '../../survey/evidence.js';

const dnssec = { required: true, plannedDs: [], expiryHorizon: 3 * 86_400 };

/** A DNSKEY of this algorithm whose public key is this octet, again and again. */
const key = (algorithm: number, octet: number, flags = 1): Uint8Array =>
  Uint8Array.of(1, flags, 3, algorithm, ...Array.from({ length: 64 }, () => octet));
const pinOf = (one: Uint8Array, digestType = 2): DsPin => {
  const pin = dsOf('example.com', one, digestType);
  if (pin === undefined) throw new Error('no such digest');
  return pin;
};
const rdataOf = ({ keyTag, algorithm, digestType, digest }: DsPin): Uint8Array =>
  Uint8Array.of(keyTag >> 8, keyTag & 255, algorithm, digestType, ...Buffer.from(digest, 'hex'));
const ds = (...pins: readonly DsPin[]) => records('example.com', 'DS', pins.map(rdataOf), { zone: 'com' });
const at = (type: string, ...rdatas: readonly Uint8Array[]) => records('example.com', type, rdatas);

describe('dnssec/algorithms-incomplete', () => {
  const signedBy = (type: string, ...algorithms: readonly number[]) =>
    records('example.com', type, [KEY_13], {
      signatures: algorithms.map((one) => signature(NOW + 20 * DAY, NOW - 10 * DAY, one)),
    });

  it('fires for a DS whose algorithm has no key', () => {
    const seen = seenOf([ds(pinOf(KEY_13), { ...pinOf(KEY_13), algorithm: 8 })]);
    const finding = only(check({}, seen), 'dnssec/algorithms-incomplete');
    expect(finding).toMatchObject({ kind: 'weakness', severity: 'medium', fails: false });
    expect(said(finding)).toContain('algorithm 8 (RSASHA256) # named by a DS at the parent');
  });

  it('fires for a set that one of the algorithms did not sign, and names it', () => {
    const keys = records('example.com', 'DNSKEY', [KEY_13, key(15, 9)], {
      signatures: [13, 15].map((one) => signature(NOW + 20 * DAY, NOW - 10 * DAY, one)),
    });
    const finding = only(check({}, seenOf([keys, signedBy('SOA', 13)])), 'dnssec/algorithms-incomplete');
    expect(said(finding)).toContain(
      'algorithm 15 (ED25519) # the zone has a key of it, and example.com SOA has no',
    );
    expect(ruleIds(check({}, seenOf([keys, signedBy('SOA', 13, 15)])))).toEqual([]);
  });

  it('does not count keys that are revoked or sign no zone', () => {
    const revoked = key(15, 9, 0x81);
    expect(ruleIds(check({}, seenOf([at('DNSKEY', KEY_13, revoked), signedBy('SOA', 13)])))).toEqual([]);
  });
});

describe('dnssec/nsec3-parameters', () => {
  const params = (iterations: number, ...salt: readonly number[]) =>
    seenOf([at('NSEC3PARAM', Uint8Array.of(1, 0, iterations >> 8, iterations & 255, salt.length, ...salt))]);

  it.each([
    [1, [], 'low'],
    [0, [0xab], 'low'],
    [50, [], 'low'],
    [51, [], 'high'],
  ] as const)('with %i iterations and salt %j is of severity %s', (iterations, salt, severity) =>
    expect(only(check({}, params(iterations, ...salt)), 'dnssec/nsec3-parameters').severity).toBe(severity),
  );

  it('does not fire without either, nor for a zone with NSEC', () => {
    expect(ruleIds(check({}, params(0)))).toEqual([]);
    expect(ruleIds(check({}, seenOf([at('NSEC3PARAM')])))).toEqual([]);
  });
});

describe('dnssec/key-tag-collision', () => {
  /** Adding as much to one octet as is taken from another of the same place in a word keeps the tag. */
  const twin = Uint8Array.from(KEY_13).map((octet, i) =>
    i === 10 ? octet + 1 : i === 12 ? octet - 1 : octet,
  );

  it('fires for two keys that a signature cannot tell apart', () => {
    const finding = only(check({}, seenOf([at('DNSKEY', KEY_13, twin)])), 'dnssec/key-tag-collision');
    expect(said(finding)).toContain('2 keys have tag');
    expect(ruleIds(check({}, seenOf([at('DNSKEY', KEY_13, key(13, 8))])))).toEqual([]);
  });
});

describe('dnssec/cds-change', () => {
  const next = key(13, 8);
  const zone = (...more: readonly LookupEvidence[]) =>
    seenOf([ds(pinOf(KEY_13)), at('DNSKEY', KEY_13, next), ...more]);
  const pinned = { dnssec: { ...dnssec, ds: [pinOf(KEY_13)] } };

  it('fires for a DS that is announced and not planned', () => {
    const seen = zone(at('CDS', rdataOf(pinOf(KEY_13)), rdataOf(pinOf(next))));
    const finding = only(check(pinned, seen), 'dnssec/cds-change');
    expect(finding).toMatchObject({ kind: 'forecast', severity: 'high', fails: false });
    expect(said(finding)).toContain(`+ DS ${pinOf(next).keyTag} 13 2`);
    expect(only(check({}, seen), 'dnssec/cds-change').severity).toBe('low');
  });

  it('fires for a key that CDNSKEY alone announces, and for one that is announced no more', () => {
    const finding = only(check(pinned, zone(at('CDNSKEY', next))), 'dnssec/cds-change');
    expect(said(finding)).toContain(`+ DS ${pinOf(next).keyTag}`);
    expect(said(finding)).toContain(`- DS ${pinOf(KEY_13).keyTag}`);
  });

  it('does not fire for the present keys in another digest, nor for a planned successor', () => {
    const same = at('CDS', rdataOf(pinOf(KEY_13)), rdataOf(pinOf(KEY_13, 4)));
    expect(ruleIds(check(pinned, zone(same)))).toEqual([]);
    const planned = { dnssec: { ...pinned.dnssec, plannedDs: [pinOf(next)] } };
    expect(ruleIds(check(planned, zone(at('CDS', rdataOf(pinOf(next))))))).toEqual([]);
  });

  it('goes by validated announcements alone, as parents do', () => {
    const forged = records('example.com', 'CDS', [rdataOf(pinOf(next))], { state: 'insecure' });
    expect(ruleIds(check(pinned, zone(forged)))).toEqual([]);
  });
});

describe('dnssec/cds-delete', () => {
  it.each([
    ['CDS', Uint8Array.of(0, 0, 0, 0, 0)],
    ['CDNSKEY', Uint8Array.of(0, 0, 3, 0, 0)],
  ])('fires for the %s that turns DNSSEC off', (type, rdata) => {
    const finding = only(check({}, seenOf([at(type, rdata)])), 'dnssec/cds-delete');
    expect(finding).toMatchObject({ kind: 'forecast', severity: 'critical' });
    const optional = check({ dnssec: { ...dnssec, required: false } }, seenOf([at(type, rdata)]));
    expect(only(optional, 'dnssec/cds-delete').severity).toBe('medium');
  });
});

describe('the DS of a key', () => {
  it('is that of RFC 4034, section 5.4', () => {
    const rdata = Buffer.from(
      'AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==',
      'base64',
    );
    expect(dsOf('dskey.example.com', Uint8Array.from([1, 0, 3, 5, ...rdata]), 1)).toEqual({
      keyTag: 60_485,
      algorithm: 5,
      digestType: 1,
      digest: '2bb183af5f22588179a53b0a98631fad1a292118',
    });
  });
});
