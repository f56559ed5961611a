import { createPublicKey } from 'node:crypto';
import { freshKey } from '../../../src/base/fresh-key.js';
import { LabCa, type IssueRequest } from '../../../src/lab/ct/ca.js';
import { nameDer, signed, spkiOf } from '../../../src/lab/ct/certificate.js';
import { context, integer, oid, primitive, sequence, setOf, tlv, utf8 } from '../../../src/lab/ct/der.js';
import { extensionDer, subjectAltName } from '../../../src/lab/ct/extensions.js';

const SINCE = Date.UTC(2025, 0, 1);
const key = freshKey({ ec: 'P-256' });
const ca = new LabCa({ name: 'Fuzz', caaDomains: ['ca.example'], since: SINCE });
const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' });

function issue(request: Partial<IssueRequest> = {}): Buffer {
  const { precertificate } = ca.issue({
    names: ['www.example.com'],
    publicKey,
    notBefore: SINCE,
    ...request,
  });
  return precertificate;
}

/** Certificates to be damaged: plain ones, and such as hold every form of name. */
export function seedCertificates(): readonly Buffer[] {
  return [
    issue(),
    issue({ names: Array.from({ length: 40 }, (_, i) => `host-${i}.example.com`) }),
    issue({
      names: [
        '*.example.com',
        '192.0.2.1',
        '2001:db8::1',
        primitive(1, Buffer.from('a@example.com')),
        primitive(6, Buffer.from('sip:example.com')),
        primitive(8, Buffer.of(0x2a, 3, 4)),
        tlv(0xa2, tlv(0x16, Buffer.from('made.example.com'))),
        context(0, oid('1.3.6.1.5.5.7.8.5'), context(0, utf8('example.com'))),
        context(4, nameDer([['CN', 'inner.example.com']])),
      ],
      odd: (spec) => ({
        ...spec,
        subject: sequence(
          setOf(
            sequence(oid('2.5.4.3'), utf8('one.example.com')),
            sequence(oid('2.5.4.3'), tlv(0x1e, Buffer.from('two.example.com', 'utf16le').swap16())),
          ),
        ),
        extensions: [...spec.extensions, subjectAltName(['second.example.com'])],
      }),
    }),
    issue({ odd: (spec) => ({ ...spec, version: 1, serial: { raw: Buffer.of(0xff, 1) } }) }),
  ];
}

/** Requests to be damaged. */
export function seedRequests(): readonly Buffer[] {
  const attribute = sequence(
    oid('1.2.840.113549.1.9.14'),
    setOf(sequence(extensionDer(subjectAltName(['www.example.com', '*.example.com', '192.0.2.1'])))),
  );
  const info = [integer(Buffer.of(0)), nameDer([['CN', 'www.example.com']]), spkiOf(key)];
  return [signed(sequence(...info, context(0, attribute)), key), signed(sequence(...info), key)];
}
