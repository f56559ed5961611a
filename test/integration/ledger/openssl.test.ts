import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../../src/cli/main.js';
import { systemFiles } from '../../../src/cli/system.js';
import { testPorts } from '../../../src/cli/testing/ports.js';

const dir = mkdtempSync(path.join(tmpdir(), 'caa-guard-openssl-'));
const at = (name: string): string => path.join(dir, name);
const openssl = (...argv: readonly string[]): Buffer =>
  execFileSync('openssl', argv, { cwd: dir, stdio: 'pipe' });
async function ledger(...argv: readonly string[]) {
  const ports = testPorts({ files: systemFiles });
  const code = await main(['ledger', ...argv], ports);
  return { code, out: ports.out(), err: ports.err() };
}

beforeAll(() => {
  const names = 'subjectAltName=DNS:example.com,DNS:*.example.com,IP:2001:db8::1,email:ops@example.com';
  openssl('genpkey', '-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048', '-out', 'rsa.pem');
  openssl('ecparam', '-name', 'prime256v1', '-genkey', '-out', 'ec.pem');
  openssl('req', '-new', '-key', 'rsa.pem', '-subj', '/CN=example.com', '-addext', names, '-out', 'next.csr');
  openssl(
    'req',
    '-x509',
    '-key',
    'ec.pem',
    '-subj',
    '/CN=example.com',
    '-addext',
    names,
    '-outform',
    'DER',
    '-out',
    'c.der',
  );
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('what OpenSSL makes', () => {
  it('is entered: a request by its key and names, a certificate by the digest of what was signed', async () => {
    const file = at('ledger.yaml');
    const done = await ledger('add', at('next.csr'), at('c.der'), '-d', 'example.com', '--ledger', file);
    expect([done.code, done.err]).toEqual([0, '']);
    const listed = JSON.parse((await ledger('list', '--json', '--ledger', file)).out) as {
      entries: unknown[];
    };
    const spki = createHash('sha256')
      .update(openssl('pkey', '-in', 'rsa.pem', '-pubout', '-outform', 'DER'))
      .digest('hex');
    openssl('asn1parse', '-in', 'c.der', '-inform', 'DER', '-strparse', '4', '-noout', '-out', 'tbs.der');
    const tbs = createHash('sha256')
      .update(readFileSync(at('tbs.der')))
      .digest('hex');
    const names = ['*.example.com', '2001:db8::1', 'example.com', 'ops@example.com'];
    expect(listed.entries).toMatchObject([
      { kind: 'csr', spki, names },
      { kind: 'certificate', tbs, names },
    ]);
    expect((await ledger('digest', at('c.der'))).out).toBe(`${tbs}\n`);
  });

  it.each(['rsa.pem', 'ec.pem'])('is refused where it is a private key: %s', async (key) => {
    const done = await ledger('add', at(key), '-d', 'example.com', '--ledger', at('none.yaml'));
    expect([done.code, done.err]).toEqual([2, expect.stringContaining('this is a private key')]);
  });
});
