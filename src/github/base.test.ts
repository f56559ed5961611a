import { describe, expect, it } from 'vitest';
import { filesAtCommit, filesInFolder } from './base-files.js';
import { basePolicies } from './base.js';
import { GitHubError } from './api/error.js';
import { fakePorts, fakeRepository } from './testing/fakes.js';

const BASE = 'a'.repeat(40);
const HEAD = 'b'.repeat(40);
const POLICY = 'version: 1\ndomains: {example.com: {issue: none}}\n';
const usual = ['caa-guard.yaml', '.github/caa-guard.yaml'];

function repository(base: Record<string, string>, head: Record<string, string> = {}) {
  return fakeRepository({ files: { [BASE]: base, [HEAD]: head } });
}

describe('the base, by the API', () => {
  it('is read as it stands at the commit, each file once', async () => {
    const github = repository({ 'dns/p.yaml': POLICY });
    const files = filesAtCommit(github, BASE);
    expect(await basePolicies({ files, named: ['./dns/p.yaml'], usual })).toEqual(['./dns/p.yaml']);
    expect(await files.read('dns/p.yaml')).toBe(POLICY);
    expect(github.requests).toEqual([`file dns/p.yaml ${BASE}`]);
  });

  it('has its own usual place, whatever the head made of it', async () => {
    const github = repository({ '.github/caa-guard.yaml': POLICY });
    expect(await basePolicies({ files: filesAtCommit(github, BASE), named: [], usual })).toEqual([
      '.github/caa-guard.yaml',
    ]);
  });

  it('has those of the files that it has', async () => {
    const github = repository({ 'a.yaml': POLICY });
    const files = filesAtCommit(github, BASE);
    expect(await basePolicies({ files, named: ['a.yaml', 'new.yaml'], usual })).toEqual(['a.yaml']);
  });

  it('has no policy where the head brings the first one', async () => {
    const github = repository({}, { 'p.yaml': POLICY });
    const head = { repository: github, commit: HEAD, policies: ['p.yaml'] };
    const files = filesAtCommit(github, BASE);
    expect(await basePolicies({ files, named: ['p.yaml'], usual, head })).toEqual([]);
  });

  it('is not taken for empty where the policy is no file of the repository', async () => {
    const github = repository({});
    const head = { repository: github, commit: HEAD, policies: ['checkout/p.yaml'] };
    const asked = { files: filesAtCommit(github, BASE), named: ['checkout/p.yaml'], usual, head };
    await expect(basePolicies(asked)).rejects.toMatchObject({
      code: 'BASE_UNREADABLE',
      message: expect.stringContaining('a file of example/domains neither there nor in the head'),
    });
  });

  it('is not taken for empty where GitHub fails', async () => {
    const failing = {
      ...repository({}),
      file: () => Promise.reject(new GitHubError('unavailable', '502')),
    };
    await expect(
      basePolicies({ files: filesAtCommit(failing, BASE), named: ['p.yaml'], usual }),
    ).rejects.toMatchObject({ code: 'BASE_UNREADABLE', message: expect.stringContaining('502') });
  });

  it.each(['../p.yaml', '/etc/passwd', 'a/../../p.yaml', 'a\\p.yaml', 'a\0b', '.'])(
    'is not asked for %j',
    async (file) => {
      const github = repository({});
      await expect(filesAtCommit(github, BASE).read(file)).rejects.toMatchObject({ code: 'BASE_PATH' });
      expect(github.requests).toEqual([]);
    },
  );
});

describe('the base, in a folder', () => {
  const { workspace } = fakePorts({ files: { 'base/p.yaml': POLICY, 'p.yaml': 'head' } });

  it('is read there, and nowhere above', async () => {
    const files = filesInFolder(workspace, 'base');
    expect(await files.read('p.yaml')).toBe(POLICY);
    await expect(files.read('../p.yaml')).rejects.toMatchObject({ code: 'BASE_PATH' });
    await expect(files.read('none.yaml')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
