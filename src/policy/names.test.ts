import fc from 'fast-check';
import { toASCII } from 'tr46';
import { describe, expect, it } from 'vitest';
import { isBelowDomain, nearest, readDomainName } from './names.js';
import { problemsOf } from './testing/load.js';

describe('a domain name', () => {
  it.each([
    ['Example.COM', 'example.com'],
    ['example.com.', 'example.com'],
    [' example.com ', 'example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['BÜCHER.example', 'xn--bcher-kva.example'],
    ['faß.example', 'xn--fa-hia.example'],
    ['例え。テスト', 'xn--r8jz45g.xn--zckzah'],
    ['_dmarc.example.com', '_dmarc.example.com'],
    ['r3---sn-x.example.com', 'r3---sn-x.example.com'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['1.0.168.192.in-addr.arpa', '1.0.168.192.in-addr.arpa'],
  ])('%j is %s', (written, name) => {
    expect(readDomainName(written)).toEqual({ name });
  });

  it.each([
    ['', 'empty'],
    ['.', 'empty'],
    ['com', 'single label'],
    ['*.example.com', 'wildcard'],
    ['192.0.2.1', 'IP address'],
    ['2001:db8::1', 'IP address'],
    ['[2001:db8::1]', 'IP address'],
    ['256.256.256.256', 'ends in a number'],
    ['0x7f.1', 'ends in a number'],
    ['a.0x7f', 'ends in a number'],
    ['https://example.com', 'URL'],
    ['example.com/path', 'no host name has'],
    ['user@example.com', 'no host name has'],
    ['a b.example.com', 'no host name has'],
    ['a\\.b.example.com', 'no host name has'],
    ['a..example.com', 'IDNA'],
    [`${'a'.repeat(64)}.example.com`, 'IDNA'],
    [`${'a.'.repeat(127)}com`, 'IDNA'],
    // "xn--a" decodes to nothing; the other mixes directions.
    ['xn--a.example', 'IDNA'],
    ['\u05d0a.example', 'IDNA'],
    ['a\u0000.example', 'no host name has'],
    ['a\u007f.example', 'no host name has'],
    ['a;b.example', 'no host name has'],
  ])('is not %j', (written, wrong) => {
    expect(readDomainName(written)).toEqual({ wrong: expect.stringContaining(wrong) as string });
  });

  it('is below another only at a dot', () => {
    expect(isBelowDomain('www.example.com', 'example.com')).toBe(true);
    expect(isBelowDomain('notexample.com', 'example.com')).toBe(false);
    expect(isBelowDomain('example.com', 'example.com')).toBe(false);
  });

  it('below a domain is written in full, and one that is not is told how', async () => {
    const [problem] = await problemsOf(
      'version: 1\ndomains:\n  a.example:\n    issue: none\n    names: {shop: {issue: none}}\n',
    );
    expect(problem).toMatchObject({
      code: 'name-invalid',
      at: { line: 5, column: 13 },
      example: 'shop.a.example',
    });
    expect(problem?.message).toContain('Write the name in full');
  });
});

describe('a mistyped word', () => {
  it.each([
    ['isue', 'issue'],
    ['issuewlid', 'issuewild'],
    ['ISSUE', 'issue'],
  ])('%s is taken for %s', (word, meant) => {
    expect(nearest(word, ['issue', 'issuewild', 'iodef'])).toBe(meant);
  });

  it('is not pondered over where it is longer than any word', () => {
    expect(nearest('issue'.repeat(2_000_000), ['issue', 'issue'.repeat(2_000_000)])).toBeUndefined();
  });

  it('is taken for nothing where nothing is near', () => {
    expect(nearest('nameservers', ['issue', 'issuewild', 'iodef'])).toBeUndefined();
    expect(nearest('x', [])).toBeUndefined();
  });
});

describe('UTS 46', () => {
  const plain = fc.string({ unit: fc.constantFrom(...'aZ09-_.xn'), maxLength: 80 });
  // What is old enough for every table: Node and the package that it is compared with are not of one version of Unicode.
  const letters = [
    ...'aZ-\u00ad\u00df\u00fc\u00dc\u03c2\u0416\u4f8b\u30c6\uff21\u2168\u3002\u094d\u0915\u0301\u1e9e.',
  ];
  const international = fc.string({ unit: fc.constantFrom(...letters), maxLength: 20 });

  it('makes the same of a name as a table of its own', () => {
    fc.assert(
      fc.property(fc.oneof(plain, international), (text) => {
        const read = readDomainName(text);
        const byTable = toASCII(text.trim().replace(/\.$/, ''), {
          checkHyphens: false,
          checkBidi: true,
          checkJoiners: true,
          useSTD3ASCIIRules: false,
          verifyDNSLength: true,
        });
        if ('name' in read) expect(read.name).toBe(byTable);
        if (byTable === null) expect(read).toHaveProperty('wrong');
      }),
      { numRuns: 4000 },
    );
  });
});
