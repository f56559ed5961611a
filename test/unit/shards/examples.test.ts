import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { main } from '../../../src/cli/main.js';
import { testPorts } from '../../../src/cli/testing/ports.js';

const read = (file: string): string =>
  readFileSync(path.resolve(import.meta.dirname, '../../../examples', file), 'utf8');

interface Kubernetes {
  readonly kind: string;
  readonly spec: {
    readonly completionMode?: string;
    readonly completions?: number;
    readonly maxFailedIndexes?: number;
    readonly backoffLimit?: number;
    readonly template: {
      readonly spec: { readonly containers: readonly [{ readonly args: readonly [string] }] };
    };
  };
}
interface Gitlab {
  readonly look: {
    readonly parallel: number;
    readonly script: readonly string[];
    readonly allow_failure: object;
  };
  readonly judge: {
    readonly when: string;
    readonly needs: readonly object[];
    readonly script: readonly string[];
  };
}
interface Workflow {
  readonly concurrency: { readonly 'cancel-in-progress': boolean };
  readonly permissions: object;
  readonly jobs: Readonly<
    Record<
      'look' | 'judge',
      {
        readonly if?: string;
        readonly needs?: string;
        readonly permissions: Readonly<Record<string, string>>;
        readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
        readonly steps: readonly {
          readonly uses?: string;
          readonly with?: Readonly<Record<string, unknown>>;
        }[];
      }
    >
  >;
}

const [look, judge] = parseAllDocuments(read('scale/kubernetes.yaml')).map(
  (document) => document.toJS() as Kubernetes,
) as [Kubernetes, Kubernetes];
const gitlab = parse(read('scale/gitlab-ci.yml')) as Gitlab;
const github = parse(read('workflows/matrix.yml')) as Workflow;
const scriptOf = (job: Kubernetes): string => job.spec.template.spec.containers[0].args[0];

/** Options of a script that its command does not know. */
async function unknownOptions(script: string): Promise<string[]> {
  const unknown: string[] = [];
  for (const [, command = '', rest = ''] of script.matchAll(/caa-guard (check|merge) ([^\n]*)/g)) {
    const ports = testPorts({ stored: new Map() });
    await main([command, '--help'], ports);
    for (const [option] of rest.matchAll(/--[a-z-]+/g))
      if (!new RegExp(`${option}[ ,]`).test(ports.out())) unknown.push(`${command} ${option}`);
  }
  return unknown;
}

describe('the examples for many domains', () => {
  it.each([
    ['kubernetes.yaml', `${scriptOf(look)}\n${scriptOf(judge)}`],
    ['gitlab-ci.yml', [...gitlab.look.script, ...gitlab.judge.script].join('\n')],
  ])('call commands by options that there are: %s', async (_, script) => {
    expect(script).toMatch(/caa-guard check .*--shard/);
    expect(script).toMatch(/caa-guard merge /);
    expect(await unknownOptions(script)).toEqual([]);
    expect(await unknownOptions(script.replace('--shard', '--shart'))).toEqual(['check --shart']);
  });

  it('look at as many parts as they say that there are', () => {
    const { completionMode, completions, maxFailedIndexes } = look.spec;
    expect([completionMode, completions, maxFailedIndexes]).toEqual(['Indexed', 10, 10]);
    expect(scriptOf(look)).toContain(`--shard "$shard/${completions}"`);
    expect(gitlab.look.script.join()).toContain('--shard "$CI_NODE_INDEX/$CI_NODE_TOTAL"');
    const { strategy, steps } = github.jobs.look;
    const { shard } = strategy!.matrix;
    expect(shard).toEqual(Array.from({ length: shard.length }, (_, i) => i + 1));
    const ours = steps.find(({ uses }) => uses?.startsWith('org/caa-guard@'))?.with;
    expect(ours?.['shard']).toBe(`\${{ matrix.shard }}/${shard.length}`);
    expect(ours?.['fail-on']).toBe('never');
  });

  it('judge in any case, once, and fail for nothing before that', () => {
    expect(gitlab.judge.when).toBe('always');
    expect(gitlab.look.allow_failure).toEqual({ exit_codes: [1, 3] });
    expect(judge.spec.backoffLimit).toBe(0);
    expect(scriptOf(look)).toContain('1 | 3) exit 0');
    expect(github.jobs.judge).toMatchObject({ if: 'always()', needs: 'look' });
  });

  it('let no job of GitHub write issues but the one that judges, and no two runs at once', () => {
    expect(github.permissions).toEqual({});
    expect(github.concurrency['cancel-in-progress']).toBe(false);
    expect(github.jobs.look.permissions).toEqual({ contents: 'read' });
    expect(github.jobs.judge.permissions).toEqual({ contents: 'read', issues: 'write' });
    const inputs = (job: 'look' | 'judge') =>
      github.jobs[job].steps.find(({ uses }) => uses?.startsWith('org/caa-guard@'))?.with;
    expect(inputs('look')).not.toHaveProperty('issues');
    expect(inputs('judge')).toMatchObject({ mode: 'merge', issues: true });
  });
});
