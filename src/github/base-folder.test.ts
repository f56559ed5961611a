import { describe, expect, it } from 'vitest';
import { refuseOtherLevel } from './base-folder.js';
import { fakePorts } from './testing/fakes.js';

const HEAD = { 'README.md': 'ours', 'caa-guard.yaml': 'head' };

/** Why a folder without a policy is no base; `fine` if it is one. */
async function judged(
  files: Readonly<Record<string, string>>,
  folder: string,
  policies: readonly string[] = ['caa-guard.yaml'],
): Promise<string> {
  const { workspace } = fakePorts({ files: { ...HEAD, ...files } });
  return refuseOtherLevel(workspace, folder, policies).then(
    () => 'fine',
    (thrown: Error) => thrown.message,
  );
}

describe('a folder for the base in which there is no policy', () => {
  it.each([
    ['it is the top of a checkout', { 'base/.git/HEAD': 'x' }],
    ['it is the top of a worktree', { 'base/.git': 'gitdir: x' }],
    ['it holds files of the change', { 'base/README.md': 'ours' }],
    [
      'a policy of that name lies below, in an example',
      { 'base/.git/HEAD': '', 'base/examples/caa-guard.yaml': '' },
    ],
  ])('is one where %s', async (_where, files) => {
    expect(await judged(files, 'base')).toBe('fine');
    expect(await judged(files, './base/')).toBe('fine');
  });

  it('is none where the policy lies below: the folder to name is told', async () => {
    const told = await judged({ 'base/domains/caa-guard.yaml': 'x', 'base/domains/.git/HEAD': 'x' }, 'base');
    expect(told).toMatch(
      /^input base: expected the top of a checkout of the base, with "caa-guard.yaml" in it/,
    );
    expect(told).toContain(
      'there is one at "base/domains/caa-guard.yaml"; name the folder from which its path is the same',
    );
  });

  it('is none where it lies in a checkout: the top of that is told', async () => {
    const files = { 'base/.git/HEAD': 'x', 'base/caa-guard.yaml': 'x', 'base/dns/README.md': 'x' };
    for (const folder of ['base/dns', 'base/dns/', './base/dns'])
      expect(await judged(files, folder)).toContain('name the top of that, "base"');
  });

  it('is one where only the workspace itself is the checkout above it', async () => {
    expect(await judged({ '.git/HEAD': 'x', 'base/README.md': 'x' }, 'base')).toBe('fine');
  });

  it('is none where nothing says that it is a checkout of this repository', async () => {
    for (const files of [{ 'base/other.txt': 'x' }, { 'base/a/README.md': 'x' }])
      expect(await judged(files, 'base')).toContain('it is no checkout of the base');
  });

  it('is none where the policy lies in a submodule that is not checked out there', async () => {
    const files = {
      'base/.git/HEAD': 'x',
      'base/.gitmodules': '[submodule "p"]\n\tpath = dns/p\n\turl = x\n',
    };
    expect(await judged(files, 'base', ['dns/p/a.yaml'])).toContain(
      'the submodule "dns/p", which is not checked',
    );
    expect(await judged(files, 'base', ['dns/a.yaml'])).toBe('fine');
    expect(await judged({ ...files, 'base/dns/p/.git': 'gitdir: x' }, 'base', ['dns/p/a.yaml'])).toBe('fine');
  });

  it('is none where it is a checkout of a part that leaves the policy out', async () => {
    const sparse = (patterns: string, on = 'true') => ({
      'base/.git/config': '[core]\n\tbare = false\n',
      'base/.git/config.worktree': `[core]\n\tsparseCheckout = ${on}\n`,
      'base/.git/info/sparse-checkout': patterns,
    });
    const cone = '/*\n!/*/\n/dns/\n';
    expect(await judged(sparse(cone), 'base', ['security/a.yaml'])).toContain(
      'name the policy in that as well',
    );
    for (const file of ['caa-guard.yaml', 'dns/a.yaml', 'dns/deep/a.yaml'])
      expect(await judged(sparse(cone), 'base', [file])).toBe('fine');
    expect(await judged(sparse('dns/a.yaml'), 'base', ['dns/a.yaml'])).toBe('fine');
    expect(await judged(sparse('dns/a.yaml'), 'base', ['caa-guard.yaml'])).toContain('sparse-checkout');
    expect(await judged(sparse(cone, 'false'), 'base', ['security/a.yaml'])).toBe('fine');
  });
});
