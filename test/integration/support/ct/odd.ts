import type { IssueRequest } from '../../../../src/lab/ct/ca.js';
import { nameDer, type CertificateSpec } from '../../../../src/lab/ct/certificate.js';
import { context, oid, primitive, sequence, setOf, tlv, utf8 } from '../../../../src/lab/ct/der.js';
import { subjectAltName } from '../../../../src/lab/ct/extensions.js';
import { PUBLIC_KEY, SINCE } from './templates.js';

/** What is watched: with a dot in front it is the domain and all below it, else that one name. */
export const WATCHED: readonly string[] = [
  '.ours.example',
  'exact.example',
  'a.b.wild.example',
  '.xn--bcher-kva.example',
  '.deep.down.in.zone.example',
  ...['one', 'two', 'three', 'four', 'five'].map((name) => `.${name}.watched.test`),
];

/** A certificate that is odd, and whether it concerns what is watched. */
export interface Odd {
  readonly title: string;
  readonly concerns: boolean;
  readonly request: IssueRequest;
}

const dns = (octets: string | Uint8Array): Buffer =>
  primitive(2, typeof octets === 'string' ? Buffer.from(octets, 'latin1') : octets);
const CN = '2.5.4.3';
const rdn = (...values: readonly Buffer[]): Buffer =>
  setOf(...values.map((value) => sequence(oid(CN), value)));
const named = (...names: readonly (string | Uint8Array)[]): Partial<IssueRequest> => ({
  names,
  commonName: null,
});
const changed = (
  odd: (spec: CertificateSpec) => Partial<CertificateSpec>,
  names: readonly string[] = ['odd.ours.example'],
): Partial<IssueRequest> => ({ names, commonName: null, odd: (spec) => ({ ...spec, ...odd(spec) }) });
const subject = (name: Buffer): Partial<IssueRequest> => changed(() => ({ subject: name }), ['else.test']);
const bmp = (text: string): Buffer => tlv(0x1e, Buffer.from(text, 'utf16le').swap16());
const universal = (text: string): Buffer =>
  tlv(0x1c, ...[...text].map((character) => Uint8Array.of(0, 0, 0, character.codePointAt(0) ?? 0)));
const withoutSan = (spec: CertificateSpec): CertificateSpec['extensions'] =>
  spec.extensions.filter(({ oid: id }) => id !== '2.5.29.17');

