import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TailFiles } from '../../../src/ct/tail/files.js';
import { bundleTail, startTail, type TailOrder, type TailReport } from '../support/ct/tail-run.js';
import { startWorld, type World } from '../support/ct/world.js';

const SIZE = 20_000;
/** Times that the tail is killed, for each kind of log. */
const KILLS = Number(process.env['CAA_GUARD_CT_KILLS'] ?? 10);

describe('a tail that is killed again and again, at moments of chance', () => {
  let world: World;
  let program: string;
  beforeAll(async () => {
    world = await startWorld(SIZE);
    program = await bundleTail(world.directory);
  });
  afterAll(() => world?.stop());

  const order = (kind: 'classic' | 'tiled', state: string): TailOrder => ({
    list: world.listOf(kind),
    watchFile: world.watchFile,
    state: path.join(world.directory, `${state}-${kind}`),
    keepEvery: 500,
  });
  const idOf = (kind: 'classic' | 'tiled'): string =>
    Buffer.from(world[kind].logId, 'base64').toString('hex');

  /** Names of the files of matches: log, index and digest, so that equal names are the same match. */
  async function matches(kind: 'classic' | 'tiled', { state }: TailOrder): Promise<readonly string[]> {
    const names = await readdir(path.join(state, 'logs', idOf(kind), 'certificates')).catch(() => []);
    return names.filter((name) => name.endsWith('.pem')).toSorted();
  }

  it.each(['classic', 'tiled'] as const)(
    'has the same matches as one that is not, and none twice (%s)',
    async (kind) => {
      const calm = order(kind, 'calm');
      const undisturbed = await startTail(program, calm).done;
      const wanted = await matches(kind, calm);
      expect(undisturbed).toMatchObject({ rounds: ['verified'], findings: [], matches: wanted.length });

      const disturbed = order(kind, 'killed');
      const files = new TailFiles(disturbed.state);
      let killed = 0;
      // A fifth of the time that the whole takes, so that it dies several times on the way.
      const longest = undisturbed.wall * 200;
      let last: TailReport | undefined;
      while (killed < KILLS && last === undefined) {
        const { child, begun, done } = startTail(program, disturbed);
        const ended = done.then(
          (report) => report,
          () => undefined,
        );
        await begun;
        last = (await Promise.race([ended, sleep(Math.random() * longest)])) ?? undefined;
        if (last !== undefined) break;
        child.kill('SIGKILL');
        last = await ended;
        killed++;
        // What was found so far is part of what there is: nothing that is half, nothing that is not.
        expect(wanted).toEqual(expect.arrayContaining([...(await matches(kind, disturbed))]));
      }
      last ??= await startTail(program, disturbed).done;
      expect(last).toMatchObject({ rounds: ['verified'], findings: [] });
      expect(await matches(kind, disturbed)).toEqual(wanted);
      expect(await files.matches(idOf(kind))).toEqual(await new TailFiles(calm.state).matches(idOf(kind)));
      expect(killed).toBeGreaterThan(0);
    },
  );
});
