import { integer, nil, oid, primitive, sequence, bitString } from '../../../src/lab/ct/der.js';
import type { OddRequest } from '../../../src/lab/ct/odd.js';
import { cn, dns, keyOf, latin1, san } from './parts.js';

/** Certificates of somebody else, whose names look like ours. */
export const OTHERS: readonly Partial<OddRequest>[] = [
  ...[
    'notexample.com', 'www.notexample.com', 'example.com.evil.test', 'www.example.com.evil.test', 'example.comm',
    'example.co', 'xample.com', 'examp1e.com', 'example.org', 'example.net', 'b.example.net', 'www.b.example.net',
    'c.b.example.net', '*.example.net', '*.c.b.example.net', 'xa.b.example.net', 'com', 'test', 'example', '*.test.com',
    '*.com.evil.test', '*.example.com.evil.test', '*.notexample.com', 'f*.com', 'ex*.net', '*.*.evil.test', 'w*w.example.net',
    '?.example.org', 'xn--bcher-kv.test', 'xn--bcher-kva.example', 'bucher.test', 'b\u00fccher.example',
    'xn--xample-9ua.com', 'еxample.com', 'example-com.test', 'example_com.test', 'www-example.com', 'example.com-evil.test',
    'https://evil.test/example.com', 'evil.test/?example.com', 'evil.test/#example', 'evil.test:443',
    'example.com@evil.test', 'https://example.com@evil.test/', 'evil.test\0', 'EVIL.TEST', 'evil.test.', ' evil.test ',
    '192.0.2.1', '2001:db8::1',
  ].map((name) => san(name)), // prettier-ignore
  cn('Example Com Inc.'),
  cn('A person, of the city of example'),
  cn('example com'),
  san(primitive(1, Buffer.from('example.com@evil.test'))),
  san(primitive(6, Buffer.from('https://evil.test/example.com'))),
  san(dns(latin1('b\u00fccher.example'))),
]; // prettier-ignore

const rsa4096 = sequence(
  sequence(oid('1.2.840.113549.1.1.1'), nil()),
  bitString(sequence(integer(Buffer.alloc(512, 0xc7)), integer(Buffer.of(1, 0, 1)))),
);
const p521 = sequence(
  sequence(oid('1.2.840.10045.2.1'), oid('1.3.132.0.35')),
  bitString(Buffer.concat([Buffer.of(4), Buffer.alloc(132, 1)])),
);
export const OUR_KEYS: readonly Buffer[] = [
  rsa4096,
  p521,
  keyOf('1.3.101.112', 32),
  keyOf('2.16.840.1.101.3.4.3.17', 1_312),
];

/** Certificates of ours in forms that are seldom and right; `publicKey` absent: the owner's usual one. */
export const OURS: readonly Partial<OddRequest>[] = [
  { names: ['EXAMPLE.COM', 'WWW.EXAMPLE.COM'] },
  { names: Array.from({ length: 100 }, (_, i) => `h${i}.example.com`) },
  ...OUR_KEYS.map((publicKey) => ({ names: ['example.com'], publicKey })),
  { names: ['*.example.com', 'example.com'], commonName: null },
  { names: ['www.example.com'], preissued: true },
  { names: ['www.example.com', '192.0.2.1', '2001:db8::1'] },
  { names: ['xn--bcher-kva.test', 'a.b.example.net'], certificateOnly: true },
];
