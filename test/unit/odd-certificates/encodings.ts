import { context, octetString, oid, primitive, sequence, setOf, tlv } from '../../../src/lab/ct/der.js';
import { extensionDer } from '../../../src/lab/ct/extensions.js';
import { row, type OddCase } from './model.js';
import { OUR_KEYS } from './others.js';
import { dns, extended, fields, indefinite, longLength, rawSan, san, sanOf } from './parts.js';

const unreadable = ['ct/unreadable'] as const;
const both = ['ct/unknown-certificate', 'ct/unreadable'] as const;
const SUBJECT = 5;
const KEY = 6;
const www = ['www.example.com'];
const list = sequence(extensionDer(sanOf('example.com')));

/** Certificates that are no good DER, or are put together as none should be. */
export const ENCODINGS: readonly OddCase[] = [
  row(21, 'lengths longer than they need be', rawSan(longLength(sequence(longLength(dns('example.com')))))),
  row(
    21,
    'a long length around the extensions',
    fields((all) => [...all.slice(0, -1), longLength(all.at(-1)!)]),
  ),
  row(21, 'a long length around the certificate', { names: www, octets: longLength }),
  row(21, 'octets behind the certificate', {
    names: www,
    octets: (der) => Buffer.concat([der, Buffer.alloc(9)]),
  }),
  row(21, 'octets behind the names', rawSan(Buffer.concat([sequence(dns('example.com')), Buffer.of(5, 0)])), {
    told: both,
  }),
  row(
    21,
    'a name behind the list of names',
    rawSan(Buffer.concat([sequence(dns('evil.test')), dns('example.com')])),
    {
      told: unreadable,
    },
  ),
  row(21, 'names without a list', rawSan(dns('example.com')), { told: unreadable }),
  row(21, 'names in a SET', rawSan(setOf(dns('example.com'))), { told: unreadable }),
  row(21, 'indefinite length of the names', rawSan(indefinite(0x30, dns('example.com'))), {
    told: unreadable,
  }),
  row(
    21,
    'indefinite length of a name',
    rawSan(sequence(indefinite(0xa2, tlv(0x16, Buffer.from('example.com'))))),
    {
      told: unreadable,
    },
  ),
  row(21, 'a tag in two octets before the name', san(Buffer.of(0xbf, 0x81, 0x01, 1, 0), 'example.com')),
  row(
    21,
    'padded OID of the SAN extension',
    fields(
      (all) => [
        ...all.slice(0, -1),
        withExtension(
          all.at(-1)!,
          sequence(Buffer.of(6, 4, 0x55, 0x1d, 0x80, 0x11), octetString(sequence(dns('example.com')))),
        ),
      ],
      ['evil.test'],
    ),
  ),
  row(
    21,
    'SAN extension that is critical twice',
    fields(
      (all) => [
        ...all.slice(0, -1),
        withExtension(
          all.at(-1)!,
          sequence(
            oid('2.5.29.17'),
            Buffer.of(1, 1, 0),
            Buffer.of(1, 1, 255),
            octetString(sequence(dns('example.com'))),
          ),
        ),
      ],
      ['evil.test'],
    ),
    { told: both },
  ),
  row(
    21,
    'SAN extension with two values',
    fields(
      (all) => [
        ...all.slice(0, -1),
        withExtension(
          all.at(-1)!,
          sequence(
            oid('2.5.29.17'),
            octetString(sequence(dns('evil.test'))),
            octetString(sequence(dns('example.com'))),
          ),
        ),
      ],
      ['evil.test'],
    ),
  ),
  row(
    21,
    'a second list of extensions',
    fields((all) => [...all, context(3, list)], ['evil.test']),
    { told: both },
  ),
  row(
    21,
    'a list of extensions before the first',
    fields((all) => [...all.slice(0, -1), context(3, list), all.at(-1)!], ['evil.test']),
    { told: both },
  ),
  row(
    21,
    'extensions under another tag',
    fields((all) => [...all, context(4, list)], ['evil.test']),
    { told: unreadable },
  ),
  row(
    21,
    'extensions in a unique identifier',
    fields((all) => [...all.slice(0, -1), primitive(1, Buffer.of(0, 7)), all.at(-1)!]),
  ),
  row(
    21,
    'a field before the subject',
    fields((all) => [...all.slice(0, SUBJECT), sequence(), ...all.slice(SUBJECT)]),
    { told: both },
  ),
  row(
    21,
    'no public key',
    fields((all) => all.filter((_, i) => i !== KEY)),
    {
      told: both,
      otherwise: {
        ways: ['files'],
        told: [],
        why: 'a file that holds nothing like a certificate is said to be that: the source was not seen',
      },
    },
  ),
  row(
    0,
    'a pinned key before the key',
    {
      ...fields((all) => [...all.slice(0, KEY), OUR_KEYS[0]!, ...all.slice(KEY)]),
    },
    { told: unreadable },
  ),
  row(
    0,
    'a pinned key behind the key',
    {
      ...fields((all) => [...all.slice(0, KEY + 1), OUR_KEYS[0]!, ...all.slice(KEY + 1)]),
    },
    { told: both },
  ),
  row(0, 'SAN in a SAN extension that is empty', extended([], { oid: '2.5.29.17', value: Buffer.alloc(0) }), {
    told: unreadable,
  }),
];

/** The extensions with one more at their end. */
function withExtension(holder: Uint8Array, extension: Uint8Array): Buffer {
  const inner = contentOf(contentOf(holder));
  return context(3, sequence(inner, extension));
}

function contentOf(der: Uint8Array): Uint8Array {
  const short = der[1] ?? 0;
  return der.subarray(short < 0x80 ? 2 : 2 + (short & 0x7f));
}
