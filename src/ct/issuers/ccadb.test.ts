import { describe, expect, it } from 'vitest';
import { issuersFromCcadb, type CcadbReading } from './ccadb.js';
import { readCsv } from './csv.js';
import { readDelegations, withoutDelegated } from './delegated.js';
import { parseIssuers, writeIssuers } from './file.js';

const HEADER = 'Subject,Subject Key Identifier (Hex),Intermediate Certificate,Recognized CAA Domains';
const KEY = '00B529F22D8E6F31E89B4CAD783EFADCE90CD1D2';
const report = (...rows: readonly string[]): string => [HEADER, ...rows, ''].join('\r\n');
const read = (...rows: readonly string[]): CcadbReading => {
  const reading = issuersFromCcadb(report(...rows));
  if ('wrong' in reading) throw new Error(reading.wrong);
  return reading;
};
const row = (domains: string, key = KEY, subject = "CN=R12; O=Let's Encrypt; C=US"): string =>
  `"${subject}",${key},"https://crt.sh/?id=1","${domains}"`;

describe('CSV', () => {
  it('has quotes around commas, line breaks and quotes', () => {
    expect(readCsv('\ufeffa,"b, ""c""\nd",\r\n1,,"3"')).toEqual({
      rows: [
        ['a', 'b, "c"\nd', ''],
        ['1', '', '3'],
      ],
    });
    expect(readCsv('')).toEqual({ rows: [] });
    expect(readCsv('a\nb\n')).toEqual({ rows: [['a'], ['b']] });
  });

  it.each([
    ['a\n"b', { line: 2, problem: 'a quote is never closed' }],
    ['a\nb"c', { line: 2, problem: 'a quote stands within a field that does not begin with one' }],
    ['"a"b', { line: 1, problem: 'something stands behind the closing quote of a field' }],
  ])('that is none is refused: %j', (text, fault) => {
    expect(readCsv(text)).toEqual(fault);
  });

  it('is read so far and no further', () => {
    expect(readCsv('a\nb\nc', 2)).toEqual({ line: 3, problem: 'there are more than 2 rows' });
  });
});

describe('the report of CCADB', () => {
  it('gives the CAA identifiers by key, however they are separated', () => {
    const { issuers, skipped } = read(
      row('letsencrypt.org'),
      row('b.example; a.example', '01'.repeat(20), 'CN=X, O=Example, C=DE'),
      row('a.example,b.example\nc.example', '02:'.repeat(19) + '02'),
    );
    expect(skipped).toEqual([]);
    expect(issuers).toEqual([
      { keyId: KEY.toLowerCase(), name: 'R12', owner: "Let's Encrypt", caaDomains: ['letsencrypt.org'] },
      { keyId: '01'.repeat(20), name: 'X', owner: 'Example', caaDomains: ['a.example', 'b.example'] },
      expect.objectContaining({
        keyId: '02'.repeat(20),
        caaDomains: ['a.example', 'b.example', 'c.example'],
      }),
    ]);
  });

  it('takes all that any certificate of the same key recognises', () => {
    expect(read(row('b.example'), row('a.example')).issuers).toEqual([
      expect.objectContaining({ caaDomains: ['a.example', 'b.example'] }),
    ]);
  });

  it.each([
    ['', 'it names no CAA identifier'],
    ['None', 'it names no CAA identifier'],
    ['n/a', 'it names no CAA identifier'],
    ['admin@ca.example', 'no plain list of domain names: "admin@ca.example"'],
    ['ca.example, see section 4.2 of our CPS', 'no plain list of domain names: "see"'],
    ['ca.example 10.0.0.1', 'no plain list of domain names: "10.0.0.1"'],
    ['-ca.example', 'no plain list'],
  ])('says of a row with %j why nothing is taken from it', (domains, why) => {
    const { issuers, skipped } = read(row(domains));
    expect(issuers).toEqual([]);
    expect(skipped).toEqual([
      { row: 1, subject: "CN=R12; O=Let's Encrypt; C=US", why: expect.stringContaining(why) },
    ]);
  });

  it('says of rows without a key, or with too few cells, that they are skipped', () => {
    const { issuers, skipped } = read(row('a.example', 'none'), 'one,cell');
    expect(issuers).toEqual([]);
    expect(skipped.map(({ why }) => why)).toEqual([
      'it has no subject key identifier in hex',
      'it has not as many cells as the header',
    ]);
  });

  it('is told from anything else', () => {
    for (const text of ['<!DOCTYPE html>', 'Subject,Other\na,b', '"'])
      expect(issuersFromCcadb(text), text).toEqual({
        wrong: expect.stringContaining("expected CCADB's report"),
      });
  });
});

describe('identifiers that another owner lets a CA act on', () => {
  const list = readDelegations(
    JSON.stringify([
      { name: 'DigiCert', domains: ['digicert.com', 'amazon.com'], delegated_domains: ['amazon.com'] },
      { name: 'Amazon', domains: ['amazon.com', 'awstrust.com'], delegated_domains: null },
    ]),
  );
  const delegations = 'wrong' in list ? [] : list;
  const issuer = (...caaDomains: readonly string[]) => ({ name: 'X', owner: 'X', caaDomains });

  it('are not those of its keys', () => {
    const { issuers, undecided } = withoutDelegated(
      [issuer('amazon.com', 'digicert.com'), issuer('amazon.com', 'awstrust.com'), issuer('other.example')],
      delegations,
    );
    expect(issuers.map(({ caaDomains }) => caaDomains)).toEqual([
      ['digicert.com'],
      ['amazon.com', 'awstrust.com'],
      ['other.example'],
    ]);
    expect(undecided).toEqual([]);
  });

  it('stay where it cannot be told whose the key is, and that is said', () => {
    const unclear = issuer('amazon.com', 'awstrust.com', 'digicert.com');
    expect(withoutDelegated([unclear], delegations)).toEqual({ issuers: [unclear], undecided: [unclear] });
    const stranger = issuer('amazon.com', 'other.example');
    expect(withoutDelegated([stranger], delegations)).toEqual({ issuers: [stranger], undecided: [] });
  });

  it('come in a list that is told from anything else', () => {
    for (const text of ['{}', '[{"name":1}]', '<html>'])
      expect(readDelegations(text)).toEqual({ wrong: expect.stringContaining("expected SSLMate's list") });
  });
});

describe('a file of issuers', () => {
  const groups = [{ source: 'CCADB', date: '2026-11-25', issuers: read(row('letsencrypt.org')).issuers }];

  it('reads as it was written', () => {
    expect(parseIssuers(writeIssuers(groups))).toEqual(groups);
  });

  it('that is none is refused with what is wrong', () => {
    expect(() => parseIssuers('x')).toThrow(/expected a table of issuers .* got no JSON/);
    expect(() => parseIssuers(writeIssuers(groups).replace('2026-11-25', 'today'))).toThrow(
      /at groups\.0\.date/,
    );
  });
});
