import { describe, expect, it } from 'vitest';
import { plain } from '../../report/index.js';
import { GitHubError } from '../api/error.js';
import { policyIdOf } from '../policy-id.js';
import type { IssueReport } from './index.js';
import { readHead } from './marker.js';
import type { Operation } from './testing/fake-repository.js';
import { drift, HOUR, Life, OPTIONS, unseen } from './testing/life.js';

const CAA = drift('example.com', 'CAA');
const ROGUE = drift('example.com', 'certificate');
const COMMIT = 'a'.repeat(40);
const OLD = policyIdOf('owner/name', ['old.yaml']);
const NEW = policyIdOf('owner/name', ['new.yaml']);
const notesOf = ({ notes }: IssueReport): string => notes.map((one) => plain(one)).join('\n');

/** An issue that was kept for `old.yaml`, an hour ago; what became of the files. */
async function kept(files: readonly (readonly [string, boolean])[], policyId = OLD): Promise<Life> {
  const life = new Life(['example.com'], { ...OPTIONS, unknownAfter: 0 });
  await life.run([CAA], { policyId });
  for (const [path, isThere] of files) life.github.files.set(path, isThere);
  life.pass(HOUR);
  return life;
}

const RENAMED = [
  ['old.yaml', false],
  ['new.yaml', true],
] as const;

describe('an issue whose policy file was given another name', () => {
  it('goes on as that of the new name, without a word', async () => {
    const life = await kept(RENAMED);
    const report = await life.run([CAA], { policyId: NEW, commit: COMMIT });
    expect(report).toMatchObject({ open: [1], told: true, problems: [], notes: [] });
    expect(life.github.issues.size).toBe(1);
    expect(life.comments()).toEqual([]);
    expect(life.body()).toMatch(/Since 2026-11-23 14:00 UTC/);
    expect((await life.run([CAA], { policyId: NEW })).wrote).toEqual([]);
  });

  it('is commented on, closed and opened again as ever', async () => {
    const life = await kept(RENAMED);
    const over = { policyId: NEW, commit: COMMIT };
    await life.run([CAA, ROGUE], over);
    await life.run([], over);
    expect(life.github.issueOf(1).state).toBe('closed');
    expect(life.comments().map((one) => one.slice(0, 24))).toEqual([
      'New, as of 2026-11-23 15',
      'example.com is as the po',
    ]);
    expect(await life.run([CAA], over)).toMatchObject({ open: [1], told: true });
    expect(life.github.issues.size).toBe(1);
  });

  it('is closed if all is well by then', async () => {
    const life = await kept(RENAMED);
    await life.run([], { policyId: NEW, commit: COMMIT });
    expect(life.github.issueOf(1).state).toBe('closed');
  });

  it('goes on where the repository has another name now, whatever is known of files', async () => {
    const life = await kept([], policyIdOf('owner/before', ['new.yaml']));
    expect(await life.run([CAA], { policyId: NEW })).toMatchObject({ open: [1], told: true });
    expect(life.github.issues.size).toBe(1);
  });

  it('of a source goes on as well', async () => {
    const life = new Life(['example.com'], { ...OPTIONS, unknownAfter: 0 });
    const blind = unseen('example.com', 'certspotter');
    await life.run([blind], { policyId: OLD });
    for (const [path, isThere] of RENAMED) life.github.files.set(path, isThere);
    expect(await life.run([blind], { policyId: NEW, commit: COMMIT })).toMatchObject({
      open: [1],
      told: true,
    });
    expect(life.comments()).toEqual([]);
    await life.run([], { policyId: NEW, commit: COMMIT });
    expect(life.github.issueOf(1).state).toBe('closed');
  });

  it('is named, and left alone, where its domain is not in the policy, or has an issue already', async () => {
    const life = await kept(RENAMED);
    const other = { policyId: NEW, commit: COMMIT, zones: ['example.org'] };
    const report = await life.run([], other);
    expect(report).toMatchObject({ wrote: [], told: true, problems: [] });
    expect(notesOf(report)).toBe(
      'issue 1, for example.com, is kept for another policy (old.yaml), whose file is in this repository no more. No run brings it up to date: close it by hand',
    );
    await life.run([CAA], { policyId: NEW });
    const beside = await life.run([CAA], { policyId: NEW, commit: COMMIT });
    expect(beside).toMatchObject({ open: [2], wrote: [] });
    expect(notesOf(beside)).toMatch(/no more; issue 2 is the one of this policy\. No run/);
    life.hand(1, { state: 'closed' });
    expect(notesOf(await life.run([CAA], { policyId: NEW, commit: COMMIT }))).toBe('');
  });
});

