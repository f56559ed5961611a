import { describe, expect, it } from 'vitest';
import { check, clean, follow, publish, release } from '../../../scripts/release/steps.js';
import { COMMIT, integrityOf, manifest, PACKAGE, RELEASED, World } from './world.js';

/** All steps, in the order of the workflow. */
async function releaseAll(world: World): Promise<void> {
  await check(RELEASED, world.ports);
  await clean(world.ports);
  await publish(RELEASED, 'package', world.ports);
  await release(RELEASED, world.ports);
  await follow(RELEASED, world.ports);
}

describe('a release', () => {
  it('publishes the package, then the release with its notes, then moves the tag that users follow', async () => {
    const world = new World();
    world.tags.set('v1', 'b'.repeat(40));
    await releaseAll(world);
    expect(world.writes).toEqual([
      {
        npm: [
          ...['publish', './package/caa-guard-1.2.3.tgz', '--ignore-scripts', '--provenance'],
          ...['--access', 'public', '--tag', 'latest'],
        ],
      },
      { release: 'v1.2.3', latest: true, notes: '- **Better.**' },
      { tag: 'v1', commit: COMMIT },
    ]);
    expect(world.tags.get('v1')).toBe(COMMIT);
  });

  it('writes nothing anew when it is run again, from whatever step', async () => {
    const world = new World();
    await releaseAll(world);
    const before = world.writes.length;
    await publish(RELEASED, 'package', world.ports);
    await release(RELEASED, world.ports);
    expect(world.writes).toHaveLength(before);
    await follow(RELEASED, world.ports);
    expect(world.tags.get('v1')).toBe(COMMIT);
  });

  it('goes on where it broke off', async () => {
    const world = new World();
    world.registry.set('caa-guard@1.2.3', integrityOf(PACKAGE));
    await releaseAll(world);
    expect(world.writes).toMatchObject([{ release: 'v1.2.3' }, { tag: 'v1' }]);
  });

  it('stops at each step where the tag was moved meanwhile', async () => {
    for (const step of [
      (world: World) => check(RELEASED, world.ports),
      (world: World) => publish(RELEASED, 'package', world.ports),
      (world: World) => release(RELEASED, world.ports),
      (world: World) => follow(RELEASED, world.ports),
    ]) {
      const world = new World();
      world.tags.set('v1.2.3', 'c'.repeat(40));
      await expect(step(world)).rejects.toThrow(`expected v1.2.3 to name ${COMMIT}, got ccc`);
      expect(world.writes).toEqual([]);
    }
  });
});

describe('before anything is built', () => {
  it('all reasons against it are told at once', async () => {
    const world = new World();
    world.onMain = false;
    world.files.set('package.json', manifest({ version: '1.2.2', repository: undefined }));
    world.files.set('package-lock.json', '{}');
    world.files.set('CHANGELOG.md', '## Unreleased\n\n- Forgotten.\n\n## 1.2.3\n\n## 1.2.2\n\n- Older.\n');
    const told = await check(RELEASED, world.ports).catch((error: Error) => error.message);
    expect(String(told).split('\n')).toEqual([
      'v1.2.3 cannot be released:',
      expect.stringContaining('package.json: expected version 1.2.3, as the tag says, got "1.2.2"'),
      expect.stringContaining('package-lock.json: expected version 1.2.3, as the tag says, got none'),
      expect.stringContaining('CHANGELOG.md: expected a section "## 1.2.3"'),
      expect.stringContaining('CHANGELOG.md: expected nothing under "Unreleased"'),
      expect.stringContaining(
        'package.json: expected repository.url git+https://github.com/org/caa-guard.git, got none',
      ),
      expect.stringContaining('v1.2.3: expected a commit of main'),
    ]);
  });

  it('a git that cannot tell is not taken for a commit of main', async () => {
    const world = new World();
    world.broken.set('git merge-base', {
      code: 128,
      out: '',
      err: 'fatal: Not a valid object name origin/main',
    });
    await expect(check(RELEASED, world.ports)).rejects.toThrow('Not a valid object name');
  });

  it.each(['v1', 'v1.2', '1.2.3', 'v1.2.3-rc.1', 'v01.2.3', 'v1.2.3\n', 'main'])(
    '%j is no version',
    async (tag) => {
      const world = new World();
      world.tags.set(tag, COMMIT);
      await expect(check({ ...RELEASED, tag }, world.ports)).rejects.toThrow('expected a tag such as v1.2.3');
    },
  );
});

