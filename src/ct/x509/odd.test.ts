import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { freshKey, type KeyMaking } from '../../base/fresh-key.js';
import type { CertificateFacts } from '../model.js';
import { LabCa, type IssueRequest } from '../../lab/ct/ca.js';
import { nameDer, signed } from '../../lab/ct/certificate.js';
import {
  bitString,
  context,
  integer,
  octetString,
  oid,
  primitive,
  rawInteger,
  sequence,
  setOf,
  tlv,
  utf8,
} from '../../lab/ct/der.js';
import { subjectAltName, type Extension } from '../../lab/ct/extensions.js';
import { children, readTlv } from './der.js';
import { readCertificate } from './read.js';

const SINCE = Date.UTC(2025, 0, 1);
const key = freshKey({ ec: 'P-256' });
const ca = new LabCa({ name: 'Example', caaDomains: ['ca.example'], since: SINCE });
const spki = (making: KeyMaking): Buffer =>
  createPublicKey(freshKey(making)).export({ format: 'der', type: 'spki' });
const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' });

function read(request: Partial<IssueRequest> = {}): CertificateFacts {
  return readCertificate(issue(request));
}

function issue(request: Partial<IssueRequest> = {}): Buffer {
  return ca.issue({ names: ['www.example.com'], publicKey, notBefore: SINCE, ...request }).certificate;
}

function shown({ names }: CertificateFacts): readonly string[] {
  return names.map(({ from, kind, value }) => `${from}:${kind}:${value}`);
}

const withExtensions = (...extensions: readonly Extension[]): Partial<IssueRequest> => ({
  odd: (spec) => ({ ...spec, extensions: [...extensions, ...spec.extensions] }),
});
const withSubject = (...rdns: readonly Uint8Array[]): Partial<IssueRequest> => ({
  odd: (spec) => ({ ...spec, subject: sequence(...rdns), extensions: [] }),
});
const common = (value: Uint8Array): Buffer => sequence(oid('2.5.4.3'), value);

/** The fields of the TBSCertificate, changed and signed anew. */
function rebuilt(change: (fields: readonly Buffer[]) => readonly Uint8Array[]): Buffer {
  const der = issue();
  const tbs = readTlv(der, readTlv(der, 0, der.length)!.start, der.length)!;
  return signed(
    sequence(...change(children(der, tbs).items.map(({ at, end }) => der.subarray(at, end)))),
    key,
  );
}

describe('every kind of GeneralName', () => {
  it('that names a host or a mailbox is read as such', () => {
    const other = (type: string, text: string): Buffer => context(0, oid(type), context(0, utf8(text)));
    const names = [
      other('1.3.6.1.5.5.7.8.5', 'xmpp.example.com'),
      other('1.3.6.1.5.5.7.8.5', 'someone@example.com'),
      other('1.3.6.1.5.5.7.8.7', '_xmpp-client.example.com'),
      other('1.3.6.1.5.5.7.8.9', 'üser@example.com'),
      other('1.3.6.1.4.1.311.20.2.3', 'user@example.com'),
      primitive(6, Buffer.from('sip:example.com')),
      context(4, nameDer([['CN', 'inner.example.com']])),
      tlv(0x16, Buffer.from('untagged.example.com')),
    ];
    const facts = read({ names, commonName: null });
    expect(shown(facts).filter((name) => !name.includes(':other:'))).toEqual([
      'san:dns:xmpp.example.com',
      'san:email:someone@example.com',
      'san:dns:_xmpp-client.example.com',
      'san:email:üser@example.com',
      'san:email:user@example.com',
      'san:uri:sip:example.com',
      'cn:dns:inner.example.com',
      'san:dns:untagged.example.com',
    ]);
    expect(facts.problems).toEqual([]);
  });

  it('may be made of pieces, and is read put together too', () => {
    const made = tlv(0xa2, tlv(0x16, Buffer.from('www.exam')), tlv(0x16, Buffer.from('ple.com')));
    expect(shown(read({ names: [made] }))).toContain('san:dns:www.example.com');
  });

  it('is counted up to a bound, and over it that is a problem', () => {
    const many = read({ names: Array.from({ length: 10_001 }, () => primitive(2, Buffer.from('a.b'))) });
    expect(many.names).toHaveLength(10_000);
    expect(many.problems).toEqual(['there are more than 10000 names']);
    const long = read({ names: [primitive(2, Buffer.alloc(20_000, 'a'))] });
    expect(long.problems).toEqual(['a name is longer than 16384 characters']);
  });
});

