import { describe, expect, it } from 'vitest';
import { policyFrom } from '../policy/testing/load.js';
import { readLock } from '../policy/lock/read.js';
import { writeLock } from '../policy/lock/write.js';
import type { ApprovalFacts } from '../rules/three-way/approval.js';
import { approvalFacts, loadBase } from './base.js';
import type { BaseOptions } from './check-model.js';
import { prepare } from './prepare.js';

const failing = (code: string): Error => Object.assign(new Error(`it says ${code}`), { code });

/** Files in memory; an error is what reading one gives. Counts how often each is read. */
function files(
  stored: Readonly<Record<string, string | Error>>,
): Pick<BaseOptions, 'readFile'> & { readonly read: string[] } {
  const read: string[] = [];
  return {
    read,
    readFile: async (path) => {
      read.push(path);
      const text = stored[path] ?? failing('ENOENT');
      if (text instanceof Error) throw text;
      return text;
    },
  };
}

const policy = (issue: string, rest = ''): string =>
  `version: 1\n${rest}domains: {example.com: {issue: ${issue}}}\n`;

/** A change that is of no matter: nothing is looked for elsewhere. */
const NOWHERE = { dropped: [], gone: [], staying: [], others: [], readOther: files({}).readFile };
const HEAD = await policyFrom(policy('none'));

const load = (
  stored: Readonly<Record<string, string | Error>>,
  ...policies: readonly string[]
): ReturnType<typeof loadBase> => loadBase({ policies, ...files(stored), fork: false }, undefined, HEAD);

describe('the policy of the base', () => {
  it('is none where none of its files is there', async () => {
    expect(await load({}, 'a.yaml', 'b.yaml')).toEqual({ kind: 'none' });
  });

  it('is what is there of it: the other files come with the change', async () => {
    const base = await load({ 'a.yaml': policy('none') }, 'a.yaml', 'b.yaml');
    expect(base).toMatchObject({ kind: 'policy', policy: { files: ['a.yaml'] } });
  });

  it('cannot be used where it does not load, and says where', async () => {
    expect(await load({ 'a.yaml': policy('7') }, 'a.yaml')).toMatchObject({
      kind: 'unusable',
      problems: [{ at: { file: 'a.yaml', line: 2 } }],
    });
  });

  it('cannot be used where what it extends is not there', async () => {
    const base = await load({ 'a.yaml': policy('none', 'extends: b.yaml\n') }, 'a.yaml');
    expect(base).toMatchObject({ kind: 'unusable', problems: [{ code: 'unreadable' }] });
  });

  it.each([
    ['the file itself', { 'a.yaml': failing('unavailable') }],
    ['what it extends', { 'a.yaml': policy('none', 'extends: b.yaml\n'), 'b.yaml': failing('unavailable') }],
  ])('ends the run where nobody can tell what it says: %s', async (_what, stored) => {
    await expect(load(stored, 'a.yaml')).rejects.toMatchObject({
      code: 'BASE_UNREADABLE',
      message: expect.stringContaining('it says unavailable') as string,
    });
  });

  it('is the policy that the change moved, where none of its files is there; then that is told', async () => {
    const told: string[][] = [];
    const stored = files({ 'old.yaml': policy('none'), 'a.yaml': policy('none') });
    const load = (policies: readonly string[]): ReturnType<typeof loadBase> =>
      loadBase(
        {
          ...{ policies, ...stored, fork: false },
          elsewhere: async () => ({ ...NOWHERE, gone: ['old.yaml'] }),
          onMoved: (from) => void told.push([...from]),
        },
        undefined,
        HEAD,
      );
    expect(await load(['a.yaml'])).toMatchObject({ kind: 'policy', policy: { files: ['a.yaml'] } });
    expect([stored.read, told]).toEqual([['a.yaml'], []]);
    expect(await load(['new.yaml'])).toMatchObject({
      ...{ kind: 'policy', policy: { files: ['old.yaml'] }, movedFrom: ['old.yaml'] },
    });
    expect(await load(['a.yaml'])).not.toHaveProperty('movedFrom');
    expect(told).toEqual([['old.yaml']]);
  });

  it('is approved by the rule of what did bind alone, and not by that of a file which nothing judged', async () => {
    const other = 'version: 1\napproval: {reviewers: mallory}\ndomains: {example.org: {issue: none}}\n';
    const approval = async (rule: string) => {
      const base = await loadBase(
        {
          ...{ policies: [], fork: false, ...files({ 'old.yaml': policy('none', rule), 'lax.yaml': other }) },
          elsewhere: async () => ({ ...NOWHERE, dropped: ['old.yaml'], same: ['lax.yaml'] }),
        },
        undefined,
        HEAD,
      );
      return base.kind === 'policy' ? [base.policy.files, base.policy.approval?.reviewers] : base.kind;
    };
    expect(await approval('')).toEqual([['old.yaml', 'lax.yaml'], undefined]);
    // Two that do not say the same are none.
    expect(await approval('approval: {reviewers: alice}\n')).toBe('unusable');
  });

  it('ends the run where what may have moved cannot be read', async () => {
    const elsewhere = async () => ({ ...NOWHERE, gone: ['old.yaml'] });
    const options = {
      policies: [],
      ...files({ 'old.yaml': failing('unavailable') }),
      fork: false,
      elsewhere,
    };
    await expect(loadBase(options, undefined, HEAD)).rejects.toMatchObject({ code: 'BASE_UNREADABLE' });
  });

  it('is read once', async () => {
    const { read, readFile } = files({ 'a.yaml': policy('none') });
    await loadBase({ policies: ['a.yaml'], readFile, fork: false }, undefined, HEAD);
    expect(read).toEqual(['a.yaml']);
  });

  it('fails on what the run is told to fail on as well', async () => {
    const { readFile } = files({ 'a.yaml': policy('none') });
    const base = await loadBase({ policies: ['a.yaml'], readFile, fork: false }, { weakness: 'high' }, HEAD);
    expect(base).toMatchObject({ policy: { failOn: { weakness: 'high' } } });
  });
});

