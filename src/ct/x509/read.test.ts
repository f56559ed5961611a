import { createPublicKey, X509Certificate } from 'node:crypto';
import { freshKey } from '../../base/fresh-key.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LabCa, type IssueRequest } from '../../lab/ct/ca.js';
import { octetString, primitive, sequence, setOf, oid, tlv, utf8 } from '../../lab/ct/der.js';
import { subjectAltName } from '../../lab/ct/extensions.js';
import { readCertificate } from './read.js';

const SINCE = Date.UTC(2023, 0, 1);
const ca = new LabCa({ name: 'Example', caaDomains: ['ca.example'], since: SINCE });
const publicKey = createPublicKey(freshKey({ ec: 'P-256' })).export({
  format: 'der',
  type: 'spki',
});

function issue(request: Partial<IssueRequest> = {}): ReturnType<LabCa['issue']> {
  return ca.issue({ names: ['www.example.com'], publicKey, notBefore: SINCE + 86_400_000, ...request });
}

/** DNS names of the SAN extensions that are read from a certificate with these extra pieces. */
function namesWith(request: Partial<IssueRequest>): readonly string[] {
  return readCertificate(issue(request).certificate).names.map(
    (name) => `${name.from}:${name.kind}:${name.value}`,
  );
}

describe('a certificate', () => {
  it('is read from its own bytes', () => {
    const issued = issue({ names: ['www.example.com', '*.example.com', '192.0.2.1', '2001:db8::1'] });
    const facts = readCertificate(issued.certificate);
    const node = new X509Certificate(issued.certificate);
    expect(facts).toMatchObject({
      sha256: node.fingerprint256.replaceAll(':', '').toLowerCase(),
      tbsSha256: issued.tbsSha256,
      spkiSha256: issued.spkiSha256,
      precertificate: false,
      notBefore: Date.parse(node.validFrom),
      notAfter: Date.parse(node.validTo),
      issuer: 'CN=Example (lab) Intermediate, O=Example (lab), C=XX',
      problems: [],
    });
    expect(facts.serial.replace(/^00/, '')).toBe(node.serialNumber.toLowerCase());
    expect(facts.names).toEqual([
      { from: 'san', kind: 'dns', value: 'www.example.com' },
      { from: 'san', kind: 'dns', value: '*.example.com' },
      { from: 'san', kind: 'ip', value: '192.0.2.1' },
      { from: 'san', kind: 'ip', value: '2001:db8:0:0:0:0:0:1' },
      { from: 'cn', kind: 'dns', value: 'www.example.com' },
    ]);
    expect(facts.authorityKeyId).toMatch(/^[0-9a-f]{40}$/);
  });

  it('has the same TBS digest as its precertificate, and another one than any other certificate', () => {
    const [one, other] = [issue(), issue()];
    expect(readCertificate(one.precertificate)).toMatchObject({
      precertificate: true,
      tbsSha256: one.tbsSha256,
    });
    expect(readCertificate(one.certificate).tbsSha256).toBe(one.tbsSha256);
    expect(readCertificate(other.certificate).tbsSha256).not.toBe(one.tbsSha256);
  });

  it('cannot hide a name in a second SAN extension', () => {
    const names = namesWith({
      odd: (spec) => ({ ...spec, extensions: [...spec.extensions, subjectAltName(['hidden.example.com'])] }),
    });
    expect(names).toContain('san:dns:hidden.example.com');
  });

  it('cannot hide a name behind one that no library can parse', () => {
    expect(
      namesWith({
        names: [primitive(5, Buffer.from('junk')), Uint8Array.of(0x9f, 0x1f, 0), 'after.example.com'],
      }),
    ).toContain('san:dns:after.example.com');
  });

  it('cannot hide a name with a constructed tag, a NUL, a space or Latin-1 octets', () => {
    const raw = [
      tlv(0xa2, Buffer.from('made.example.com')),
      primitive(2, Buffer.from('a.example.com\0.evil.example')),
      primitive(2, Buffer.from(' b.example.com')),
      primitive(2, Buffer.of(0xfc, 0x2e, 0x61)),
    ];
    expect(namesWith({ names: raw, commonName: null })).toEqual([
      'san:dns:made.example.com',
      'san:dns:a.example.com\0.evil.example',
      'san:dns: b.example.com',
      'san:dns:ü.a',
    ]);
  });

  it('gives every common name, wherever it stands and however it is encoded', () => {
    const common = (value: Buffer): Buffer => sequence(oid('2.5.4.3'), value);
    const subject = sequence(
      setOf(common(utf8('one.example.com')), sequence(oid('2.5.4.10'), utf8('Org'))),
      setOf(common(tlv(0x1e, Buffer.from('two.example.com', 'utf16le').swap16()))),
      setOf(common(tlv(0x0c, Buffer.of(0xff, 0x2e, 0x61)))),
    );
    const names = namesWith({ odd: (spec) => ({ ...spec, subject, extensions: [] }) });
    expect(names).toEqual(['cn:dns:one.example.com', 'cn:dns:two.example.com', 'cn:dns:ÿ.a']);
  });

  it('is read with a year after 2049, a negative serial and no extensions at all', () => {
    const notAfter = Date.UTC(2061, 5, 1);
    const odd: IssueRequest['odd'] = (spec) => ({
      ...spec,
      notAfter,
      serial: { raw: Uint8Array.of(0xff, 0x01) },
      version: 1,
    });
    const facts = readCertificate(issue({ odd }).certificate);
    expect(facts).toMatchObject({
      notAfter,
      serial: 'ff01',
      names: [{ from: 'cn', value: 'www.example.com' }],
      problems: [],
    });
  });

  it('with a broken SAN says so, and still gives the rest', () => {
    const broken = { oid: '2.5.29.17', value: octetString(Buffer.from('no list')) };
    const facts = readCertificate(
      issue({ odd: (spec) => ({ ...spec, extensions: [broken, subjectAltName(['good.example.com'])] }) })
        .certificate,
    );
    expect(facts.problems).toEqual(['a subject alternative name extension is no list of names']);
    expect(facts.names.map((name) => name.value)).toContain('good.example.com');
  });

  it('that is none says so, and has digests all the same', () => {
    for (const bytes of [
      Buffer.of(),
      Buffer.from('hello'),
      Buffer.of(0x30, 0x80),
      Buffer.of(0x30, 0x02, 0x05, 0x00),
    ]) {
      const facts = readCertificate(bytes);
      expect(facts.problems).not.toEqual([]);
      expect(
        [facts.sha256, facts.tbsSha256, facts.spkiSha256].every((digest) => /^[0-9a-f]{64}$/.test(digest)),
      ).toBe(true);
    }
  });

  it('cannot inject into the display of its issuer', () => {
    const issuer = sequence(
      setOf(sequence(oid('2.5.4.3'), utf8('Evil, O=Good CA\nX'))),
      setOf(sequence(oid('1.2.3.4'), utf8('v'))),
    );
    expect(readCertificate(issue({ odd: (spec) => ({ ...spec, issuer }) }).certificate).issuer).toBe(
      '1.2.3.4=v, CN=Evil\\, O\\=Good CA\nX',
    );
  });

  it('does not crash or hang the reader, however it is damaged', () => {
    const runs = Number(process.env['FUZZ_CERTIFICATES'] ?? 5_000);
    const good = issue({ names: ['a.example.com', '192.0.2.1'] }).certificate;
    const damage = fc.array(
      fc.tuple(fc.nat(good.length - 1), fc.nat(255), fc.constantFrom('set', 'cut', 'insert')),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(damage, (faults) => {
        let bytes: Buffer = Buffer.from(good);
        for (const [at, octet, kind] of faults) {
          if (kind === 'set') bytes[at] = octet;
          else if (kind === 'cut') bytes = Buffer.from(bytes.subarray(0, at));
          else bytes = Buffer.concat([bytes.subarray(0, at), Buffer.of(octet), bytes.subarray(at)]);
        }
        const facts = readCertificate(bytes);
        expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
        expect(Number.isSafeInteger(facts.notBefore) && Number.isSafeInteger(facts.notAfter)).toBe(true);
      }),
      { numRuns: runs, seed: 20261123 },
    );
  });
});
