import { describe, expect, it } from 'vitest';
import { BOUND, caa, failed, grant, namePolicy, NOW, seenOf } from '../testing/builder.js';
import { check, only, ruleIds, said } from '../testing/check.js';
import { waiverHolds } from '../waivers.js';

const open = seenOf([caa('example.com', ['0 issue evil.example'])]);
const waiver = (more: object = {}) => ({
  rule: 'caa/undeclared-issuer',
  subject: 'example.com',
  reason: 'migration',
  owner: 'ops',
  expires: { day: '2026-11-23' },
  at: BOUND.at,
  ...more,
});
const denied = waiver({ rule: 'caa/declared-issuer-denied' });

describe('what a policy lacks', () => {
  it('an account and a method, each a weakness', () => {
    const judgement = check({ issue: [grant()] });
    expect(ruleIds(judgement)).toEqual(['policy/no-account', 'policy/no-method']);
    expect(judgement.outcome).toBe('ok');
    expect(check({ issue: [grant()] }, seenOf(), { failOn: { weakness: 'high' } }).outcome).toBe('drift');
  });
  it('a method that no network attacker can pass', () => {
    const judgement = check({ issue: [{ ...BOUND, methods: ['dns-01', 'http-01'] }] });
    expect(said(only(judgement, 'policy/no-method'))).toContain('validate by http-01');
    expect(ruleIds(check({ issue: [BOUND] }))).toEqual([]);
  });
  it('a CA that is known by that name', () => {
    expect(ruleIds(check({ issue: [{ ...BOUND, ca: 'letsencrypt.com' }] }))).toContain(
      'policy/issuer-unknown',
    );
  });
  it('an account of the right server', () => {
    const accounts = (uri: string) => check({ issue: [{ ...BOUND, accounts: [uri] }] });
    expect(
      said(
        only(accounts('https://acme-staging-v02.api.letsencrypt.org/acme/acct/1'), 'policy/account-foreign'),
      ),
    ).toContain('staging');
    expect(
      said(only(accounts('https://dv.acme-v02.api.pki.goog/account/x'), 'policy/account-foreign')),
    ).toContain('another CA');
    expect(ruleIds(accounts('https://ca.example/1'))).not.toContain('policy/account-foreign');
  });
});

describe('waivers', () => {
  it('keep a finding from failing through the whole of their last day', () => {
    const judgement = check({}, open, { waivers: [waiver(), denied] });
    expect(judgement.outcome).toBe('ok');
    expect(only(judgement, 'caa/undeclared-issuer').waived).toEqual({
      reason: 'migration',
      owner: 'ops',
      until: '2026-11-23',
    });
    expect(waiverHolds(waiver(), Date.UTC(2026, 10, 24) - 1)).toBe(true);
    expect(waiverHolds(waiver(), Date.UTC(2026, 10, 24))).toBe(false);
  });
  it('count for the whole domain where its name is their subject, and for nothing else', () => {
    expect(
      only(check({}, open, { waivers: [waiver({ subject: 'example.org' })] }), 'caa/undeclared-issuer')
        .waived,
    ).toBeUndefined();
  });
  it('are told by the one that lasts longest, and of two by the one about the subject itself, in whatever order', () => {
    const seen = seenOf([caa('www.example.com', ['0 issue evil.example'])]);
    const spec = { names: [namePolicy('www.example.com')] };
    const told = (...waivers: readonly ReturnType<typeof waiver>[]) =>
      only(check(spec, seen, { waivers }), 'caa/undeclared-issuer').waived?.owner;
    const itself = waiver({ subject: 'www.example.com', owner: 'web' });
    const longer = waiver({ owner: 'dns', expires: { day: '2026-12-24' } });
    expect([told(waiver(), itself), told(itself, waiver())]).toEqual(['web', 'web']);
    expect([told(longer, itself), told(itself, longer)]).toEqual(['dns', 'dns']);
  });
  it('that have expired fail as gravely as what they waived', () => {
    const judgement = check({}, open, { waivers: [waiver({ expires: { day: '2026-11-22' } })] });
    expect(only(judgement, 'policy/waiver-expired')).toMatchObject({
      kind: 'drift',
      severity: 'critical',
      zone: '',
      fails: true,
    });
    expect(only(judgement, 'caa/undeclared-issuer').fails).toBe(true);
  });
  it.each([[{ malformed: 'soon' }], [{ day: '2026-02-31' }], [{ day: '2027-1-1' }]])(
    'with the day %j count as expired',
    (expires) => {
      expect(ruleIds(check({}, open, { waivers: [waiver({ expires })] }))).toContain('policy/waiver-expired');
    },
  );
  it('that have expired and cover nothing are only said', () => {
    const judgement = check({}, seenOf(), { waivers: [waiver({ expires: { day: '2020-01-01' } })] });
    expect(only(judgement, 'policy/waiver-expired')).toMatchObject({
      kind: 'weakness',
      severity: 'low',
      fails: false,
    });
    expect(judgement.outcome).toBe('ok');
  });
  it('that cover nothing are reported, but not while anything is unseen', () => {
    expect(ruleIds(check({}, seenOf(), { waivers: [waiver()] }))).toEqual(['policy/waiver-unused']);
    const blind = seenOf([failed('example.com', 'CAA', 'indeterminate', 'timeout')]);
    expect(ruleIds(check({}, blind, { waivers: [waiver()] }))).toEqual(['survey/unreachable']);
  });
  it('do not make the blind see', () => {
    const blind = seenOf([failed('example.com', 'CAA', 'indeterminate', 'timeout')]);
    const judgement = check({}, blind, { waivers: [waiver({ rule: 'survey/unreachable' })] });
    expect(judgement.outcome).toBe('unknown');
    expect(only(judgement, 'survey/unreachable').waived).toBeUndefined();
  });
  it('are judged at the time that is passed in', () => {
    expect(check({}, open, { waivers: [waiver(), denied] }, NOW + 86_400_000).outcome).toBe('drift');
  });
});
