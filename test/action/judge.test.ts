import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { worldPolicy } from '../../src/cli/testing/world.js';
import { startJob, type Job } from './support/job.js';

/** A world that was recorded from Knot; judged from its bytes, without a network. */
const WORLD = readFileSync(new URL('../../src/cli/testing/world.json', import.meta.url), 'utf8');
const { anchors } = JSON.parse(WORLD) as { readonly anchors: readonly string[] };
const INPUTS = { mode: 'judge', evidence: 'world.json', 'trust-anchor': 'anchor' };

let job: Job;

beforeAll(async () => {
  job = await startJob();
  await job.checkout({
    'world.json': WORLD,
    anchor: `${anchors.join('\n')}\n`,
    'caa-guard.yaml': worldPolicy(['good.example', 1]),
    'drift.yaml': worldPolicy(['good.example', 2], ['plain.example', 1]),
    'blind.yaml': worldPolicy(['good.example', 1], ['blind.example', 1]),
    'forged.json': WORLD.replace('"state": "secure"', '"state": "insecure"'),
  });
});

afterAll(() => job.end());

describe('the bundle, judging what was recorded', () => {
  it('passes where nothing drifted, and says on what that rests', async () => {
    const step = await job.step(INPUTS);
    expect(step).toMatchObject({ code: 0, commands: [], outputs: { result: 'ok', 'exit-code': '0' } });
    expect(step.log).toMatch(/^OK {2}/);
    expect(step.log.replace(/\s+/g, ' ')).toContain('chain of trust is secure');
    expect(step.summary).toContain('caa-guard: ok');
  });

  it('fails where something drifted, with an annotation on the line of the policy', async () => {
    const step = await job.step({ ...INPUTS, policy: 'drift.yaml' });
    expect(step).toMatchObject({
      code: 1,
      outputs: { result: 'drift', 'drift-count': '1', 'exit-code': '1' },
    });
    expect(step.log).toMatch(/^DRIFT {2}/);
    expect(step.commands).toMatchObject([
      {
        name: 'error',
        properties: { file: 'drift.yaml', title: expect.stringContaining('caa/wrong-account') },
      },
    ]);
    expect(step.summary).toContain(
      '<a href="https://github.com/org/caa-guard/blob/v1/docs/rules/caa-wrong-account.md">',
    );
  });

  it('says blind of what was not seen', async () => {
    const step = await job.step({ ...INPUTS, policy: 'blind.yaml' });
    expect(step).toMatchObject({ code: 3, outputs: { result: 'unknown', 'exit-code': '3' } });
    expect(step.log).toMatch(/^UNKNOWN {2}/);
  });

  it('judges several policies as one', async () => {
    const step = await job.step({ ...INPUTS, policy: 'caa-guard.yaml\nblind.yaml' });
    expect(step.code).toBe(2);
    expect(step.log).toContain('good.example is declared');
  });

  it('refuses evidence that says something else than its bytes, or rests on keys that are not trusted', async () => {
    const forged = await job.step({ ...INPUTS, evidence: 'forged.json' });
    expect(forged).toMatchObject({ code: 2, outputs: { result: 'error' } });
    const foreign = await job.step({ mode: 'judge', evidence: 'world.json' });
    expect(foreign).toMatchObject({ code: 2, outputs: { result: 'error' } });
    expect(foreign.log).toContain('do not trust');
  });
});
