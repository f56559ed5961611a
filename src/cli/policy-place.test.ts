import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseFilesAt } from './policy-place.js';
import { systemFiles } from './system.js';

let folder: string;
const at = (...names: readonly string[]): string => [folder, ...names].join('/');
const files = (place: string, ...policy: readonly string[]): Promise<readonly string[]> =>
  baseFilesAt(at(place), policy.length === 0 ? {} : { policy }, { files: systemFiles });

describe('the policy of a base, on disk', () => {
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'caa-guard-base-'));
    await mkdir(at('main', 'dns'), { recursive: true });
    await mkdir(at('empty'));
    await mkdir(at('checkout', '.git'), { recursive: true });
    // As it stands here, where tests run.
    await mkdir(at('export'));
    await writeFile(at('export', 'package.json'), '');
    await writeFile(at('main', 'caa-guard.yml'), '');
    await writeFile(at('main', 'dns', 'a.yaml'), '');
    await writeFile(at('main', 'dns', 'gone.yaml'), '');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is a file that is named, or the first usual one in a directory', async () => {
    expect(await files('main/dns/a.yaml')).toEqual([at('main/dns/a.yaml')]);
    expect(await files('main')).toEqual([at('main', 'caa-guard.yml')]);
  });

  it('is the same files as those of the change, in a directory, also where some come with the change', async () => {
    expect(await files('main', 'dns/a.yaml', 'dns/new.yaml')).toEqual([
      at('main', 'dns/a.yaml'),
      at('main', 'dns/new.yaml'),
    ]);
  });

  it('is what a pattern stands for in the base, so that a file which the change deletes is among them', async () => {
    expect(await files('main', 'dns/*.yaml', 'dns/a.yaml')).toEqual([
      at('main/dns/a.yaml'),
      at('main/dns/gone.yaml'),
    ]);
    expect(await files('checkout', 'dns/*.yaml')).toEqual([]);
  });

  it('may not be there yet, in a directory that is the top of a checkout', async () => {
    for (const top of ['checkout', 'export']) {
      expect(await files(top)).toEqual([at(top, 'caa-guard.yaml')]);
      expect(await files(top, 'dns/a.yaml')).toEqual([at(top, 'dns/a.yaml')]);
    }
  });

  it('is refused for a directory of another level: that is no first policy either', async () => {
    for (const policy of [[], ['dns/a.yaml'], ['dns/*.yaml']])
      await expect(files('empty', ...policy)).rejects.toThrow('expected the top of a checkout of the base');
    await expect(files('main/dns')).rejects.toThrow('Name the folder in which the files have the same paths');
  });

  it.each([
    ['a directory that is not there', ['nowhere']],
    ['one that is not there, with files named', ['nowhere', 'dns/a.yaml']],
  ])('is refused for %s: that is no first policy', async (_what, [place = '', ...policy]) => {
    await expect(files(place, ...policy)).rejects.toThrow('expected a policy file, or a directory');
  });

  it.each(['/etc/caa-guard.yaml', '../caa-guard.yaml', 'dns/../../caa-guard.yaml', '../*.yaml'])(
    'is refused for a file outside of the directory: %s',
    async (file) => {
      await expect(files('main', file)).rejects.toThrow('does not lie in the directory');
    },
  );
});