describe('an issue of another policy', () => {
  it.each([
    ['is in the repository', [['old.yaml', true]], OLD, COMMIT],
    [
      'has two files, and one of them is in no commit',
      [['old.yaml', true]],
      ids('old.yaml', 'x.yaml'),
      COMMIT,
    ],
    ['is made by a job, or comes from elsewhere', [], OLD, COMMIT],
    ['is a pattern of files', [], ids('policies/*.yaml'), COMMIT],
    ['cannot be looked for', RENAMED, OLD, undefined],
    [
      'is of a name that the repository had, and of other files',
      [],
      policyIdOf('owner/before', ['old.yaml']),
      COMMIT,
    ],
    ['does not say what it is', RENAMED, 'old', COMMIT],
  ] as const)('that %s is not touched, and its domain has its own', async (_, files, policyId, commit) => {
    const life = await kept(files, policyId);
    const { body } = life.github.issueOf(1);
    const over = { policyId: NEW, ...(commit === undefined ? {} : { commit }) };
    expect(await life.run([CAA], over)).toMatchObject({ open: [2], told: true, problems: [] });
    await life.run([], over);
    expect(life.github.issueOf(1)).toMatchObject({ body, state: 'open' });
    expect(life.github.issueOf(2).state).toBe('closed');
  });

  it('that may not be looked for is named with what to do, and one that is there is not', async () => {
    const life = await kept([]);
    const unsure = await life.run([CAA], { policyId: NEW, commit: COMMIT });
    expect(notesOf(unsure)).toMatch(
      /^issue 1, for example\.com, is kept for another policy \(old\.yaml\), which is not in this repository as far as could be told; issue 2 is the one of this policy\. If no other step keeps it, close it by hand$/,
    );
    life.github.files.set('old.yaml', true);
    expect(notesOf(await life.run([CAA], { policyId: NEW, commit: COMMIT }))).toBe('');
  });

  it('that shares a file with this one is named as well: a step may be given more files than it was', async () => {
    const life = await kept([['old.yaml', true]]);
    const policyId = ids('new.yaml', './old.yaml');
    const report = await life.run([CAA], { policyId, commit: COMMIT });
    expect(report).toMatchObject({ open: [2], told: true });
    expect(notesOf(report)).toBe(
      'issue 1, for example.com, is kept for another policy (old.yaml), a set of files that shares some with this one; issue 2 is the one of this policy. If no other step keeps it, close it by hand',
    );
    expect((await life.run([CAA], { policyId: ids('old.yaml', 'new.yaml'), commit: COMMIT })).wrote).toEqual(
      [],
    );
  });

  it('is left alone by a token that may not read files', async () => {
    const life = await kept(RENAMED);
    const gate = async (operation: Operation): Promise<void> => {
      if (operation === 'file') throw new GitHubError('forbidden', 'add `contents: read`');
    };
    expect(await life.run([CAA], { policyId: NEW, commit: COMMIT, gate })).toMatchObject({
      open: [2],
      told: true,
      problems: [],
    });
  });

  it('does not become ours by what somebody wrote into its state', async () => {
    const life = await kept(RENAMED);
    const issue = life.github.issueOf(1);
    const { key } = readHead(issue.body)!;
    life.hand(1, { body: issue.body.replace(key, 'f'.repeat(32)) });
    expect(await life.run([CAA], { policyId: NEW, commit: COMMIT })).toMatchObject({ open: [2] });
  });

  it('that are two for one domain are not made one: that is for its own steps to do', async () => {
    const life = await kept([['old.yaml', true]]);
    life.github.createIssue('github-actions[bot]', { ...life.github.issueOf(1), labels: ['caa-guard'] });
    await life.run([], { policyId: NEW, commit: COMMIT });
    expect([1, 2].map((number) => life.github.issueOf(number).state)).toEqual(['open', 'open']);
  });

  it('costs no question where there is none', async () => {
    const life = await kept(RENAMED, NEW);
    const before = life.github.asked.length;
    await life.run([CAA], { policyId: NEW, commit: COMMIT });
    expect(life.github.asked.slice(before)).toEqual(['account', 'issues', 'openIssuesOf', 'label']);
  });
});

function ids(...paths: readonly string[]): string {
  return policyIdOf('owner/name', paths);
}
