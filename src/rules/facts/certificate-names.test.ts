import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DnsName } from '../../base/name.js';
import { guardedName } from './certificate-names.js';

const domain = DnsName.parse('example.com');
type Kind = Parameters<typeof guardedName>[1]['kind'];

function guarded(value: string, kind: Kind = 'dns', from: 'san' | 'cn' = 'san'): string | undefined {
  const found = guardedName(domain, { from, kind, value });
  return found && `${found.kind} ${found.wildcard ? '*.' : ''}${found.name.toCanonicalString()}`;
}

describe('a name of a certificate that concerns the domain', () => {
  it.each([
    ['http://www.example.com/', 'dns www.example.com'],
    ['.EXAMPLE.com..', 'dns example.com'],
    ['www.example.com\0.evil.test', 'dns www.example.com'],
    ['evil.test\0.example.com', 'dns example.com'],
    ['*.*.com', 'dns *.example.com'],
    ['?.example.com', 'dns ?.example.com'],
    ['ex*le.com', 'dns example.com'],
    ['(nonsense).com', 'dns example.com'],
    [`${'a'.repeat(64)}.example.com`, 'dns example.com'],
    [`${'a.'.repeat(200)}example.com`, `dns ${'a.'.repeat(120)}example.com`],
    ['a.example.com:443', 'dns a.example.com'],
    ['exampl\u00e9.org, www.example.com', 'dns www.example.com'],
  ])('is one in %j', (value, name) => {
    expect(guarded(value)?.replace(/(a\.){10,}/, 'a.'.repeat(120))).toBe(name);
  });

  it.each<[string, Kind, string | undefined]>([
    ['sip:example.com', 'uri', 'dns example.com'],
    ['https://user@www.example.com:8443/x?y#z', 'uri', 'dns www.example.com'],
    ['urn:uuid:0f0e', 'uri', undefined],
    ['https://example.org/a.example.com', 'uri', undefined],
    ['https://example.com?x', 'uri', 'dns example.com'],
    ['mailto:a@example.com', 'uri', 'email example.com'],
    ['a@mail.example.com', 'email', 'email mail.example.com'],
    ['[2] example.com', 'other', undefined],
    ['192.0.2.1', 'dns', undefined],
  ])('%s as %s is %s', (value, kind, name) => {
    expect(guarded(value, kind)).toBe(name);
  });

  it('stays the same in whatever case and with whatever dots around it', () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
    fc.assert(
      fc.property(
        label,
        fc.boolean(),
        fc.constantFrom('', '.', ' ', '\0', '\0.evil.test', '/', ':443'),
        (one, upper, end) => {
          const name = `${one}.example.com`;
          expect(guarded((upper ? name.toUpperCase() : name) + end)).toBe(`dns ${name}`);
        },
      ),
      { seed: 20261125 },
    );
  });
});

describe('somebody else’s name', () => {
  const label = fc.stringMatching(/^[a-z0-9_]([a-z0-9_-]{0,10}[a-z0-9])?$/);
  const others = fc
    .tuple(
      fc.array(label, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('com', 'org', 'co.uk', 'xn--p1ai'),
    )
    .map(([labels, end]) => `${labels.join('.')}.${end}`)
    .filter((name) => !/(^|\.)example\.com$/.test(name));

  it('never concerns the domain, with a wildcard, as a common name, in capitals, as an address', () => {
    fc.assert(
      fc.property(others, (name) => {
        const all = [name, `*.${name}`, name.toUpperCase(), `${name}.`, `https://${name}/`, `${name}:443`];
        for (const value of all) {
          expect(guarded(value), value).toBeUndefined();
          expect(guarded(value, 'dns', 'cn'), value).toBeUndefined();
        }
        expect(guarded(`someone@${name}`, 'email')).toBeUndefined();
        expect(guarded(`someone@${name}`, 'dns', 'cn')).toBeUndefined();
        expect(guarded(`https://${name}/example.com`, 'uri')).toBeUndefined();
      }),
      { seed: 20261125, numRuns: 500 },
    );
  });

  it.each([
    'Let’s Encrypt Authority X3',
    'Acme Co., Ltd.',
    'Müller & Söhne GmbH. KG',
    'John Q. Public',
    'example.org (example.net)',
    'bücher.com',
    'Amazon.com Services LLC.',
    'f1e2d3c4-0000-4000-8000-000000000000',
    'AC=(R).com',
    '10.0.0.1',
  ])('never does as words in a common name: %j', (value) => {
    expect(guarded(value, 'dns', 'cn')).toBeUndefined();
  });
});
