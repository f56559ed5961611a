import { describe, expect, it } from 'vitest';
import { caaDomainsOf } from '../../../src/ct/issuers/index.js';
import { readCertificate } from '../../../src/ct/x509/read.js';
import { listVectors, readBinary, readVectors } from '../support/vectors.js';
import { leafEntries, tileLeaves } from './entries.js';

const text = readVectors('ct/README.md');

/** The organisation in the issuer's name, and a CAA identifier of that CA, as its certification practice statement has it. */
const DISCLOSED: readonly (readonly [organisation: string, identifier: string])[] = [
  ["O=Let's Encrypt", 'letsencrypt.org'],
  ['O=Google Trust Services', 'pki.goog'],
  ['O=Amazon', 'amazon.com'],
  ['O=DigiCert', 'digicert.com'],
  ['O=Sectigo', 'sectigo.com'],
  ['O=GlobalSign', 'globalsign.com'],
  ['O=Microsoft Corporation', 'microsoft.com'],
];

function certificates(): Uint8Array[] {
  const octets = (file: string): Buffer => readBinary(file) ?? Buffer.of();
  const tiles = [
    ...['000', '001', '002', '003'].map((one) => `ct/sunlight/navigli2025h2/tile/data/${one}`),
    ...listVectors('ct/tesseract')
      .filter((one) => one.startsWith('example_tile'))
      .map((one) => `ct/tesseract/${one}`),
  ];
  return [
    ...tiles.flatMap((tile) => tileLeaves(octets(tile)).map(({ certificate }) => certificate)),
    ...leafEntries(octets('ct/certstream-server-rust/live_ct.json').toString()).map((one) => one.certificate),
  ];
}

describe.skipIf(text === undefined)('the table of issuers, held against certificates of real logs', () => {
  it('names the CA that the certificate names, wherever it knows the key', () => {
    const seen = certificates().map((der) => readCertificate(der));
    const known = seen.flatMap((facts) => {
      const domains = caaDomainsOf(facts);
      const disclosed = DISCLOSED.find(([organisation]) => facts.issuer.includes(organisation));
      return domains === undefined || disclosed === undefined ? [] : [{ facts, domains, disclosed }];
    });
    expect(known.length).toBeGreaterThan(100);
    const wrong = known.filter(({ domains, disclosed }) => !domains.includes(disclosed[1]));
    expect(wrong.map(({ facts }) => facts.issuer)).toEqual([]);
    console.log(`issuers known: ${known.length} of ${seen.length}`);
  });
});
