import { execFileSync } from 'node:child_process';
import { mkdtemp, mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskReader } from './disk.js';
import { loadPolicies } from './load.js';

describe('policies on the disk', () => {
  let folder = '';
  const at = (name: string): string => path.join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'caa-guard-policy-'));
    await mkdir(at('team'));
    await writeFile(at('base.yaml'), 'version: 1\ndefaults: {issue: none}\n');
    await writeFile(
      at('team/policy.yaml'),
      '\ufeffversion: 1\nextends: ../base.yaml\ndomains: {bücher.example: }\n',
    );
    await writeFile(at('latin.yaml'), Buffer.from([0x61, 0x3a, 0x20, 0xfc, 0x0a]));
    await writeFile(at('large.yaml'), '');
    await truncate(at('large.yaml'), 2 ** 31);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('are read, and what they extend beside them', async () => {
    const loaded = await loadPolicies([at('team/policy.yaml')], diskReader);
    expect(loaded.ok && loaded.policy.domains).toMatchObject([{ name: 'xn--bcher-kva.example', issue: [] }]);
    expect(loaded.ok && loaded.policy.files).toEqual([at('base.yaml'), at('team/policy.yaml')]);
  });

  it.each([
    ['nothing.yaml', 'there is none. Check the path'],
    ['team', 'it is a directory, and a file in it has to be named. Check the path'],
    ['large.yaml', 'octets'],
    ['latin.yaml', 'not UTF-8'],
  ])('that cannot be read (%s) are an error of their own', async (name, why) => {
    const loaded = await loadPolicies([at(name)], diskReader);
    expect(!loaded.ok && loaded.problems).toMatchObject([
      { code: 'unreadable', at: { file: at(name), line: 1 } },
    ]);
    expect(!loaded.ok && loaded.problems[0]?.message).toContain(why);
  });

  it.skipIf(process.platform === 'win32')('are no devices and no pipes', async () => {
    execFileSync('mkfifo', [at('pipe')]);
    for (const file of ['/dev/zero', at('pipe')]) {
      const loaded = await loadPolicies([file], diskReader);
      expect(!loaded.ok && loaded.problems[0]?.message).toContain('no regular file');
    }
  });
});
