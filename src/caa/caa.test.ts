import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  caaRecord,
  climbAsync,
  climbNames,
  decide,
  decideAsync,
  formatIssueValue,
  joinTxt,
  judgeStanding,
  LETSENCRYPT,
  meaningOf,
  octetsOf,
  octetString,
  presentCaa,
  PROFILES,
  quorum,
  readCaaRdata,
  readIssueValue,
  readStandingGrant,
  STRICT,
  writeCaaRdata,
  type CaaAnswer,
  type CaaProfile,
} from './index.js';

const rdata = (flags: number, tag: string, value: string) => writeCaaRdata(caaRecord(flags, tag, value));
const set = (...records: readonly Uint8Array[]): CaaAnswer => ({
  kind: 'records',
  owner: 'example.com',
  aliases: [],
  trust: 'secure',
  rdatas: records,
});
const none: CaaAnswer = { kind: 'none', why: 'nodata', aliases: [], trust: 'secure' };
const failed: CaaAnswer = { kind: 'failed', why: 'bogus', reason: 'signature-expired' };
const world = (answers: Readonly<Record<string, CaaAnswer>>) => (name: string) => answers[name] ?? none;

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

describe('the climb', () => {
  it('goes from the name to the top-level domain and not to the root', () => {
    expect(climbNames('*.a.Example.com')).toEqual(['a.example.com', 'example.com', 'com']);
  });
  it('stops at the first set, and never sees a failure above it', () => {
    const answers = world({ 'a.example.com': set(rdata(0, 'issue', 'ca.example')), 'example.com': failed });
    expect(ask('a.example.com', answers)).toMatchObject({ verdict: 'allowed', foundAt: 'a.example.com' });
  });
  it('ends at a failure before a set', () => {
    const answers = world({ 'a.example.com': failed, 'example.com': set(rdata(0, 'issue', 'ca.example')) });
    expect(ask('a.example.com', answers)).toMatchObject({
      verdict: 'indeterminate',
      clause: 'lookup-failed',
      mayStillIssue: false,
      trust: 'failed',
    });
  });
  it('takes a set without records as none', () => {
    expect(ask('example.com', world({ 'example.com': set() })).clause).toBe('no-set');
  });
  it('is only as trusted as the least of its answers', () => {
    const answers = world({
      'a.example.com': { ...none, trust: 'insecure' },
      'example.com': set(rdata(0, 'issue', 'ca.example')),
    });
    expect(ask('a.example.com', answers).trust).toBe('insecure');
  });
  it('is the same whether answers are at hand or fetched', async () => {
    const answers = world({ 'example.com': set(rdata(0, 'issue', 'ca.example')) });
    const request = { name: 'x.example.com', issuers: ['ca.example'], profile: STRICT };
    const fetched = await decideAsync({ ...request, answers: async (name) => answers(name) });
    expect(fetched).toEqual(decide({ ...request, answers }));
    expect((await climbAsync('x.example.com', async (name) => answers(name), STRICT)).kind).toBe('found');
  });
  it('takes NXDOMAIN of a bare top-level domain as a failure at Let’s Encrypt alone', () => {
    const answers = world({ test: { ...none, why: 'nxdomain' } });
    expect(ask('a.test', answers, LETSENCRYPT).verdict).toBe('indeterminate');
    expect(ask('a.test', answers, STRICT).verdict).toBe('allowed');
  });
});

describe('the decision', () => {
  it('says of each record why it does not authorise', () => {
    const answers = world({
      'example.com': set(
        rdata(0, 'issue', 'ca.example;accounturi=https://ca.example/1'),
        rdata(0, 'issue', 'ca.example;'.repeat(2)),
        rdata(0, 'iodef', 'mailto:a@example.com'),
        Uint8Array.of(0),
      ),
    });
    const { records, verdict } = ask('example.com', answers);
    expect(verdict).toBe('denied');
    expect(records.map(({ authorises, relevant }) => [authorises, relevant])).toEqual([
      [false, false],
      [false, true],
      [false, true],
      [false, false],
    ]);
    expect(JSON.stringify(records)).toContain('it demands the account');
  });
  it('does not guess what a CA makes of a record that cannot be read', () => {
    expect(ask('example.com', world({ 'example.com': set(Uint8Array.of(0)) })).verdict).toBe('indeterminate');
  });
  it('blocks everything on a critical property that is unknown', () => {
    const answers = world({
      'example.com': set(rdata(0, 'issue', 'ca.example'), rdata(128, 'contactemail', 'a@example.com')),
    });
    expect(ask('example.com', answers, LETSENCRYPT).clause).toBe('critical-unknown');
    expect(ask('example.com', answers, STRICT).verdict).toBe('allowed');
  });
  it('refuses an issuer in other letters at Let’s Encrypt alone, and its binding in other letters binds nobody there', () => {
    const cased = world({ 'example.com': set(rdata(0, 'issue', 'CA.example')) });
    expect(PROFILES.map((profile) => ask('example.com', cased, profile).verdict)).toEqual([
      'allowed',
      'denied',
    ]);
    const unbound = world({
      'example.com': set(rdata(0, 'issue', 'ca.example; AccountURI=https://ca.example/2')),
    });
    expect(PROFILES.map((profile) => ask('example.com', unbound, profile).verdict)).toEqual([
      'denied',
      'allowed',
    ]);
  });
  it('takes issuewild for wildcards alone, even if it is malformed', () => {
    const answers = world({
      'example.com': set(rdata(0, 'issue', 'ca.example'), rdata(0, 'issuewild', '%%')),
    });
    expect(ask('example.com', answers).verdict).toBe('allowed');
    expect(ask('*.example.com', answers).verdict).toBe('denied');
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

function ask(name: string, answers: (name: string) => CaaAnswer, profile: CaaProfile = STRICT) {
  return decide({ name, issuers: ['ca.example'], account: [], profile, answers });
}