describe('a common name', () => {
  it.each<[string, Uint8Array, readonly string[]]>([
    ['UTF8String', utf8('bücher.example'), ['bücher.example']],
    ['TeletexString', tlv(0x14, Buffer.from('www.example.com')), ['www.example.com']],
    ['IA5String', tlv(0x16, Buffer.from('www.example.com')), ['www.example.com']],
    ['BMPString', tlv(0x1e, Buffer.from('a.test', 'utf16le').swap16()), ['a.test']],
    ['UniversalString', tlv(0x1c, Buffer.from('\0\0\0a\0\0\0.\0\0\0b', 'latin1')), ['a.b']],
    ['BMPString that is ASCII', tlv(0x1e, Buffer.from('ab.com')), ['慢\u2e63潭', 'ab.com']],
    ['UTF8String that is Latin-1', tlv(0x0c, Buffer.from('b\u00fc.test', 'latin1')), ['bü.test']],
    ['with a NUL', utf8('www.example.com\0.evil.test'), ['www.example.com\0.evil.test']],
    ['OCTET STRING', octetString(Buffer.from('www.example.com')), ['www.example.com']],
    ['constructed string', tlv(0x2c, utf8('www.'), utf8('example.com')), ['www.example.com']],
  ])('as %s is read', (_, value, expected) => {
    const facts = read(withSubject(setOf(common(value))));
    expect(facts.names.map((name) => name.value)).toEqual(expect.arrayContaining([...expected]));
    expect(facts.problems).toEqual([]);
  });

  it('is read behind padding in its OID, and in an RDN of several', () => {
    const padded = sequence(Uint8Array.of(6, 4, 0x55, 4, 0x80, 3), utf8('padded.example.com'));
    const facts = read(
      withSubject(setOf(sequence(oid('2.5.4.10'), utf8('Org')), common(utf8('a.test')), padded)),
    );
    expect(facts.names.map((name) => name.value).toSorted()).toEqual(['a.test', 'padded.example.com']);
  });

  it('in a subject that is broken is a problem', () => {
    for (const rdn of [
      utf8('x'),
      setOf(utf8('x')),
      setOf(sequence(utf8('x'), utf8('y'))),
      Uint8Array.of(0x31, 9),
    ])
      expect(read(withSubject(rdn)).problems).toContain('the subject holds something that is no attribute');
  });
});

describe('what is odd and cannot hide a name', () => {
  const oddities = (facts: CertificateFacts): unknown => [facts.problems, facts.oddities];
  it.each<[string, CertificateFacts, string]>([
    [
      'a broken extension without names',
      readCertificate(
        rebuilt((fields) => [
          ...fields.slice(0, -1),
          context(
            3,
            sequence(
              sequence(oid('1.2.3.4'), utf8('x')),
              sequence(oid('2.5.29.17'), octetString(sequence())),
            ),
          ),
        ]),
      ),
      'the extension 1.2.3.4 is not of the form that an extension has',
    ],
    [
      'what is left over',
      readCertificate(Buffer.concat([issue(), Buffer.of(1, 2)])),
      '2 octets are left over behind the certificate',
    ],
    [
      'a time that is none',
      readCertificate(
        rebuilt(([v, n, a, i, , ...rest]) => [v!, n!, a!, i!, sequence(utf8('x'), utf8('y')), ...rest]),
      ),
      'notBefore cannot be read as a time',
    ],
    [
      'an issuer that is none',
      readCertificate(rebuilt(([v, n, a, , ...rest]) => [v!, n!, a!, sequence(utf8('x')), ...rest])),
      'the issuer holds something that is no attribute',
    ],
  ])('%s is said, and is no problem', (_, facts, oddity) => {
    expect(oddities(facts)).toEqual([[], expect.arrayContaining([oddity])]);
  });

  it('is not there in a certificate as it should be', () => {
    expect(oddities(read())).toEqual([[], undefined]);
  });
});

describe('what may hide a name is a problem:', () => {
  it('a SAN extension that is none of the form of extensions', () => {
    const facts = readCertificate(
      rebuilt((fields) => [
        ...fields.slice(0, -1),
        context(3, sequence(sequence(oid('2.5.29.17'), utf8('x')))),
      ]),
    );
    expect(facts.problems).toEqual([
      'a subject alternative name extension is not of the form that an extension has',
    ]);
  });

  it('an extension that does not say what it is, and more than one list of them', () => {
    const list = context(3, sequence(sequence(utf8('x'))));
    const facts = readCertificate(rebuilt((fields) => [...fields, list]));
    expect(facts.problems).toEqual([
      'there is more than one list of extensions',
      'an extension does not say what it is',
    ]);
    expect(shown(facts)).toContain('san:dns:www.example.com');
  });

  it('what is no TLV at the end of the TBSCertificate', () => {
    expect(readCertificate(rebuilt((fields) => [...fields, Buffer.of(0x30, 0x7f)])).problems).toEqual([
      'the TBSCertificate holds something that is no TLV',
    ]);
  });

  it('a field too many', () => {
    expect(readCertificate(rebuilt(([v, ...rest]) => [v!, utf8('x'), ...rest])).problems).not.toEqual([]);
    expect(readCertificate(rebuilt((fields) => [...fields, utf8('x')])).problems).not.toEqual([]);
  });

  it('a SAN extension behind a padded OID, or with a length in more octets than it needs, hides nothing', () => {
    const value = sequence(primitive(2, Buffer.from('hidden.example.com')));
    const padded = sequence(Uint8Array.of(6, 4, 0x55, 0x1d, 0x80, 0x11), octetString(value));
    const long = Buffer.concat([Buffer.of(0x30, 0x84, 0, 0, 0, value.length - 2), value.subarray(2)]);
    for (const san of [padded, sequence(oid('2.5.29.17'), octetString(long))]) {
      const facts = readCertificate(rebuilt((fields) => [...fields.slice(0, -1), context(3, sequence(san))]));
      expect(shown(facts)).toContain('san:dns:hidden.example.com');
      expect(facts.problems).toEqual([]);
    }
  });
});

