import { describe, expect, it } from 'vitest';
import { caa, records, seenOf } from '../../../src/rules/testing/builder.js';
import type { DomainEvidence } from '../../../src/survey/evidence.js';
import {
  approvedBy,
  BOUND,
  BOUND_RECORD,
  file,
  judged,
  OTHER_RECORD,
  plain,
  told,
  UNBOUND,
  UNBOUND_RECORD,
  world,
} from './support.js';

/** Drift at example.com, accepted until the end of January. */
const WAIVER =
  'waivers: [{rule: caa/binding-lost, subject: example.com, reason: r, owner: o, expires: 2027-01-31}]\n';
const RULE = 'approval: {reviewers: [alice, bob]}\n';
const ACCOUNT_2 = 'https://dv.acme-v02.api.pki.goog/account/abc';
const TWO_CAS = BOUND.replace(/\}\]$/, `}, {ca: pki.goog, account: "${ACCOUNT_2}", methods: [dns-01]}]`);
const SECOND = `0 issue pki.goog;accounturi=${ACCOUNT_2};validationmethods=dns-01`;
const asDeclared = [world('example.com', [BOUND_RECORD])];

describe('a change that lets one more CA issue', () => {
  const base = file({ 'example.com': BOUND }, RULE);
  const head = file({ 'example.com': TWO_CAS }, RULE);

  it('fails on the line of the grant, while what is deployed is as the base has it', async () => {
    const judgement = await judged({ base, head, world: asDeclared });
    expect(told(judgement)).toEqual([
      'FAILS weakened policy/weakened example.com',
      'passes pending caa/declared-issuer-denied example.com',
    ]);
    expect(judgement).toMatchObject({
      outcome: 'drift',
      change: { kind: 'changed', weakened: 2, approved: false, pending: 1, notLookedAt: [] },
    });
    const [finding] = judgement.findings.filter(({ rule }) => rule === 'policy/weakened');
    expect(finding?.at?.line).toBe(4);
    expect(finding?.at?.column).toBe((head.split('\n')[3]?.indexOf('{ca: pki.goog') ?? 0) + 1);
    expect(finding && plain(finding)).toContain('pki.goog for account');
  });

  it('passes once a reviewer of the base approves the very commit', async () => {
    const judgement = await judged({ base, head, world: asDeclared, approval: approvedBy('Alice') });
    expect(told(judgement)).toEqual([
      'passes weakened policy/weakened example.com',
      'passes pending caa/declared-issuer-denied example.com',
    ]);
    expect(judgement).toMatchObject({ outcome: 'ok', change: { approved: true } });
    const [finding] = judgement.findings.filter(({ rule }) => rule === 'policy/weakened');
    expect(finding && plain(finding)).toContain('Approved by alice at aaaaaaaaaaaa.');
  });

  it('does not excuse the records that it would allow, before it is approved; then it does', async () => {
    const deployed = [world('example.com', [BOUND_RECORD, SECOND])];
    const before = await judged({ base, head, world: deployed });
    expect(told(before)).toEqual([
      'FAILS before caa/undeclared-issuer example.com',
      'FAILS weakened policy/weakened example.com',
    ]);
    const after = await judged({ base, head, world: deployed, approval: approvedBy('bob') });
    expect(told(after)).toEqual([
      'passes weakened policy/weakened example.com',
      'passes accepted caa/undeclared-issuer example.com',
    ]);
    expect(after.outcome).toBe('ok');
  });

  it('is held back for ever where the base has no rule for approval, and says how to declare one', async () => {
    const judgement = await judged({
      base: file({ 'example.com': BOUND }),
      head: file({ 'example.com': TWO_CAS }),
      world: asDeclared,
      approval: approvedBy('alice', 'bob'),
    });
    expect(judgement.outcome).toBe('drift');
    const [finding] = judgement.findings.filter(({ rule }) => rule === 'policy/weakened');
    expect(finding && plain(finding)).toContain('declare `approval`');
  });

  it('cannot bring the rule by which it is approved', async () => {
    const judgement = await judged({
      base: file({ 'example.com': BOUND }),
      head: file({ 'example.com': TWO_CAS }, 'approval: {reviewers: [mallory, alice]}\n'),
      world: asDeclared,
      approval: approvedBy('alice'),
    });
    expect(told(judgement)).toEqual([
      'FAILS weakened policy/weakened (run) approval',
      'FAILS weakened policy/weakened example.com',
      'passes pending caa/declared-issuer-denied example.com',
    ]);
  });
});

