import { describe, expect, it } from 'vitest';
import { filesAtCommit, filesInFolder } from './base-files.js';
import { openBase } from './base.js';
import { GitHubError } from './api/error.js';
import { fakePorts, fakeRepository } from './testing/fakes.js';

const BASE = 'a'.repeat(40);
const HEAD = 'b'.repeat(40);
const POLICY = 'version: 1\nextends: company.yaml\ndomains: {example.com: {issue: none}}\n';
const COMPANY = 'version: 1\ndefaults: {issuewild: none}\n';
const usual = ['caa-guard.yaml', '.github/caa-guard.yaml'];

function repository(base: Record<string, string>, head: Record<string, string> = {}) {
  return fakeRepository({ files: { [BASE]: base, [HEAD]: head } });
}

describe('the base, by the API', () => {
  it('is read with what it extends, each file once', async () => {
    const github = repository({ 'dns/p.yaml': POLICY, 'dns/company.yaml': COMPANY });
    const files = filesAtCommit(github, BASE);
    const base = await openBase({ files, named: ['./dns/p.yaml'], usual });
    expect(base.policy?.domains.map(({ name, issuewild }) => [name, issuewild])).toEqual([
      ['example.com', []],
    ]);
    await files.read('dns/company.yaml');
    expect(github.requests).toEqual([`file dns/p.yaml ${BASE}`, `file dns/company.yaml ${BASE}`]);
  });

  it('has its own usual place, whatever the head made of it', async () => {
    const github = repository({ '.github/caa-guard.yaml': POLICY, '.github/company.yaml': COMPANY });
    const base = await openBase({ files: filesAtCommit(github, BASE), named: [], usual });
    expect(base.policies).toEqual(['.github/caa-guard.yaml']);
  });

  it('has no policy where the head brings the first one', async () => {
    const github = repository({}, { 'p.yaml': POLICY });
    const head = { repository: github, commit: HEAD, policies: ['p.yaml'] };
    expect(
      await openBase({ files: filesAtCommit(github, BASE), named: ['p.yaml'], usual, head }),
    ).toMatchObject({
      policies: [],
    });
  });

  it('is not taken for empty where the policy is no file of the repository', async () => {
    const github = repository({});
    const head = { repository: github, commit: HEAD, policies: ['checkout/p.yaml'] };
    const asked = { files: filesAtCommit(github, BASE), named: ['checkout/p.yaml'], usual, head };
    await expect(openBase(asked)).rejects.toMatchObject({
      code: 'BASE_UNREADABLE',
      message: expect.stringContaining('a file of example/domains neither there nor in the head'),
    });
  });

  it.each(['the policy', 'what it extends'])(
    'is not judged by less where %s cannot be read',
    async (which) => {
      const github = repository({ 'p.yaml': POLICY, 'company.yaml': COMPANY });
      const failing = {
        ...github,
        file: (path: string, commit: string) =>
          (which === 'the policy') === (path === 'p.yaml')
            ? Promise.reject(new GitHubError('unavailable', '502'))
            : github.file(path, commit),
      };
      await expect(
        openBase({ files: filesAtCommit(failing, BASE), named: ['p.yaml'], usual }),
      ).rejects.toMatchObject({ code: 'BASE_UNREADABLE', message: expect.stringContaining('502') });
    },
  );

  it('that does not load is there all the same', async () => {
    const github = repository({ 'p.yaml': 'version: 2' });
    const base = await openBase({ files: filesAtCommit(github, BASE), named: ['p.yaml'], usual });
    expect(base).toMatchObject({ policies: ['p.yaml'] });
    expect(base.policy).toBeUndefined();
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
  const { workspace } = fakePorts({
    files: { 'base/p.yaml': POLICY, 'base/company.yaml': COMPANY, 'p.yaml': 'head' },
  });

  it('is read there, and nowhere above', async () => {
    const files = filesInFolder(workspace, 'base');
    expect((await openBase({ files, named: ['p.yaml'], usual })).policy?.domains).toHaveLength(1);
    await expect(files.read('../p.yaml')).rejects.toMatchObject({ code: 'BASE_PATH' });
    await expect(files.read('none.yaml')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
