import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CertificateFiles } from '../ct/index.js';
import { workspaceCertificates } from './workspace-certificates.js';

describe('certificates of the workspace', () => {
  let folder: string;
  let files: CertificateFiles;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'caa-guard-workspace-'));
    for (const name of ['repo/certs', 'secrets']) mkdirSync(path.join(folder, name), { recursive: true });
    writeFileSync(path.join(folder, 'repo/certs/one.pem'), 'one');
    writeFileSync(path.join(folder, 'secrets/key.pem'), 'secret');
    symlinkSync(path.join(folder, 'secrets/key.pem'), path.join(folder, 'repo/certs/link.pem'));
    symlinkSync(path.join(folder, 'secrets'), path.join(folder, 'repo/out'));
    files = workspaceCertificates([path.join(folder, 'repo')]);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are read', async () => {
    const [, one] = await files.list('certs', 10);
    expect(one?.path.endsWith('certs/one.pem')).toBe(true);
    expect((await files.read(one?.path ?? '')).toString()).toBe('one');
  });

  it('are not read where a path or a link leads out', async () => {
    await expect(files.list('../secrets', 10)).rejects.toMatchObject({ code: 'PATH_OUTSIDE' });
    await expect(files.list('out', 10)).rejects.toMatchObject({ code: 'PATH_OUTSIDE' });
    await expect(files.read(path.join(folder, 'repo/certs/link.pem'))).rejects.toMatchObject({
      code: 'PATH_OUTSIDE',
    });
  });
});
