import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { freshKey } from '../../base/fresh-key.js';
import { LabCa, type IssueRequest } from '../../lab/ct/ca.js';
import { context, integer, oid, primitive, sequence, setOf, tlv, utf8 } from '../../lab/ct/der.js';
import { subjectAltName } from '../../lab/ct/extensions.js';
import { scanNames } from './scan.js';

const SINCE = Date.UTC(2023, 0, 1);
const ca = new LabCa({ name: 'Example', caaDomains: ['ca.example'], since: SINCE });
const publicKey = createPublicKey(freshKey({ ec: 'P-256' })).export({ format: 'der', type: 'spki' });

function issue(request: Partial<IssueRequest> = {}): Buffer {
  return ca.issue({ names: ['www.example.com'], publicKey, notBefore: SINCE, ...request }).certificate;
}

function scan(bytes: Uint8Array, at = 0, end = bytes.length): { whole: boolean; names: string[] } {
  const names: string[] = [];
  const whole = scanNames(bytes, at, end, (kind, from, to) => {
    const octets = Buffer.from(bytes.subarray(from, to));
    names.push(`${kind}:${kind === 'ip' ? octets.toString('hex') : octets.toString('latin1')}`);
  });
  return { whole, names };
}

describe('the scan for names', () => {
  it('calls back every name of a plain certificate, wherever it stands in the buffer', () => {
    const names = [
      'www.example.com',
      '*.example.com',
      '192.0.2.1',
      primitive(1, Buffer.from('a@example.com')),
    ];
    const certificate = issue({ names });
    const all = [
      'cn:www.example.com',
      'dns:www.example.com',
      'dns:*.example.com',
      'ip:c0000201',
      'email:a@example.com',
    ];
    expect(scan(certificate)).toEqual({ whole: true, names: all });
    const tbs = Buffer.concat([Buffer.alloc(7), certificate.subarray(4), Buffer.alloc(3)]);
    expect(scan(tbs, 7, tbs.length - 3)).toEqual({ whole: true, names: all });
  });

  it('sees every SAN extension, and every CN of every RDN', () => {
    const odd: IssueRequest['odd'] = (spec) => ({
      ...spec,
      subject: sequence(
        setOf(
          sequence(oid('2.5.4.3'), utf8('one.example')),
          sequence(oid('2.5.4.10'), utf8('Org')),
          sequence(oid('2.5.4.3'), utf8('two.example')),
        ),
      ),
      extensions: [subjectAltName(['three.example']), ...spec.extensions, subjectAltName(['four.example'])],
    });
    const { whole, names } = scan(issue({ odd }));
    expect(whole).toBe(true);
    expect(names.toSorted()).toEqual([
      'cn:one.example',
      'cn:two.example',
      'dns:four.example',
      'dns:three.example',
      'dns:www.example.com',
    ]);
  });

  it.each<[string, Partial<IssueRequest>]>([
    ['a constructed name', { names: [tlv(0xa2, Buffer.from('www.example.com'))] }],
    [
      'another name that may name a host',
      { names: [context(0, oid('1.3.6.1.5.5.7.8.5'), context(0, utf8('a')))] },
    ],
    ['a tag of many octets', { names: [Uint8Array.of(0x9f, 0x1f, 0)] }],
    [
      'a SAN extension that is no list',
      { odd: (s) => ({ ...s, extensions: [{ oid: '2.5.29.17', value: utf8('x') }] }) },
    ],
    [
      'a common name in wide characters',
      {
        odd: (s) => ({
          ...s,
          subject: sequence(setOf(sequence(oid('2.5.4.3'), tlv(0x1e, Buffer.from('\0a', 'latin1'))))),
        }),
      },
    ],
    [
      'a padded OID in the subject',
      {
        odd: (s) => ({
          ...s,
          subject: sequence(setOf(sequence(Uint8Array.of(6, 4, 0x55, 4, 0x80, 3), utf8('a')))),
        }),
      },
    ],
    ['a serial number that is a list', { odd: (s) => ({ ...s, issuer: integer(Uint8Array.of(1)) }) }],
  ])('says of %s that a name may hide', (_, request) => {
    expect(scan(issue(request)).whole).toBe(false);
  });

  it('says so wherever a certificate ends too early', () => {
    const certificate = issue();
    for (let end = 0; end < certificate.length; end++) expect(scan(certificate, 0, end).whole).toBe(false);
  });
});
