import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LabCa } from '../../lab/ct/ca.js';
import { spkiOf } from '../../lab/ct/certificate.js';
import { ecKey, P256 } from '../../lab/seeds.js';
import { createFilesSource, type FilesLimits } from './files.js';
import { systemCertificateFiles } from './system-files.js';

const START = Date.parse('2026-11-01T00:00:00Z');
const ca = new LabCa({ name: 'Lab', caaDomains: ['lab.example'], since: START });
const issue = (name: string) =>
  ca.issue({ names: [name], publicKey: spkiOf(ecKey(P256)), notBefore: START }).certificate;
const pem = (der: Uint8Array, label = 'CERTIFICATE'): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;
const key = pem(ecKey(P256).export({ format: 'der', type: 'pkcs8' }), 'PRIVATE KEY');

describe('the source of files', () => {
  let directory = '';
  const [one, two, three] = [issue('one.example'), issue('two.example'), issue('three.example')];
  const at = (...parts: readonly string[]): string => join(directory, ...parts);
  const ask = (path = at('good'), limits: Partial<FilesLimits> = {}) =>
    createFilesSource({ path, files: systemCertificateFiles, limits }).query('example.com', {
      includeSubdomains: true,
    });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'caa-guard-files-'));
    await mkdir(at('good', 'live'), { recursive: true });
    await mkdir(at('bad'));
    const { intermediate, root } = ca;
    await writeFile(
      at('good', 'fullchain.pem'),
      `explained\n${pem(one)}${pem(intermediate.certificate)}${pem(root.certificate)}`,
    );
    await writeFile(at('good', 'many.pem'), key + pem(two) + pem(three));
    await writeFile(at('good', 'one.der'), one);
    await writeFile(at('good', 'privkey.pem'), key);
    await writeFile(at('good', 'README'), 'nothing to see');
    await symlink(at('good', 'one.der'), at('good', 'live', 'cert.der'));
    await symlink(at('nowhere'), at('good', 'live', 'gone.pem'));
    await writeFile(at('bad', 'broken.pem'), pem(one).slice(0, 200));
    await writeFile(at('bad', 'fine.pem'), pem(one));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('gives every certificate of a directory, PEM and DER, with the chain that follows it', async () => {
    const result = await ask();
    expect(result).toMatchObject({ complete: true });
    expect(result.issuances.map(({ der, id, chain }) => [Buffer.from(der), id, chain?.length])).toEqual([
      [one, at('good', 'fullchain.pem'), 2],
      [one, at('good', 'live', 'cert.der'), undefined],
      [two, `${at('good', 'many.pem')}#1`, undefined],
      [three, `${at('good', 'many.pem')}#2`, undefined],
      [one, at('good', 'one.der'), undefined],
    ]);
  });

  it('says that a certificate between others is not whole, and gives the others', async () => {
    const path = at('bad', 'between.pem');
    await writeFile(path, pem(one) + pem(two).replace('=', '!').slice(0, 300) + '\n' + pem(three));
    const result = await ask(path);
    await rm(path);
    expect(result.issuances.map(({ der }) => Buffer.from(der))).toEqual([one, three]);
    expect(result).toMatchObject({
      complete: false,
      failure: { code: 'bad-shape', detail: `1 of the certificates that begin in "${path}" cannot be read` },
    });
  });

  it('reads a single file, and undertakes to show no more than is there', async () => {
    const source = createFilesSource({ path: at('good', 'one.der'), files: systemCertificateFiles });
    expect(source).toMatchObject({ id: 'files', partial: true });
    expect(await source.query('example.com', { includeSubdomains: true })).toMatchObject({
      complete: true,
      issuances: [{ id: at('good', 'one.der') }],
    });
  });

  it('is incomplete where a file that should hold certificates does not, and gives the others', async () => {
    const result = await ask(at('bad'));
    expect(result.failure).toEqual({
      code: 'bad-shape',
      detail: `expected certificates (PEM or DER) in ${JSON.stringify(at('bad', 'broken.pem'))}; something else stands there`,
    });
    expect(result.issuances).toHaveLength(1);
    expect((await ask(at('good', 'README'))).failure?.code).toBe('bad-shape');
  });

  it('is incomplete where there is nothing to read', async () => {
    expect((await ask(at('nowhere'))).failure?.code).toBe('unreachable');
  });

  it('reads no more than it may', async () => {
    for (const limits of [{ files: 2 }, { octets: 100 }, { certificates: 1 }]) {
      const { complete, failure } = await ask(at('good'), limits);
      expect([complete, failure?.code], JSON.stringify(limits)).toEqual([false, 'limit']);
    }
  });
});
