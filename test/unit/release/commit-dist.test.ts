import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitOf, placeOf } from '../../../scripts/release/commit-dist.js';

const HEAD = 'a'.repeat(40);
const BRANCH = 'dependabot/npm_and_yarn/runtime-1a2b3c';
const run = (changes: Readonly<Record<string, unknown>> = {}): unknown => ({
  workflow_run: {
    conclusion: 'success',
    event: 'pull_request',
    head_repository: { full_name: 'org/caa-guard' },
    actor: { login: 'dependabot[bot]' },
    head_branch: BRANCH,
    head_sha: HEAD,
    ...changes,
  },
});

describe('a rebuilt dist/', () => {
  it('goes to the branch for which Dependabot had it built', () => {
    expect(placeOf(run(), 'org/caa-guard')).toEqual({ branch: BRANCH, head: HEAD });
  });

  it.each([
    ['a build that failed', { conclusion: 'failure' }],
    ['a build of something else than a pull request', { event: 'push' }],
    ['a fork', { head_repository: { full_name: 'mallory/caa-guard' } }],
    ['a fork that is gone', { head_repository: null }],
    ['a run that somebody else began', { actor: { login: 'mallory' } }],
    ['the main branch', { head_branch: 'main' }],
    ['a branch of Dependabot for workflows', { head_branch: 'dependabot/github_actions/all-1' }],
    ['a name with a way out', { head_branch: 'dependabot/npm_and_yarn/../../main' }],
    ['a name with more in it', { head_branch: `${BRANCH}\n::set-output name=a::b` }],
    ['a commit that is none', { head_sha: '$(id)' }],
  ])('goes nowhere from %s', (_, changes) => {
    expect(placeOf(run(changes), 'org/caa-guard')).toMatch(/^expected /);
    expect(placeOf({}, 'org/caa-guard')).toMatch(/^expected /);
  });

  const files = (changes: Readonly<Record<string, string>> = {}): Map<string, Uint8Array> =>
    new Map(
      Object.entries({ 'index.js': 'js', 'licenses.txt': 'licences', 'package.json': '{}', ...changes }).map(
        ([name, text]) => [name, Buffer.from(text)],
      ),
    );

  it('is one commit on top of what was built, and of no other', () => {
    const { variables } = JSON.parse(commitOf({ branch: BRANCH, head: HEAD }, 'org/caa-guard', files())) as {
      variables: { input: { fileChanges: { additions: { path: string; contents: string }[] } } };
    };
    expect(variables.input).toMatchObject({
      branch: { repositoryNameWithOwner: 'org/caa-guard', branchName: BRANCH },
      expectedHeadOid: HEAD,
      message: { body: expect.stringContaining('[dependabot skip]') },
    });
    expect(variables.input.fileChanges.additions).toContainEqual({
      path: 'dist/index.js',
      contents: Buffer.from('js').toString('base64'),
    });
  });

  it('is never anything else than what a build leaves', () => {
    const place = { branch: BRANCH, head: HEAD };
    expect(() => commitOf(place, 'o/r', files({ '../.github/workflows/ci.yml': '' }))).toThrow(
      'build dist/ by hand',
    );
    expect(() => commitOf(place, 'o/r', new Map([...files()].slice(1)))).toThrow('expected index.js');
    expect(() => commitOf(place, 'o/r', files({ 'index.js': 'x'.repeat(4_000_001) }))).toThrow(
      'at most 4000000 octets',
    );
  });
});

// A script stands in for gh, which Windows does not run.
describe.skipIf(process.platform === 'win32')('the step that commits it', () => {
  const script = path.resolve(import.meta.dirname, '../../../scripts/release/commit-dist-main.ts');
  const tsx = path.resolve(import.meta.dirname, '../../../node_modules/tsx/dist/loader.mjs');
  const loader = Number(process.versions.node.split('.')[0]) >= 24 ? [] : ['--import', tsx];
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'commit-dist-'));
    const gh = path.join(folder, 'gh');
    writeFileSync(
      gh,
      `#!${process.execPath}\nrequire('node:fs').writeFileSync('${folder}/asked', require('node:fs').readFileSync(0));
console.log(JSON.stringify({ data: { createCommitOnBranch: { commit: { oid: 'b'.repeat(40) } } } }));`,
    );
    chmodSync(gh, 0o755);
    mkdirSync(path.join(folder, 'dist'));
    writeFileSync(path.join(folder, 'event.json'), JSON.stringify(run()));
    for (const name of ['index.js', 'licenses.txt', 'package.json'])
      writeFileSync(path.join(folder, 'dist', name), name);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const step = (from: string): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, [...loader, script, from], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        PATH: `${folder}${path.delimiter}${process.env['PATH']}`,
        GITHUB_REPOSITORY: 'org/caa-guard',
        GITHUB_EVENT_PATH: path.join(folder, 'event.json'),
      },
    });

  it('hands the files to GitHub, and says which commit that made', () => {
    expect(step('dist')).toMatchObject({ status: 0, stdout: `Committed dist/ as ${'b'.repeat(40)}.\n` });
    expect(readFileSync(path.join(folder, 'asked'), 'utf8')).toContain(
      Buffer.from('index.js').toString('base64'),
    );
  });

  it('does nothing where the build left nothing', () => {
    expect(step('none')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Nothing is committed'),
    });
  });

  it('follows no link', () => {
    rmSync(path.join(folder, 'dist/index.js'));
    symlinkSync('/proc/self/environ', path.join(folder, 'dist/index.js'));
    expect(step('dist')).toMatchObject({ status: 1, stderr: expect.stringContaining('expected a file') });
  });
});
