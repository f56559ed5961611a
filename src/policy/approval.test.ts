import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderText } from '../base/text.js';
import { approvalLoosened } from './approval-strictness.js';
import type { ApprovalRule } from './model.js';
import { approvals, LOGINS } from './testing/arbitrary.js';
import { loadFrom, policyFrom, problemsOf } from './testing/load.js';
import { strengthenings, weakenings } from './weakenings.js';

const file = (approval: string, more = ''): string =>
  `version: 1\n${more}${approval === '' ? '' : `approval: ${approval}\n`}domains: {example.com: {issue: none}}\n`;

describe('a rule for approval', () => {
  it('names reviewers, how many, and the lock', async () => {
    const { approval } = await policyFrom(file("{reviewers: ['@Bob', alice, ALICE], count: 2, lock: true}"));
    expect(approval).toMatchObject({ reviewers: ['alice', 'bob'], count: 2, lock: true, at: { line: 2 } });
  });

  it('asks for one reviewer where it does not say how many, and for none where it names none', async () => {
    expect((await policyFrom(file('{reviewers: alice}'))).approval?.count).toBe(1);
    expect((await policyFrom(file('{lock: true}'))).approval).toMatchObject({ reviewers: [], count: 0 });
    expect((await policyFrom(file(''))).approval).toBeUndefined();
  });

  it.each([
    ['that asks for nothing', '{}', 'names neither reviewers nor the lock'],
    ['that asks for less than nothing', '{lock: false}', 'names neither reviewers nor the lock'],
    ['that nobody can meet', '{reviewers: [alice, Alice], count: 2}', 'asks for 2 of 1 reviewers'],
    ['that names a team', '{reviewers: [org/security]}', 'Name people, not teams or bots'],
    ['that names a bot', '{reviewers: ["renovate[bot]"]}', 'Name people, not teams or bots'],
    ['with a word that it does not know', '{reviewer: [alice]}', 'did you mean reviewers?'],
  ])('%s is refused', async (_what, approval, words) => {
    const problems = await problemsOf(file(approval));
    expect(problems.map(({ message }) => message).join()).toContain(words);
    expect(problems[0]?.at.line).toBe(2);
  });

  it('is taken over from what a policy extends, and may be another there unless it is locked', async () => {
    const load = async (base: string, child: string): Promise<readonly string[]> => {
      const loaded = await loadFrom({
        'child.yaml': `version: 1\nextends: base.yaml\n${child}domains: {example.com: {issue: none}}\n`,
        'base.yaml': `version: 1\n${base}`,
      });
      return loaded.ok
        ? (loaded.policy.approval?.reviewers ?? [])
        : loaded.problems.map(({ code, at }) => `${code} ${at.file}:${at.line}`);
    };
    const rule = 'approval: {reviewers: [alice, bob]}\n';
    expect(await load(rule, '')).toEqual(['alice', 'bob']);
    expect(await load(rule, 'approval: {reviewers: eve}\n')).toEqual(['eve']);
    expect(await load(`${rule}locked: approval\n`, 'approval: {reviewers: eve}\n')).toEqual([
      'locked child.yaml:3',
    ]);
    expect(await load(`${rule}locked: approval\n`, 'approval: {reviewers: alice}\n')).toEqual(['alice']);
  });

  it('is one for a run: two files that have one have to say the same', async () => {
    const files = (a: string, b: string): Record<string, string> => ({
      'a.yaml': `version: 1\napproval: ${a}\ndomains: {example.com: {issue: none}}\n`,
      'b.yaml': `version: 1\napproval: ${b}\ndomains: {example.org: {issue: none}}\n`,
    });
    const same = await loadFrom(files('{reviewers: alice}', '{reviewers: [ALICE]}'), 'a.yaml', 'b.yaml');
    expect(same.ok).toBe(true);
    const other = await loadFrom(files('{reviewers: alice}', '{reviewers: bob}'), 'a.yaml', 'b.yaml');
    expect(other.ok ? [] : other.problems.map(({ code }) => code)).toEqual(['approval-twice']);
  });
});

describe('the order of rules for approval', () => {
  /** Every state that a change can be in: who approved it, whether its lock is there, and whether it is of what no lock holds. */
  const states = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((bits) =>
    [false, true].flatMap((lock) =>
      [false, true].map((ledger) => ({ by: LOGINS.filter((_, i) => ((bits >> i) & 1) === 1), lock, ledger })),
    ),
  );
  const passes = (rule: ApprovalRule | undefined, { by, lock, ledger }: (typeof states)[number]): boolean =>
    rule !== undefined &&
    (rule.count > 0 || !ledger) &&
    by.filter((login) => rule.reviewers.includes(login)).length >= rule.count &&
    (lock || !rule.lock);
  const rules = fc.option(approvals, { nil: undefined });

  it('has nothing to say if and only if no change passes that was held back', () => {
    fc.assert(
      fc.property(rules, rules, (from, to) => {
        const looser = states.some((state) => passes(to, state) && !passes(from, state));
        expect(approvalLoosened(from, to).length > 0).toBe(looser);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['', '{reviewers: alice}', 'a change that loosens the policy may be approved; before: never'],
    ['{reviewers: alice}', '{reviewers: [alice, eve]}', 'eve may approve; before: not'],
    [
      '{reviewers: [alice, bob], count: 2}',
      '{reviewers: [alice, bob]}',
      '1 of the reviewers have to approve; before: 2',
    ],
    [
      '{lock: true}',
      '{lock: true, reviewers: eve}',
      'reviewers may approve entries of ledger files; before: nobody, since no lock holds them',
    ],
    ['{reviewers: alice, lock: true}', '{lock: true}', 'no reviewer has to approve; before: 1 had to'],
    [
      '{reviewers: alice, lock: true}',
      '{reviewers: alice}',
      'a change need not bring its lock to be approved; before: it had to',
    ],
  ])('says what is looser, where: %s to %s', async (from, to, words) => {
    const [before, after] = [await policyFrom(file(from)), await policyFrom(file(to, '# a line\n'))];
    const [one, ...others] = weakenings(before, after);
    expect(others).toEqual([]);
    expect(one && renderText(one.words, (value) => value)).toBe(words);
    expect(one).toMatchObject({ clause: 'approval', subject: '', at: { line: 3 } });
    expect(strengthenings(after, before)).toHaveLength(1);
    // A lock alone lets pass less of ledgers and more of all else.
    expect(weakenings(after, before)).toHaveLength([from, to].includes('{lock: true}') ? 1 : 0);
  });

  it('takes no rule for the strictest: nothing is approved then', async () => {
    const [some, none] = [await policyFrom(file('{reviewers: alice}')), await policyFrom(file(''))];
    expect(weakenings(some, none)).toEqual([]);
    expect(weakenings(none, some)).toHaveLength(1);
  });
});
