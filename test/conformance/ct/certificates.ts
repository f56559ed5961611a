import { listVectors, readBinary } from '../support/vectors.js';
import { leafEntries, tileLeaves } from './entries.js';

/** The certificates of a PEM file, text around them left out. */
export function pem(source: Buffer): readonly Buffer[] {
  return [
    ...source.toString('latin1').matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g),
  ].map((match) => Buffer.from(match[1] ?? '', 'base64'));
}

export interface Sample {
  readonly from: string;
  readonly der: Buffer;
}

/** Certificates that were really issued: of two static logs, of an RFC 6962 log, of chains and pairs. */
export function issuedCertificates(): readonly Sample[] {
  const tiles = ['000', '001', '002', '003']
    .map((tile) => `ct/sunlight/navigli2025h2/tile/data/${tile}`)
    .concat(listVectors('ct/tesseract').map((file) => `ct/tesseract/${file}`));
  const chains = [
    ...['precert', 'final'].map((name) => `ct/boulder/good/${name}.pem`),
    'ct/azul/sct/cloudflare.pem',
    'ct/azul/sct/google-we1.pem',
    'ct/azul/preissuer/preissuer-chain.pem',
  ];
  return [
    ...tiles.flatMap((file) => sample(file, (bytes) => tileLeaves(bytes).map((leaf) => leaf.certificate))),
    ...chains.flatMap((file) => sample(file, pem)),
    ...sample('ct/certstream-server-rust/live_ct.json', (bytes) =>
      leafEntries(bytes.toString()).map((entry) => entry.certificate),
    ),
  ];
}

/** Certificates that were made to be odd (ZLint). */
export function oddCertificates(): readonly Sample[] {
  return listVectors('ct/zlint-names').flatMap((file) => sample(`ct/zlint-names/${file}`, pem));
}

function sample(file: string, read: (bytes: Buffer) => readonly Buffer[]): readonly Sample[] {
  const bytes = readBinary(file);
  return bytes === undefined ? [] : read(bytes).map((der, i) => ({ from: `${file} ${i}`, der }));
}
