import { describe, expect, it } from 'vitest';
import { ACCOUNT, BOUND, BOUND_VALUE, caa, failed, grant, NOW, seenOf } from '../testing/builder.js';
import { check, only, ruleIds, said } from '../testing/check.js';

const apex = (...set: readonly (string | Uint8Array)[]) => seenOf([caa('example.com', set)]);
const OTHER = 'https://acme-v02.api.letsencrypt.org/acme/acct/2';
const STAGING = 'https://acme-staging-v02.api.letsencrypt.org/acme/acct/1';

describe('a domain that stands as declared', () => {
  it('is ok, and says what that rests on', () => {
    const judgement = check();
    expect(judgement.findings).toEqual([]);
    expect(judgement.outcome).toBe('ok');
    expect(JSON.stringify(judgement.domains[0]?.checked)).toContain('the chain of trust is ');
  });
  it('stays so however the provider writes spaces and order', () => {
    const value = ` letsencrypt.org ; validationmethods = dns-01 ; accounturi = ${ACCOUNT} `;
    expect(ruleIds(check({}, apex(`0 issue ${value}`)))).toEqual([]);
  });
});

describe('caa/missing', () => {
  it('says where there is no such name at all, and not where the target of an alias is missing', () => {
    const words = (more: Parameters<typeof caa>[2]): string =>
      said(only(check({}, seenOf([caa('example.com', [], { kind: 'nxdomain', ...more })])), 'caa/missing'));
    expect(words({})).toContain('DNS has no such name as example.com: it is misspelt in the policy');
    expect(words({ aliases: [{ from: 'example.com', to: 'a.example.net', via: 'CNAME' }] })).not.toContain(
      'no such name',
    );
    expect(words({ kind: 'nodata' })).not.toContain('no such name');
  });
  it('fires where no set decides', () => {
    const finding = only(check({}, apex()), 'caa/missing');
    expect(finding).toMatchObject({
      severity: 'critical',
      fails: true,
      subject: 'example.com',
      zone: 'example.com',
    });
    expect(said(finding)).toContain(`example.com. CAA 0 issue "${BOUND_VALUE}"`);
  });
  it('fires where the set has no issue record', () => {
    expect(only(check({}, apex('0 iodef mailto:a@example.com')), 'caa/missing').severity).toBe('critical');
  });
  it('is high where S/MIME alone is open', () => {
    const judgement = check({ issuemail: [] });
    expect(only(judgement, 'caa/missing').severity).toBe('high');
    expect(said(only(judgement, 'caa/missing'))).toContain('CAA 0 issuemail ";"');
  });
  it('does not fire where the policy restricts nothing', () => {
    expect(ruleIds(check({ issue: 'unrestricted' }, apex()))).toEqual([]);
  });
  it('is silent while nothing was seen', () => {
    const judgement = check({}, seenOf([failed('example.com', 'CAA', 'indeterminate', 'timeout')]));
    expect(ruleIds(judgement)).toEqual(['survey/unreachable']);
    expect(judgement.outcome).toBe('unknown');
  });
});

describe('caa/undeclared-issuer', () => {
  it('fires for a CA that the policy does not name, and shows the raw record', () => {
    const finding = only(
      check({}, apex(`0 issue ${BOUND_VALUE}`, '0 issue evil.example')),
      'caa/undeclared-issuer',
    );
    expect(said(finding)).toContain(
      '+ issue evil.example, any account, any method # deployed: 0 issue "evil.example"',
    );
  });
  it('fires for wildcards alone', () => {
    const judgement = check({}, apex(`0 issue ${BOUND_VALUE}`, '0 issuewild evil.example'));
    expect(said(only(judgement, 'caa/undeclared-issuer'))).toContain('+ issuewild evil.example');
  });
  it('fires for every CA while sealed and closed, and not in a window', () => {
    const window = { from: NOW - 1000, to: NOW + 1000, at: BOUND.at };
    const closed = check({ sealed: true }, apex(`0 issue ${BOUND_VALUE}`));
    expect(said(only(closed, 'caa/undeclared-issuer'))).toContain('CAA 0 issue ";"');
    expect(ruleIds(check({ sealed: true, windows: [window] }, apex(`0 issue ${BOUND_VALUE}`)))).toEqual([]);
    expect(ruleIds(check({ sealed: true, windows: [window] }, apex('0 issue ;')))).toEqual([]);
    expect(ruleIds(check({ sealed: true }, apex('0 issue ;')))).toEqual([]);
    const past = { ...window, from: NOW - 1000, to: NOW };
    expect(ruleIds(check({ sealed: true, windows: [past] }, apex(`0 issue ${BOUND_VALUE}`)))).toEqual([
      'caa/undeclared-issuer',
    ]);
  });
  it('does not fire for a malformed record, which grants nothing', () => {
    const judgement = check({}, apex(`0 issue ${BOUND_VALUE}`, '0 issue evil.example; a=b;'));
    expect(ruleIds(judgement)).toEqual(['caa/malformed']);
  });
});

