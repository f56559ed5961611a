import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { EXAMPLES, OWN } from './support/documents.js';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly needs?: string | readonly string[];
  readonly uses?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
}

const jobsOf = (text: string): Readonly<Record<string, Job>> =>
  (parse(text) as { jobs: Record<string, Job> }).jobs;
const workflow = (name: string): Readonly<Record<string, Job>> =>
  jobsOf(OWN.find(({ file }) => file.endsWith(`/${name}`))?.text ?? '');
const mayWrite = ({ permissions }: Job): boolean => Object.values(permissions).includes('write');
const runs = ({ steps = [] }: Job): readonly string[] => steps.flatMap(({ run }) => run ?? []);
const needs = ({ needs: before = [] }: Job): readonly string[] =>
  typeof before === 'string' ? [before] : before;

describe('a job of this repository that may write', () => {
  const jobs = OWN.flatMap(({ file, text }) =>
    Object.entries(jobsOf(text))
      .filter(([, job]) => mayWrite(job))
      .map(([name, job]) => [`${file}: ${name}`, job] as const),
  );

  it('is one of these', () => {
    expect(jobs.map(([name]) => name.replace('.github/workflows/', '')).sort()).toEqual([
      'codeql.yml: analyse',
      'commit-dist.yml: commit',
      'release.yml: attest',
      'release.yml: follow',
      'release.yml: npm',
      'release.yml: release',
    ]);
  });

  it.each(jobs)(
    '%s runs nothing but the scripts of main or of the tag, with no package installed',
    (_, job) => {
      for (const run of runs(job))
        expect(run).toMatch(/^node scripts\/release\/[a-z-]+\.ts( [^&|;<>`$]+| "\$RUNNER_TEMP\/dist")?$/);
    },
  );

  it.each(jobs)(
    '%s checks out what started it, and nothing that a pull request names',
    (_, { steps = [] }) => {
      for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')))
        expect(Object.keys(step.with ?? {})).toEqual(['persist-credentials']);
    },
  );
});

describe('a release', () => {
  const jobs = workflow('release.yml');
  /** All jobs that have to be through before this one. */
  const before = (name: string): ReadonlySet<string> =>
    new Set(needs(jobs[name]!).flatMap((one) => [one, ...before(one)]));

  it('writes nothing outside before all tests are through and the build is clean', () => {
    for (const [name, job] of Object.entries(jobs).filter(([, job]) => mayWrite(job)))
      expect([name, ...before(name)], JSON.stringify(job.permissions)).toEqual(
        expect.arrayContaining(['check', 'gate', 'platforms', 'package']),
      );
    const steps = runs(jobs['package']!).join('\n');
    expect(steps).toMatch(/npm run bundle\nnode scripts\/release\/main\.ts clean\n[^]*npm pack/);
  });

  it('is attested, then published, then released, then followed', () => {
    expect([...before('follow')]).toEqual(expect.arrayContaining(['release', 'npm', 'attest']));
    expect([...before('release')]).toContain('npm');
    expect([...before('npm')]).toContain('attest');
    expect([...before('npm')]).not.toContain('release');
  });

  it('may write to the repository only where that is the job, and never in all at once', () => {
    const rights = (name: string): readonly string[] =>
      Object.entries(jobs[name]!.permissions)
        .filter(([, right]) => right === 'write')
        .map(([scope]) => scope);
    expect(rights('attest')).toEqual(['id-token', 'attestations']);
    expect(rights('npm')).toEqual(['id-token']);
    expect(rights('release')).toEqual(['contents']);
    expect(rights('follow')).toEqual(['contents']);
  });
});

describe('what runs code of a pull request', () => {
  it.each(['ci.yml', 'platforms.yml', 'rebuild-dist.yml', 'dependency-review.yml'])(
    '%s may read, and no more',
    (file) => {
      for (const job of Object.values(workflow(file))) expect(job.permissions).toEqual({ contents: 'read' });
    },
  );
});

describe('scripts in workflows', () => {
  const scripts = [...OWN, ...EXAMPLES].flatMap(({ file, text }) =>
    Object.values(jobsOf(text))
      .flatMap(runs)
      .map((run) => [file, run] as const),
  );

  it.skipIf(spawnSync('bash', ['--version']).status !== 0)('are scripts', () => {
    expect(scripts.length).toBeGreaterThan(15);
    for (const [file, run] of scripts) {
      const { status, stderr } = spawnSync('bash', ['-n'], { input: run, encoding: 'utf8' });
      expect({ file, status, stderr }).toEqual({ file, status: 0, stderr: '' });
    }
  });
});
