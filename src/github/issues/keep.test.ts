import { text } from '../../base/text.js';
import { describe, expect, it } from 'vitest';
import { GitHubError } from '../api/error.js';
import { commentHead, readHead } from './marker.js';
import { once, type Gate, type Operation } from './testing/fake-repository.js';
import { BOT, drift, HOUR, Life, OPTIONS, unseen } from './testing/life.js';

const CAA = drift('example.com', 'CAA');
const ROGUE = drift('example.com', 'certificate', { severity: 'critical', rule: 'ct/unknown-certificate' });
const BLIND = unseen('example.com', 'certspotter');
const DAY = 24 * HOUR;

describe('an issue of a domain', () => {
  it('is opened when something fails, and says what, since when and who acts', async () => {
    const life = new Life();
    const report = await life.run([ROGUE, CAA]);
    expect(report).toMatchObject({ open: [1], told: true, left: 0, problems: [] });
    const issue = life.github.issueOf(1);
    expect(issue).toMatchObject({
      title: 'caa-guard: example.com is not as its policy demands',
      state: 'open',
    });
    expect(life.body()).toMatch(/example\.com is not as the policy demands\. 2 findings fail the check/);
    expect(life.body()).toMatch(/Since 2026-11-23 14:00 UTC: critical: certificate departs/);
    expect(life.body()).toMatch(/Who acts: you, the owner of the domain/);
    expect(life.body()).toMatch(/As of 2026-11-23 14:00 UTC, seen by <a href=[^>]+\/runs\/1">this run/);
    expect(life.body()).toMatch(/What was checked: - CAA at 3 names/);
  });

  it('is left alone while nothing changes', async () => {
    const life = new Life();
    await life.run([CAA]);
    life.pass(HOUR);
    expect((await life.run([CAA])).wrote).toEqual([]);
  });

  it('gets a comment for what is new, and one for what is gone, and says both in its body', async () => {
    const life = new Life();
    await life.run([CAA]);
    life.pass(HOUR);
    expect((await life.run([ROGUE, CAA])).told).toBe(true);
    life.pass(HOUR);
    await life.run([ROGUE]);
    expect(life.comments()).toEqual([
      'New, as of 2026-11-23 15:00 UTC: - critical: certificate departs',
      'Not found any more: - caa/missing: CAA departs (CAA) The rest stands as it did.',
    ]);
    expect(life.body()).toMatch(/1 finding fails/);
    expect(life.body()).toMatch(/Since 2026-11-23 15:00 UTC: critical: certificate/);
    expect(life.body()).not.toMatch(/CAA departs/);
  });

  it('is closed when all is well, with what changed and for how long it stood', async () => {
    const life = new Life();
    await life.run([CAA]);
    life.pass(3 * DAY + 4 * HOUR);
    const report = await life.run([]);
    expect(report).toMatchObject({ open: [], told: true });
    expect(life.github.issueOf(1)).toMatchObject({ state: 'closed', stateReason: 'completed' });
    expect(life.comments()).toEqual([
      'example.com is as the policy demands again. It stood for 3 days 4 hours, from 2026-11-23 14:00 UTC to 2026-11-26 18:00 UTC. Not found any more: - caa/missing: CAA departs (CAA)',
    ]);
    life.pass(HOUR);
    expect((await life.run([])).wrote).toEqual([]);
  });

  it('keeps what could not be looked at, whether all or some of it, and says so without a comment', async () => {
    const life = new Life();
    await life.run([CAA, ROGUE]);
    life.pass(HOUR);
    await life.run([CAA, BLIND]);
    expect(life.github.issueOf(1).state).toBe('open');
    expect(life.comments()).toEqual([]);
    expect(life.body()).toMatch(
      /Could not be looked at now, and may stand as it did: - ct\/unknown-certificate: certificate departs/,
    );
    life.pass(HOUR);
    await life.run([BLIND]);
    expect(life.github.issueOf(1).state).toBe('open');
    expect(life.body()).toMatch(
      /^example\.com is not as the policy demands, or was not when it could last be seen/,
    );
    life.pass(HOUR);
    await life.run([unseen('', 'the network')]);
    expect(life.github.issueOf(1).state).toBe('open');
    life.pass(HOUR);
    await life.run([]);
    expect(life.github.issueOf(1).state).toBe('closed');
    expect(life.comments()).toHaveLength(1);
  });

  it('is closed though another domain could not be seen', async () => {
    const life = new Life(['example.com', 'example.org']);
    await life.run([CAA]);
    life.pass(HOUR);
    await life.run([unseen('example.org', 'certspotter')]);
    expect(life.github.issueOf(1).state).toBe('closed');
  });

  it('is opened again when it is back within the time for that; after that there is a new one, which leads to it', async () => {
    const life = new Life();
    await life.run([CAA]);
    life.pass(HOUR);
    await life.run([]);
    life.pass(29 * DAY);
    await life.run([CAA]);
    expect(life.github.issueOf(1).state).toBe('open');
    expect(life.comments().at(-1)).toMatch(/It is back/);
    life.pass(HOUR);
    await life.run([]);
    life.pass(31 * DAY);
    expect(await life.run([CAA])).toMatchObject({ open: [2], told: true });
    expect(life.github.issueOf(1).state).toBe('closed');
    expect(life.body(2)).toMatch(/It was so before: #1/);
    life.pass(HOUR);
    expect((await life.run([CAA])).wrote).toEqual([]);
  });

  it('that came back twice within a day is closed only after six hours of being well, and says nothing meanwhile', async () => {
    const life = new Life();
    for (let times = 0; times < 3; times++) {
      await life.run([CAA]);
      life.pass(HOUR);
      await life.run([]);
      life.pass(HOUR);
    }
    expect(life.github.issueOf(1).state).toBe('open');
    expect(life.body()).toMatch(
      /^example\.com is as the policy demands again.*All is well since 2026-11-23 19:00 UTC/,
    );
    const comments = life.comments().length;
    await life.run([CAA]);
    life.pass(HOUR);
    await life.run([]);
    life.pass(5 * HOUR);
    expect((await life.run([])).wrote).toEqual([]);
    expect(life.comments()).toHaveLength(comments);
    life.pass(HOUR);
    await life.run([]);
    expect(life.github.issueOf(1).state).toBe('closed');
    expect(life.comments().at(-1)).toMatch(/It stood for .* to 2026-11-23 21:00 UTC/);
  });

  it('that somebody closed as completed, though it stands, is opened again and says so', async () => {
    const life = new Life();
    await life.run([CAA]);
    life.hand(1, { state: 'closed', stateReason: 'completed' });
    life.pass(HOUR);
    expect(await life.run([CAA])).toMatchObject({ open: [1], told: true });
    expect(life.comments()).toEqual([
      expect.stringMatching(
        /^This was closed as completed\. When looked at 2026-11-23 15:00 UTC, it stood: - high: CAA departs$/,
      ),
    ]);
    expect(life.body()).toMatch(/Since 2026-11-23 14:00 UTC/);
  });

  it.each(['not_planned', 'duplicate'] as const)(
    'that somebody closed as %s stays closed until something else is found, and counts as not told',
    async (stateReason) => {
      const life = new Life();
      await life.run([CAA, ROGUE]);
      life.hand(1, { state: 'closed', stateReason });
      life.pass(HOUR);
      expect(await life.run([CAA])).toMatchObject({ wrote: [], open: [], told: false });
      expect(await life.run([CAA, ROGUE])).toMatchObject({ wrote: [], told: false });
      await life.run([CAA, drift('example.com', 'another')]);
      expect(life.github.issueOf(1).state).toBe('open');
      expect(life.comments().at(-1)).toMatch(/New.*another departs/);
    },
  );

  it('that somebody opened again while all is well is left to them, until something fails', async () => {
    const life = new Life();
    await life.run([CAA]);
    await life.run([]);
    life.hand(1, { state: 'open', stateReason: 'reopened' });
    expect((await life.run([])).wrote).toEqual([]);
    await life.run([CAA]);
    expect(life.comments().at(-1)).toMatch(/New.*CAA departs/);
    await life.run([]);
    expect(life.github.issueOf(1).state).toBe('closed');
  });

  it('is closed with a word when its domain is not in the policy any more', async () => {
    const life = new Life();
    await life.run([CAA]);
    await life.run([], { zones: ['example.org'] });
    expect(life.github.issueOf(1).state).toBe('closed');
    expect(life.comments()).toEqual([expect.stringMatching(/example\.com is not in the policy any more/)]);
  });

  it('of another policy, or of another author, is not touched', async () => {
    const life = new Life();
    await life.run([CAA], { policyId: 'another' });
    life.github.createIssue('mallory', { ...life.github.issueOf(1), labels: ['caa-guard'] });
    await life.run([CAA]);
    await life.run([]);
    expect([1, 2, 3].map((number) => life.github.issueOf(number).state)).toEqual(['open', 'open', 'closed']);
  });

  it('shows waived findings and weaknesses that fail nothing beside what fails, and none opens an issue', async () => {
    const life = new Life();
    const weak = drift('example.com', 'weak', { kind: 'weakness', fails: false });
    expect((await life.run([weak])).wrote).toEqual([]);
    await life.run([CAA, weak]);
    expect(life.body()).toMatch(/Besides.*weak departs/);
  });

  it('is changed silently when a finding is told in other words', async () => {
    const life = new Life();
    await life.run([CAA]);
    const { wrote } = await life.run([{ ...CAA, title: text`in other words` }]);
    expect(wrote.map(({ operation }) => operation)).toEqual(['createLabel', 'updateIssue', 'deleteLabel']);
    expect(life.body()).toMatch(/in other words/);
  });

  it('of the run itself is kept apart', async () => {
    const life = new Life();
    await life.run([drift('', 'waiver')]);
    expect(life.github.issueOf(1).title).toBe('caa-guard: the run itself is not as its policy demands');
    await life.run([unseen('example.com', 'certspotter')]);
    expect(life.github.issueOf(1).state).toBe('open');
    await life.run([]);
    expect(life.github.issueOf(1).state).toBe('closed');
  });

  it('is not undone by a run that looked before it', async () => {
    const life = new Life();
    await life.run([]);
    life.pass(HOUR);
    await life.run([CAA]);
    expect((await life.run([], { observedAt: life.now - HOUR })).wrote).toEqual([]);
    life.pass(HOUR);
    await life.run([]);
    expect((await life.run([CAA], { observedAt: life.now - HOUR })).wrote).toEqual([]);
  });
});

describe('issues of one run', () => {
  it('are at most as many as may be opened, the gravest first; the others are counted and opened later', async () => {
    const zones = ['a.example', 'b.example', 'c.example'];
    const life = new Life(zones, { ...OPTIONS, maxNew: 2 });
    const findings = [
      drift('c.example', 'x', { severity: 'critical' }),
      drift('b.example', 'x'),
      drift('a.example', 'x', { severity: 'low' }),
    ];
    expect(await life.run(findings)).toMatchObject({ open: [1, 2], told: false, left: 1 });
    expect(life.github.issueOf(1).title).toMatch(/c\.example/);
    expect(await life.run(findings)).toMatchObject({ open: [1, 2, 3], told: true, left: 0 });
  });

  it('that are two for one domain become one: the older', async () => {
    const life = new Life();
    await life.run([CAA]);
    life.github.createIssue(BOT, { ...life.github.issueOf(1), labels: ['caa-guard'] });
    expect(await life.run([CAA])).toMatchObject({ open: [1], told: true });
    expect(life.github.issueOf(2)).toMatchObject({ state: 'closed', stateReason: 'duplicate' });
    expect(life.body(2)).toMatch(/This is kept in #1/);
    expect((await life.run([CAA])).wrote).toEqual([]);
  });

  it('that are two become one at a server, too, that does not know what a duplicate is', async () => {
    const life = new Life();
    await life.run([CAA]);
    life.github.createIssue(BOT, { ...life.github.issueOf(1), labels: ['caa-guard'] });
    const gate = once('updateIssue', 'before', new GitHubError('invalid', 'state_reason'));
    expect(await life.run([CAA], { gate })).toMatchObject({ open: [1], told: true, problems: [] });
    expect(life.github.issueOf(2)).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
    expect((await life.run([CAA])).wrote).toEqual([]);
  });

  it('are opened without assignees where GitHub does not take them', async () => {
    const life = new Life(['example.com'], { ...OPTIONS, assignees: ['nobody'] });
    const gate: Gate = once('createIssue', 'before', new GitHubError('invalid', 'assignees'));
    const report = await life.run([CAA], { gate });
    expect(report).toMatchObject({ open: [1], told: true });
    expect(report.problems).toHaveLength(1);
  });
});

describe('a source that shows nothing', () => {
  it('is told after it lasted, in one issue for all domains, and no sooner', async () => {
    const life = new Life(['a.example', 'b.example']);
    const blind = [unseen('a.example', 'certspotter'), unseen('b.example', 'certspotter')];
    expect(await life.run(blind)).toMatchObject({ open: [], told: true });
    expect(life.github.labels.get('caa-guard')).toMatch(/^Kept by caa-guard\. Blind: [0-9a-f]{6}@[0-9a-z]+$/);
    life.pass(5 * HOUR);
    expect((await life.run(blind)).wrote).toEqual([]);
    life.pass(HOUR);
    expect(await life.run(blind)).toMatchObject({ open: [1], told: true });
    expect(life.github.issueOf(1).title).toBe('caa-guard: certspotter does not show all that it should');
    expect(life.body()).toMatch(/It concerns 2 domains: - a\.example - b\.example/);
    expect(life.github.labels.get('caa-guard')).toBe('Kept by caa-guard.');
    life.pass(HOUR);
    expect((await life.run(blind)).wrote).toEqual([]);
    life.pass(HOUR);
    await life.run([]);
    expect(life.github.issueOf(1).state).toBe('closed');
    expect(life.comments()).toEqual([
      expect.stringMatching(
        /Nothing is missing from certspotter any more, or it is not asked any more\. It was blind for 8 hours/,
      ),
    ]);
  });

  it('begins anew when it saw in between', async () => {
    const life = new Life();
    await life.run([BLIND]);
    life.pass(3 * HOUR);
    await life.run([]);
    life.pass(3 * HOUR);
    expect(await life.run([BLIND])).toMatchObject({ open: [] });
    life.pass(5 * HOUR);
    expect(await life.run([BLIND])).toMatchObject({ open: [] });
  });

  it('is one for DNS, however many domains and whatever the rule', async () => {
    const life = new Life(['a.example', 'b.example'], { ...OPTIONS, unknownAfter: 0 });
    const dns = [
      unseen('a.example', 'a.example'),
      unseen('b.example', 'b.example', { rule: 'survey/limit' }),
    ];
    expect(await life.run([...dns, unseen('', 'log abc'), unseen('', 'log def')])).toMatchObject({
      open: [1, 2],
    });
  });

  it('has no issue of its domain, and closes none', async () => {
    const life = new Life(['example.com'], { ...OPTIONS, unknownAfter: 0 });
    await life.run([CAA]);
    await life.run([BLIND]);
    expect(life.github.issueOf(1).state).toBe('open');
    expect(life.github.issueOf(2).title).toMatch(/certspotter/);
    await life.run([CAA]);
    expect([1, 2].map((number) => life.github.issueOf(number).state)).toEqual(['open', 'closed']);
  });
});

describe('runs that are disturbed', () => {
  it.each([
    ['createIssue', 'before'],
    ['createIssue', 'after'],
  ] as const)('open one issue where GitHub failed %s %s it was done', async (operation, phase) => {
    const life = new Life();
    const gate = once(operation, phase, new GitHubError('unavailable', '502', { maybeDone: true }));
    expect(await life.run([CAA], { gate })).toMatchObject({ open: [1], told: true, problems: [] });
    expect(life.github.issues.size).toBe(1);
  });

  it.each([
    ['createComment', 'before'],
    ['createComment', 'after'],
    ['updateIssue', 'before'],
    ['updateIssue', 'after'],
  ] as const)('post one comment where GitHub failed at %s %s it was done', async (operation, phase) => {
    for (const nth of [1, 2]) {
      const life = new Life();
      await life.run([CAA]);
      const fault = new GitHubError('unavailable', '502', { maybeDone: true });
      await life.run([CAA, ROGUE], { gate: once(operation, phase, fault, nth) });
      life.pass(HOUR);
      expect(await life.run([CAA, ROGUE])).toMatchObject({ told: true });
      expect(life.comments()).toEqual([expect.stringMatching(/New.*certificate departs/)]);
      expect((await life.run([CAA, ROGUE])).wrote).toEqual([]);
    }
  });

  it('do not post what a run that lost its lock has posted a moment before', async () => {
    const life = new Life();
    await life.run([CAA]);
    const { key } = readHead(life.github.issueOf(1).body)!;
    const mark = { key, revision: 1, fresh: [ROGUE.id.slice(0, 8)], gone: [] };
    life.github.createComment(BOT, 1, commentHead(mark));
    expect(await life.run([CAA, ROGUE])).toMatchObject({ told: true, problems: [] });
    expect(life.comments()).toHaveLength(1);
  });

  it('take back what a comment told just before a run ended', async () => {
    const life = new Life();
    await life.run([CAA]);
    const ended = once('updateIssue', 'before', new GitHubError('unauthorized', 'ended'), 2);
    await life.run([CAA, ROGUE], { gate: ended });
    await life.run([CAA]);
    expect(life.comments()).toEqual([
      expect.stringMatching(/New.*certificate departs/),
      expect.stringMatching(/Not found any more.*finding/),
    ]);
    expect((await life.run([CAA])).wrote).toEqual([]);
  });

  it('write once what a comment told just before a run ended, and cannot be looked at', async () => {
    const life = new Life();
    await life.run([CAA]);
    const more = ['x', 'y', 'z'].map((what) => drift('example.com', what));
    const fresh = more.sort((a, b) => (a.id < b.id ? 1 : -1));
    const ended = once('updateIssue', 'before', new GitHubError('unauthorized', 'ended'), 2);
    await life.run([CAA, ...fresh], { gate: ended });
    await life.run([BLIND]);
    expect((await life.run([BLIND])).wrote).toEqual([]);
  });

  it('close without another word what a comment said is well, just before a run ended', async () => {
    const life = new Life();
    await life.run([CAA]);
    await life.run([], { gate: once('updateIssue', 'before', new GitHubError('unauthorized', 'ended'), 2) });
    expect(life.github.issueOf(1).state).toBe('open');
    await life.run([BLIND]);
    expect(life.github.issueOf(1).state).toBe('open');
    await life.run([]);
    expect(life.github.issueOf(1).state).toBe('closed');
    expect(life.comments()).toEqual([expect.stringMatching(/as the policy demands again/)]);
  });

  it('say which permission is wanting, and go on judging', async () => {
    const life = new Life();
    const gate: Gate = async (operation, phase) => {
      if (operation === 'createLabel' && phase === 'before')
        throw new GitHubError('forbidden', 'expected issues: write', { permissions: 'issues=write' });
    };
    const report = await life.run([CAA], { gate });
    expect(report).toMatchObject({ open: [], told: false, wrote: [] });
    expect(JSON.stringify(report.problems)).toMatch(/expected issues: write/);
    expect(life.logged.join()).toMatch(/expected issues: write/);
  });

  it('take a lock under the longest name that a label can have', async () => {
    const life = new Life(['example.com'], { ...OPTIONS, labels: ['x'.repeat(50)] });
    expect(await life.run([CAA])).toMatchObject({ open: [1], told: true, problems: [] });
  });

  it('leave to another run what it is writing', async () => {
    const life = new Life();
    const until = Math.floor((life.now + 10 * 60_000) / 60_000).toString(36);
    life.github.labels.set('caa-guard-lock', `caa-guard writes: other until ${until}`);
    const report = await life.run([CAA]);
    expect(report).toMatchObject({ open: [], told: false, wrote: [] });
    expect(JSON.stringify(report.problems)).toMatch(/another run is writing/);
  });

  it('take over a lock whose time is over, or that nobody of ours wrote', async () => {
    for (const description of [
      'caa-guard writes: other until s0',
      'mine',
      'caa-guard writes: other until zzzzzzz',
    ]) {
      const life = new Life();
      life.github.labels.set('caa-guard-lock', description);
      expect(await life.run([CAA])).toMatchObject({ open: [1], told: true });
      expect(life.github.labels.has('caa-guard-lock')).toBe(false);
    }
  });

  it('find their issue again where its state was edited away, and tell nothing twice', async () => {
    const life = new Life();
    await life.run([CAA]);
    const issue = life.github.issueOf(1);
    life.hand(1, { body: issue.body.replace(/state:v1:[A-Za-z0-9]+/, 'state:v1:AAAA') });
    expect(await life.run([CAA])).toMatchObject({ open: [1], told: true });
    expect(life.comments()).toEqual([]);
    expect((await life.run([CAA])).wrote).toEqual([]);
  });

  it.each(['unauthorized', 'unavailable'] as const)(
    'ask once where the first question is %s',
    async (code) => {
      const life = new Life();
      const asked: Operation[] = [];
      const gate: Gate = async (operation) => {
        asked.push(operation);
        throw new GitHubError(code, 'bad credentials');
      };
      const report = await life.run([CAA], { gate });
      expect(report).toMatchObject({ told: false, open: [], problems: [expect.anything()] });
      expect(asked).toEqual(['account']);
    },
  );

  it('know what stands where nothing could be written, and ask no more for it', async () => {
    const life = new Life(['example.com', 'example.org']);
    await life.run([CAA]);
    const asked: Operation[] = [];
    const gate: Gate = async (operation, phase) => {
      if (phase === 'before') asked.push(operation);
      if (operation === 'createLabel') throw new GitHubError('forbidden', 'expected issues: write');
    };
    const report = await life.run([CAA, drift('example.org', 'CAA')], { gate });
    expect(report).toMatchObject({ open: [1], told: false, left: 1 });
    expect(asked).toEqual(['account', 'issues', 'openIssuesOf', 'label', 'createLabel']);
  });
});