describe('the key and the numbers of a certificate', () => {
  const algorithm = (...parts: Uint8Array[]): Buffer =>
    sequence(sequence(...parts), bitString(Buffer.alloc(32)));
  it.each<[string, Uint8Array]>([
    ['ECDSA P-256', publicKey],
    ['ECDSA P-384', spki({ ec: 'P-384' })],
    ['RSA 2048', spki({ rsa: 2048 })],
    ['Ed25519', spki('ed25519')],
    ['Ed448', spki('ed448')],
    ['ML-DSA-44', algorithm(oid('2.16.840.1.101.3.4.3.17'))],
    ['unknown 1.2.3.4', algorithm(oid('1.2.3.4'))],
    ['ECDSA over the unknown curve 1.2.3.4', algorithm(oid('1.2.840.10045.2.1'), oid('1.2.3.4'))],
    ['RSA of unknown size', algorithm(oid('1.2.840.113549.1.1.1'))],
    ['unknown', sequence(utf8('x'))],
  ])('is %s', (kind, der) => {
    expect(read({ publicKey: der })).toMatchObject({ keyKind: kind, problems: [] });
  });

  it.each([
    ['zero', Buffer.of(0), '00'],
    ['negative', Buffer.of(0x80), '80'],
    ['empty', Buffer.of(), ''],
    ['huge', Buffer.alloc(2_000, 0x7f), '7f'.repeat(512)],
  ])('may have a %s serial number', (_, raw, serial) => {
    expect(read({ odd: (spec) => ({ ...spec, serial: { raw } }) })).toMatchObject({ serial, problems: [] });
  });

  it.each([
    ['4912312359', 0x17, Date.UTC(2049, 11, 31, 23, 59)],
    ['491231235959Z', 0x17, Date.UTC(2049, 11, 31, 23, 59, 59)],
    ['500101000000Z', 0x17, Date.UTC(1950, 0, 1)],
    ['20500101000000Z', 0x18, Date.UTC(2050, 0, 1)],
    ['99991231235959Z', 0x18, 253_402_300_799_000],
    ['2025010100Z', 0x17, undefined],
    ['250101000000+0130', 0x17, Date.UTC(2024, 11, 31, 22, 30)],
  ])('may end at %s (tag %i)', (text, tag, expected) => {
    const time = tlv(tag, Buffer.from(text));
    const facts = readCertificate(
      rebuilt(([v, n, a, i, , ...rest]) => [v!, n!, a!, i!, sequence(time, time), ...rest]),
    );
    if (expected === undefined) expect(facts.oddities).toContain('notAfter cannot be read as a time');
    else expect(facts).toMatchObject({ notBefore: expected, notAfter: expected });
    expect(facts.problems).toEqual([]);
  });

  it('are read where there is no version and where there are extensions in a first version', () => {
    const facts = readCertificate(rebuilt(([, ...rest]) => rest));
    expect(facts.problems).toEqual([]);
    expect(shown(facts)).toContain('san:dns:www.example.com');
    expect(
      readCertificate(signed(sequence(rawInteger(Buffer.of(1)), integer(Buffer.of(1))), key)).problems,
    ).toContain('the issuer is not where it has to be');
  });

  it('take no long time to read, however long an OID or a list is', () => {
    const longOid = sequence(tlv(0x06, Buffer.alloc(200_000, 0x81)), utf8('x'));
    const facts = read({
      odd: (spec) => ({ ...spec, issuer: sequence(setOf(longOid)), subject: sequence(setOf(longOid)) }),
    });
    expect(facts.problems).toEqual(['the subject holds something that is no attribute']);
    expect(facts.issuer.length).toBeLessThan(200);
    expect(
      read(withExtensions(...Array.from({ length: 5_000 }, () => subjectAltName(['a.test'])))).names,
    ).toHaveLength(5_002);
  });
});