describe('a change that forbids more', () => {
  it('passes: what is deployed follows after the merge', async () => {
    const judgement = await judged({
      base: file({ 'example.com': UNBOUND }),
      head: file({ 'example.com': BOUND }),
      world: [world('example.com', [UNBOUND_RECORD])],
    });
    expect(told(judgement)).toEqual(['passes pending caa/binding-lost example.com']);
    expect(judgement).toMatchObject({
      outcome: 'ok',
      change: { kind: 'changed', weakened: 0, approved: true, pending: 1 },
    });
    expect(judgement.domains).toMatchObject([{ zone: 'example.com', outcome: 'ok' }]);
  });

  it('drops a CA that was never deployed, and so ends the drift without anybody’s approval', async () => {
    const judgement = await judged({
      base: file({ 'example.com': TWO_CAS }),
      head: file({ 'example.com': BOUND }),
      world: asDeclared,
    });
    expect(told(judgement)).toEqual(['passes accepted caa/declared-issuer-denied example.com']);
    expect(judgement.outcome).toBe('ok');
  });
});

describe('drift that was there before', () => {
  const drifted = [world('example.com', [UNBOUND_RECORD])];

  it('fails, whatever the change does elsewhere', async () => {
    const judgement = await judged({
      base: file({ 'example.com': BOUND, 'example.org': UNBOUND }),
      head: file({ 'example.com': BOUND, 'example.org': BOUND }),
      world: [...drifted, world('example.org', [UNBOUND_RECORD])],
    });
    expect(told(judgement)).toEqual([
      'FAILS before caa/binding-lost example.com',
      'passes pending caa/binding-lost example.org',
    ]);
    expect(judgement.domains.map(({ zone, outcome }) => `${zone} ${outcome}`)).toEqual([
      'example.com drift',
      'example.org ok',
    ]);
  });

  it('is not waived by the change: that is a loosening besides', async () => {
    const judgement = await judged({
      base: file({ 'example.com': BOUND }),
      head: file({ 'example.com': BOUND }, WAIVER),
      world: drifted,
    });
    expect(told(judgement)).toEqual([
      'FAILS before caa/binding-lost example.com',
      'FAILS weakened policy/weakened (run) waivers',
    ]);
    expect(judgement.findings.every(({ waived }) => waived === undefined)).toBe(true);
  });

  it('is waived by the change once that waiver is approved, and by nothing else: it could never be merged otherwise', async () => {
    const judgement = await judged({
      base: file({ 'example.com': BOUND }, RULE),
      head: file({ 'example.com': BOUND }, RULE + WAIVER),
      world: drifted,
      approval: approvedBy('alice'),
    });
    expect(told(judgement)).toEqual([
      'passes weakened policy/weakened (run) waivers',
      'passes accepted caa/binding-lost example.com',
    ]);
    expect(judgement.outcome).toBe('ok');
    const [finding] = judgement.findings.filter(({ rule }) => rule === 'caa/binding-lost');
    expect(finding?.waived).toMatchObject({ owner: 'o', until: '2027-01-31' });
    expect(finding && plain(finding)).toContain('waives it, which is approved');
  });

  it('stays where the waiver is approved by those alone whom the base does not name', async () => {
    const judgement = await judged({
      base: file({ 'example.com': BOUND }, RULE),
      head: file({ 'example.com': BOUND }, RULE + WAIVER),
      world: drifted,
      approval: approvedBy('mallory', 'eve'),
    });
    expect(told(judgement)).toContain('FAILS before caa/binding-lost example.com');
    const [finding] = judgement.findings.filter(({ rule }) => rule === 'caa/binding-lost');
    expect(finding?.waived).toBeUndefined();
    expect(finding && plain(finding)).toContain('waives it. But that is not approved');
  });

  it('stays waived by the base, until the change that takes the waiver out is merged', async () => {
    const judgement = await judged({
      base: file({ 'example.com': BOUND }, WAIVER),
      head: file({ 'example.com': BOUND }),
      world: drifted,
    });
    expect(told(judgement)).toEqual(['passes pending caa/binding-lost example.com']);
    expect(judgement).toMatchObject({ outcome: 'ok', change: { pending: 1 } });
  });

  it('has its place in the files of the change', async () => {
    const judgement = await judged({
      base: file({ 'example.com': BOUND }),
      head: `# a line more\n# and another\n${file({ 'example.com': BOUND })}`,
      world: drifted,
    });
    expect(judgement.change?.kind).toBe('same');
    const [finding] = judgement.findings.filter(({ fails }) => fails);
    expect(finding?.at?.line).toBe(5);
  });
});

