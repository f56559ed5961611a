import { describe, expect, it } from 'vitest';
import { DnsName } from '../../base/name.js';
import { RrType } from '../model.js';
import { fromBase32hex, toBase32hex } from './base32hex.js';
import { parseRdata, parseRecord } from './presentation.js';
import { printRdata, printRecord } from './print.js';
import {
  keyTag,
  readAddress,
  readCaa,
  readDnskey,
  readDs,
  readNsec3,
  readRrsig,
  readSoa,
  readTlsa,
  readTxt,
} from './rdata.js';
import { groupRrsets } from './rrset.js';
import { typeName, typeNumber } from './types.js';

describe('records in zone-file form', () => {
  it.each([
    'example.com. 300 IN A 192.0.2.1',
    'example.com. 300 IN AAAA 2001:db8::1',
    'example.com. 300 IN AAAA ::',
    'example.com. 300 IN NS ns\\.1.example.com.',
    'example.com. 300 IN SOA ns.example.com. mail.example.com. 4294967295 2 3 4 5',
    'example.com. 300 IN MX 10 mx.example.com.',
    'example.com. 300 IN TXT "a b" "" "quote \\" and \\\\ and \\007"',
    'example.com. 300 IN CAA 128 issue "ca.example; accounturi=https://a/1"',
    'example.com. 300 IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D',
    'example.com. 300 IN RRSIG CAA 13 2 300 20260101000000 20251201000000 1 example.com. AAAA',
    'example.com. 300 IN NSEC a.example.com. A CAA TYPE65280',
    '0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.example. 300 IN NSEC3 1 1 12 AABBCCDD 2T7B4G4VSA5SMI47K61MV5BV1A22BOJR NS SOA',
    'example.com. 300 IN NSEC3PARAM 1 0 0 -',
    'example.com. 300 IN TLSA 3 1 1 00FF',
    'example.com. 300 IN CDS 0 0 0 00',
    'example.com. 300 IN TYPE65280 \\# 3 010203',
    'example.com. 300 IN TYPE65280 \\# 0',
    '. 300 CLASS3 TXT "chaos"',
  ])('survive reading and printing: %s', (line) => {
    expect(printRecord(parseRecord(line))).toBe(line);
  });

  it('may span brackets and hold comments, with TTL and class in either order', () => {
    const record = parseRecord('a.example IN 60 DNSKEY ( 257 3 8 AwEA ; first\n AcUl ) ; end');
    expect([record.ttl, printRdata(record)]).toEqual([60, '257 3 8 AwEAAcUl']);
  });

  it.each([
    ['', 'an owner name'],
    ['a.example IN', 'an RR type'],
    ['a.example IN NOTYPE x', 'an RR type'],
    ['a.example IN A 192.0.2.256', 'an IPv4 address'],
    ['a.example IN A 192.0.2.1 x', 'the end of A RDATA'],
    ['a.example IN AAAA 1::2::3', 'an IPv6 address'],
    ['a.example IN DS 1 8 2 ABC', 'hexadecimal digits in pairs'],
    ['a.example IN DS 1 300 2 AB', 'a number up to 255'],
    ['a.example IN TYPE9 \\# 2 AB', 'the length 1'],
    ['a.example IN TXT "open', 'a closing quote'],
    ['a.example IN TXT', 'a character-string'],
  ])('are refused with what was expected: %j', (line, expected) => {
    expect(() => parseRecord(line)).toThrow(expected);
  });

  it('prints what is malformed as RFC 3597 does', () => {
    expect(printRdata({ type: RrType.CAA, rdata: Uint8Array.of(0, 9, 1) })).toBe('\\# 3 000901');
  });
});