describe('a build', () => {
  it('that changes what is committed is told of, with what it changed', async () => {
    const world = new World();
    world.changed = ' M dist/index.js\n?? dist/new.js\n';
    await expect(clean(world.ports)).rejects.toThrow(
      /got:\n M dist\/index\.js\n\?\? dist\/new\.js\nnpm ci && npm run bundle/,
    );
  });
});

describe('the registry', () => {
  it('is told of no other content under a version that it has', async () => {
    const world = new World();
    world.registry.set('caa-guard@1.2.3', integrityOf('something else'));
    await expect(publish(RELEASED, 'package', world.ports)).rejects.toThrow('release another version');
    expect(world.writes).toEqual([]);
  });

  it('gets nothing where it cannot be asked what it has', async () => {
    const world = new World();
    for (const ran of [
      { code: 1, out: '{"error":{"code":"ECONNRESET"}}', err: '' },
      { code: 1, out: '', err: 'killed' },
      { code: 1, out: '<html>', err: '' },
    ]) {
      world.broken.set('npm view', ran);
      await expect(publish(RELEASED, 'package', world.ports)).rejects.toThrow('run the job again');
    }
    expect(world.writes).toEqual([]);
  });

  it('gets a version that an older npm shows as nothing', async () => {
    const world = new World();
    world.broken.set('npm view', { code: 0, out: '', err: '' });
    await publish(RELEASED, 'package', world.ports);
    expect(world.writes).toHaveLength(1);
  });

  it('hands out a fix of an old version under a name of its own', async () => {
    const world = new World();
    world.tags.set('v2.0.0', 'b'.repeat(40));
    await publish(RELEASED, 'package', world.ports);
    expect(world.writes).toMatchObject([{ npm: expect.arrayContaining(['--tag', 'release-1.x']) }]);
  });

  it.each([
    ['none', []],
    ['two', ['package/a.tgz', 'package/b.tgz']],
  ])('gets one package, and not %s', async (_, files) => {
    const world = new World();
    world.files.delete('package/caa-guard-1.2.3.tgz');
    for (const file of files) world.files.set(file, '');
    await expect(publish(RELEASED, 'package', world.ports)).rejects.toThrow('expected one .tgz in package');
  });
});

describe('the release at GitHub', () => {
  it('is not the latest where a newer version is tagged', async () => {
    const world = new World();
    world.tags.set('v1.10.0', 'b'.repeat(40));
    await release(RELEASED, world.ports);
    expect(world.writes).toMatchObject([{ release: 'v1.2.3', latest: false }]);
  });

  it('is warned of where it can be changed', async () => {
    const world = new World();
    world.releases.set('v1.2.3', { immutable: false });
    await release(RELEASED, world.ports);
    expect(world.said.join('\n')).toContain('::warning::The release can be changed');
  });
});

describe('the tag that users follow', () => {
  it('does not go back where an older release is run again', async () => {
    const world = new World();
    world.tags.set('v1.3.0', 'b'.repeat(40)).set('v1', 'b'.repeat(40));
    await follow(RELEASED, world.ports);
    expect(world.writes).toEqual([]);
  });

  it('goes on beside a newer major', async () => {
    const world = new World();
    world.tags.set('v2.0.0', 'b'.repeat(40)).set('v1.2.3-beta', 'b'.repeat(40)).set('vim', 'b'.repeat(40));
    await follow(RELEASED, world.ports);
    expect(world.writes).toEqual([{ tag: 'v1', commit: COMMIT }]);
  });

  it('is not there before 1.0.0', async () => {
    const world = new World();
    world.tags.set('v0.9.0', COMMIT);
    await follow({ ...RELEASED, tag: 'v0.9.0' }, world.ports);
    expect(world.writes).toEqual([]);
  });

  it('is not moved under a release that has its name', async () => {
    const world = new World();
    world.releases.set('v1', { immutable: true });
    await expect(follow(RELEASED, world.ports)).rejects.toThrow('delete that release');
  });

  it('is left to a person where GitHub refuses, with the command', async () => {
    const world = new World();
    world.refusesTags = true;
    await expect(follow(RELEASED, world.ports)).rejects.toThrow(
      `git push --force origin ${COMMIT}:refs/tags/v1`,
    );
  });
});
