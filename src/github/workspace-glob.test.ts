import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFiles } from './workspace-glob.js';

let base: string;
const found = async (pattern: string): Promise<string[]> =>
  (await findFiles(pattern, [path.join(base, 'work'), path.join(base, 'temp')])).map((one) =>
    path.relative(path.join(base, 'work'), path.resolve(base, 'work', one)),
  );

beforeEach(async () => {
  base = await realpath(await mkdtemp(path.join(tmpdir(), 'caa-guard-')));
  for (const folder of ['work/shard-1', 'work/shard-2', 'work/other', 'temp', 'outside'])
    await mkdir(path.join(base, folder), { recursive: true });
  for (const file of [
    'work/shard-1/seen.json',
    'work/shard-2/seen.json',
    'work/other/seen.json',
    'work/a.json',
  ])
    await writeFile(path.join(base, file), '{}');
  await writeFile(path.join(base, 'work/.hidden.json'), '{}');
  await writeFile(path.join(base, 'outside/seen.json'), 'secret');
});
afterEach(() => rm(base, { recursive: true, force: true }));

describe('a pattern', () => {
  it('finds files in folders of the workspace, sorted', async () => {
    expect(await found('shard-*/seen.json')).toEqual(['shard-1/seen.json', 'shard-2/seen.json']);
    expect(await found('shard-?/*.json')).toEqual(['shard-1/seen.json', 'shard-2/seen.json']);
    expect(await found('*.json')).toEqual(['a.json']);
    expect(await found('.h*')).toEqual(['.hidden.json']);
    expect(await found('nothing-*/x')).toEqual([]);
    expect(await found('a.json/*')).toEqual([]);
  });

  it('that is a path is that path, though there be no such file', async () => {
    expect(await found('gone.json')).toEqual(['gone.json']);
  });

  it.each(['../outside/*', '/*', '/proc/self/*'])(
    'does not look outside of the workspace: %s',
    async (pattern) => {
      await expect(found(pattern)).rejects.toMatchObject({ code: 'PATH_OUTSIDE' });
    },
  );

  it('does not follow a folder that leads outside', async () => {
    await symlink(path.join(base, 'outside'), path.join(base, 'work/shard-3'));
    await expect(found('shard-3/*')).rejects.toMatchObject({ code: 'PATH_OUTSIDE' });
  });

  it('takes no longer for many asterisks', async () => {
    await writeFile(path.join(base, 'work', 'a'.repeat(200)), '');
    expect(await found(`${'*a'.repeat(60)}*b`)).toEqual([]);
    expect(await found(`${'*a'.repeat(60)}*`)).toEqual(['a'.repeat(200)]);
  });
});
