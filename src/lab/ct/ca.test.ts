import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ecKey, P256, seedsFrom } from '../seeds.js';
import { LabCa } from './ca.js';
import { spkiOf } from './certificate.js';
import { LabLog } from './log.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const seeds = seedsFrom('test');
const log = new LabLog('lab log', seeds);
const ca = new LabCa({
  name: "Let's Encrypt",
  caaDomains: ['letsencrypt.org'],
  since: NOW - 86_400_000,
  seeds,
  logs: [log],
});
const publicKey = spkiOf(ecKey(P256, seeds('leaf')));
const names = ['example.com', '*.example.com', 'xn--bcher-kva.example', '192.0.2.7', '2001:db8::7'];
const issued = ca.issue({ names, publicKey, notBefore: NOW });

describe('a certificate of the lab, read by Node', () => {
  const leaf = new X509Certificate(issued.certificate);
  const intermediate = new X509Certificate(ca.intermediate.certificate);
  const root = new X509Certificate(ca.root.certificate);

  it('says what was asked for', () => {
    expect(leaf.subjectAltName).toBe(
      'DNS:example.com, DNS:*.example.com, DNS:xn--bcher-kva.example, IP Address:192.0.2.7, ' +
        'IP Address:2001:DB8:0:0:0:0:0:7',
    );
    expect(leaf.subject).toBe('CN=example.com');
    expect(leaf.issuer).toContain("O=Let's Encrypt (lab)");
    expect(new Date(leaf.validFrom).getTime()).toBe(NOW);
    expect(new Date(leaf.validTo).getTime()).toBe(NOW + 90 * 86_400_000);
    expect(leaf.serialNumber.toLowerCase()).toBe(issued.serial);
    expect(leaf.ca).toBe(false);
    expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    const spki = leaf.publicKey.export({ format: 'der', type: 'spki' });
    expect(createHash('sha256').update(spki).digest('hex')).toBe(issued.spkiSha256);
  });

  it('is signed by the intermediate, and that by the root', () => {
    expect(leaf.verify(intermediate.publicKey) && leaf.checkIssued(intermediate)).toBe(true);
    expect(intermediate.verify(root.publicKey) && intermediate.checkIssued(root)).toBe(true);
    expect(root.verify(root.publicKey) && root.checkIssued(root)).toBe(true);
    expect(leaf.verify(root.publicKey)).toBe(false);
  });

  it('has the same name, serial and key in its precertificate', () => {
    const before = new X509Certificate(issued.precertificate);
    expect([before.serialNumber, before.subjectAltName]).toEqual([leaf.serialNumber, leaf.subjectAltName]);
    expect(before.verify(intermediate.publicKey)).toBe(true);
  });

  it('is for the same key whenever the seed is the same', () => {
    expect(ecKey(P256, seeds('leaf')).equals(ecKey(P256, seedsFrom('test')('leaf')))).toBe(true);
    expect(ecKey(P256, seeds('leaf')).equals(ecKey(P256, seedsFrom('other')('leaf')))).toBe(false);
  });

  it('carries an SCT that verifies with the log’s key', () => {
    // The TBS that was logged is the certificate's without its last extension but one list; here only its digest is known.
    const tbs = Buffer.from('tbs');
    const sct = log.add({
      issuerSpki: ca.intermediate.spki,
      tbs,
      timestamp: NOW,
      precertificate: Buffer.of(),
      chain: [],
    });
    const at = Buffer.alloc(8);
    at.writeBigUInt64BE(BigInt(NOW));
    const issuerKeyHash = createHash('sha256').update(ca.intermediate.spki).digest();
    const signed = Buffer.concat([
      Buffer.from([0, 0]),
      at,
      Buffer.from([0, 1]),
      issuerKeyHash,
      Buffer.from([0, 0, 3]),
      tbs,
      Buffer.from([0, 0]),
    ]);
    const key = createPublicKey({ key: log.publicKey, format: 'der', type: 'spki' });
    expect(verify('sha256', signed, key, sct.subarray(47))).toBe(true);
    expect(Buffer.from(sct.subarray(1, 33))).toEqual(createHash('sha256').update(log.publicKey).digest());
  });
});

const openssl = spawnSync('openssl', ['version']).error === undefined;
if (!openssl) console.warn("SKIPPED: openssl is missing, so it does not check the lab's certificates");

describe.runIf(openssl)('a certificate of the lab, read by openssl', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lab-ca-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (name: string, der: Buffer): string => {
    const where = path.join(folder, name);
    writeFileSync(where, new X509Certificate(der).toString());
    return where;
  };
  const run = (...args: readonly string[]): string =>
    execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

  it('prints with all its extensions', () => {
    const text = run('x509', '-noout', '-text', '-in', file('leaf.pem', issued.certificate));
    expect(text).toContain('DNS:*.example.com');
    expect(text).toContain('CT Precertificate SCTs');
    expect(text).toContain(log.logId.subarray(0, 4).toString('hex').toUpperCase().match(/../g)?.join(':'));
    expect(text).toContain('X509v3 Authority Key Identifier');
    const before = run('x509', '-noout', '-text', '-in', file('pre.pem', issued.precertificate));
    expect(before).toMatch(/CT Precertificate Poison: critical/);
  });

  it('verifies up to the root', () => {
    const chain = [
      '-CAfile',
      file('root.pem', ca.root.certificate),
      '-untrusted',
      file('int.pem', ca.intermediate.certificate),
    ];
    const at = ['-attime', String(NOW / 1000 + 60), '-x509_strict', '-purpose', 'sslserver'];
    expect(
      run('verify', ...at, '-verify_hostname', 'a.example.com', ...chain, file('l.pem', issued.certificate)),
    ).toContain('OK');
    const others = new LabCa({ name: "Let's Encrypt", caaDomains: [], since: NOW });
    const wrong = others.issue({ names, publicKey, notBefore: NOW });
    expect(() => run('verify', ...at, ...chain, file('w.pem', wrong.certificate))).toThrow();
  });

  it('may be odd in any part', () => {
    const odd = ca.issue({
      names: [Buffer.from([0x82, 3, 0x61, 0, 0x62])],
      commonName: null,
      publicKey,
      notBefore: NOW,
      odd: (spec) => ({ ...spec, serial: { raw: Buffer.from([0x80]) } }),
    });
    expect(run('x509', '-noout', '-serial', '-in', file('odd.pem', odd.certificate))).toContain('serial=-80');
  });
});