const OURS: readonly (readonly [string, Partial<IssueRequest>])[] = [
  ['a NUL behind our name', named('www.ours.example\0.else.test')],
  ['a NUL before our name', named('else.test\0.ours.example')],
  [
    'a second SAN extension',
    changed(
      (spec) => ({ extensions: [...spec.extensions, subjectAltName(['second.ours.example'])] }),
      ['else.test'],
    ),
  ],
  [
    'a CN and no SAN',
    changed((spec) => ({ subject: nameDer([['CN', 'cn.ours.example']]), extensions: withoutSan(spec) })),
  ],
  ['several CNs', subject(sequence(rdn(utf8('else.test')), rdn(utf8('cn.ours.example'))))],
  ['a CN of BMPString', subject(sequence(rdn(bmp('bmp.ours.example'))))],
  ['a CN of UniversalString', subject(sequence(rdn(universal('universal.ours.example'))))],
  ['a CN of TeletexString', subject(sequence(rdn(tlv(0x14, Buffer.from('teletex.ours.example')))))],
  ['two CNs in one RDN', subject(sequence(rdn(utf8('zz.else.test'), utf8('rdn.ours.example'))))],
  ['UTF-8 in a dNSName', named(Buffer.concat([dns(Buffer.from('bücher.ours.example', 'utf8'))]))],
  ['Latin-1 in a dNSName', named(dns(Buffer.from('bücher.ours.example', 'latin1')))],
  ['a U-label in place of the watched A-label', named(dns(Buffer.from('www.bücher.example', 'utf8')))],
  ['an A-label in upper case', named('www.XN--BCHER-KVA.example')],
  ['a bad A-label', named('xn--a-.ours.example')],
  ['upper case', named('WWW.OURS.EXAMPLE')],
  ['a leading dot', named('.ours.example')],
  ['a final dot', named('www.ours.example.')],
  ['spaces around', named('  www.ours.example ')],
  ['http:// before it', named('http://www.ours.example')],
  ['a path behind it', named('www.ours.example/index.html')],
  ['a wildcard', named('*.ours.example')],
  ['a wildcard above what is watched', named('*.b.wild.example')],
  ['a wildcard of the TLD', named('*.example')],
  ['a wildcard inside', named('a.*.ours.example')],
  ['a partial wildcard', named('w*w.ours.example')],
  ['a partial wildcard that covers an exact name', named('ex*ct.example')],
  ['a redacted label', named('?.ours.example')],
  ['an underscore', named('_dmarc.under_score.ours.example')],
  ['hyphens at the edge', named('-www-.ours.example')],
  ['a label over 63 octets', named(`${'a'.repeat(70)}.ours.example`)],
  ['a name over 253 octets', named(`${'a.'.repeat(140)}ours.example`)],
  ['an empty label', named('www..ours.example')],
  [
    'an EDI party between the names',
    named('else.test', Buffer.from('a50da10b0c09456469205061727479', 'hex'), 'edi.ours.example'),
  ],
  [
    '300 names, ours the last',
    named(...Array.from({ length: 299 }, (_, i) => `n${i}.else.test`), 'last.ours.example'),
  ],
  ['a negative serial', changed(() => ({ serial: { raw: Buffer.from([0xff, 1]) } }))],
  ['a serial of zero', changed(() => ({ serial: { raw: Buffer.from([0]) } }))],
  ['a serial of 200 octets', changed(() => ({ serial: { raw: Buffer.alloc(200, 0x41) } }))],
  ['an end in 2050', changed(() => ({ notAfter: Date.UTC(2050, 0, 1) }))],
  [
    'a key of an unknown kind',
    changed(() => ({
      publicKey: sequence(sequence(oid('1.2.3.4')), tlv(0x03, Buffer.from('00aabb', 'hex'))),
    })),
  ],
  [
    'a subject with commas and a line break',
    changed(() => ({ subject: nameDer([['O', 'A, DNS:else.test\nB']]) })),
  ],
  [
    'our name in a CN behind a comma',
    subject(
      nameDer([
        ['CN', 'comma.ours.example'],
        ['O', 'x,CN=else.test'],
      ]),
    ),
  ],
];

/** Beyond host names: a certificate for mail, or for a service that a URI names, is one in our name as well. */
const OURS_OTHERWISE: readonly (readonly [string, Partial<IssueRequest>])[] = [
  ['a mail address at our name', named('else.test', primitive(1, Buffer.from('root@ours.example')))],
  ['a URI with our name', named('else.test', primitive(6, Buffer.from('https://www.ours.example/x')))],
  [
    'a directory name with our name as CN',
    named('else.test', context(4, sequence(rdn(utf8('directory.ours.example'))))),
  ],
];

const ELSE: readonly (readonly [string, Partial<IssueRequest>])[] = [
  ['a name that only ends like ours', named('notours.example')],
  ['ours as a label of another', named('ours.example.else.test')],
  ['a lone wildcard, which covers names of one label', named('*')],
  ['an IP address', named('192.0.2.1')],
  ['an IP address as dNSName', named(dns('192.0.2.1'))],
  ['an odd name of somebody else', named('w*w.else.test', 'under_score.else.test')],
  ['a name below one that is watched alone', named('www.exact.example')],
  ['a wildcard below one that is watched alone', named('*.exact.example')],
];

const asRequest = (request: Partial<IssueRequest>): IssueRequest => ({
  names: [],
  publicKey: PUBLIC_KEY,
  notBefore: SINCE,
  ...request,
});

/** Really issued and signed, each of them. */
export const ODD: readonly Odd[] = [
  ...[...OURS, ...OURS_OTHERWISE].map(([title, request]) => ({
    title,
    concerns: true,
    request: asRequest(request),
  })),
  ...ELSE.map(([title, request]) => ({ title, concerns: false, request: asRequest(request) })),
];
