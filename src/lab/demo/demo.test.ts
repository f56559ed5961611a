import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../dns/index.js';
import { check, policyFrom, told } from '../testing/check.js';
import { createDemo } from './demo.js';

const NOON = Date.parse('2026-11-23T12:00:00Z');

describe('the demo', () => {
  const demo = createDemo({ clock: { now: () => NOON }, seed: 'demo' });
  beforeAll(() => demo.start());
  afterAll(() => demo.stop());

  it('has a policy that reads, and is the same for the same seed', async () => {
    const { domains } = await policyFrom(demo.policy());
    expect(domains.map(({ name }) => name).sort()).toEqual(demo.cases.map(({ name }) => name).sort());
    expect(createDemo({ clock: { now: () => NOON }, seed: 'demo' }).policy()).toBe(demo.policy());
  });

  it('begins with all domains as declared', async () => {
    expect(told(await check(demo.lab, demo.policy(), NOON))).toEqual([]);
  });

  it('then drifts, and a check tells what the cases say', { timeout: 20_000 }, async () => {
    demo.drift();
    const judgement = await check(demo.lab, demo.policy(), NOON, { domainMs: 3000 });
    expect(Object.fromEntries(judgement.domains.map(({ zone, outcome }) => [zone, outcome]))).toEqual(
      Object.fromEntries(demo.cases.map(({ name, outcome }) => [name, outcome])),
    );
    expect(told(judgement)).toEqual(
      expect.arrayContaining(
        // With so little patience the silent server is told as a limit that was reached.
        demo.cases.flatMap(({ name, outcome, rule }) => (outcome === 'drift' ? [`${name} ${rule}`] : [])),
      ),
    );
  });

  it('comes up in well under a second', async () => {
    const before = systemClock.monotonic();
    const other = createDemo({ clock: systemClock });
    await other.start();
    const took = systemClock.monotonic() - before;
    await other.stop();
    expect(took).toBeLessThan(1000);
  });
});
