import { describe, expect, it } from 'vitest';
import { GitHubError } from '../api/error.js';
import { once } from './testing/fake-repository.js';
import { BOT, drift, HOUR, Life, OPTIONS } from './testing/life.js';

const CAA = drift('example.com', 'CAA');
const LABEL = OPTIONS.labels[0];

async function lost(number?: number): Promise<Life> {
  const life = new Life();
  await life.run([CAA]);
  life.github.dropLabel(LABEL, number);
  life.pass(HOUR);
  return life;
}

describe('an issue that somebody took the label from', () => {
  it.each([
    ['from it alone', 1],
    ['from all, by deleting it', undefined],
  ])('%s, has it back, and is opened no second time', async (_, number) => {
    const life = await lost(number);
    const report = await life.run([CAA]);
    expect(report).toMatchObject({ open: [1], told: true, problems: [] });
    expect([...life.github.issues.values()]).toMatchObject([{ labels: [LABEL], state: 'open' }]);
    expect(life.comments()).toEqual([]);
    expect((await life.run([CAA])).wrote).toEqual([]);
  });

  it('is closed all the same when all is well, and found again when it is back', async () => {
    const life = await lost();
    await life.run([]);
    expect(life.github.issueOf(1)).toMatchObject({ state: 'closed', labels: [LABEL] });
    life.pass(HOUR);
    expect(await life.run([CAA])).toMatchObject({ open: [1] });
  });

  it('keeps the labels that it was given besides', async () => {
    const life = await lost(1);
    life.github.addLabel(1, 'triaged');
    await life.run([CAA]);
    expect(life.github.issueOf(1).labels).toEqual(['triaged', LABEL]);
  });

  it('has it back though GitHub failed at first', async () => {
    const life = await lost(1);
    const fault = new GitHubError('unavailable', '502');
    expect(await life.run([CAA], { gate: once('addLabel', 'before', fault) })).toMatchObject({ open: [1] });
    await life.run([CAA]);
    expect(life.github.issueOf(1).labels).toEqual([LABEL]);
  });
});

describe('an issue without our label', () => {
  it('is left alone where another step keeps it by another label, for the same policy', async () => {
    const daily = new Life(['example.com'], { ...OPTIONS, labels: ['daily'] });
    const hourly = new Life();
    Object.assign(hourly, { github: daily.github });
    await daily.run([CAA]);
    expect(await hourly.run([CAA])).toMatchObject({ open: [2], told: true });
    await hourly.run([]);
    expect([1, 2].map((number) => daily.github.issueOf(number).state)).toEqual(['open', 'closed']);
    expect(daily.github.issueOf(1).labels).toEqual(['daily']);
  });

  it('is left alone where another account wrote it, or another policy is its own', async () => {
    const life = new Life();
    await life.run([CAA], { policyId: 'another' });
    life.github.dropLabel(LABEL, 1);
    life.github.createIssue('mallory', { ...life.github.issueOf(1), labels: [] });
    const { wrote } = await life.run([CAA]);
    expect(wrote.flatMap(({ number = [] }) => number)).toEqual([3]);
    expect(life.github.issueOf(3)).toMatchObject({ author: BOT, labels: [LABEL] });
  });
});
