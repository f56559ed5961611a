import { describe, expect, it } from 'vitest';
import { renderText } from '../../../src/base/text.js';
import { readLock } from '../../../src/policy/lock/read.js';
import { writeLock } from '../../../src/policy/lock/write.js';
import { approvalOf, type ApprovalFacts, type ReviewFact } from '../../../src/rules/three-way/approval.js';
import { BOUND, file, HEAD, judged, policy, told, UNBOUND, BOUND_RECORD, world } from './support.js';

const OLD = 'b'.repeat(40);
const text = file({ 'example.com': UNBOUND });

async function met(rule: string, facts: ApprovalFacts): Promise<boolean> {
  const base = await policy(file({ 'example.com': BOUND }, `approval: ${rule}\n`));
  return approvalOf(base.approval, facts, await policy(text)).met;
}

const review = (reviewer: string, state: ReviewFact['state'] = 'approved', commit = HEAD): ReviewFact => ({
  reviewer,
  state,
  commit,
});

describe('a review', () => {
  const of = (...reviews: readonly ReviewFact[]): ApprovalFacts => ({
    head: HEAD,
    author: 'Mallory',
    reviews,
  });

  it.each<[string, string, ApprovalFacts, boolean]>([
    ['counts from a reviewer, at the commit', '{reviewers: alice}', of(review('alice')), true],
    ['counts in whatever case the login is told', '{reviewers: [ALICE]}', of(review('aLiCe')), true],
    ['does not count from anybody else', '{reviewers: alice}', of(review('eve')), false],
    ['does not count from the author', '{reviewers: [alice, mallory]}', of(review('mallory')), false],
    ['does not count for another commit', '{reviewers: alice}', of(review('alice', 'approved', OLD)), false],
    [
      'does not count for another commit, though an older one was for this',
      '{reviewers: alice}',
      of(review('alice'), review('alice', 'approved', OLD)),
      false,
    ],
    [
      'does not count once it is taken back',
      '{reviewers: alice}',
      of(review('alice'), review('alice', 'refused')),
      false,
    ],
    ['does not count once it is dismissed', '{reviewers: alice}', of(review('alice', 'dismissed')), false],
    [
      'counts though a remark came later',
      '{reviewers: alice}',
      of(review('alice'), review('alice', 'comment')),
      true,
    ],
    [
      'counts after an older refusal',
      '{reviewers: alice}',
      of(review('alice', 'refused'), review('alice')),
      true,
    ],
    [
      'counts once for each reviewer',
      '{reviewers: [alice, bob], count: 2}',
      of(review('alice'), review('alice')),
      false,
    ],
    [
      'counts with that of another',
      '{reviewers: [alice, bob], count: 2}',
      of(review('bob'), review('alice')),
      true,
    ],
    [
      'does not count where it is not known what is judged',
      '{reviewers: alice}',
      { reviews: [{ reviewer: 'alice', state: 'approved', commit: '' }] },
      false,
    ],
    ['may be vouched for by who runs the check', '{reviewers: alice}', { vouched: ['Alice'] }, true],
    ['is not vouched for the author', '{reviewers: alice}', { vouched: ['Alice'], author: 'alice' }, false],
    ['is not there where none was seen', '{reviewers: alice}', {}, false],
  ])('%s', async (_says, rule, facts, expected) => {
    expect(await met(rule, facts)).toBe(expected);
  });

  it('that could not be seen is said, with what to do', async () => {
    const base = await policy(file({ 'example.com': BOUND }, 'approval: {reviewers: alice}\n'));
    const facts = { head: HEAD, unseen: 'the token needs pull-requests: read' };
    const { met: approved, words } = approvalOf(base.approval, facts, await policy(text));
    expect(approved).toBe(false);
    expect(words.map((one) => renderText(one, (value) => value)).join()).toContain(
      'Reviews could not be seen: the token needs pull-requests: read.',
    );
  });
});

describe('the lock', () => {
  const PLACE = 'caa-guard.lock';
  const lockOf = async (of: string): Promise<NonNullable<ApprovalFacts['lock']>> =>
    readLock(writeLock(await policy(of), PLACE), PLACE);

  it('approves the change that it is the lock of, and no other', async () => {
    expect(await met('{lock: true}', { lock: await lockOf(text) })).toBe(true);
    expect(await met('{lock: true}', { lock: await lockOf(file({ 'example.com': BOUND })) })).toBe(false);
    expect(await met('{lock: true}', { lock: { unusable: 'it was edited by hand' } })).toBe(false);
    expect(await met('{lock: true}', {})).toBe(false);
  });

  it('is not enough where reviewers are asked for besides, nor are they without it', async () => {
    const both = '{lock: true, reviewers: alice}';
    const [lock, vouched] = [await lockOf(text), ['alice']];
    expect(await met(both, { lock })).toBe(false);
    expect(await met(both, { vouched })).toBe(false);
    expect(await met(both, { lock, vouched })).toBe(true);
  });

  it('is another where what approves a change is another', async () => {
    const rule = 'approval: {lock: true}\n';
    const other = await lockOf(file({ 'example.com': UNBOUND }, rule));
    expect(await met('{lock: true}', { lock: other })).toBe(false);
  });

  it('approves no ledger entry, since it holds none', async () => {
    const rule = 'approval: {lock: true}\n';
    const base = await policy(file({ 'example.com': BOUND }, rule));
    const [domain] = base.domains;
    if (domain === undefined) throw new Error('no domain');
    const at = { ...domain.at, file: 'ledger.yaml' };
    const entry = { kind: 'key' as const, spkiSha256: 'ab'.repeat(32), names: [], at };
    const withLedger = (ledger: readonly (typeof entry)[]): typeof base => ({
      ...base,
      domains: [{ ...domain, own: { ...domain.own, ledger, ledgerFiles: ['ledger.yaml'] } }],
    });
    const head = withLedger([entry]);
    const lock = readLock(writeLock(head, PLACE), PLACE);
    const judgement = await judged({
      base: { kind: 'policy', policy: withLedger([]) },
      head: file({ 'example.com': BOUND }, rule),
      world: [world('example.com', [BOUND_RECORD])],
      approval: { lock },
      more: { head },
    });
    expect(told(judgement)).toEqual(['FAILS weakened policy/weakened example.com']);
  });
});
