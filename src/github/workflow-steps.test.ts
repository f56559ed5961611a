import { describe, expect, it } from 'vitest';
import { readWorkflow } from './workflow-steps.js';

const workflow = (steps: string, on = 'pull_request'): string =>
  `on: ${on}\njobs:\n  check:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v7\n${steps}`;
const step = (uses: string, policy?: string): string =>
  `      - uses: ${uses}\n${policy === undefined ? '' : `        with:\n          policy: ${policy}\n`}`;
const stepsIn = (text: string, action?: string) => readWorkflow(text, action)?.steps;

describe('a workflow', () => {
  it('tells which policy files each step of caa-guard names', () => {
    const text = workflow(
      step('org/caa-guard@v1', 'a.yaml') +
        step('org/caa-guard@0123', '|\n            a.yaml\n            dns/b.yaml') +
        step('org/caa-guard@v1'),
    );
    expect(stepsIn(text)).toEqual([
      { job: 'check', policies: ['a.yaml'] },
      { job: 'check', policies: ['a.yaml', 'dns/b.yaml'] },
      { job: 'check', policies: [] },
    ]);
  });

  it('does not tell them where an expression does', () => {
    expect(stepsIn(workflow(step('org/caa-guard@v1', '${{ matrix.policy }}')))).toEqual([{ job: 'check' }]);
  });

  it('knows the Action by where it comes from, and one of another owner by its name', () => {
    expect(stepsIn(workflow(step('Corp/Mirror@v1', 'a.yaml')), 'corp/mirror')).toHaveLength(1);
    expect(stepsIn(workflow(step('corp/actions/caa-guard@v1', 'a.yaml')), 'org/caa-guard')).toHaveLength(1);
    expect(stepsIn(workflow(step('corp/other@v1', 'a.yaml')), 'org/caa-guard')).toEqual([]);
  });

  it.each([
    ['pull_request', true],
    ['[push, merge_group]', true],
    ['{pull_request: {paths: [x]}}', true],
    ['workflow_call', true],
    ['{schedule: [{cron: 1 2 3 4 5}]}', false],
    ['push', false],
  ])('is a gate where it runs before a merge: on %s', (on, gate) => {
    expect(readWorkflow(workflow(step('org/caa-guard@v1'), on), undefined)?.gate).toBe(gate);
  });

  it.each([
    ['no YAML', 'a: [', undefined],
    ['no map', '- a', undefined],
    ['no jobs', 'on: push', []],
    ['jobs of something else', 'on: push\njobs: [1, {steps: 2}]', []],
    ['steps of something else', 'on: push\njobs: {a: {steps: [1, null, {uses: 3}]}, b: null}', []],
    [
      'aliases without end',
      `a: &a [1,1]\n${'b: &b [*a,*a,*a,*a]\n'}c: [${'*b,'.repeat(2_000)}]\n`,
      undefined,
    ],
    ['nothing', '', undefined],
  ])('that holds %s names nothing', (_what, text, steps) => {
    expect(stepsIn(text)).toEqual(steps);
  });
});
