import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manifest } from './world.js';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const SCRIPTS = path.join(ROOT, 'scripts/release');
/** Node 24 runs the scripts as they are, as the workflow does; under Node 20 a loader has to help. */
const RUNS_TYPESCRIPT = Number(process.versions.node.split('.')[0]) >= 24;
const LOADER = RUNS_TYPESCRIPT ? [] : ['--import', path.join(ROOT, 'node_modules/tsx/dist/loader.mjs')];

/** `gh` and `npm` that write down how they were called, and answer as for a repository in which nothing is released yet. */
const GH = `
const args = process.argv.slice(2);
const { appendFileSync, existsSync, readFileSync } = require('node:fs');
const input = args.includes('--input') ? readFileSync(0, 'utf8') : '';
appendFileSync(process.env.CALLS, JSON.stringify(['gh', ...args, input]) + '\\n');
const asked = args.join(' ');
if (asked.includes('/commits/')) console.log(process.env.GITHUB_SHA);
else if (asked.includes('matching-refs')) console.log('refs/tags/v1.2.3');
else if (asked.includes('/releases/tags/')) {
  console.error('gh: Not Found (HTTP 404)');
  process.exitCode = 1;
}`;
const NPM = `
const args = process.argv.slice(2);
require('node:fs').appendFileSync(process.env.CALLS, JSON.stringify(['npm', ...args]) + '\\n');
if (args[0] === 'view') {
  console.log(JSON.stringify({ error: { code: 'E404' } }));
  process.exitCode = 1;
}`;

let folder: string;
let commit: string;

const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: path.join(folder, 'checkout'),
    encoding: 'utf8',
    stdio: 'pipe',
  }).trim();

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'release-'));
  const checkout = path.join(folder, 'checkout');
  mkdirSync(path.join(folder, 'bin'));
  mkdirSync(path.join(checkout, 'package'), { recursive: true });
  for (const [name, text] of [
    ['gh', GH],
    ['npm', NPM],
  ] as const) {
    writeFileSync(path.join(folder, 'bin', name), `#!${process.execPath}\n${text}`);
    chmodSync(path.join(folder, 'bin', name), 0o755);
  }
  cpSync(SCRIPTS, path.join(checkout, 'scripts/release'), { recursive: true });
  writeFileSync(path.join(checkout, 'package.json'), manifest({ type: 'module' }));
  writeFileSync(path.join(checkout, 'package-lock.json'), '{"version":"1.2.3"}');
  writeFileSync(path.join(checkout, 'CHANGELOG.md'), '## 1.2.3 (2026-11-29)\n\n- Better.\n');
  writeFileSync(path.join(checkout, '.gitignore'), 'package/\n');
  writeFileSync(path.join(checkout, 'package/caa-guard-1.2.3.tgz'), 'bytes');
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'All');
  commit = git('rev-parse', 'HEAD');
  git('update-ref', 'refs/remotes/origin/main', commit);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function step(...args: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...LOADER, 'scripts/release/main.ts', ...args],
    {
      cwd: path.join(folder, 'checkout'),
      encoding: 'utf8',
      env: {
        PATH: `${path.join(folder, 'bin')}${path.delimiter}${process.env['PATH']}`,
        CALLS: path.join(folder, 'calls'),
        GITHUB_REPOSITORY: 'org/caa-guard',
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_REF_NAME: 'v1.2.3',
        GITHUB_SHA: commit,
      },
    },
  );
  return { code: status, out: stdout, err: stderr };
}

const calls = (): string[][] =>
  readFileSync(path.join(folder, 'calls'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);

/** The tests need Node alone. These need git as well, and programs that are scripts, as runners of Linux have them. */
const LIKE_A_RUNNER = process.platform !== 'win32' && spawnSync('git', ['--version']).status === 0;

describe.skipIf(!LIKE_A_RUNNER)('the scripts of a release', () => {
  it('load nothing but what Node has, so that a job that may publish installs nothing', () => {
    const imported = readdirSync(SCRIPTS).flatMap((file) =>
      [...readFileSync(path.join(SCRIPTS, file), 'utf8').matchAll(/from '([^']+)'/g)].map(
        ([, from = '']) => from,
      ),
    );
    expect(imported.length).toBeGreaterThan(10);
    expect(imported.filter((from) => !/^node:|^\.\/[a-z-]+\.ts$/.test(from))).toEqual([]);
  });

  it('check a commit of main, in a real repository', () => {
    expect(step('check')).toMatchObject({ code: 0, out: 'v1.2.3 may be released.\n' });
    git('update-ref', 'refs/remotes/origin/main', git('commit-tree', '-m', 'Other', 'HEAD^{tree}'));
    expect(step('check')).toMatchObject({
      code: 1,
      err: expect.stringContaining('expected a commit of main'),
    });
  });

  it('see that a build changed dist/, in a real repository', () => {
    expect(step('clean')).toMatchObject({ code: 0 });
    mkdirSync(path.join(folder, 'checkout/dist'));
    writeFileSync(path.join(folder, 'checkout/dist/index.js'), '');
    expect(step('clean')).toMatchObject({ code: 1, err: expect.stringContaining('?? dist/index.js') });
  });

  it('hand notes to gh and the package to npm as they are', () => {
    expect(step('publish', 'package')).toMatchObject({ code: 0 });
    expect(step('release')).toMatchObject({ code: 0 });
    expect(step('follow')).toMatchObject({ code: 0 });
    const told = calls();
    expect(told).toContainEqual(expect.arrayContaining(['npm', 'publish', './package/caa-guard-1.2.3.tgz']));
    const release = told.find((call) => call.includes('repos/org/caa-guard/releases'));
    expect(JSON.parse(release?.at(-1) ?? '')).toMatchObject({ tag_name: 'v1.2.3', body: '- Better.' });
    expect(told).toContainEqual(expect.arrayContaining([`sha=${commit}`, 'ref=refs/tags/v1']));
  });

  it('stop before anything else where the runner names no tag', () => {
    commit = 'main';
    expect(step('publish', 'package')).toMatchObject({
      code: 1,
      err: expect.stringContaining('GITHUB_SHA: expected'),
    });
  });
});
