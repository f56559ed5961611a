import { context, oid, octetString, primitive, setOf, tlv, utf8 } from '../../../src/lab/ct/der.js';
import { nameDer } from '../../../src/lab/ct/certificate.js';
import { row, type OddCase } from './model.js';
import {
  cn, common, dns, extended, inPieces, latin1, organisation, otherName, rawSan, san, sanOf, subject, wide, wider,
} from './parts.js'; // prettier-ignore

const many = (count: number, ...last: readonly string[]) =>
  san(...Array.from({ length: count }, (_, i) => `h${i}.evil.test`), ...last);
/** One row for each form of a name as the only one of a certificate. */
const forms = (of: number, ...names: readonly (string | Uint8Array)[]): readonly OddCase[] =>
  names.map((name) => row(of, shown(name), san(typeof name === 'string' ? name : dns(name))));
const shown = (name: string | Uint8Array): string =>
  typeof name === 'string'
    ? JSON.stringify(name)
    : `${JSON.stringify(Buffer.from(name).toString('latin1'))} in Latin-1`;

/** Names that are odd. */
export const NAMES: readonly OddCase[] = [
  ...forms(1, 'example.com\0.evil.test', 'www.example.com\0', 'evil.test\0.example.com', '\0example.com'),
  row(1, 'NUL in a common name', cn('example.com\0.evil.test')),
  row(2, 'the second SAN extension', extended(['evil.test'], sanOf('other.test'), sanOf('example.com'))),
  row(2, 'the first SAN extension of two', extended(['evil.test'], sanOf('www.example.com'))),
  row(
    2,
    'behind an empty SAN extension',
    extended(['example.com'], { oid: '2.5.29.17', value: Buffer.of(0x30, 0) }),
  ),
  row(3, 'common name only', cn('example.com')),
  row(4, 'second common name', subject(setOf(common(utf8('evil.test'))), setOf(common(utf8('example.com'))))),
  row(4, 'first common name', subject(setOf(common(utf8('example.com'))), setOf(common(utf8('evil.test'))))),
  row(
    4,
    'common name behind another attribute',
    subject(setOf(organisation('A'), common(utf8('www.example.com')))),
  ),
  row(4, 'common names in one RDN', subject(setOf(common(utf8('evil.test')), common(utf8('example.com'))))),
  row(4, 'common name beside a SAN', { names: ['evil.test'], commonName: 'example.com' }),
  row(5, 'BMPString', cn(tlv(0x1e, wide('example.com')))),
  row(5, 'UniversalString', cn(tlv(0x1c, wider('example.com')))),
  row(5, 'TeletexString', cn(tlv(0x14, latin1('example.com')))),
  row(5, 'PrintableString', cn(tlv(0x13, latin1('example.com')))),
  row(5, 'IA5String', cn(tlv(0x16, latin1('example.com')))),
  row(5, 'NumericString', cn(tlv(0x12, latin1('example.com')))),
  row(5, 'VisibleString', cn(tlv(0x1a, latin1('example.com')))),
  row(5, 'GeneralString', cn(tlv(0x1b, latin1('example.com')))),
  row(5, 'OCTET STRING', cn(octetString(latin1('example.com')))),
  row(5, 'BIT STRING', cn(tlv(0x03, Buffer.of(0), latin1('example.com')))),
  row(5, 'constructed UTF8String', cn(tlv(0x2c, utf8('exam'), utf8('ple.com')))),
  row(5, 'BMPString that was not widened', cn(tlv(0x1e, latin1('aa.example.com')))),
  row(5, 'UTF8String that is wide', cn(utf8('\0e\0x\0a\0m\0p\0l\0e\0.\0c\0o\0m'))),
  row(5, 'Latin-1 in a UTF8String', cn(tlv(0x0c, latin1('bücher.test')))),
  row(5, 'UTF-8 in a TeletexString', cn(tlv(0x14, Buffer.from('bücher.test')))),
  ...forms(
    6,
    latin1('bücher.test'),
    'bücher.test',
    'www.bücher.test',
    'ｅｘａｍｐｌｅ.com',
    'www。example。com',
  ),
  ...forms(
    7,
    'BÜCHER.test',
    'bu\u0308cher.test',
    'xN--BChEr-kVa.test',
    'exam\u00adple.com',
    'ex\u200bample.com',
  ),
  row(7, 'U-label in a common name', cn('bücher.test')),
  ...forms(8, 'EXAMPLE.COM', 'wWw.ExAmPlE.cOm'),
  ...forms(
    9,
    'example.com.',
    'example.com..',
    '.example.com',
    ' example.com',
    'example.com ',
    '\texample.com\r\n',
  ),
  ...forms(9, ' . example . com . ', latin1('example.com\u00a0'), '\ufeffexample.com', 'example.com\u3002'),
  ...forms(10, 'www..example.com', '..example.com'),
  row(10, 'behind an empty name', san('', 'example.com')),
  ...forms(11, 'https://example.com', 'HTTP://www.example.com/path', 'example.com/', 'example.com\\path'),
  ...forms(
    11,
    'https://user:secret@example.com:8443/x?q#f',
    'example.com:443',
    'user@example.com',
    'sip:example.com',
  ),
  ...forms(
    11,
    '//example.com',
    '//www.example.com/x',
    'https:/example.com',
    'example.com?q=1',
    'example.com#f',
    'example.com?x',
    'example.com:/evil.test',
    'evil.test#example.com',
  ),
  ...forms(
    11,
    '"example.com"',
    "'example.com'",
    '<example.com>',
    '(example.com)',
    'DNS:example.com',
    'CN=example.com',
  ),
  ...forms(11, 'evil.test,example.com', 'evil.test; example.com', 'evil.test example.com', 'exam\nple.com'),
  ...forms(11, 'example.com:evil', 'example.com:99999999', 'example%2Ecom', 'example.com%00.evil.test'),
  row(11, 'URL in a common name', cn('https://www.example.com/')),
  row(12, '"*"', san('*'), {
    told: [],
    why: 'a wildcard stands for exactly one label (RFC 9525, section 6.3)',
  }),
  ...forms(
    12,
    '*.com',
    '*.*',
    '*.*.test',
    '*.example.com',
    'a.*.example.com',
    'w*w.example.com',
    '**.example.com',
  ),
  ...forms(12, 'ex*le.com', '*xample.com', '*.*.com', '*.www.example.com', 'example.*', '*ample.c*'),
  row(12, 'wildcard above a name that is guarded', san('*.b.example.net')),
  ...forms(13, '?.example.com', '?.?.example.com', '(PRIVATE).example.com', '?.com'),
  ...forms(
    14,
    '_acme-challenge.example.com',
    '-www.example.com',
    'www-.example.com',
    'w!w.example.com',
    'ww w.example.com',
  ),
  ...forms(14, 'a`b$(c).example.com', '\u00ff\u00fe.example.com', latin1('\u00ff\u00fe.example.com')),
  ...forms(
    15,
    `${'a'.repeat(64)}.example.com`,
    `${'abcdefgh.'.repeat(40)}example.com`,
    `${'a.'.repeat(8_000)}example.com`,
  ),
  row(15, 'a name that is longer than is kept', san(`${'a.'.repeat(9_000)}example.com`), {
    told: ['ct/unreadable'],
  }),
  row(16, 'behind IP addresses as names', san('192.0.2.1', '[2001:db8::1]', 'example.com')),
  row(16, 'behind iPAddress', {
    names: ['192.0.2.1', '2001:db8::1', 'example.com'],
    commonName: '192.0.2.1',
  }),
  row(16, 'behind an iPAddress of no length', san(primitive(7, Buffer.alloc(5)), 'example.com')),
  row(17, 'behind ediPartyName', san(context(5, context(1, utf8('A'))), 'example.com')),
  row(
    17,
    'between x400Address and registeredID',
    san(context(3, utf8('A')), 'example.com', primitive(8, Buffer.of(42))),
  ),
  row(17, 'behind a kind that is none', san(tlv(0x9e, Buffer.of(1)), 'example.com')),
  row(17, 'behind a tag that takes the rest for its own', san(tlv(0x1f, Buffer.of(1)), 'example.com'), {
    told: ['ct/unreadable'],
  }),
  row(17, 'XMPP address', san(otherName('1.3.6.1.5.5.7.8.5', 'example.com'))),
  row(17, 'service name', san(otherName('1.3.6.1.5.5.7.8.7', '_xmpp-client.example.com'))),
  row(17, 'user principal', san(otherName('1.3.6.1.4.1.311.20.2.3', 'admin@example.com'))),
  row(17, 'mailbox', san(primitive(1, Buffer.from('hostmaster@www.example.com')))),
  row(17, 'URI', san(primitive(6, Buffer.from('https://example.com:443/')))),
  row(17, 'directoryName', san(context(4, nameDer([['CN', 'example.com']])))),
  row(17, 'dNSName with its universal tag', san(tlv(0x16, Buffer.from('example.com')))),
  row(17, 'dNSName in pieces', san(inPieces('www.exam', 'ple.com'))),
  row(
    17,
    'dNSName in pieces of pieces',
    san(tlv(0xa2, tlv(0x36, tlv(0x16, latin1('exam'))), tlv(0x16, latin1('ple.com')))),
  ),
  row(17, 'dNSName that says it is in pieces', san(tlv(0xa2, latin1('example.com')))),
  row(17, 'dNSName that is explicit', san(tlv(0xa2, tlv(0x16, latin1('example.com'))))),
  row(
    17,
    'behind a GeneralName that ends beyond the list',
    rawSan(tlv(0x30, Buffer.of(0x82, 0x50), dns('example.com'))),
    {
      told: ['ct/unreadable'],
    },
  ),
  row(17, 'in an otherName of no type', san(context(0, oid('1.2.3'), context(0, utf8('x'))), 'example.com')),
  row(18, 'the last of 300 names', many(299, 'example.com')),
  row(18, 'the 101st name', many(100, 'example.com', 'evil.test')),
  row(18, 'the last of 2,000 names', many(1_999, 'www.example.com')),
  row(18, 'behind more names than are kept', many(10_000, 'example.com'), { told: ['ct/unreadable'] }),
];
