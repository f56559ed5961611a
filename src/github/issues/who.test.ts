import { describe, expect, it } from 'vitest';
import { plain } from '../../report/index.js';
import { GitHubError } from '../api/error.js';
import type { IssueReport } from './index.js';
import { commentHead, readHead } from './marker.js';
import { once } from './testing/fake-repository.js';
import { BOT, drift, HOUR, Life, OPTIONS } from './testing/life.js';

const ZONES = ['example.com', 'example.org', 'example.net', 'example.edu'];
const ALL = ZONES.map((zone) => drift(zone, 'CAA'));
const MORE = drift('example.com', 'certificate');
const APP = 'my-app[bot]';

const saidBy = ({ problems }: IssueReport): string => problems.map((one) => plain(one)).join('\n');

/** Three runs, one an hour, of a token of one account where another is named: what they wrote, and what they said. */
async function threeRuns(login: string, author: string | undefined, findings = [ALL[0]!]) {
  const life = new Life(ZONES, author === undefined ? OPTIONS : { ...OPTIONS, author });
  const said: string[] = [];
  const told: boolean[] = [];
  for (let run = 0; run < 3; run++) {
    const report = await life.run(findings, { login });
    said.push(saidBy(report));
    told.push(report.told);
    life.pass(HOUR);
  }
  return { life, said, told, issues: [...life.github.issues.values()] };
}

describe('three runs with a token', () => {
  it.each([
    ['of a user', 'octocat', undefined],
    ['of a user who is named', 'octocat', 'Octocat'],
    ['of a workflow', BOT, undefined],
    ['of an App that is named', APP, APP],
  ])('%s open one issue, and say nothing of accounts', async (_, login, author) => {
    const { issues, said, told } = await threeRuns(login, author);
    expect(issues).toMatchObject([{ author: login }]);
    expect(said).toEqual(['', '', '']);
    expect(told).toEqual([true, true, true]);
  });

  it.each(['my-app[bot]', 'mallory'])(
    'of a user, where %s is named, keep the issue of the user, and say that the input is wrong',
    async (author) => {
      const { life, issues, said, told } = await threeRuns('octocat', author);
      expect(issues).toMatchObject([{ author: 'octocat' }]);
      expect(told).toEqual([true, true, true]);
      for (const one of said) {
        expect(one).toMatch(/input issue-author: expected .*octocat.*left aside\. Leave the input out/);
        expect(one).toContain(author);
      }
      await life.run([], { login: 'octocat' });
      expect(issues[0]).toMatchObject({ state: 'closed' });
    },
  );

  it.each([
    ['nobody is named', undefined],
    ['the App is named without its end', 'my-app'],
    ['another App is named', 'other[bot]'],
  ])('of an App, where %s, open one issue, and say each time what to set', async (_, author) => {
    const { issues, said, told } = await threeRuns(APP, author);
    expect(issues).toMatchObject([{ author: APP }]);
    expect(told).toEqual([false, false, false]);
    expect(said[0]).toMatch(/issue 1 was opened.*Set the input issue-author to my-app\[bot\]/);
    for (const one of said.slice(1)) expect(one).toMatch(/issue 1 is one.*my-app\[bot\].*issue-author/);
  });

  it('of an App that is not named stop at the first issue: the others would be lost as well', async () => {
    const { life, issues, said } = await threeRuns(APP, undefined, ALL);
    expect(issues).toHaveLength(3);
    expect(new Set(issues.map(({ title }) => title)).size).toBe(3);
    expect(said[0]).toMatch(/3 more changes of issues were not tried/);
    const named = new Life(ZONES, { ...OPTIONS, author: APP });
    Object.assign(named, { github: life.github, now: life.now });
    expect(await named.run(ALL, { login: APP })).toMatchObject({ told: true, problems: [] });
    expect(life.github.issues.size).toBe(4);
  });

  it('of which GitHub says nothing open one issue, whoever it is of', async () => {
    const life = new Life();
    const gate = async (operation: string): Promise<void> => {
      if (operation === 'account') throw new GitHubError('forbidden', 'SAML');
    };
    const other = { ...OPTIONS, author: 'somebody' };
    const named = new Life(['example.com'], other);
    for (let run = 0; run < 3; run++) await named.run([ALL[0]!], { login: 'octocat', gate });
    expect(named.github.issues.size).toBe(1);
    expect(await life.run([ALL[0]!], { gate })).toMatchObject({ open: [], told: false });
    expect(life.github.issues.size).toBe(0);
  });
});

describe('a token of another account than the one that opened the issues', () => {
  it('does not open one a second time where GitHub failed after it had made it', async () => {
    const life = new Life();
    const fault = new GitHubError('unavailable', '502', { maybeDone: true });
    await life.run([ALL[0]!], { login: APP, gate: once('createIssue', 'after', fault) });
    expect(life.github.issues.size).toBe(1);
  });

  it('posts a comment once, also where GitHub failed after it had taken it, and says so', async () => {
    const life = new Life();
    await life.run([ALL[0]!]);
    const fault = new GitHubError('unavailable', '502', { maybeDone: true });
    const report = await life.run([ALL[0]!, MORE], {
      login: APP,
      gate: once('createComment', 'after', fault),
    });
    expect(life.comments()).toEqual([expect.stringMatching(/New.*certificate departs/)]);
    life.pass(HOUR);
    expect(await life.run([ALL[0]!, MORE], { login: APP })).toMatchObject({ wrote: [], told: true });
    expect(report.problems).toEqual([]);
    const second = await life.run([MORE], { login: APP });
    expect(saidBy(second)).toMatch(/a comment on issue 1 was posted by another account/);
    expect((await life.run([MORE], { login: APP })).wrote).toEqual([]);
  });

  it('is not kept from a word by a stranger who wrote what looks like ours', async () => {
    const life = new Life();
    await life.run([ALL[0]!]);
    const { key } = readHead(life.github.issueOf(1).body)!;
    life.github.createComment('mallory', 1, commentHead({ key, revision: 1, fresh: [], gone: [] }));
    const fault = new GitHubError('unavailable', '502', { maybeDone: true });
    await life.run([ALL[0]!, MORE], { gate: once('createComment', 'before', fault) });
    expect(life.comments().at(-1)).toMatch(/New.*certificate departs/);
  });

  it('opens none beside one of an App that was used before, and says which', async () => {
    const life = new Life();
    await life.run([ALL[0]!]);
    const report = await life.run([ALL[0]!], { login: 'octocat' });
    expect(report).toMatchObject({ wrote: [], told: false });
    expect(saidBy(report)).toMatch(/issue 1 is one for.*close it, or take the label from it/);
  });
});
