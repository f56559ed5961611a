import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { freshKey } from '../../base/fresh-key.js';
import { nameDer, signed, spkiOf } from '../../lab/ct/certificate.js';
import { context, integer, oid, sequence, setOf, utf8 } from '../../lab/ct/der.js';
import { extensionDer, subjectAltName } from '../../lab/ct/extensions.js';
import { readRequest } from './request.js';

const key = freshKey({ ec: 'P-256' });
const spki = spkiOf(key);
const subject = nameDer([['CN', 'www.example.com']]);
const version = integer(Uint8Array.of(0));
const asking = (type: string, ...names: string[]): Buffer =>
  sequence(oid(type), setOf(sequence(extensionDer(subjectAltName(names)))));
const request = (...parts: readonly Uint8Array[]): Buffer => signed(sequence(...parts), key);

describe('a certification request', () => {
  it('is read from its own bytes: its key, its common name, the names of every attribute that asks for extensions', () => {
    const attributes = context(
      0,
      sequence(oid('1.2.840.113549.1.9.7'), setOf(utf8('challenge'))),
      asking('1.2.840.113549.1.9.14', 'www.example.com', '*.example.com', '192.0.2.1'),
      asking('1.3.6.1.4.1.311.2.1.14', 'old.example.com'),
    );
    const facts = readRequest(request(version, subject, spki, attributes));
    expect(facts).toMatchObject({
      spkiSha256: createHash('sha256').update(spki).digest('hex'),
      keyKind: 'ECDSA P-256',
      problems: [],
    });
    expect(facts.names.map(({ from, kind, value }) => `${from}:${kind}:${value}`)).toEqual([
      'san:dns:www.example.com',
      'san:dns:*.example.com',
      'san:ip:192.0.2.1',
      'san:dns:old.example.com',
      'cn:dns:www.example.com',
    ]);
  });

  it('without attributes, or with them left out, is read too', () => {
    expect(readRequest(request(version, subject, spki)).problems).toEqual([]);
    expect(readRequest(request(version, subject, spki, context(0))).problems).toEqual([]);
  });

  it('that is none, or broken, says so and gives what it can', () => {
    expect(readRequest(Buffer.from('hello'))).toMatchObject({
      names: [],
      problems: [expect.stringContaining('certification request')],
    });
    const keyless = readRequest(request(version, subject, utf8('no key')));
    expect(keyless.spkiSha256).toBeUndefined();
    expect(keyless.problems).toEqual(['the public key is not where it has to be']);
    expect(keyless.names.map(({ value }) => value)).toEqual(['www.example.com']);
    const odd = readRequest(request(version, subject, spki, context(0, utf8('x')), utf8('y')));
    expect(odd.problems).toEqual([
      'an attribute is not of the form that an attribute has',
      'something stands behind the public key that does not belong there',
    ]);
  });
});
