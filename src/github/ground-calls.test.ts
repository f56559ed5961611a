import { describe, expect, it } from 'vitest';
import { bound, domainsOf, FLOW, flow, policy, type Files } from './testing/change.js';

const A = { 'a.yaml': policy('a.example') };
const B = { 'b.yaml': policy('b.example') };
/** A policy that is in the base already, and that no job judges. */
const LAX = { 'lax.yaml': policy('c.example') };

/** A job `check` whose step, or whatever else, is this. */
const job = (rest: string): string => `on: pull_request\njobs:\n  check:\n${rest}`;
const step = (file: string): string =>
  `    steps:\n      - uses: org/caa-guard@v1\n        with: {policy: "${file}"}\n`;

/** What binds where the job judges `lax.yaml` after files changed as given. */
const laxAfter = async (before: Files, after: Files, name = 'check') => {
  const base = { ...A, ...LAX, ...before };
  return domainsOf(await bound(base, { ...base, ...after }, ['lax.yaml'], name));
};
const BOTH = ['a.example', 'c.example'];

describe('a pull request in which another policy file is named', () => {
  it.each<[string, (file: string) => string]>([
    ['by a matrix', (file) => job(`    strategy: {matrix: {p: ["${file}"]}}\n${step('${{ matrix.p }}')}`)],
    ['by the environment', (file) => job(`    env: {P: "${file}"}\n${step('${{ env.P }}')}`)],
    [
      'to a workflow of another repository',
      (file) => job(`    uses: org/shared/.github/workflows/caa.yml@v1\n    with: {policy: "${file}"}\n`),
    ],
  ])('%s is bound by the one that was', async (_by, named) => {
    expect(await laxAfter({ [FLOW]: named('a.yaml') }, { [FLOW]: named('lax.yaml') })).toEqual(BOTH);
  });

  it('to a workflow that it calls is bound by the one that was', async () => {
    const place = '.github/workflows/called.yml';
    const called = `on: {workflow_call: {inputs: {file: {type: string}}}}\njobs:\n  inner:\n${step('${{ inputs.file }}')}`;
    const caller = (file: string): string => job(`    uses: ./${place}\n    with: {file: "${file}"}\n`);
    const before = { [place]: called, [FLOW]: caller('a.yaml') };
    expect(await laxAfter(before, { [FLOW]: caller('lax.yaml') }, 'inner')).toEqual(BOTH);
    // And where the workflow that is called is what changes.
    const fixed = called.replace('${{ inputs.file }}', 'lax.yaml');
    expect(await laxAfter(before, { [place]: fixed }, 'inner')).toEqual(BOTH);
  });

  it('in an action of the repository, which no workflow shows, is bound by the one that was', async () => {
    const place = '.github/actions/guard/action.yml';
    const made = (file: string): string =>
      `name: x\nruns:\n  using: composite\n  steps:\n    - uses: org/caa-guard@v1\n      with: {policy: "${file}"}\n`;
    const before = { [place]: made('a.yaml'), [FLOW]: job('    steps: [{uses: ./.github/actions/guard}]\n') };
    expect(await laxAfter(before, { [place]: made('lax.yaml') })).toEqual(BOTH);
  });

  it('by one step, and stays in another of the same job, is bound by both', async () => {
    const two = (...files: readonly string[]): string =>
      job(`    steps:\n${files.map((file) => step(file).replace('    steps:\n', '')).join('')}`);
    const base = { ...A, ...B, [FLOW]: two('a.yaml', 'b.yaml') };
    const after = async (...files: readonly string[]) =>
      domainsOf(await bound(base, { ...base, [FLOW]: two(...files) }, ['b.yaml']));
    expect(await after('b.yaml', 'b.yaml')).toEqual(['a.example', 'b.example']);
    expect(await after('b.yaml', 'a.yaml')).toEqual(['b.example']);
  });

  it('by a job that is switched off does not count as guarded by that', async () => {
    const off = `${flow({ check: 'lax.yaml' })}  other:\n    if: \${{ false }}\n${step('a.yaml')}`;
    expect(await laxAfter({ [FLOW]: flow({ check: 'a.yaml' }) }, { [FLOW]: off })).toEqual(BOTH);
  });
});

describe('a pull request that takes a row out of a matrix', () => {
  const rows = (...files: readonly string[]): string =>
    job(`    strategy: {matrix: {p: [${files.join(', ')}]}}\n${step('${{ matrix.p }}')}`);
  const base = { ...A, ...B, [FLOW]: rows('a.yaml', 'b.yaml') };

  it('is bound by what that row judged', async () => {
    const change = { ...base, [FLOW]: rows('b.yaml') };
    expect(domainsOf(await bound(base, change, ['b.yaml']))).toEqual(['a.example', 'b.example']);
  });

  it('is not where a file took another name, or another job took it', async () => {
    const renamed = { 'team-a.yaml': policy('a.example'), ...B, [FLOW]: rows('team-a.yaml', 'b.yaml') };
    expect(domainsOf(await bound(base, renamed, ['b.yaml']))).toEqual(['b.example']);
    const went = { ...base, [FLOW]: rows('b.yaml'), '.github/workflows/a.yml': flow({ a: 'a.yaml' }) };
    expect(domainsOf(await bound(base, went, ['b.yaml']))).toEqual(['b.example']);
  });

  it('leaves one that comes a first policy', async () => {
    const change = { ...base, ...LAX, [FLOW]: rows('a.yaml', 'b.yaml', 'lax.yaml') };
    expect(domainsOf(await bound(base, change, ['lax.yaml']))).toBe('none');
  });
});

describe('a pull request that touches the workflow, and nothing of what it judges,', () => {
  it.each<[string, (text: string) => string]>([
    ['writes it otherwise', (text) => `# ours\n${text.replace('pull_request', '[pull_request]')}`],
    ['adds a job', (text) => `${text}  lint:\n    steps: [{run: make lint}]\n`],
    ['has a step wait for a condition', (text) => text.replace('- uses', '- if: always()\n        uses')],
    ['breaks it', (text) => `${text}  - [`],
    ['names the same by an expression', (text) => text.replace('a.yaml', '${{ fromJSON(env.X) }}')],
  ])('and %s, is bound by its own', async (_what, edit) => {
    const base = { ...A, [FLOW]: flow({ check: 'a.yaml' }) };
    const change = { ...base, [FLOW]: edit(base[FLOW]) };
    const outcome = await bound(base, change, ['a.yaml']);
    expect(domainsOf(outcome)).toEqual(['a.example']);
    expect(outcome.ports.lines.join('\n')).not.toContain('what binds');
  });
});
