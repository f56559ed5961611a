import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CertificateFacts } from '../../../src/ct/model.js';
import { readCertificate } from '../../../src/ct/x509/read.js';
import { listVectors, readBinary, readVectors } from '../support/vectors.js';
import { leafEntries, tileLeaves, type TileLeaf } from './entries.js';

const text = readVectors('ct/README.md');

function pem(source: string): Buffer[] {
  return [...source.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)].map(
    (match) => Buffer.from(match[1] ?? '', 'base64'),
  );
}

function binary(file: string): Buffer {
  const bytes = readBinary(file);
  if (bytes === undefined) throw new Error(`${file} is not among the vectors`);
  return bytes;
}

function sanNames(facts: CertificateFacts, kind: string): string[] {
  return facts.names.filter((name) => name.from === 'san' && name.kind === kind).map((name) => name.value);
}

describe.skipIf(text === undefined)('certificates that were really issued', () => {
  it('give one TBS digest for precertificate and certificate (Boulder)', () => {
    const [precert, final] = ['precert', 'final'].map((name) =>
      readCertificate(pem(binary(`ct/boulder/good/${name}.pem`).toString())[0] ?? Buffer.of()),
    );
    expect(precert?.precertificate).toBe(true);
    expect(final?.precertificate).toBe(false);
    expect(precert?.tbsSha256).toBe(final?.tbsSha256);
    expect(precert?.tbsSha256).toMatch(/^34d234734635030e/);
    expect([...(precert?.problems ?? []), ...(final?.problems ?? [])]).toEqual([]);
  });

  it('give what the Cert Spotter API says of them', () => {
    const issuances = JSON.parse(binary('ct/certspotter-api/example.json').toString()) as {
      cert_der: string;
      cert_sha256: string;
      tbs_sha256: string;
      pubkey_sha256: string;
      dns_names: string[];
      not_before: string;
      not_after: string;
    }[];
    expect(issuances.length).toBeGreaterThan(0);
    for (const one of issuances) {
      const facts = readCertificate(Buffer.from(one.cert_der, 'base64'));
      expect(facts).toMatchObject({
        sha256: one.cert_sha256,
        tbsSha256: one.tbs_sha256,
        spkiSha256: one.pubkey_sha256,
        problems: [],
        notBefore: Date.parse(one.not_before),
        notAfter: Date.parse(one.not_after),
      });
      expect(sanNames(facts, 'dns').sort()).toEqual(one.dns_names);
    }
  });

  it('reduce to the golden TBS of another reader (azul)', async () => {
    const { createHash } = await import('node:crypto');
    const leaf = pem(binary('ct/azul/sct/cloudflare.pem').toString())[0] ?? Buffer.of();
    const golden = binary('ct/azul/sct/golden/cloudflare-tbs-without-sct.der');
    expect(readCertificate(leaf).tbsSha256).toBe(createHash('sha256').update(golden).digest('hex'));
    const [pre] = pem(binary('ct/azul/preissuer/preissuer-chain.pem').toString());
    const poisonless = binary('ct/azul/preissuer/golden/preissuer-precert-tbs.der');
    expect(readCertificate(pre ?? Buffer.of()).tbsSha256).toBe(
      createHash('sha256').update(poisonless).digest('hex'),
    );
  });

  it.each(['000', '001', '002', '003'])(
    'stand in tile %s of a static log, with the names that it lists',
    (tile) => {
      const leaves = tileLeaves(binary(`ct/sunlight/navigli2025h2/tile/data/${tile}`));
      const listed = binary(`ct/sunlight/navigli2025h2/tile/names/${tile}`)
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { DNS?: string[] });
      expect(leaves).toHaveLength(256);
      leaves.forEach((leaf, i) => {
        const facts = checkLeaf(leaf);
        expect(sanNames(facts, 'dns').sort()).toEqual([...(listed[i]?.DNS ?? [])].sort());
      });
    },
  );

  it('stand in a tile of another static log (TesseraCT)', () => {
    const [name] = listVectors('ct/tesseract').filter((file) => file.startsWith('example_tile'));
    const leaves = tileLeaves(binary(`ct/tesseract/${name}`));
    expect(leaves).toHaveLength(256);
    const names = leaves.flatMap((leaf) => sanNames(checkLeaf(leaf), 'dns'));
    expect(names).toHaveLength(902);
  });

  it('stand in a live RFC 6962 log, with the names that another monitor reads', () => {
    const entries = leafEntries(binary('ct/certstream-server-rust/live_ct.json').toString());
    expect(entries).toHaveLength(20);
    for (const { certificate, expected } of entries) {
      const facts = readCertificate(certificate);
      expect(facts.problems).toEqual([]);
      expect(
        new Set(facts.names.filter((name) => name.kind === 'dns').map((name) => name.value.toLowerCase())),
      ).toEqual(new Set(expected));
    }
  });
});

/** A precertificate of a log: poison taken out of it, it is the TBS that was logged. */
function checkLeaf(leaf: TileLeaf): CertificateFacts {
  const facts = readCertificate(leaf.certificate);
  expect(facts.problems).toEqual([]);
  if (leaf.loggedTbsSha256 !== undefined) {
    expect(facts.precertificate).toBe(true);
    expect(facts.tbsSha256).toBe(leaf.loggedTbsSha256);
  }
  return facts;
}

describe.skipIf(text === undefined)('certificates that were made to be odd (ZLint)', () => {
  const files = listVectors('ct/zlint-names');

  it('are there', () => {
    expect(files.length).toBeGreaterThanOrEqual(40);
  });

  it.each(files)('%s gives every name that OpenSSL sees', (file) => {
    const source = binary(`ct/zlint-names/${file}`).toString('latin1');
    const [der] = pem(source);
    if (der === undefined) throw new Error(`${file} holds no certificate`);
    const facts = readCertificate(der);
    const values = facts.names.map((name) => name.value);
    for (const name of namesInText(source))
      expect(values.map(plain), `${file}: ${name}`).toContain(plain(name));
    // Node sees the first extension only; what it sees, we have to see.
    const node = new X509Certificate(der).subjectAltName ?? '';
    for (const [, name = ''] of node.matchAll(/DNS:([A-Za-z0-9*._-]+)(?:,|$)/g))
      expect(values).toContain(name);
  });
});

/** DNS names and common names in the text that OpenSSL wrote above the certificate. */
function namesInText(source: string): readonly string[] {
  const above = source.slice(0, source.indexOf('-----BEGIN'));
  const lists = [...above.matchAll(/X509v3 Subject Alternative Name:[^\n]*\n([^\n]*)/g)].map(
    (match) => match[1] ?? '',
  );
  const san = lists.flatMap((list) =>
    [...list.matchAll(/DNS:([^,\n]*?)(?=,\s|\s*\n|\s*$)/g)].map((match) => match[1] ?? ''),
  );
  const subject = /Subject:([^\n]*)/.exec(above)?.[1] ?? '';
  const common = [...subject.matchAll(/CN ?= ?([^,/\n]+)/g)].map((match) => (match[1] ?? '').trim());
  return [...san, ...common].filter((name) => /^[\x21-\x7e]+$/.test(name) && !name.includes('\\'));
}

function plain(name: string): string {
  return name.trim();
}
