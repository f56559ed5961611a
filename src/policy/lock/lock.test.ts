import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderText } from '../../base/text.js';
import { canonicalDomain } from '../canonical.js';
import type { Policy } from '../model.js';
import { policies } from '../testing/arbitrary.js';
import { policyFrom } from '../testing/load.js';
import { weakenings } from '../weakenings.js';
import { lockDifference, runDifference, unguarded } from './differences.js';
import { readLock } from './read.js';
import { writeLock } from './write.js';

const FILE = 'caa-guard.lock';
const A1 = 'https://acme-v02.api.letsencrypt.org/acme/acct/1';
const BOUND = `issue: [{ca: letsencrypt.org, account: "${A1}", methods: [dns-01]}], issuewild: none`;

const policyOf = (domains: Readonly<Record<string, string>>, rest = ''): Promise<Policy> =>
  policyFrom(
    `version: 1\n${rest}domains:\n${Object.entries(domains)
      .map(([name, clauses]) => `  ${name}: {${clauses}}\n`)
      .join('')}`,
    { 'dns/ledger.json': LEDGER },
  );
const LEDGER = 'version: 1\ndomains: {}\n';

/** What every domain says of a lock, in words. */
function told(lock: Policy, policy: Policy): readonly string[] {
  const read = readLock(writeLock(lock, FILE), FILE);
  const words = (one: Parameters<typeof renderText>[0]): string => renderText(one, (value) => value);
  return policy.domains.flatMap((domain) => {
    const found = lockDifference(read, policy, domain);
    if (found === undefined) return [];
    return [
      `${domain.name} ${found.kind}`,
      ...found.weakenings.map((one) => `- ${one.clause}: ${words(one.words)}`),
      ...found.strengthenings.map((one) => `+ ${one.clause}: ${words(one.words)}`),
      ...found.others.map((one) => `~ ${words(one)}`),
    ];
  });
}

