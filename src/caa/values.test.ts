import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  caaRecord,
  formatIssueValue,
  joinTxt,
  judgeStanding,
  meaningOf,
  octetsOf,
  octetString,
  presentCaa,
  quorum,
  readCaaRdata,
  readIssueValue,
  readStandingGrant,
  STRICT,
  writeCaaRdata,
} from './index.js';

const rdata = (flags: number, tag: string, value: string) => writeCaaRdata(caaRecord(flags, tag, value));

describe('CAA RDATA', () => {
  it('is read into flags, tag and value', () => {
    const read = readCaaRdata(Uint8Array.of(128, 5, 0x69, 0x73, 0x73, 0x75, 0x65, 0x63, 0x61));
    expect(read.ok && presentCaa(read.record)).toBe('128 issue "ca"');
  });
  it.each([
    ['nothing', [], 0],
    ['flags alone', [0], 1],
    ['an empty tag', [0, 0, 0x61], 1],
    ['a tag past the end', [0, 6, 0x69, 0x73, 0x73, 0x75, 0x65], 2],
  ])('is refused with %s', (_, octets, position) => {
    expect(readCaaRdata(Uint8Array.from(octets))).toMatchObject({ ok: false, position });
  });
  it('is written as it was read, whatever its bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (octets) => {
        const read = readCaaRdata(octets);
        if (read.ok) expect(writeCaaRdata(read.record)).toEqual(octets);
      }),
    );
  });
});

describe('an issue value', () => {
  /** RFC 8659, section 4.2, as one regular expression: written apart from the reader, to hold it against. */
  const label = '[A-Za-z0-9](?:-*[A-Za-z0-9])*';
  const parameter = `${label}[ \\t]*=[ \\t]*[\\x21-\\x3a\\x3c-\\x7e]*`;
  const oracle = new RegExp(
    `^[ \\t]*(?:${label}(?:\\.${label})*[ \\t]*)?(?:;[ \\t]*(?:${parameter}(?:[ \\t]*;[ \\t]*${parameter})*[ \\t]*)?)?$`,
  );
  const pieces = fc.constantFrom(
    'ca',
    '.',
    '-',
    ';',
    '=',
    ' ',
    '\t',
    'a1',
    ',',
    '"',
    'é',
    '\u0000',
    '_',
    'ca.example',
  );
  it('is well formed exactly if it matches the grammar', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const value = parts.join('');
        expect(readIssueValue(octetsOf(value)).ok).toBe(oracle.test(value));
      }),
      { numRuns: 3000 },
    );
  });
  it.each([
    ['ca.example.', 10],
    ['ca_x.example', 2],
    ['ca.example; a=b;', 16],
    ['ca.example a=b', 11],
    ['ca.example; a=b c', 16],
    ['bücher.example', 1],
  ])('%s is refused, with the place', (value, position) => {
    expect(readIssueValue(Uint8Array.from(value, (c) => c.charCodeAt(0)))).toMatchObject({
      ok: false,
      position,
    });
  });
  it('is formatted without spaces and read back the same', () => {
    const value = formatIssueValue({
      issuer: 'letsencrypt.org',
      account: 'https://acme-v02.api.letsencrypt.org/acme/acct/1',
      methods: ['dns-01', 'http-01'],
    });
    expect(value).toBe(
      'letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1;validationmethods=dns-01,http-01',
    );
    expect(readIssueValue(octetsOf(value)).ok).toBe(true);
  });
  it('takes long hostile values in linear time', () => {
    const value = `a${'-'.repeat(60_000)}`;
    expect(readIssueValue(octetsOf(value)).ok).toBe(false);
  });
});

describe('the meaning of a set', () => {
  it('does not depend on spaces, order and case', () => {
    const one = meaningOf([rdata(0, 'issue', 'ca.example; validationmethods=b,a')], STRICT);
    const other = meaningOf([rdata(0, 'ISSUE', ' CA.example ;ValidationMethods = a,b')], STRICT);
    const plain = (meaning: typeof one) =>
      meaning.effect.issue.kind === 'restricted' &&
      meaning.effect.issue.grants.map(({ issuer, account, methods }) => ({ issuer, account, methods }));
    expect(plain(one)).toEqual(plain(other));
    expect(plain(one)).toEqual([{ issuer: 'ca.example', account: 'any', methods: ['a', 'b'] }]);
  });
  it('falls back from issuewild to issue', () => {
    const meaning = meaningOf([rdata(0, 'issue', ';')], STRICT);
    expect(meaning.effect.issuewild).toMatchObject({ kind: 'restricted', grants: [] });
    expect(meaning.effect.issuemail).toEqual({ kind: 'unrestricted' });
  });
});

describe('standing grants', () => {
  const request = { issuers: ['ca.example'], account: 'https://ca.example/1', wildcard: false, now: 0 };
  it('are joined from character strings, and refused if a length runs past the end', () => {
    expect(joinTxt(Uint8Array.of(1, 0x61, 0, 2, 0x62, 0x63))).toBe('abc');
    expect(joinTxt(Uint8Array.of(3, 0x61))).toBeUndefined();
  });
  it('end strictly after persistUntil', () => {
    const texts = ['CA.example.; accounturi=https://ca.example/1; persistUntil=10'];
    expect(judgeStanding(texts, { ...request, now: 10_000 })).toBe('valid');
    expect(judgeStanding(texts, { ...request, now: 10_001 })).toBe('unauthorized');
  });
  it('never throw, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => void readStandingGrant(text)));
  });
});

describe('several perspectives', () => {
  it('need a primary, two remotes, and all but one of five or two of six', () => {
    expect(quorum(true, [true]).allowed).toBe(false);
    expect(quorum(true, [true, true, true, true, false]).allowed).toBe(true);
    expect(quorum(true, [true, true, true, false, false]).allowed).toBe(false);
    expect(quorum(true, [true, true, true, true, false, false]).allowed).toBe(true);
    expect(quorum(false, [true, true, true]).allowed).toBe(false);
  });
});

describe('octet strings', () => {
  it('lose no octet', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        expect(octetsOf(octetString(octets))).toEqual(octets);
      }),
    );
  });
});
