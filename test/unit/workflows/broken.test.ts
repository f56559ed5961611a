import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { actionlint } from './support/actionlint.js';
import { fencedIn, isWorkflow, ROOT } from './support/documents.js';
import { houseRules, RULES_FOR_EXAMPLES } from './support/house.js';
import { languageService } from './support/language-service.js';
import { inputsOf, ourInputs, unknownInputs } from './support/our-action.js';

const FILE = '.github/workflows/broken.yml';
const INPUTS = inputsOf(readFileSync(path.join(ROOT, 'action.yml'), 'utf8'));
const GOOD = readFileSync(path.join(ROOT, 'examples/workflows/schedule.yml'), 'utf8');

/** The good workflow with one thing broken. */
function broken(right: string | RegExp, wrong: string): string {
  const text = GOOD.replace(right, wrong);
  expect(text).not.toBe(GOOD);
  return text;
}

describe("GitHub's language service tells of", () => {
  it.each([
    ['a permission that there is not', 'issues: write', 'isues: write'],
    ['an event that there is not', 'workflow_dispatch:', 'workflow_despatch:'],
    ['a key that there is not', 'timeout-minutes:', 'timeout:'],
    ['a context that there is not', 'github.run_id', 'gihub.run_id'],
    ['an input that our Action does not have', 'ct-proof:', 'ct-prove:'],
    ['a cron that is none', "'23 * * * *'", "'23 * * *'"],
    ['an expression that does not end', '${{ github.run_id }}', '${{ github.run_id'],
  ])('%s', async (_, right, wrong) => {
    const text = broken(right, wrong);
    expect(await languageService(FILE, text, ourInputs(INPUTS))).not.toEqual([]);
  });
});

describe('actionlint tells of', () => {
  it.each([
    ['a permission that there is not', 'issues: write', 'isues: write'],
    ['an output of a step that there is not', 'steps.guard.', 'steps.gard.'],
    ['a runner that there is not', 'ubuntu-latest', 'ubuntu-lastest'],
    [
      "text of a stranger's in a script",
      /- id: guard\n/,
      '- run: echo "${{ github.event.issue.title }}"\n      - id: guard\n',
    ],
  ])('%s', async (_, right, wrong) => {
    expect(await actionlint(FILE, broken(right, wrong))).not.toEqual([]);
  });
});

describe('the rules of this project tell of', () => {
  it.each([
    [
      'permissions for all jobs',
      'permissions: {}',
      'permissions:\n  contents: read',
      'expected {} at the top',
    ],
    [
      'a job with the permissions of the file',
      /    permissions:\n(?: {6}.*\n)+/,
      '',
      'watch: expected permissions of its own',
    ],
    [
      'a permission for no reason',
      'contents: read # checkout',
      'contents: read',
      'contents: expected a comment',
    ],
    [
      'a tag, which can be moved',
      /checkout@\S+ # v7.0.1/,
      'checkout@v7',
      'uses: expected owner/name@<commit>',
    ],
    ['a commit of no version', ' # v7.0.1', '', 'uses: expected owner/name@<commit>'],
    [
      'a token left for later steps',
      'persist-credentials: false',
      'fetch-depth: 1',
      'expected persist-credentials',
    ],
    [
      'any expression in a script',
      '- id: guard\n',
      '- run: echo ${{ github.actor }}\n      - id: guard\n',
      'in env',
    ],
    [
      'the event that gives strangers a token',
      'workflow_dispatch:',
      'pull_request_target:',
      'no pull_request_target',
    ],
    ['a job that may hang', /    timeout-minutes: .*\n/, '', 'watch: expected timeout-minutes'],
    ['runs that meet', /concurrency:\n(?: {2}.*\n)+/, '', 'concurrency: expected one'],
    ['the full hour', "'23 ", "'0 ", 'off the quarters'],
    ['a pull request beside a schedule', 'workflow_dispatch:', 'pull_request:', 'a file of its own'],
  ])('%s', (_, right, wrong, told) => {
    expect(houseRules(RULES_FOR_EXAMPLES, broken(right, wrong)).join('\n')).toContain(told);
  });

  it('nothing in a good one', () => {
    expect(houseRules(RULES_FOR_EXAMPLES, GOOD)).toEqual([]);
  });
});

describe('pages', () => {
  const PAGE = [
    '# A page',
    '- an item',
    '  ```yaml',
    '  on: push',
    '  jobs: {}',
    '  ```',
    '```yml part',
    'a: 1',
    '```',
    '',
  ].join('\n');

  it('are searched for YAML, in lists too', () => {
    expect(fencedIn('page.md', PAGE)).toMatchObject([
      { title: 'page.md:3', text: 'on: push\njobs: {}\n' },
      { title: 'page.md:7', text: 'a: 1\n' },
    ]);
  });

  it('show workflows, and parts of them', () => {
    expect(fencedIn('page.md', PAGE).map(({ text }) => isWorkflow(text))).toEqual([true, false]);
    expect(isWorkflow('a: [')).toBe(false);
  });

  it('are held to the inputs of the Action in parts too', () => {
    const use = { title: 'page.md:1', uses: 'org/caa-guard@v1', inputs: { polcy: 'a', mode: 'plan' } };
    expect(unknownInputs(use, INPUTS)).toEqual(['page.md:1: polcy is no input of the Action']);
    expect(unknownInputs({ ...use, uses: 'actions/checkout@v5' }, INPUTS)).toEqual([]);
  });
});
