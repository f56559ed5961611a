import { createHash, createPublicKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { freshKey } from '../../base/fresh-key.js';
import { LabCa } from '../../lab/ct/ca.js';
import { certificate, keyIdOf, nameDer, spkiOf, type CertificateSpec } from '../../lab/ct/certificate.js';
import { oid, sequence } from '../../lab/ct/der.js';
import * as ext from '../../lab/ct/extensions.js';
import { readIssuer } from './issuer.js';
import { logView, tbsOfPreissued } from './log-view.js';

const SINCE = Date.UTC(2023, 0, 1);
const sha256 = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex');
const [rootKey, signerKey, leafKey] = [0, 1, 2].map(() => freshKey({ ec: 'P-256' }));
if (rootKey === undefined || signerKey === undefined || leafKey === undefined) throw new Error('no keys');

const ROOT = nameDer([['CN', 'Real Issuer']]);
const SIGNER = nameDer([['CN', 'Precertificate Signer']]);
const times = { notBefore: SINCE, notAfter: SINCE + 86_400_000, serial: Uint8Array.of(1) };

function made(changes: Partial<CertificateSpec>, by = rootKey): Buffer {
  const spec = { ...times, issuer: ROOT, subject: ROOT, publicKey: spkiOf(rootKey!), extensions: [] };
  return certificate({ ...spec, ...changes }, by!);
}

const realIssuer = made({
  extensions: [ext.basicConstraints(0), ext.subjectKeyId(keyIdOf(spkiOf(rootKey)))],
});
const usage = { oid: ext.OID.extendedKeyUsage, value: sequence(oid('1.3.6.1.4.1.11129.2.4.4')) };
const toRoot = ext.authorityKeyId(keyIdOf(spkiOf(rootKey)));
const leafExtensions = (authority: ext.Extension, ...more: ext.Extension[]): ext.Extension[] => [
  ext.subjectAltName(['www.example.com']),
  authority,
  ext.keyUsage(false),
  ...more,
];
const leaf = { subject: nameDer([['CN', 'www.example.com']]), publicKey: spkiOf(leafKey) };
const preissued = made(
  {
    ...leaf,
    issuer: SIGNER,
    extensions: leafExtensions(ext.authorityKeyId(keyIdOf(spkiOf(signerKey))), ext.poison()),
  },
  signerKey,
);
const final = made({ ...leaf, extensions: leafExtensions(toRoot, ext.sctList([Buffer.from('sct')])) });

describe('a certificate as a log sees it', () => {
  it('is one TBS for precertificate and certificate, and gives the list of SCTs as TLS encodes it', () => {
    const ca = new LabCa({ name: 'Example', caaDomains: ['ca.example'], since: SINCE });
    const publicKey = createPublicKey(leafKey).export({ format: 'der', type: 'spki' });
    const { precertificate, tbsSha256 } = ca.issue({
      names: ['www.example.com'],
      publicKey,
      notBefore: SINCE,
    });
    expect(logView(precertificate)).toMatchObject({
      precertificate: true,
      isCa: false,
      precertSigning: false,
      sctLists: [],
      signatureAlgorithm: '1.2.840.10045.4.3.2',
      authorityKeyId: keyIdOf(ca.intermediate.spki).toString('hex'),
    });
    const view = logView(precertificate)!;
    expect([view.spki, view.issuerName].map(sha256)).toEqual([publicKey, ca.intermediate.name].map(sha256));
    expect(sha256(view.tbs)).toBe(tbsSha256);
    expect(logView(final)?.sctLists.map((list) => Buffer.from(list).toString('latin1'))).toEqual([
      '\0\x05\0\x03sct',
    ]);
    expect(logView(ca.intermediate.certificate)?.isCa).toBe(true);
  });

  it('has no list of extensions where the poison or the list of SCTs was all of it', () => {
    const bare = sha256(logView(made(leaf))!.tbs);
    expect(sha256(logView(made({ ...leaf, extensions: [ext.poison()] }))!.tbs)).toBe(bare);
    expect(sha256(logView(made({ ...leaf, extensions: [ext.sctList([])] }))!.tbs)).toBe(bare);
  });

  it('is no certificate where a part of it cannot be found', () => {
    expect(logView(Buffer.from('hello'))).toBeUndefined();
    expect(logView(sequence(sequence(), sequence()))).toBeUndefined();
    expect(readIssuer(Buffer.from('hello'))).toBeUndefined();
  });

  it('that is an issuer says by which key and name', () => {
    expect(readIssuer(realIssuer)).toMatchObject({
      spkiSha256: sha256(spkiOf(rootKey)),
      keyKind: 'ECDSA P-256',
      subjectKeyId: keyIdOf(spkiOf(rootKey)).toString('hex'),
      subject: 'CN=Real Issuer',
      isCa: true,
    });
  });
});

describe('a precertificate of a Precertificate Signing Certificate', () => {
  const signer = (extensions: ext.Extension[]): Buffer =>
    made({ subject: SIGNER, publicKey: spkiOf(signerKey), extensions });

  it.each([
    ['whose own authority key identifier is given', [usage, toRoot]],
    ['that has none, so that the real issuer’s is made', [usage]],
  ])('%s reduces to the TBS of the certificate', (_, extensions) => {
    const tbs = tbsOfPreissued(preissued, signer(extensions), realIssuer);
    expect(sha256(tbs!)).toBe(sha256(logView(final)!.tbs));
  });

  it('is none where the signer has not that usage, or is not of that issuer', () => {
    expect(logView(signer([usage]))?.precertSigning).toBe(true);
    expect(tbsOfPreissued(preissued, signer([toRoot]), realIssuer)).toBeUndefined();
    expect(tbsOfPreissued(preissued, signer([usage]), made({ subject: SIGNER }))).toBeUndefined();
    expect(tbsOfPreissued(preissued, Buffer.of(), realIssuer)).toBeUndefined();
  });
});