describe('jabber.ru', () => {
  const drops = {
    base: file({ 'example.com': BOUND }, RULE),
    head: file({ 'example.com': UNBOUND }, RULE),
  };

  it('the change that drops the binding to the account fails, though the CA stays the same', async () => {
    const judgement = await judged({ ...drops, world: asDeclared });
    expect(told(judgement)).toContain('FAILS weakened policy/weakened example.com');
    const [finding] = judgement.findings.filter(({ rule }) => rule === 'policy/weakened');
    expect(finding && plain(finding)).toContain(
      'letsencrypt.org for any account by dns-01 may issue (issue); before: only letsencrypt.org for account',
    );
  });

  it('and hides nothing of what the attacker has done to the records already', async () => {
    const judgement = await judged({ ...drops, world: [world('example.com', [UNBOUND_RECORD])] });
    expect(told(judgement)).toEqual([
      'FAILS before caa/binding-lost example.com',
      'FAILS weakened policy/weakened example.com',
    ]);
  });
});

describe('a change that takes a domain out', () => {
  const base = file({ 'example.com': BOUND, 'example.org': BOUND }, RULE);
  const head = file({ 'example.com': BOUND }, RULE);
  const both = [...asDeclared, world('example.org', [OTHER_RECORD])];

  it('fails, and the domain is still judged by the base', async () => {
    const judgement = await judged({ base, head, world: both });
    expect(told(judgement)).toEqual(
      expect.arrayContaining([
        'FAILS before caa/undeclared-issuer example.org',
        'FAILS weakened policy/weakened example.org',
      ]),
    );
    const ofGone = judgement.findings.filter(({ zone }) => zone === 'example.org');
    expect(ofGone.every(({ at }) => at === undefined)).toBe(true);
    expect(judgement.domains.map(({ zone }) => zone)).toEqual(['example.com', 'example.org']);
  });

  it('passes once it is approved, whatever the domain has come to', async () => {
    const judgement = await judged({ base, head, world: both, approval: approvedBy('alice') });
    expect(judgement.findings.filter(({ fails }) => fails)).toEqual([]);
    expect(judgement.outcome).toBe('ok');
  });
});

describe('a change that adds a domain', () => {
  const base = file({ 'example.com': BOUND });
  const head = file({ 'example.com': BOUND, 'example.org': BOUND });

  it('passes: the domain is looked at, and what is found waits for the merge', async () => {
    const judgement = await judged({
      base,
      head,
      world: [...asDeclared, world('example.org', [UNBOUND_RECORD])],
    });
    expect(told(judgement)).toEqual(['passes pending caa/binding-lost example.org']);
    expect(judgement.outcome).toBe('ok');
    expect(judgement.findings[0]?.at?.line).toBe(4);
  });

  it('is unknown where that domain could not be seen: nobody can say what the merge will bring', async () => {
    const judgement = await judged({ base, head, world: asDeclared });
    expect(judgement.outcome).toBe('unknown');
    const unseen = judgement.findings.filter(({ kind }) => kind === 'unknown');
    expect(unseen.map(({ zone }) => zone)).toContain('example.org');
    for (const finding of unseen) {
      expect(plain(finding)).toContain('This change adds the domain, and nobody can say how it stands');
      expect(plain(finding)).toContain('bring it in a change of its own once it is');
    }
  });

  it('is not said to be added where it was guarded before, and a name of it is new', async () => {
    const judgement = await judged({
      base,
      head: file({ 'example.com': `${BOUND}, names: {new.example.com: {${BOUND}}}` }),
      world: asDeclared,
    });
    const unseen = judgement.findings.filter(({ kind }) => kind === 'unknown');
    expect(unseen.length).toBeGreaterThan(0);
    for (const finding of unseen) expect(plain(finding)).not.toContain('adds the domain');
  });

  it('from a fork is told, and neither looked at nor judged', async () => {
    const judgement = await judged({ base, head, world: asDeclared, more: { fork: true } });
    expect(judgement.change?.notLookedAt).toEqual(['example.org']);
    expect(judgement.domains.map(({ zone }) => zone)).toEqual(['example.com']);
    expect(judgement.outcome).toBe('ok');
  });
});

