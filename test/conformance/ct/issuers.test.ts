import { describe, expect, it } from 'vitest';
import { caaDomainsOf, SHIPPED_ISSUERS } from '../../../src/ct/issuers/index.js';
import {
  issuerKeyHashOf,
  rangeOf,
  readDataTile,
  readExtraData,
  readLeafInput,
} from '../../../src/ct/log/index.js';
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

/** Authority key identifiers of precertificates, and the digests of the keys that issued them, as logs have both. */
function issuingKeys(): readonly (readonly [keyId: string, spkiSha256: string])[] {
  const octets = (file: string): Buffer => readBinary(file) ?? Buffer.of();
  const tiles = ['000', '001', '002', '003'].map((one) => `ct/sunlight/navigli2025h2/tile/data/${one}`);
  const tiled = [...tiles, 'ct/tesseract/example_tile'].flatMap((tile) =>
    readDataTile(octets(tile), 256).entries.map((entry) => ({
      entry,
      der: rangeOf(entry.bytes, entry.precertificate),
    })),
  );
  const live = JSON.parse(octets('ct/certstream-server-rust/live_ct.json').toString()) as {
    leaf_input: string;
    extra_data: string;
  }[];
  const classic = live.flatMap(({ leaf_input: leaf, extra_data: rest }) => {
    const entry = readLeafInput(Buffer.from(leaf, 'base64'));
    if (!entry.ok) return [];
    const extra = readExtraData(entry.value.kind, Buffer.from(rest, 'base64'));
    const der = extra.ok ? extra.value.precertificate : undefined;
    return der === undefined ? [] : [{ entry: entry.value, der }];
  });
  return [...tiled, ...classic].flatMap(({ entry, der }) => {
    const key = issuerKeyHashOf(entry);
    const { authorityKeyId } = readCertificate(der);
    return key === undefined || authorityKeyId === undefined
      ? []
      : [[authorityKeyId, Buffer.from(key).toString('hex')] as const];
  });
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

  it('has the digest of each key as the logs have it', () => {
    const rows = new Map(
      SHIPPED_ISSUERS.flatMap(({ issuers }) => issuers).map(({ keyId, spkiSha256 }) => [keyId, spkiSha256]),
    );
    const pairs = issuingKeys();
    const known = pairs.filter(([keyId]) => rows.has(keyId));
    expect(known.length).toBeGreaterThan(100);
    expect(known.filter(([keyId, spki]) => rows.get(keyId) !== spki)).toEqual([]);
    expect(new Set(known.map(([keyId]) => keyId)).size).toBeGreaterThan(15);
  });
});