describe('typed readers', () => {
  const record = (type: number, text: string): { type: number; rdata: Uint8Array } => ({
    type,
    rdata: parseRdata(type, text),
  });

  it('read what the records say', () => {
    expect(readAddress(record(28, '2001:db8:0:0:1:0:0:1'))).toBe('2001:db8::1:0:0:1');
    expect(readAddress(record(28, '2001:db8:0:1:1:1:1:1'))).toBe('2001:db8:0:1:1:1:1:1');
    expect(readSoa(record(6, 'a. b. 1 2 3 4 5'))).toMatchObject({ serial: 1, minimum: 5 });
    expect(readDs(record(43, '7 13 2 AB'))).toMatchObject({ keyTag: 7, algorithm: 13, digestType: 2 });
    expect(readRrsig(record(46, 'A 8 2 300 20260101000000 20251201000000 9 x.test. AAAA'))).toMatchObject({
      keyTag: 9,
      labels: 2,
    });
    expect([...readNsec3(record(50, '1 1 12 AA 0P9MHAVEQVM6T7VBL5LOP2U3T2RP3TOM A'))!.types]).toEqual([1]);
    expect(String.fromCharCode(...readCaa(record(257, '0 issue "x"'))!.tag)).toBe('issue');
    expect(readTxt(record(16, '"a" "bc"'))!.map((one) => one.length)).toEqual([1, 2]);
    expect(readTlsa(record(52, '3 1 1 FF'))).toMatchObject({ usage: 3, selector: 1, matchingType: 1 });
  });

  it('read nothing from a record that is malformed or of another type', () => {
    expect(readDs({ type: RrType.DS, rdata: Uint8Array.of(1, 2, 3) })).toBeUndefined();
    expect(readDs({ type: RrType.A, rdata: Uint8Array.of(1, 2, 3, 4) })).toBeUndefined();
    expect(readCaa({ type: RrType.CAA, rdata: Uint8Array.of(0, 2, 0x61) })).toBeUndefined();
  });

  it('compute the key tags of the root keys', () => {
    const ksk =
      'AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3+/4RgWOq7HrxRixHlFlExOLAJr5emLvN7SWXgnLh4+B5xQlNVz8Og8kvArMtNROxVQuCaSnIDdD5LKyWbRd2n9WGe2R8PzgCmr3EgVLrjyBxWezF0jLHwVN8efS3rCj/EWgvIWgb9tarpVUDK/b58Da+sqqls3eNbuv7pr+eoZG+SrDK6nWeL3c6H5Apxz7LjVc1uTIdsIXxuOLYA4/ilBmSVIzuDWfdRUfhHdY6+cn8HFRm+2hM8AnXGXws9555KrUB5qihylGa8subX2Nn6UwNR1AkUTV74bU=';
    const rdata = parseRdata(RrType.DNSKEY, `257 3 8 ${ksk}`);
    expect(keyTag(rdata)).toBe(20326);
    expect(readDnskey({ type: RrType.DNSKEY, rdata })).toMatchObject({
      zoneKey: true,
      revoked: false,
      secureEntryPoint: true,
      keyTag: 20326,
    });
  });
});

it('groups records into sets by name in any case, class and type, each with its signatures', () => {
  const rrsig = (owner: string, type: string): string =>
    `${owner} 60 IN RRSIG ${type} 13 1 60 20260101000000 20251201000000 1 test. AAAA`;
  const lines = [
    'a.test 300 IN A 192.0.2.1',
    rrsig('A.test', 'A'),
    'A.TEST 200 IN A 192.0.2.2',
    'a.test 300 IN TXT "x"',
    rrsig('b.test', 'A'),
  ];
  const sets = groupRrsets(lines.map((line) => parseRecord(line)));
  expect(
    sets.map(({ type, ttl, records, signatures }) => [type, ttl, records.length, signatures.length]),
  ).toEqual([
    [1, 200, 2, 1],
    [16, 300, 1, 0],
  ]);
});

it('writes base32hex as RFC 4648, section 10, shows', () => {
  const text = (word: string): Uint8Array => new TextEncoder().encode(word);
  expect(['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((word) => toBase32hex(text(word)))).toEqual([
    'CO',
    'CPNG',
    'CPNMU',
    'CPNMUOG',
    'CPNMUOJ1',
    'CPNMUOJ1E8',
  ]);
  expect(fromBase32hex('cpnmuoj1e8')).toEqual(text('foobar'));
  expect(fromBase32hex('W')).toBeUndefined();
});

it('names types, known or not', () => {
  expect([
    typeName(257),
    typeName(65280),
    typeNumber('caa'),
    typeNumber('TYPE65280'),
    typeNumber('TYPE65536'),
    typeNumber('x'),
  ]).toEqual(['CAA', 'TYPE65280', 257, 65280, undefined, undefined]);
  expect(DnsName.parse('x').equals(DnsName.parse('X.'))).toBe(true);
});
