import { describe, expect, it } from 'vitest';
import { jobOf } from './system-github.js';

const job = (ref: string) =>
  jobOf({ GITHUB_REPOSITORY: 'Example/Domains', GITHUB_WORKFLOW_REF: ref }).workflow;

describe('the workflow of a job', () => {
  it.each([
    ['Example/Domains/.github/workflows/caa.yml@refs/pull/12/merge', '.github/workflows/caa.yml'],
    ['example/domains/.github/workflows/caa.yaml@refs/heads/a@b', '.github/workflows/caa.yaml'],
  ])('is a file of this repository: %s', (ref, workflow) => {
    expect(job(ref)).toBe(workflow);
  });

  it.each([
    'example/required/.github/workflows/caa.yml@refs/heads/main',
    'Example/Domains-2/.github/workflows/caa.yml@refs/heads/main',
    'Example/Domains/.github/workflows/../caa.yml@refs/heads/main',
    'dynamic/dependabot/dependabot-updates',
    '',
  ])('is nothing that the change could have changed: %j', (ref) => {
    expect(job(ref)).toBeUndefined();
  });

  it('is told with its job, and with where the Action comes from', () => {
    const env = { GITHUB_JOB: 'check', GITHUB_ACTION_REPOSITORY: 'org/caa-guard' };
    expect(jobOf(env)).toMatchObject({ job: 'check', action: 'org/caa-guard' });
    expect(jobOf({ GITHUB_JOB: '', GITHUB_ACTION_REPOSITORY: '' })).not.toHaveProperty('action');
  });
});