describe('caa/binding-lost', () => {
  it('fires where the account is not bound, which is the jabber.ru case', () => {
    const finding = only(check({}, apex('0 issue letsencrypt.org')), 'caa/binding-lost');
    expect(finding.severity).toBe('critical');
    expect(said(finding)).toContain(
      `~ issue letsencrypt.org, account ${ACCOUNT}, method dns-01 -> issue letsencrypt.org, any account, any method`,
    );
  });
  it('fires where the method alone is open', () => {
    const judgement = check({}, apex(`0 issue letsencrypt.org;accounturi=${ACCOUNT}`));
    expect(ruleIds(judgement)).toEqual(['caa/binding-lost']);
    expect(said(only(judgement, 'caa/binding-lost'))).toContain('The method binding');
  });
  it('fires where Let’s Encrypt does not see the binding, and not for a CA that does', () => {
    const judgement = check(
      {},
      apex(`0 issue letsencrypt.org;AccountURI=${ACCOUNT};validationmethods=dns-01`),
    );
    expect(ruleIds(judgement)).toEqual(['caa/binding-ignored', 'caa/binding-lost', 'caa/profiles-differ']);
    const ca = grant('sectigo.com', { accounts: ['https://sectigo.com/1'] });
    const strict = check({ issue: [ca] }, apex('0 issue sectigo.com;AccountURI=https://sectigo.com/1'));
    expect(ruleIds(strict)).not.toContain('caa/binding-lost');
    expect(ruleIds(strict)).toContain('caa/binding-ignored');
  });
  it('does not fire where deployed is stricter than declared', () => {
    expect(ruleIds(check({ issue: [grant()] }))).toEqual(['policy/no-account', 'policy/no-method']);
  });
});

describe('caa/wrong-account', () => {
  it('is critical where another account is let in', () => {
    const finding = only(
      check({}, apex(`0 issue letsencrypt.org;accounturi=${OTHER};validationmethods=dns-01`)),
      'caa/wrong-account',
    );
    expect(finding.severity).toBe('critical');
    expect(said(finding)).toContain('its next renewal will be refused');
  });
  it('is high for a staging URI, which admits nobody', () => {
    const judgement = check(
      {},
      apex(`0 issue letsencrypt.org;accounturi=${STAGING};validationmethods=dns-01`),
    );
    expect(only(judgement, 'caa/wrong-account').severity).toBe('high');
    expect(ruleIds(judgement)).toEqual(['caa/wrong-account']);
  });
  it('does not speak of renewals where the declared account is there as well', () => {
    const judgement = check(
      {},
      apex(`0 issue ${BOUND_VALUE}`, `0 issue letsencrypt.org;accounturi=${OTHER}`),
    );
    expect(said(only(judgement, 'caa/wrong-account'))).not.toContain('renewal');
  });
});

describe('caa/declared-issuer-denied', () => {
  it('fires where a declared CA is not in the set', () => {
    const judgement = check({
      issue: [BOUND, grant('sectigo.com', { accounts: ['https://sectigo.com/1'], methods: ['dns-01'] })],
    });
    expect(ruleIds(judgement)).toEqual(['caa/declared-issuer-denied']);
    expect(said(only(judgement, 'caa/declared-issuer-denied'))).toContain(
      '- issue sectigo.com, account https://sectigo.com/1',
    );
  });
  it('fires where one of several accounts or methods is refused', () => {
    const methods = check({ issue: [{ ...BOUND, methods: ['dns-01', 'dns-account-01'] }] });
    expect(said(only(methods, 'caa/declared-issuer-denied'))).toContain('method dns-account-01');
    const accounts = check({ issue: [{ ...BOUND, accounts: [ACCOUNT, OTHER] }] });
    expect(said(only(accounts, 'caa/declared-issuer-denied'))).toContain(OTHER);
  });
  it('fires where Let’s Encrypt refuses its own name in other letters', () => {
    const judgement = check(
      {},
      apex(`0 issue LetsEncrypt.org;accounturi=${ACCOUNT};validationmethods=dns-01`),
    );
    expect(ruleIds(judgement)).toEqual(['caa/declared-issuer-denied', 'caa/profiles-differ']);
  });
});
