import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const ROOT = new URL('../..', import.meta.url).pathname;

it('dist/ is what a fresh build gives, byte for byte', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'caa-guard-dist-'));
  try {
    await promisify(execFile)(
      process.execPath,
      ['node_modules/rolldown/bin/cli.mjs', '-c', 'rolldown.config.mjs'],
      {
        cwd: ROOT,
        env: { ...process.env, CAA_GUARD_DIST: folder },
      },
    );
    const files = (await readdir(folder)).sort();
    expect((await readdir(path.join(ROOT, 'dist'))).sort()).toEqual(files);
    for (const file of files) {
      const [fresh, committed] = await Promise.all(
        [folder, path.join(ROOT, 'dist')].map((where) => readFile(path.join(where, file))),
      );
      expect(committed!.equals(fresh!), `dist/${file} is stale: npm run bundle, and commit it`).toBe(true);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it('dist/ is ESM, under 2 MB, and holds nothing of the machine that built it', async () => {
  const bundle = await readFile(path.join(ROOT, 'dist/index.js'), 'utf8');
  expect((await stat(path.join(ROOT, 'dist/index.js'))).size).toBeLessThan(2_000_000);
  expect(await readFile(path.join(ROOT, 'dist/package.json'), 'utf8')).toBe('{ "type": "module" }\n');
  expect(bundle).not.toContain(ROOT.replace(/\/$/, ''));
  expect(bundle).not.toMatch(/\/home\/|\/root\/|sourceMappingURL=index/);
});

it('dist/licenses.txt names every package in the bundle, with its licence', async () => {
  const bundle = await readFile(path.join(ROOT, 'dist/index.js'), 'utf8');
  const licences = await readFile(path.join(ROOT, 'dist/licenses.txt'), 'utf8');
  const packages = new Set(
    [...bundle.matchAll(/^\s*\/\/ node_modules\/((?:@[^/]+\/)?[^/\s]+)\//gm)].map(([, name]) => name!),
  );
  expect(packages.size).toBeGreaterThan(3);
  for (const name of packages) expect(licences).toMatch(new RegExp(`^=== ${name}@[0-9.]+ \\(`, 'm'));
});