describe('a name that is moved out of a domain into one of its own', () => {
  const SHOP = 'shop.example.com';
  const base = file({ 'example.com': `${BOUND}, names: {${SHOP}: {${BOUND}}}` });
  const head = file({ 'example.com': BOUND, [SHOP]: BOUND });

  const sawBoth = (set: readonly string[]): readonly DomainEvidence[] => [
    seenOf([
      caa(SHOP, set),
      records(`_acme-challenge.${SHOP}`, 'TXT', []),
      records(`_validation-persist.${SHOP}`, 'TXT', []),
    ]),
    world(SHOP, set),
  ];

  it('takes its standing drift along, and does not shed it on the way', async () => {
    const judgement = await judged({ base, head, world: sawBoth([UNBOUND_RECORD]) });
    expect(told(judgement).filter((line) => line.startsWith('FAILS'))).toEqual([
      `FAILS before caa/binding-lost ${SHOP}`,
    ]);
    expect(judgement.domains.map(({ zone, outcome }) => `${zone} ${outcome}`)).toEqual([
      'example.com ok',
      `${SHOP} drift`,
    ]);
  });

  it('is held against what the older domain said of it', async () => {
    const loose = file({ 'example.com': BOUND, [SHOP]: UNBOUND });
    const judgement = await judged({ base, head: loose, world: sawBoth([BOUND_RECORD]) });
    expect(told(judgement)).toContain(`FAILS weakened policy/weakened ${SHOP}`);
  });
});

describe('a change that says the same in other words', () => {
  it('is no change, whatever the order and the comments', async () => {
    const judgement = await judged({
      base: file({ 'example.com': BOUND, 'example.org': BOUND }),
      head: `# why\n${file({ 'example.org': BOUND, 'example.com': BOUND })}`,
      world: [...asDeclared, world('example.org', [BOUND_RECORD])],
    });
    expect(judgement).toMatchObject({
      outcome: 'ok',
      change: { kind: 'same', weakened: 0, approved: true, pending: 0 },
    });
    expect(judgement.findings.every(({ stage }) => stage === undefined)).toBe(true);
  });
});

describe('without a policy that binds', () => {
  const head = file({ 'example.com': BOUND });
  const drifted = [world('example.com', [UNBOUND_RECORD])];

  it('a first one is told how it stands, and nothing fails', async () => {
    const judgement = await judged({ base: { kind: 'none' }, head, world: drifted });
    expect(told(judgement)).toEqual(['passes pending caa/binding-lost example.com']);
    expect(judgement).toMatchObject({ outcome: 'ok', change: { kind: 'first', pending: 1 } });
  });

  it('a first one from a fork is not looked at', async () => {
    const judgement = await judged({
      base: { kind: 'none' },
      head,
      world: drifted,
      more: { fork: true },
    });
    expect(judgement.findings).toEqual([]);
    expect(judgement.change).toMatchObject({ kind: 'first', notLookedAt: ['example.com'] });
  });

  it('one that does not load fails for that alone, and says what is wrong with it', async () => {
    const at = { file: 'caa-guard.yaml', line: 7, column: 3, endLine: 7, endColumn: 9 };
    const judgement = await judged({
      base: { kind: 'unusable', problems: [{ code: 'shape', at, message: 'expected a CA; 7 came' }] },
      head,
      world: drifted,
      approval: approvedBy('alice', 'bob'),
    });
    expect(told(judgement)).toEqual([
      'FAILS before policy/base-unusable (run) base',
      'passes pending caa/binding-lost example.com',
    ]);
    const [finding] = judgement.findings.filter(({ fails }) => fails);
    expect(finding && plain(finding)).toContain('caa-guard.yaml:7:3: expected a CA; 7 came');
  });
});

describe('a change that leaves a name out at which DNS is adrift', () => {
  it('fails for both, though the clauses of its domain say the same of it', async () => {
    const base = file({ 'example.com': `${BOUND}, names: {shop.example.com: {}}` });
    const head = file({ 'example.com': BOUND });
    const seen = [seenOf([caa('example.com', [BOUND_RECORD]), caa('shop.example.com', [OTHER_RECORD])])];
    const [before, after] = [
      await judged({ base, head: base, world: seen }),
      await judged({ base, head, world: seen }),
    ];
    const drift = told(before).filter((one) => one.includes('shop.example.com'));
    expect(drift.length).toBeGreaterThan(0);
    expect(told(after)).toEqual(
      expect.arrayContaining([...drift, 'FAILS weakened policy/weakened example.com']),
    );
  });
});
