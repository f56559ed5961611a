import { describe, expect, it } from 'vitest';
import { plain } from '../../report/index.js';
import { GitHubError } from '../api/error.js';
import { widened, type Scope } from './scope.js';
import { once } from './testing/fake-repository.js';
import { drift, HOUR, judged, Life, START, unseen } from './testing/life.js';
import { minutesOf } from './time.js';
import { topicsOf } from './topic.js';

const ZONES = ['a.example', 'b.example', 'c.example'];
const blind = (...zones: readonly string[]) => zones.map((zone) => unseen(zone, 'certspotter'));

/** A source that has been blind for one domain for six hours, and whose issue was opened a moment ago. */
async function opened(): Promise<Life> {
  const life = new Life(ZONES);
  await life.run(blind('a.example'));
  life.pass(6 * HOUR);
  await life.run(blind('a.example'));
  expect(life.github.issues.size).toBe(1);
  return life;
}

/** Runs an hour apart, each with the domains that are not shown then. */
async function hours(life: Life, ...runs: readonly (readonly string[])[]): Promise<void> {
  for (const zones of runs) {
    life.pass(HOUR);
    await life.run(blind(...zones));
  }
}
const times = <Value>(many: number, value: Value): Value[] => Array.from({ length: many }, () => value);

describe('the issue of a source that is blind', () => {
  it('gets a comment for another domain once that has lasted, and no other one', async () => {
    const life = await opened();
    await hours(life, ...times(6, ['a.example', 'b.example']));
    expect(life.comments()).toEqual([]);
    expect(life.body()).toMatch(/It concerns 2 domains: - a\.example - b\.example/);
    await hours(life, ['a.example', 'b.example']);
    expect(life.comments()).toEqual([
      'certspotter does not show these either, as of 2026-11-24 03:00 UTC: - b.example, since 2026-11-23 21:00 UTC What was told before is listed above, as far as it still stands.',
    ]);
    await hours(life, ...times(30, ['a.example', 'b.example']));
    expect(life.comments()).toHaveLength(1);
    life.pass(HOUR);
    expect((await life.run(blind('a.example', 'b.example'))).wrote).toEqual([]);
  });

  it('gets one comment for many domains', async () => {
    const life = await opened();
    await hours(life, ...times(8, ZONES));
    expect(life.comments()).toEqual([expect.stringMatching(/- b\.example, since .* - c\.example, since /)]);
  });

  it('says nothing of what comes and goes', async () => {
    const life = await opened();
    for (let i = 0; i < 5; i++) await hours(life, ...times(5, ['a.example', 'b.example']), ['a.example']);
    expect(life.comments()).toEqual([]);
  });

  it('does not tell anew what it told, until it was shown for a day', async () => {
    const life = await opened();
    await hours(life, ...times(8, ['a.example', 'b.example']));
    await hours(life, ...times(20, ['a.example']), ...times(8, ['a.example', 'b.example']));
    expect(life.comments()).toHaveLength(1);
    await hours(life, ...times(25, ['a.example']), ...times(8, ['a.example', 'b.example']));
    expect(life.comments()).toHaveLength(2);
  });

  it('tells that the run as a whole is not shown, and is closed with one word for all', async () => {
    const life = await opened();
    const whole = unseen('', 'certspotter, at all', { rule: 'ct/source-blind' });
    for (let i = 0; i < 8; i++) {
      life.pass(HOUR);
      await life.run([...blind('a.example'), whole]);
    }
    expect(life.comments()).toEqual([expect.stringMatching(/- the run as a whole, since/)]);
    life.pass(HOUR);
    await life.run([]);
    expect(life.github.issueOf(1).state).toBe('closed');
    expect(life.comments()).toHaveLength(2);
  });

  it('tells it all anew when it is opened again', async () => {
    const life = await opened();
    await life.run([]);
    await hours(life, ...times(7, ZONES));
    expect(life.github.issueOf(1).state).toBe('open');
    expect(life.comments().at(-1)).toMatch(/It is back/);
    const { length } = life.comments();
    await hours(life, ...times(8, ZONES));
    expect(life.comments()).toHaveLength(length);
  });

  it.each(['before', 'after'] as const)(
    'gets its comment once where the run was ended %s it was written down',
    async (phase) => {
      const life = await opened();
      await hours(life, ...times(6, ['a.example', 'b.example']));
      life.pass(HOUR);
      const gate = once('updateIssue', phase, new GitHubError('unauthorized', 'ended'), 2);
      await life.run(blind('a.example', 'b.example'), { gate });
      await hours(life, ...times(3, ['a.example', 'b.example']));
      expect(life.comments()).toHaveLength(1);
    },
  );

  it('that somebody closed as not planned stays closed for what it told, and is opened for what lasts besides', async () => {
    const life = await opened();
    life.hand(1, { state: 'closed', stateReason: 'not_planned' });
    await hours(life, ...times(8, ['a.example']));
    const before = life.github.written.length;
    expect(await life.run(blind('a.example'))).toMatchObject({ wrote: [], told: false });
    expect(life.github.written).toHaveLength(before);
    await hours(life, ...times(6, ['a.example', 'b.example']));
    expect(life.github.issueOf(1).state).toBe('closed');
    expect(life.comments()).toEqual([]);
    await hours(life, ['a.example', 'b.example']);
    expect(life.github.issueOf(1).state).toBe('open');
    expect(life.comments()).toEqual([
      expect.stringMatching(/does not show these either.*: - b\.example, since/),
    ]);
    expect(await life.run(blind('a.example', 'b.example'))).toMatchObject({ wrote: [], told: true });
  });

  it('says nothing where its state was edited away', async () => {
    const life = await opened();
    const issue = life.github.issueOf(1);
    life.hand(1, { body: issue.body.replace(/state:v1:[A-Za-z0-9]+/, 'state:v1:AAAA') });
    await hours(life, ...times(8, ['a.example', 'b.example']));
    expect(life.comments()).toEqual([]);
    expect(life.github.issueOf(1).state).toBe('open');
  });

  it('says it beside the issue of a domain that drifts, which is about something else', async () => {
    const life = await opened();
    const found = [drift('c.example', 'CAA'), ...blind('a.example', 'b.example')];
    for (let i = 0; i < 8; i++) {
      life.pass(HOUR);
      await life.run(found);
    }
    expect([life.comments(1).length, life.comments(2).length]).toEqual([1, 0]);
  });
});

describe('a source that does not show very many domains', () => {
  const names = (many: number): string[] =>
    Array.from({ length: many }, (_, i) => `d${String(i).padStart(5, '0')}.example`);
  const step = (many: number, before: Scope | undefined, hour: number) => {
    const zones = names(many);
    const at = START + hour * HOUR;
    const topic = topicsOf(judged(zones, blind(...zones), at), 'p').find(
      ({ about }) => about.kind === 'source',
    )!;
    return widened(topic, before, { now: at, at: minutesOf(at) }, { unknownAfter: 6 * HOUR });
  };

  it('is told by how many they are, each time that they are twice as many', () => {
    const first = step(1_000, undefined, 0).scope;
    const more = step(4_000, first, 1);
    expect(more.wider).toEqual([]);
    const { wider, scope } = step(4_000, more.scope, 7);
    expect(wider.map(({ name }) => plain(name))).toEqual([
      'more than 1120 domains',
      'more than 2240 domains',
    ]);
    expect(scope!.told.length).toBeLessThanOrEqual(300);
    expect(step(4_000, scope, 14).wider).toEqual([]);
  });
});
