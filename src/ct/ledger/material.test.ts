import { describe, expect, it } from 'vitest';
import { freshKey } from '../../base/fresh-key.js';
import { beginsPrivateKey, readMaterial } from './material.js';
import { readMaterialFile, type MaterialFiles } from './files.js';
import { ca, certificateOf, pem, requestOf } from './testing/material.js';

const issued = certificateOf(['example.com', 'www.example.com'], 'one');
const request = requestOf(['example.com', '192.0.2.1']);

/** One file in memory, and how many of its octets were asked for. */
function fileOf(octets: Uint8Array): MaterialFiles & { taken: number } {
  const files = {
    taken: 0,
    async *pieces(_path: string, first: number, then: number) {
      for (let at = 0; at < octets.length; at += at === 0 ? first : then) {
        const piece = octets.subarray(at, at + (at === 0 ? first : then));
        files.taken += piece.length;
        yield piece;
      }
    },
    list: () => Promise.resolve([]),
  };
  return files;
}

describe('material for a ledger', () => {
  it.each([
    ['PEM', Buffer.from(pem('CERTIFICATE', issued.certificate))],
    ['DER', issued.certificate],
    [
      'PEM with text around it',
      Buffer.from(`Certificate:\n  Data\n${pem('CERTIFICATE', issued.certificate)}\n# end`),
    ],
  ])('is a certificate in %s', (_form, octets) => {
    const read = readMaterial(octets);
    expect('materials' in read && read.materials).toMatchObject([
      { kind: 'certificate', facts: { tbsSha256: issued.tbsSha256, spkiSha256: issued.spkiSha256 } },
    ]);
  });

  it.each([
    ['PEM', Buffer.from(pem('CERTIFICATE REQUEST', request))],
    ['PEM of old', Buffer.from(pem('NEW CERTIFICATE REQUEST', request))],
    ['DER', request],
  ])('is a request in %s', (_form, octets) => {
    const read = readMaterial(octets);
    expect('materials' in read && read.materials).toMatchObject([{ kind: 'csr', facts: { problems: [] } }]);
    const [material] = 'materials' in read ? read.materials : [];
    expect(material?.facts.names.map(({ value }) => value)).toContain('192.0.2.1');
  });

  it('is every certificate of a chain, in its order', () => {
    const chain = [issued.certificate, ca.intermediate.certificate]
      .map((der) => pem('CERTIFICATE', der))
      .join('');
    const read = readMaterial(Buffer.from(chain));
    expect('materials' in read && read.materials.map((one) => one.kind)).toEqual([
      'certificate',
      'certificate',
    ]);
  });

  it.each([
    ['nothing', Buffer.of(), 'empty'],
    ['text', Buffer.from('hello'), 'unreadable'],
    ['a public key', Buffer.from(pem('PUBLIC KEY', issued.publicKey)), 'unreadable'],
    [
      'a certificate that is cut',
      Buffer.from(pem('CERTIFICATE', issued.certificate.subarray(0, 40))),
      'unreadable',
    ],
    [
      'base64 of nothing good',
      Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
      'unreadable',
    ],
  ])('is not %s', (_what, octets, problem) => {
    expect(readMaterial(octets)).toMatchObject({ problem });
  });
});

describe('a private key', () => {
  const rsa = freshKey({ rsa: 2048 });
  const ec = freshKey({ ec: 'prime256v1' });
  const ed = freshKey('ed25519');
  const secret = { cipher: 'aes-256-cbc', passphrase: 'x' };
  const keys: readonly [string, string | Buffer][] = [
    ['PKCS #8', ec.export({ format: 'pem', type: 'pkcs8' })],
    ['PKCS #8, encrypted', ec.export({ format: 'pem', type: 'pkcs8', ...secret })],
    ['SEC 1', ec.export({ format: 'pem', type: 'sec1' })],
    ['PKCS #1', rsa.export({ format: 'pem', type: 'pkcs1' })],
    ['Ed25519', ed.export({ format: 'pem', type: 'pkcs8' })],
    [
      'OpenSSH',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE=\n-----END OPENSSH PRIVATE KEY-----\n',
    ],
    ['PKCS #8 in DER', rsa.export({ format: 'der', type: 'pkcs8' })],
    ['PKCS #8 in DER, short', ed.export({ format: 'der', type: 'pkcs8' })],
    ['PKCS #8 in DER, encrypted', rsa.export({ format: 'der', type: 'pkcs8', ...secret })],
    ['SEC 1 in DER', ec.export({ format: 'der', type: 'sec1' })],
    ['PKCS #1 in DER', rsa.export({ format: 'der', type: 'pkcs1' })],
  ];

  it.each(keys)('%s is told, and read no further than its first line', async (_form, key) => {
    const octets = Buffer.from(key as string);
    const file = fileOf(octets);
    expect(await readMaterialFile(file, 'key')).toMatchObject({ problem: 'private-key' });
    expect(file.taken).toBeLessThanOrEqual(Buffer.isBuffer(key) ? 8 : 72);
    expect(readMaterial(octets)).toMatchObject({ problem: 'private-key' });
  });

  it('behind a certificate in the same file is not read either', async () => {
    const octets = Buffer.from(
      pem('CERTIFICATE', issued.certificate) + ec.export({ format: 'pem', type: 'pkcs8' }).toString(),
    );
    const file = fileOf(octets);
    const read = await readMaterialFile(file, 'both');
    expect(read).toMatchObject({ problem: 'private-key' });
    expect('detail' in read && read.detail).toContain('give the certificate or the CSR');
    expect(file.taken - octets.indexOf('-----BEGIN PRIVATE')).toBeLessThanOrEqual(64);
  });

  it('is not what a certificate or a request begins like', () => {
    for (const der of [issued.certificate, issued.precertificate, ca.root.certificate, request])
      expect(beginsPrivateKey(der.subarray(0, 8))).toBe(false);
  });
});

describe('a file', () => {
  it('that is too large is not read to its end', async () => {
    const file = fileOf(Buffer.alloc(10_000_000, 0x20));
    expect(await readMaterialFile(file, 'large')).toMatchObject({ problem: 'too-large' });
    expect(file.taken).toBeLessThan(300_000);
  });

  it('that cannot be read says why', async () => {
    const broken: MaterialFiles = {
      async *pieces() {
        throw new Error('EACCES: permission denied');
      },
      list: () => Promise.resolve([]),
    };
    expect(await readMaterialFile(broken, 'x')).toMatchObject({
      problem: 'unreadable',
      detail: expect.stringContaining('EACCES'),
    });
  });
});
