import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readInputs } from '../../../src/github/inputs.js';
import { actionlint } from './support/actionlint.js';
import { EXAMPLES, OWN, ROOT, SHOWN, USES } from './support/documents.js';
import { houseRules, RULES, RULES_FOR_EXAMPLES } from './support/house.js';
import { languageService } from './support/language-service.js';
import { inputsOf, isOurs, ourInputs, unknownInputs } from './support/our-action.js';

const INPUTS = inputsOf(readFileSync(path.join(ROOT, 'action.yml'), 'utf8'));

const named = (documents: typeof OWN): (readonly [string, (typeof OWN)[number]])[] =>
  documents.map((one) => [one.title, one] as const);

describe('workflows', () => {
  it('are found, of this repository, to copy, and in pages', () => {
    expect(OWN.map(({ file }) => path.basename(file))).toEqual(
      expect.arrayContaining(['ci.yml', 'release.yml']),
    );
    expect(EXAMPLES.length).toBeGreaterThanOrEqual(6);
    expect(SHOWN.map(({ title }) => title.replace(/:\d+$/, ''))).toEqual(
      expect.arrayContaining(['README.md', 'docs/ledger.md', 'docs/lock.md']),
    );
  });

  it.each(named([...OWN, ...EXAMPLES, ...SHOWN]))(
    "%s passes GitHub's language service",
    async (_, { file, text }) => {
      expect(await languageService(file, text, ourInputs(INPUTS))).toEqual([]);
    },
  );

  it.each(named([...OWN, ...EXAMPLES, ...SHOWN]))('%s passes actionlint', async (_, { file, text }) => {
    expect(await actionlint(file, text)).toEqual([]);
  });

  it.each(named(OWN))('%s keeps the rules of this project', (_, { text }) => {
    expect(houseRules(RULES, text)).toEqual([]);
  });

  it.each(named(EXAMPLES))('%s, which users copy, keeps them too', (_, { text }) => {
    expect(houseRules(RULES_FOR_EXAMPLES, text)).toEqual([]);
  });

  it('pin an action to one commit everywhere', () => {
    const commits = new Map<string, Set<string>>();
    for (const { text } of [...OWN, ...EXAMPLES])
      for (const [, action = '', commit = ''] of text.matchAll(
        /uses: ([\w.-]+\/[\w.-]+)[\w./-]*@([0-9a-f]{40} # \S+)/g,
      ))
        commits.set(action, (commits.get(action) ?? new Set()).add(commit));
    expect(commits.size).toBeGreaterThan(5);
    expect([...commits].filter(([, pinned]) => pinned.size !== 1)).toEqual([]);
  });

  it('of this repository use no secret, since none has to be kept', () => {
    expect(OWN.filter(({ text }) => /\bsecrets\b/.test(text)).map(({ title }) => title)).toEqual([]);
  });

  it('in pages take actions by a version, and never what a branch happens to be', () => {
    const odd = USES.filter(({ uses }) => !/^\.\/|@(?:v\d+(?:\.\d+)*|[0-9a-f]{40}|<[^>]+>)$/.test(uses));
    expect(odd).toEqual([]);
  });
});

describe('this Action, where it is used', () => {
  const ours = USES.filter(({ uses }) => isOurs(uses));

  it('is found in the README, in pages, in examples, and here', () => {
    const files = new Set(ours.map(({ title }) => title.replace(/:\d+$/, '')));
    for (const file of ['README.md', 'docs/lock.md', 'docs/plan.md', 'examples/workflows/schedule.yml'])
      expect([...files]).toContain(file);
    expect([...files]).toContain('.github/workflows/platforms.yml');
  });

  it('has a job for pull requests that no other example has by name, and that runs where another branch becomes the base', () => {
    type Flow = { readonly on: Record<string, { readonly types?: string[] } | null>; readonly jobs: object };
    const flows = EXAMPLES.map(({ title, text }) => ({ title, ...(parse(text) as Flow) }));
    const gate = flows.find(({ title }) => title.endsWith('pull-request.yml'));
    const names = Object.keys(gate?.jobs ?? {});
    expect(names).toHaveLength(1);
    const others = flows.filter((one) => one !== gate).flatMap(({ jobs }) => Object.keys(jobs));
    expect(others).not.toContain(names[0]);
    expect(gate?.on['pull_request']?.types).toEqual(['opened', 'synchronize', 'reopened', 'edited']);
  });

  it('is given no input that it does not have', () => {
    expect(ours.flatMap((use) => unknownInputs(use, INPUTS))).toEqual([]);
  });

  it.each(ours.map((use) => [use.title, use] as const))(
    'is given inputs that it can read: %s',
    (_, { inputs }) => {
      const env = Object.entries(inputs).map(([name, value]) => [
        `INPUT_${name.toUpperCase()}`,
        String(value)
          .replaceAll('${{ matrix.shard }}', '3')
          .replaceAll(/\$\{\{ (?:secrets|github\.token).*?\}\}/g, 'token'),
      ]);
      expect(JSON.stringify(env)).not.toContain('${{');
      expect(() => readInputs(Object.fromEntries(env) as Record<string, string>)).not.toThrow();
    },
  );

  it('is in files to copy by a tag only beside the word on how to pin it', () => {
    for (const { title, text } of EXAMPLES)
      for (const [before = ''] of text.matchAll(/^.*\n.*\n(?= *(?:- )?uses: org\/caa-guard@v1$)/gm))
        expect(`${title}: ${before}`).toContain('# Pin it: org/caa-guard@<commit of a release>');
  });
});

describe('updates of what workflows use', () => {
  const config = readFileSync(path.join(ROOT, '.github/dependabot.yml'), 'utf8');
  const { updates } = parse(config) as {
    updates: { 'package-ecosystem': string; directories?: string[]; cooldown: object }[];
  };

  it('reach the files to copy too, and rest for a week', () => {
    const actions = updates.find((one) => one['package-ecosystem'] === 'github-actions');
    expect(actions?.directories).toEqual(['/', '/examples/workflows']);
    expect(updates.map(({ cooldown }) => cooldown)).toEqual([
      { 'default-days': 7, 'semver-major-days': 30 },
      { 'default-days': 7 },
    ]);
  });
});
