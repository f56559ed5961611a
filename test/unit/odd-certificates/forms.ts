import { context, integer, sequence, tlv, utf8 } from '../../../src/lab/ct/der.js';
import { row, type OddCase } from './model.js';
import { fields, keyOf, replaced, spec } from './parts.js';

/** When all was issued. */
export const NOW = Date.parse('2026-11-23T12:00:00Z');
const DAY = 86_400_000;
const YEAR = 365 * DAY;
const VALIDITY = 4;
const www = ['www.example.com'];
const utc = (text: string): Buffer => tlv(0x17, Buffer.from(text));

/** Certificates with odd numbers, times, keys and issuers, and of which only a part is seen. */
export const FORMS: readonly OddCase[] = [
  row(19, 'precertificate only', { names: www }, { shown: 'precertificate' }),
  row(19, 'certificate only', { names: www, certificateOnly: true }, { shown: 'certificate' }),
  row(20, 'negative serial number', spec({ serial: { raw: Buffer.of(0x80, 1) } })),
  row(20, 'serial number zero', spec({ serial: { raw: Buffer.of(0) } })),
  row(20, 'empty serial number', spec({ serial: { raw: Buffer.of() } })),
  row(20, 'huge serial number', spec({ serial: { raw: Buffer.alloc(3_000, 0x11) } })),
  row(20, 'serial number of another certificate', { names: www, serial: Buffer.alloc(16, 0x42) }),
  row(20, 'the same serial number again', { names: ['example.com'], serial: Buffer.alloc(16, 0x42) }),
  row(20, 'a time that is none', replaced(VALIDITY, sequence(utc('never'), utc('991332256199Z')))),
  row(20, 'times that are no times', replaced(VALIDITY, sequence(utf8('x'), utf8('y')))),
  row(20, 'no times', replaced(VALIDITY, sequence())),
  row(20, 'ends before it begins', { names: www, notAfter: NOW + DAY, notBefore: NOW + 2 * DAY }),
  row(20, 'valid until 9999', { names: www, notAfter: 253_402_300_799_000 }),
  row(20, 'valid from next year on', { names: www, notBefore: NOW + YEAR, notAfter: NOW + 2 * YEAR }),
  row(
    20,
    'expired',
    { names: www, notBefore: NOW - 90 * DAY, notAfter: NOW - DAY },
    {
      otherwise: {
        ways: ['certspotter', 'crtsh'],
        told: [],
        why: 'the searches are asked for, or have, unexpired certificates only',
      },
    },
  ),
  row(20, 'first version, with a common name', spec({ version: 1 }, ['example.com'])),
  row(
    20,
    'no version, with extensions',
    fields((all) => all.slice(1)),
  ),
  row(20, 'version 17', replaced(0, context(0, integer(Buffer.of(16))))),
  row(20, 'ML-DSA-65 key', { names: www, publicKey: keyOf('2.16.840.1.101.3.4.3.18', 1_952) }),
  row(20, 'key of an unknown algorithm', { names: www, publicKey: keyOf('1.2.3.4.5', 40) }),
  row(20, 'key that is none', { names: www, publicKey: sequence(utf8('x')) }),
  row(22, 'precertificate of a Precertificate Signing Certificate', { names: www, preissued: true }),
  row(23, 'the same TBS with other SCTs', { names: www }, { twice: true }),
  row(
    27,
    'our key, another CA',
    { names: www },
    { ca: 'digicert.com', key: 'ours', told: ['ct/forbidden-issuer'] },
  ),
  row(
    27,
    'another key, another CA',
    { names: www },
    {
      ca: 'digicert.com',
      told: ['ct/forbidden-issuer', 'ct/unknown-certificate'],
    },
  ),
  row(
    24,
    'logged in a static log only',
    { names: www },
    {
      loggedIn: 'static log',
      otherwise: { ways: ['rfc6962 log'], told: [], why: 'it is not in that log' },
    },
  ),
];
