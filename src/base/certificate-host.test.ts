import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressIn,
  hostConcerns,
  hostReadings,
  labelMatches,
  UNPARSABLE,
  type HostPlace,
} from './certificate-host.js';

const readings = (value: string, place?: HostPlace): readonly string[] =>
  hostReadings(value, place).map((labels) => labels.join('.'));
const octets = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

describe('a name in a certificate', () => {
  it.each([
    ['www.example.com', ['www.example.com']],
    ['WWW.Example.COM', ['www.example.com']],
    ['.example.com.', ['example.com']],
    ['  example.com\n', ['example.com']],
    ['a..example.com', ['a.example.com']],
    ['_dmarc.-a-.example.com', ['_dmarc.-a-.example.com']],
    ['xN--BCHER-kva.example', ['xn--bcher-kva.example']],
    ['*.example.com', ['*.example.com']],
    ['w*w.?.example.com', ['w*w.?.example.com']],
    ['*', ['*']],
    ['https://www.example.com', ['www.example.com']],
    ['http://www.example.com:8443/path', ['www.example.com']],
    ['example.com/path', ['example.com']],
    ['example.com:443', ['example.com']],
    ['user@example.com', ['example.com']],
    ['sip:user@example.com', ['example.com']],
    ['xmpp:example.com', ['example.com']],
    ['https://example.com?query', ['example.com?query', 'example.com']],
    ['//www.example.com/x', ['www.example.com']],
    ['example.com:x', ['example.com']],
    ['example.com%00.evil.test', [`example.${UNPARSABLE}.evil.test`, 'example.com']],
    ['www%2Eexample%2Ecom', [UNPARSABLE, 'www.example.com']],
    ['https:/example.com', ['example.com']],
    ['example.com:/evil.test', ['evil.test', 'example.com']],
    ['www.example.com?x', ['www.example.com?x', 'www.example.com']],
    ['evil.test, DNS:example.com', ['evil.test', 'example.com']],
    ['\0e\0x\0.\0c\0o\0m', [`${UNPARSABLE}.${UNPARSABLE}`, 'ex.com']],
    ['\0example.com', [`${UNPARSABLE}.com`, 'example.com']],
    ['example。com', ['example.com']],
    ['ＥＸＡＭＰＬＥ.com', ['example.com']],
    ['a.example.com,b.example.com', ['a.example.com', 'b.example.com']],
    ['exam ple.com', ['exam', 'ple.com', 'example.com']],
  ])('%j may be meant as %j', (value, expected) => {
    expect(readings(value)).toEqual(expected);
  });

  it.each(['', '.', '...', ' ', '\0', '192.0.2.1', '[2001:db8::1]', '2001:db8::1', 'fe80::1'])(
    '%j is no host',
    (value) => {
      expect(readings(value).filter((one) => one !== UNPARSABLE)).toEqual([]);
    },
  );

  it('with a NUL is read up to it, and as a whole', () => {
    expect(readings('www.example.com\0.evil.test')).toEqual([
      `www.example.${UNPARSABLE}.evil.test`,
      'www.example.com',
    ]);
    expect(readings('evil.test/\0.example.com')).toEqual([`${UNPARSABLE}.example.com`, 'evil.test']);
  });

  it('beyond ASCII is read as UTF-8 and as Latin-1', () => {
    expect(readings(octets('bücher.example'))).toContain('xn--bcher-kva.example');
    expect(readings('b\u00fccher.example')).toEqual(['xn--bcher-kva.example']);
    expect(readings('B\u00dcCHER.example')).toEqual(['xn--bcher-kva.example']);
    expect(readings(octets('*.bücher.example'))).toContain('*.xn--bcher-kva.example');
    expect(readings('１２.example')).toEqual(['12.example']);
  });

  it('that makes no sense may be anything, in a SAN', () => {
    expect(readings('www.(example).com')).toEqual([`www.${UNPARSABLE}.com`]);
    expect(readings(`${'ü'.repeat(300)}.example.com`)).toEqual([`${UNPARSABLE}.example.com`]);
  });

  it('that is a common name may be words for people, and is nobody’s host then', () => {
    expect(readings('www.(example).com', 'cn')).toEqual([]);
    expect(readings('(www).example.com', 'cn')).toEqual([`${UNPARSABLE}.example.com`]);
    expect(readings('Acme Co., Ltd.', 'cn')).toEqual(['acme', 'co', 'ltd']);
  });

  it('that is an IP address says so', () => {
    expect(['192.0.2.1', ' 192.0.2.1 ', '[2001:db8::1]', 'example.com'].map(addressIn)).toEqual([
      '192.0.2.1',
      '192.0.2.1',
      '2001:db8::1',
      undefined,
    ]);
  });

  it('is read in time that grows with its length, whatever it holds', () => {
    for (const unit of ['a.', '\0', ' ', ',', 'ü', 'a@', ':1', '://', '*', '[', '漢', '.。']) {
      const long = unit.repeat(16_384 / unit.length);
      const found = hostReadings(long);
      expect(found.length).toBeLessThan(20_000);
      for (const reading of found.slice(0, 10)) hostConcerns(reading, ['example', 'com']);
    }
  });

  it('never throws, and gives labels in lower case without dots', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.constantFrom<HostPlace>('san', 'cn'),
        (value, place) => {
          for (const label of hostReadings(value, place).flat())
            expect(label === UNPARSABLE || /^[a-z0-9_*?-]+$/.test(label)).toBe(true);
        },
      ),
      { numRuns: 2_000, seed: 20261125 },
    );
  });
});

describe('a pattern', () => {
  it('stands for any run of characters of one label', () => {
    expect(labelMatches('w*w', 'www')).toBe(true);
    expect(labelMatches('*a*b*', 'xxaxxbxx')).toBe(true);
    expect(labelMatches('*a*b', 'xxaxxbxx')).toBe(false);
    expect(labelMatches('?', 'anything')).toBe(true);
    expect(labelMatches(UNPARSABLE, 'anything')).toBe(true);
  });

  it('cannot make the work explode', () => {
    expect(labelMatches(`${'*a'.repeat(8_000)}b`, 'a'.repeat(63))).toBe(false);
  });
});

describe('a reading', () => {
  const concerns = (value: string, domain: string): unknown =>
    hostConcerns(hostReadings(value)[0] ?? [], domain.split('.'));
  it.each([
    ['example.com', 'example.com', 'domain'],
    ['?.com', 'example.com', 'domain'],
    ['www.example.com', 'example.com', 'below'],
    ['*.example.com', 'example.com', 'below'],
    ['*.com', 'example.com', 'covers'],
    ['ex*le.com', 'example.com', 'covers'],
    ['*.b.example.com', 'a.b.example.com', 'covers'],
    ['a.*.com', 'example.com', 'below'],
    ['*', 'example.com', undefined],
    ['com', 'example.com', undefined],
    ['*.example.org', 'example.com', undefined],
    ['badexample.com', 'example.com', undefined],
    ['example.com.evil.test', 'example.com', undefined],
  ])('%s stands to %s as: %s', (value, domain, expected) => {
    expect(concerns(value, domain)).toBe(expected);
  });
});
