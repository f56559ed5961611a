import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorkspace, type Workspace } from './workspace.js';

let base: string;
let workspace: Workspace;

beforeEach(async () => {
  base = await realpath(await mkdtemp(path.join(tmpdir(), 'caa-guard-')));
  for (const folder of ['work/sub', 'temp', 'outside'])
    await mkdir(path.join(base, folder), { recursive: true });
  await writeFile(path.join(base, 'work/policy.yaml'), 'version: 1');
  await writeFile(path.join(base, 'outside/secret'), 'secret');
  workspace = openWorkspace([path.join(base, 'work'), path.join(base, 'temp')]);
});

afterEach(() => rm(base, { recursive: true, force: true }));

const link = (to: string, at: string): Promise<void> => symlink(path.join(base, to), path.join(base, at));
const refused = { code: 'PATH_OUTSIDE' };

describe('reading', () => {
  it('starts at the workspace', async () => {
    expect(await workspace.read('policy.yaml')).toBe('version: 1');
    expect(await workspace.read('sub/../policy.yaml')).toBe('version: 1');
    expect(await workspace.read(path.join(base, 'work/policy.yaml'))).toBe('version: 1');
  });

  it('follows a link that stays inside', async () => {
    await link('work/policy.yaml', 'work/sub/p.yaml');
    expect(await workspace.read('sub/p.yaml')).toBe('version: 1');
  });

  it('refuses what leaves the workspace, by its name or through a link', async () => {
    await link('outside/secret', 'work/a');
    await link('outside', 'work/b');
    for (const file of [
      '../outside/secret',
      '/proc/self/environ',
      path.join(base, 'outside/secret'),
      'a',
      'b/secret',
    ])
      await expect(workspace.read(file), file).rejects.toMatchObject(refused);
  });

  it('is not fooled by a folder whose name begins like the workspace', async () => {
    await mkdir(path.join(base, 'work-not'));
    await writeFile(path.join(base, 'work-not/x'), 'x');
    await expect(workspace.read('../work-not/x')).rejects.toMatchObject(refused);
  });

  it('says ENOENT where there is nothing, and refuses folders', async () => {
    await expect(workspace.read('none.yaml')).rejects.toMatchObject({ code: 'ENOENT' });
    await expect(workspace.read('sub')).rejects.toMatchObject(refused);
  });
});

describe('a folder', () => {
  it('is told from a file and from nothing, and is refused outside', async () => {
    await link('outside', 'work/b');
    expect(
      await Promise.all(
        ['sub', 'policy.yaml', 'policy.yaml/x', 'none'].map((one) => workspace.isFolder(one)),
      ),
    ).toEqual([true, false, false, false]);
    await expect(workspace.isFolder('b')).rejects.toMatchObject(refused);
  });
});

describe('writing', () => {
  it('makes folders, overwrites, and gives the path', async () => {
    const file = await workspace.write('out/deep/x.json', '1');
    await workspace.write('out/deep/x.json', '2');
    expect(file).toBe(path.join(base, 'work/out/deep/x.json'));
    expect(await readFile(file, 'utf8')).toBe('2');
    expect(await workspace.write(path.join(base, 'temp/y/z'), '3')).toBe(path.join(base, 'temp/y/z'));
  });

  it('goes through no link that leaves, and makes no folder outside', async () => {
    await link('outside/secret', 'work/a');
    await link('outside', 'work/b');
    for (const file of ['a', 'b/x', 'b/c/x', '../outside/secret', '/etc/caa-guard-test/x'])
      await expect(workspace.write(file, 'x'), file).rejects.toMatchObject(refused);
    expect(await readFile(path.join(base, 'outside/secret'), 'utf8')).toBe('secret');
  });

  it('does not write through a link even inside', async () => {
    await link('work/policy.yaml', 'work/l');
    await expect(workspace.write('l', 'x')).rejects.toMatchObject(refused);
  });
});
