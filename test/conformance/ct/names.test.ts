import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hostConcerns, hostReadings } from '../../../src/base/certificate-host.js';
import { readCertificate } from '../../../src/ct/x509/read.js';
import { missed, scanned } from '../../unit/ct-fuzz/x509-names.js';
import { readVectors } from '../support/vectors.js';
import { issuedCertificates, oddCertificates } from './certificates.js';

const absent = readVectors('ct/README.md') === undefined;

describe.skipIf(absent)('certificates that were really issued', () => {
  const issued = issuedCertificates();

  it('are all of the plain form that the scan takes as whole, and it misses no name', () => {
    expect(issued.length).toBeGreaterThan(1_300);
    for (const { from, der } of issued) {
      const seen = scanned(der);
      expect(seen.whole, from).toBe(true);
      expect(missed(readCertificate(der), seen), from).toEqual([]);
    }
  });

  it('have names that are never taken for another’s domain', () => {
    const domains = ['example.com', 'guarded.test', 'a.b.example.org', 'example.co.uk'].map((one) =>
      one.split('.'),
    );
    for (const { from, der } of issued)
      for (const { from: place, value } of readCertificate(der).names)
        for (const reading of hostReadings(value, place))
          for (const domain of domains)
            expect(hostConcerns(reading, domain), `${from}: ${value}`).toBeUndefined();
  });

  it('are each found under each of their own names', () => {
    for (const { from, der } of issued)
      for (const { kind, value } of readCertificate(der).names) {
        if (kind !== 'dns' || !/^[a-z0-9*.-]+$/.test(value)) continue;
        const domain = value.replace(/^\*\./, '').split('.');
        const found = hostReadings(value).map((reading) => hostConcerns(reading, domain));
        expect(found, `${from}: ${value}`).not.toEqual([undefined]);
      }
  });

  it('have the key, the time and the serial number that node:crypto sees', () => {
    for (const { from, der } of issued) {
      const facts = readCertificate(der);
      const node = new X509Certificate(der);
      expect(facts.problems, from).toEqual([]);
      expect(facts.oddities, from).toBeUndefined();
      expect(facts.keyKind, from).toBe(kindOf(node));
      expect(facts.notBefore, from).toBe(Date.parse(node.validFrom));
      expect(facts.notAfter, from).toBe(Date.parse(node.validTo));
      expect(facts.serial.replace(/^(00)+(?=..)/, ''), from).toBe(node.serialNumber.toLowerCase());
    }
  });
});

describe.skipIf(absent)('certificates that were made to be odd', () => {
  it.each(oddCertificates())('$from: the scan misses no name, or says that one may hide', ({ der }) => {
    expect(missed(readCertificate(der), scanned(der))).toEqual([]);
  });

  it.each(oddCertificates())('$from: what node:crypto sees, we see', ({ der }) => {
    const facts = readCertificate(der);
    const node = new X509Certificate(der);
    expect(facts.problems).toEqual([]);
    if (node.publicKey.asymmetricKeyType !== undefined) expect(facts.keyKind).toBe(kindOf(node));
    // Node has none where the subject is empty, whatever its types say.
    const subject: string | undefined = node.subject;
    const common = [...(subject ?? '').matchAll(/^CN=(.*)$/gm)].map((match) => match[1] ?? '');
    for (const name of common.filter((one) => /^[\x20-\x7e]*$/.test(one) && !one.includes('\\')))
      expect(facts.names.map(({ value }) => value)).toContain(name);
  });
});

/** The kind of a key as Node knows it, in our words. */
function kindOf(node: X509Certificate): string {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = node.publicKey;
  if (type === 'rsa') return `RSA ${details?.modulusLength}`;
  const curves: Record<string, string> = { prime256v1: 'P-256', secp384r1: 'P-384', secp521r1: 'P-521' };
  if (type === 'ec') return `ECDSA ${curves[details?.namedCurve ?? '']}`;
  return type === 'ed25519' ? 'Ed25519' : type === 'ed448' ? 'Ed448' : `unknown ${type}`;
}
