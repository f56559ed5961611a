import { createHash } from 'node:crypto';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TailFiles } from '../../../src/ct/tail/files.js';
import { runCertspotter, type CertspotterRun } from '../support/certspotter.js';
import { bundleTail, startTail, type TailReport } from '../support/ct/tail-run.js';
import { startWorld, type World } from '../support/ct/world.js';
import { missingPrograms } from '../support/programs.js';
import { EXPLAINED, explanationOf } from './explained.js';

/** Entries of the log: with CAA_GUARD_CT_ENTRIES=200000 the comparison is as long as the one in the bench. */
const SIZE = Number(process.env['CAA_GUARD_CT_ENTRIES'] ?? 20_000);

const missing = missingPrograms(['certspotter']);

describe.skipIf(missing.length > 0)(`certspotter and the tail over the same log of ${SIZE} entries`, () => {
  let world: World;
  let theirs: CertspotterRun;
  const ours = new Map<'classic' | 'tiled', TailReport>();
  const found = new Map<
    'classic' | 'tiled',
    readonly { readonly index: number; readonly sha256: string }[]
  >();

  beforeAll(async () => {
    world = await startWorld(SIZE);
    theirs = await runCertspotter(world.directory, {
      list: world.listOf('classic'),
      watchFile: world.watchFile,
      size: SIZE,
    });
    const program = await bundleTail(world.directory);
    for (const kind of ['classic', 'tiled'] as const) {
      const state = path.join(world.directory, `state-${kind}`);
      const order = { list: world.listOf(kind), watchFile: world.watchFile, state };
      ours.set(kind, await startTail(program, order).done);
      const id = Buffer.from(world[kind].logId, 'base64').toString('hex');
      const stored = await new TailFiles(state).matches(id);
      found.set(
        kind,
        stored.map(({ index, der }) => ({ index, sha256: createHash('sha256').update(der).digest('hex') })),
      );
    }
  });
  afterAll(() => world?.stop());

  it('is read to its end by both, and nothing is wrong with it', () => {
    for (const [kind, report] of ours)
      expect(report, kind).toMatchObject({ rounds: ['verified'], findings: [] });
  });

  it('gives both the same certificates, but for what is explained', () => {
    const titles = new Map(world.specials.map(({ index, title }) => [index, title]));
    const mine = new Map(
      (found.get('classic') ?? []).map(({ index, sha256 }) => [
        sha256,
        titles.get(index) ?? `entry ${index}`,
      ]),
    );
    const theirTitles = new Map(world.specials.map(({ sha256, title }) => [sha256, title]));
    const onlyOurs = [...mine].filter(([sha256]) => !theirs.found.has(sha256)).map(([, title]) => title);
    const onlyTheirs = [...theirs.found]
      .filter((sha256) => !mine.has(sha256))
      .map((sha256) => theirTitles.get(sha256) ?? sha256);
    const unexplained = {
      ours: onlyOurs.filter((title) => explanationOf(title, 'tail') === undefined),
      theirs: onlyTheirs.filter((title) => explanationOf(title, 'certspotter') === undefined),
    };
    expect(unexplained).toEqual({ ours: [], theirs: [] });
    for (const { title, onlyFoundBy } of EXPLAINED)
      expect(
        onlyFoundBy === 'tail' ? onlyOurs : onlyTheirs,
        'the explanation is still needed',
      ).toContainEqual(expect.stringMatching(title));
    expect(mine.size).toBeGreaterThan(280);
  });

  it('gives the tail every certificate that concerns what is watched, and no other', () => {
    const wanted = world.specials
      .filter(({ concerns }) => concerns)
      .map(({ index, title }) => `${index}: ${title}`);
    const titles = new Map(world.specials.map(({ index, title }) => [index, title]));
    const got = (found.get('classic') ?? []).map(
      ({ index }) => `${index}: ${titles.get(index) ?? 'an everyday entry'}`,
    );
    expect(got.toSorted()).toEqual(wanted.toSorted());
  });

  it('gives the same from its tiles', () => {
    expect(found.get('tiled')).toEqual(found.get('classic'));
  });
});