describe('who approves a change', () => {
  const LOCK = 'caa-guard.lock';

  async function asked(
    rule: string,
    head: string,
    stored: Readonly<Record<string, string | Error>> = {},
    readAt?: BaseOptions['readFile'],
  ): Promise<{ readonly times: number; readonly facts: ApprovalFacts }> {
    let times = 0;
    const approval = async (): Promise<ApprovalFacts> => {
      times++;
      return { vouched: ['alice'] };
    };
    const facts = await approvalFacts(
      await policyFrom(policy('none', rule)),
      await policyFrom(head),
      {
        ...{ policies: [], readFile: files({}).readFile, fork: false, approval },
        ...(readAt === undefined ? {} : { readAt }),
      },
      files(stored).readFile,
    );
    return { times, facts };
  }
  const REVIEWERS = 'approval: {reviewers: alice}\n';
  const looser = policy('[letsencrypt.org]', REVIEWERS);

  it('is asked where the base wants reviewers and something is looser', async () => {
    expect(await asked(REVIEWERS, looser)).toEqual({ times: 1, facts: { vouched: ['alice'] } });
  });

  it.each([
    ['nothing is looser', REVIEWERS, policy('none', REVIEWERS)],
    ['the base has no rule', '', policy('[letsencrypt.org]')],
    ['the lock alone decides', 'approval: {lock: true}\n', looser],
  ])('is asked of nobody where %s', async (_where, rule, head) => {
    expect((await asked(rule, head)).times).toBe(0);
  });

  it('is said by the lock that the change brings, where the base asks for it', async () => {
    const rule = 'approval: {lock: true}\n';
    const head = policy('[letsencrypt.org]', rule);
    const lock = writeLock(await policyFrom(head), LOCK);
    expect((await asked(rule, head, { [LOCK]: lock })).facts.lock).toEqual(readLock(lock, LOCK));
    expect((await asked(rule, head)).facts.lock).toBeUndefined();
    expect((await asked(rule, head, { [LOCK]: '{}' })).facts.lock).toMatchObject({
      unusable: expect.stringContaining('expected a lock') as string,
    });
    expect((await asked(REVIEWERS, looser, { [LOCK]: lock })).facts.lock).toBeUndefined();
  });

  it('is not said by a lock that the base has as well: the change touches nothing that has an owner', async () => {
    const rule = 'approval: {lock: true}\n';
    const head = policy('[letsencrypt.org]', rule);
    const lock = writeLock(await policyFrom(head), LOCK);
    const facts = async (base: string | Error) =>
      (await asked(rule, head, { [LOCK]: lock }, files({ [LOCK]: base }).readFile)).facts.lock;
    expect(await facts(lock)).toMatchObject({ unusable: expect.stringContaining('as it is') as string });
    expect(await facts(`${lock}\n`)).toEqual(readLock(lock, LOCK));
    expect(await facts(failing('ENOENT'))).toEqual(readLock(lock, LOCK));
    expect(await facts(failing('EIO'))).toMatchObject({ unusable: 'it says EIO' });
  });
});

describe('a change whose own policy does not load', () => {
  it('is told with the places in its own files, before the base is asked for anything', async () => {
    const base = files({ 'caa-guard.yaml': policy('none') });
    const prepared = await prepare(
      { policies: ['caa-guard.yaml'], base: { policies: ['caa-guard.yaml'], ...base, fork: false } },
      files({ 'caa-guard.yaml': policy('7', '# more\n') }),
    );
    expect(prepared).toMatchObject({ ok: false, errors: [{ at: { file: 'caa-guard.yaml', line: 3 } }] });
    expect(base.read).toEqual([]);
  });
});
