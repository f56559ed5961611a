import { describe, expect, it } from 'vitest';
import { DnsName } from '../../base/name.js';
import type { RRset } from '../model.js';
import { compareOctets } from '../wire/octets.js';
import { parseRecord } from '../wire/presentation.js';
import { printRdata } from '../wire/print.js';
import { readRrsig } from '../wire/rdata.js';
import { canonicalRdata, signedData } from './canonical.js';
import { secondsLeft, serialDifference, timeFault } from './times.js';

const canonical = (text: string): string => {
  const record = parseRecord(text);
  return printRdata({ type: record.type, rdata: canonicalRdata(record) });
};

describe('the canonical form of RDATA', () => {
  it.each([
    ['a.test MX 1 MX.Test', '1 mx.test.'],
    ['a.test SOA NS.Test MAIL.Test 1 2 3 4 5', 'ns.test. mail.test. 1 2 3 4 5'],
    ['a.test SRV 1 2 3 Host.Test', '1 2 3 host.test.'],
    ['a.test DNAME Target.Test', 'target.test.'],
    ['a.test NAPTR 1 2 "S" "SIP" "" Host.Test', '1 2 "S" "SIP" "" host.test.'],
    ['a.test NSEC Next.Test A', 'Next.Test. A'],
    ['a.test CAA 0 issue "CA.Example"', '0 issue "CA.Example"'],
    ['a.test TXT "Text"', '"Text"'],
  ])('of %s is %s', (text, expected) => {
    expect(canonical(text)).toBe(expected);
  });

  it('leaves alone what is malformed', () => {
    const rdata = Uint8Array.of(0, 1, 3, 0x41);
    expect(canonicalRdata({ type: 15, rdata, malformed: 'cut off' })).toBe(rdata);
    expect(canonicalRdata({ type: 15, rdata })).toBe(rdata);
  });
});

describe('what is signed', () => {
  const rrsig = parseRecord('a.b.test RRSIG TXT 13 2 300 20260101000000 20251201000000 1 TEST. AAAA');
  const setOf = (...texts: string[]): RRset => {
    const records = texts.map((text) => parseRecord(`A.b.test 60 TXT ${text}`));
    return { name: DnsName.parse('A.b.test'), type: 16, class: 1, ttl: 60, records, signatures: [] };
  };
  const signed = (set: RRset): Uint8Array => signedData(set, readRrsig(rrsig)!, rrsig.rdata);

  it('does not depend on order, on case of the owner, or on duplicates', () => {
    expect(compareOctets(signed(setOf('"b"', '"a"', '"b"')), signed(setOf('"a"', '"b"')))).toBe(0);
    expect(compareOctets(signed(setOf('"b"')), signed(setOf('"a"')))).not.toBe(0);
  });

  it('has the wildcard as owner, the original TTL, and the signer in lower case', () => {
    const text = Buffer.from(signed(setOf('"a"'))).toString('latin1');
    expect(text).toContain('\x04test\x00\x01*\x01b\x04test\x00\x00\x10\x00\x01\x00\x00\x01\x2c\x00\x02\x01a');
  });
});

describe('times of signatures', () => {
  const at = (inception: number, expiration: number): NonNullable<ReturnType<typeof readRrsig>> => ({
    ...readRrsig(parseRecord('a RRSIG A 8 1 1 20260101000000 20250101000000 1 a. AA'))!,
    inception,
    expiration,
  });

  it('are compared as serial numbers, across the turn of the 32-bit clock too', () => {
    expect(serialDifference(5, 0xfffffffb)).toBe(10);
    expect(timeFault(at(0xfffffff0, 100), 50_000 + 0x100000000 * 1000)).toBeUndefined();
    expect(timeFault(at(0xfffffff0, 100), (0xfffffff0 - 1) * 1000)?.code).toBe('signature-not-yet-valid');
    expect(timeFault(at(0xfffffff0, 100), 101_000 + 0x100000000 * 1000)?.code).toBe('signature-expired');
    expect(secondsLeft(at(0xfffffff0, 100), 0xfffffff0 * 1000)).toBe(116);
  });
});
