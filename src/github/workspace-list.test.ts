import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listFiles } from './workspace-list.js';

let root: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'caa-guard-list-')));
  for (const folder of ['work/base/dns', 'work/base/.git', 'work/base/node_modules/x', 'outside'])
    await mkdir(path.join(root, folder), { recursive: true });
  for (const file of ['work/base/a.yaml', 'work/base/dns/b.yaml', 'work/base/.git/HEAD', 'outside/secret'])
    await writeFile(path.join(root, file), '');
  await symlink(path.join(root, 'outside'), path.join(root, 'work/base/link'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

it('files of a folder are all below it that could stand in a commit, and no link is followed', async () => {
  expect(await listFiles('base', [path.join(root, 'work')])).toEqual(['a.yaml', 'dns/b.yaml']);
});

it('files of a folder outside of the workspace are not listed', async () => {
  for (const folder of ['..', 'base/link', '/etc'])
    await expect(listFiles(folder, [path.join(root, 'work')])).rejects.toMatchObject({
      code: 'PATH_OUTSIDE',
    });
});
