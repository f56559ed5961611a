import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startWorld, type World } from './testing/scripted.js';

const COMMIT = 'a'.repeat(40);
let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

describe('the files of a commit', () => {
  it('are listed in one question, without folders, links and submodules', async () => {
    const entries = [
      ['a.yaml', '100644'],
      ['run.sh', '100755'],
      ['link', '120000'],
      ['dns', '040000'],
      ['dns/b.yaml', '100644'],
      ['sub', '160000'],
    ];
    world.answers({
      body: { sha: COMMIT, tree: entries.map(([path, mode]) => ({ path, mode })), truncated: false },
    });
    expect(await world.open().paths(COMMIT)).toEqual(['a.yaml', 'run.sh', 'dns/b.yaml']);
    expect(world.asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET /repos/example/domains/git/trees/${COMMIT}?recursive=1`,
    ]);
  });

  it('are not known where GitHub lists a part of them', async () => {
    world.answers({ body: { sha: COMMIT, tree: [], truncated: true } });
    await expect(world.open().paths(COMMIT)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('there are more than GitHub lists') as string,
    });
  });

  it('are asked for by the whole id of a commit', async () => {
    await expect(world.open().paths('main')).rejects.toMatchObject({ code: 'invalid' });
    expect(world.asked).toEqual([]);
  });
});
