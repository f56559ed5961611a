import { AsnConvert } from '@peculiar/asn1-schema';
import {
  Certificate,
  id_ce_subjectAltName,
  SubjectAlternativeName,
  type GeneralName,
} from '@peculiar/asn1-x509';
import { describe, expect, it } from 'vitest';
import type { CertificateFacts } from '../../../src/ct/model.js';
import { readCertificate } from '../../../src/ct/x509/read.js';
import { readVectors } from '../support/vectors.js';
import { issuedCertificates, oddCertificates } from './certificates.js';

const absent = readVectors('ct/README.md') === undefined;
const COMMON_NAME = '2.5.4.3';

interface Theirs {
  readonly names: readonly string[];
  readonly serial: string;
}

/** What the other reader sees; `undefined` where it gives up on a certificate, as it does for one odd name. */
function theirs(der: Buffer): Theirs | undefined {
  try {
    const { tbsCertificate } = AsnConvert.parse(der, Certificate);
    const san = (tbsCertificate.extensions ?? [])
      .filter(({ extnID }) => extnID === id_ce_subjectAltName)
      .flatMap(({ extnValue }) => [...AsnConvert.parse(extnValue.buffer, SubjectAlternativeName)]);
    const common = [...tbsCertificate.subject]
      .flatMap((rdn) => [...rdn])
      .filter(({ type }) => type === COMMON_NAME)
      .map(({ value }) => `cn:${value.toString()}`);
    const serial = Buffer.from(tbsCertificate.serialNumber).toString('hex');
    return { names: [...san.flatMap(named), ...common], serial };
  } catch {
    return undefined;
  }
}

function named({
  dNSName,
  rfc822Name,
  uniformResourceIdentifier,
  iPAddress,
}: GeneralName): readonly string[] {
  const found = { dns: dNSName, email: rfc822Name, uri: uniformResourceIdentifier, ip: iPAddress };
  return Object.entries(found).flatMap(([kind, value]) => (value === undefined ? [] : [`${kind}:${value}`]));
}

function ours({ names }: CertificateFacts): readonly string[] {
  return names.map(({ from, kind, value }) => (from === 'cn' ? `cn:${value}` : `${kind}:${value}`));
}

/** Names in ASCII: how octets beyond it become characters is for each reader to say. IPv6 is written in many ways. */
function comparable(name: string): boolean {
  return /^[\x20-\x7e]*$/.test(name) && !/^ip:.*:/.test(name);
}

describe.skipIf(absent)('what @peculiar/asn1-x509 sees, we see', () => {
  it('in every certificate that was really issued', () => {
    for (const { from, der } of issuedCertificates()) {
      const other = theirs(der);
      if (other === undefined) throw new Error(`${from} cannot be read by the other reader`);
      const facts = readCertificate(der);
      expect(ours(facts).filter(comparable).toSorted(), from).toEqual(
        other.names.filter(comparable).toSorted(),
      );
      expect(facts.serial, from).toBe(other.serial);
    }
  });

  it('in certificates that were made to be odd, as far as it reads them', () => {
    const read = oddCertificates().flatMap(({ from, der }) => {
      const other = theirs(der);
      return other === undefined ? [] : [{ from, other, facts: readCertificate(der) }];
    });
    expect(read.length).toBeGreaterThan(30);
    for (const { from, other, facts } of read)
      expect(ours(facts), from).toEqual(expect.arrayContaining(other.names.filter(comparable)));
  });
});