describe('a lock', () => {
  it('reads back as the policy that it locks', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const lock = readLock(writeLock(policy, FILE), FILE);
        expect(lock.policy.domains.map(canonicalDomain)).toEqual(policy.domains.map(canonicalDomain));
        expect([...weakenings(policy, lock.policy), ...weakenings(lock.policy, policy)]).toEqual([]);
        expect(policy.domains.map((one) => lockDifference(lock, policy, one))).toEqual(
          policy.domains.map(() => undefined),
        );
        expect(unguarded(lock, policy)).toEqual([]);
        expect(runDifference(lock, policy)).toBeUndefined();
      }),
    );
  });

  it('is the same file for the same policy, whatever the order it is written in', async () => {
    const one = await policyOf({ 'example.com': BOUND, 'example.org': 'issue: none' });
    const two = await policyOf({
      'example.org': 'issue: none',
      'example.com': `issuewild: none, ${BOUND.replace(', issuewild: none', '')}`,
    });
    expect(writeLock(two, FILE)).toBe(writeLock(one, FILE));
  });

  it('tells which domain is other than locked, and how it is looser', async () => {
    const lock = await policyOf({ 'example.com': BOUND, 'example.org': 'issue: none' });
    const now = await policyOf({
      'example.com': BOUND.replace(`account: "${A1}", `, ''),
      'example.org': 'issue: none',
    });
    expect(told(lock, now)).toEqual([
      'example.com changed',
      `- issue: letsencrypt.org for any account by dns-01 may issue (issue); before: only letsencrypt.org for account ${A1} by dns-01`,
    ]);
    expect(told(now, lock)[1]).toMatch(/^\+ issue: letsencrypt.org for any account by dns-01 may not issue/);
  });

  it('tells a domain that is not locked, and one that is guarded no more', async () => {
    const lock = await policyOf({ 'example.com': BOUND });
    const now = await policyOf({ 'example.org': 'issue: none' });
    expect(told(lock, now)).toEqual(['example.org added']);
    expect(unguarded(readLock(writeLock(lock, FILE), FILE), now)).toEqual(['example.com']);
  });

  it('sees a name that is carved out of a domain into a looser one', async () => {
    const lock = await policyOf({ 'example.com': 'issue: none' });
    const now = await policyOf({ 'example.com': 'issue: none', 'shop.example.com': 'issue: [pki.goog]' });
    expect(told(lock, now)).toEqual([
      'shop.example.com added',
      '- issue: pki.goog for any account by any method may issue (issue); before: nobody',
      '- issuewild: pki.goog for any account by any method may issue (issuewild); before: nobody',
    ]);
  });

  it('locks which ledger files there are, and not what renewals write there', async () => {
    const plain = await policyOf({ 'example.com': 'issue: none' });
    const ledger = await policyOf({ 'example.com': 'issue: none, certificates: {ledger: dns/ledger.json}' });
    const [domain] = ledger.domains;
    if (domain === undefined) throw new Error('no domain');
    expect(told(plain, ledger)).toEqual([
      'example.com changed',
      '~ ledger dns/ledger.json says which certificates are ours; before: not',
    ]);
    const entry = (file: string): Policy => ({
      ...ledger,
      domains: [
        {
          ...domain,
          own: {
            ...domain.own,
            ledger: [{ kind: 'key', spkiSha256: 'ab'.repeat(32), names: [], at: { ...domain.at, file } }],
          },
        },
      ],
    });
    expect(told(ledger, entry('dns/ledger.json'))).toEqual([]);
    expect(told(ledger, entry('policy.yaml'))[1]).toMatch(/^- certificates.ledger: certificates with key/);
  });

  it('locks waivers and what fails a run; a run may be stricter', async () => {
    const waiver = (day: string): string =>
      `waivers: [{rule: caa/iodef-differs, subject: example.com, reason: r, owner: o, expires: ${day}}]\n`;
    const domains = { 'example.com': 'issue: none' };
    const lock = readLock(
      writeLock(await policyOf(domains, `${waiver('2027-01-01')}failOn: {weakness: high}\n`), FILE),
      FILE,
    );
    const differs = async (rest: string): Promise<number | undefined> =>
      runDifference(lock, await policyOf(domains, rest))?.weakenings.length;
    expect(await differs(`${waiver('2027-01-01')}failOn: {weakness: low}\n`)).toBeUndefined();
    expect(await differs(`${waiver('2027-01-01')}failOn: {weakness: critical}\n`)).toBe(1);
    expect(await differs(`${waiver('2027-03-01')}failOn: {weakness: high}\n`)).toBe(1);
    expect(await differs('failOn: {weakness: high}\n')).toBe(0);
  });
});

describe('a lock that cannot be used', () => {
  const locked = async (): Promise<string> => writeLock(await policyOf({ 'example.com': BOUND }), FILE);

  it.each<[string, (text: string) => string, string]>([
    ['no JSON', () => 'x', 'expected a lock at "caa-guard.lock"'],
    ['something else', () => '{"a":1}', 'format'],
    ['another format', (text) => text.replace('lock/1', 'lock/2'), 'caa-guard/lock/1'],
    ['a domain that was edited', (text) => text.replace('acct/1', 'acct/2'), 'edited by hand, or merged'],
    ['a digest that was edited', (text) => text.replace(/"sha256": "./, '"sha256": "g'), 'sha256'],
    ['a policy under another name', (text) => text.replace('"example.com": {', '"example.org": {'), 'one of'],
  ])('is refused: %s', async (_what, edit, words) => {
    const text = await locked();
    expect(() => readLock(text, FILE)).not.toThrow();
    const edited = edit(text);
    expect(edited).not.toBe(text);
    expect(() => readLock(edited, FILE)).toThrow(words);
  });

  it('never fails otherwise, whatever is in it', async () => {
    const lock = JSON.parse(await locked()) as Record<string, unknown>;
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(lock)), fc.jsonValue(), (key, value) => {
        try {
          readLock(JSON.stringify({ ...lock, [key]: value }), FILE);
        } catch (error) {
          expect(error).toMatchObject({ code: 'LOCK_INVALID' });
        }
      }),
    );
  });
});
