import { describe, expect, it } from 'vitest';
import type { LookupEvidence } from '../../survey/evidence.js';
import { ACCOUNT, caa, DAY, failed, namePolicy, NOW, nsRdata, records, seenOf } from '../testing/builder.js';
import { check, only, ruleIds, said } from '../testing/check.js';

const CHALLENGE = '_acme-challenge.example.com';
const PERSIST = '_validation-persist.example.com';
const AT = { file: 'policy.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 };

function txt(...texts: readonly string[]): readonly Uint8Array[] {
  return texts.map((one) => Uint8Array.from([one.length, ...Buffer.from(one, 'latin1')]));
}

/** `name` is an alias to `to`, which lies in `zone` and has nothing of this type. */
function alias(
  name: string,
  to: string,
  zone: string,
  more: Parameters<typeof records>[3] & { readonly type?: string } = {},
): LookupEvidence {
  const { type = 'TXT', ...rest } = more;
  const aliases = [{ from: name, to, via: 'CNAME' as const }];
  return records(name, type, [], { aliases, owner: to, zone, state: 'insecure', ...rest });
}

const delegated = (...servers: readonly string[]): readonly LookupEvidence[] => [
  records(CHALLENGE, 'TXT', [], { zone: CHALLENGE, state: 'insecure' }),
  records(CHALLENGE, 'NS', servers.map(nsRdata), { zone: CHALLENGE, state: 'insecure' }),
];

describe('dns/acme-delegated', () => {
  const away = alias(CHALLENGE, 'a1.auth.example.net', 'auth.example.net');

  it('fires where an alias leads the challenge into a zone of others', () => {
    const finding = only(check({}, seenOf([away])), 'dns/acme-delegated');
    expect(finding).toMatchObject({ kind: 'drift', severity: 'high', subject: CHALLENGE, fails: true });
    expect(said(finding)).toContain(`+ ${CHALLENGE} CNAME a1.auth.example.net`);
    expect(said(finding)).toContain('challenges: [a1.auth.example.net]');
  });

  it('fires where the challenge is delegated, to whatever servers', () => {
    const finding = only(check({}, seenOf(delegated('ns1.auth.example.net'))), 'dns/acme-delegated');
    expect(said(finding)).toContain(`+ ${CHALLENGE} NS ns1.auth.example.net`);
    expect(ruleIds(check({}, seenOf(delegated())))).toContain('dns/acme-delegated');
  });

  it('does not fire for what the policy declares, at the name or above it', () => {
    expect(ruleIds(check({ challenges: ['auth.example.net'] }, seenOf([away])))).toEqual([]);
    const declared = { challenges: ['auth.example.net'] };
    expect(ruleIds(check(declared, seenOf(delegated('ns1.auth.example.net'))))).toEqual([]);
    expect(ruleIds(check(declared, seenOf(delegated('ns1.auth.example.net', 'ns.evil.test'))))).toEqual([
      'dns/acme-delegated',
    ]);
    expect(ruleIds(check({ challenges: ['th.example.net'] }, seenOf([away])))).toEqual([
      'dns/acme-delegated',
    ]);
  });

  it('does not fire for an alias within the domain, but for one into a zone below that is delegated away', () => {
    const within = (zone: string) => alias(CHALLENGE, 'acme.example.com', zone, { state: 'secure' });
    expect(ruleIds(check({}, seenOf([within('example.com')])))).toEqual([]);
    expect(ruleIds(check({}, seenOf([within('acme.example.com')])))).toEqual(['dns/acme-delegated']);
  });

  it('goes by the policy of the name that is validated', () => {
    const below = alias('_acme-challenge.www.example.com', 'a.auth.example.net', 'auth.example.net');
    const names = [namePolicy('www.example.com', { challenges: ['auth.example.net'] })];
    expect(ruleIds(check({ names }, seenOf([caa('www.example.com', []), below])))).toEqual([]);
    expect(
      ruleIds(check({ names: [namePolicy('www.example.com')] }, seenOf([caa('www.example.com', []), below]))),
    ).toEqual(['dns/acme-delegated']);
  });

  it('fires for a delegation to servers that are dead, unless the policy allows one: then it is unknown alone', () => {
    const lame = failed(CHALLENGE, 'TXT', 'indeterminate', 'lame');
    expect(ruleIds(check({}, seenOf([lame])))).toEqual(['dns/acme-delegated', 'survey/unreachable']);
    expect(ruleIds(check({ challenges: ['auth.example.net'] }, seenOf([lame])))).toEqual([
      'survey/unreachable',
    ]);
  });

  it('is unknown while it was not seen', () => {
    const { reason, ...silent } = failed(CHALLENGE, 'TXT', 'indeterminate', 'timeout');
    const judgement = check({}, seenOf([{ ...silent, reason: { ...reason!, zone: 'example.com' } }]));
    expect(judgement.outcome).toBe('unknown');
    expect(said(only(judgement, 'survey/unreachable'))).toContain(
      'can answer validations by DNS is not known',
    );
  });
});

describe('dns/persist-undeclared', () => {
  const grant = `letsencrypt.org; accounturi=${ACCOUNT}`;
  const standing = (...texts: readonly string[]) => seenOf([records(PERSIST, 'TXT', txt(...texts))]);
  const persist = [{ ca: 'letsencrypt.org', account: ACCOUNT, wildcard: false, at: AT }];

  it('fires for an account that the policy does not allow to stand there', () => {
    const finding = only(check({}, standing(grant)), 'dns/persist-undeclared');
    expect(finding).toMatchObject({ kind: 'drift', severity: 'critical', subject: PERSIST });
    expect(said(finding)).toContain(`account ${ACCOUNT}, without end # deployed: ${grant}`);
  });

  it.each([
    ['another account', `letsencrypt.org; accounturi=${ACCOUNT}1`],
    ['another CA', `pki.goog; accounturi=${ACCOUNT}`],
    ['wildcards too', `${grant}; policy=wildcard`],
  ])('fires for %s than the declared one', (_, text) =>
    expect(ruleIds(check({ persist }, standing(text)))).toEqual(['dns/persist-undeclared']),
  );

  it('fires for a grant that outlasts the declared end, and not for one within it', () => {
    const end = Math.floor((NOW + 90 * DAY) / 1000);
    const until = persist.map((one) => ({ ...one, until: end }));
    expect(ruleIds(check({ persist: until }, standing(`${grant}; persistUntil=${end}`)))).toEqual([]);
    for (const longer of [grant, `${grant}; persistUntil=${end + 1}`])
      expect(ruleIds(check({ persist: until }, standing(longer)))).toEqual(['dns/persist-undeclared']);
  });

  it('does not fire for the declared grant, for one that has ended, nor for other text', () => {
    expect(ruleIds(check({ persist }, standing(grant)))).toEqual([]);
    expect(ruleIds(check({}, standing(`${grant}; persistUntil=${Math.floor(NOW / 1000) - 1}`)))).toEqual([]);
    expect(ruleIds(check({}, standing('v=spf1 -all', 'google-site-verification=abc')))).toEqual([]);
  });

  it('names a grant that cannot be read, which a CA may read in another way', () => {
    const finding = only(check({}, standing('letsencrypt.org; accounturi=')), 'dns/persist-undeclared');
    expect(finding).toMatchObject({ severity: 'medium' });
    expect(said(finding)).toContain('the mandatory accounturi is missing');
  });

  it('fires where others write what stands there', () => {
    const seen = seenOf([alias(PERSIST, 'p.example.net', 'example.net')]);
    expect(said(only(check({}, seen), 'dns/persist-undeclared'))).toContain('written elsewhere');
    expect(ruleIds(check({ challenges: ['example.net'] }, seen))).toEqual([]);
  });
});

describe('dns/persist-expiring', () => {
  const persist = [{ ca: 'letsencrypt.org', account: ACCOUNT, wildcard: false, at: AT }];
  const until = (days: number) =>
    seenOf([
      records(
        PERSIST,
        'TXT',
        txt(`letsencrypt.org;accounturi=${ACCOUNT};persistUntil=${(NOW + days * DAY) / 1000}`),
      ),
    ]);
  it('fires for a declared grant in its last month, and fails nothing', () => {
    const finding = only(check({ persist }, until(29)), 'dns/persist-expiring');
    expect(finding).toMatchObject({ kind: 'forecast', severity: 'medium', fails: false });
    expect(ruleIds(check({ persist }, until(31)))).toEqual([]);
  });
});

describe('dns/dangling', () => {
  const gone = (zone: string, name = 'example.com') =>
    alias(name, 'shop.hosting.example', zone, { type: 'A', kind: 'nxdomain' });

  it('fires for a name that is an alias to what is not there', () => {
    const finding = only(check({}, seenOf([gone('hosting.example')])), 'dns/dangling');
    expect(finding).toMatchObject({ kind: 'weakness', severity: 'high', fails: false });
    expect(said(finding)).toContain('example.com -> shop.hosting.example');
  });

  it('is critical where the domain of the target is free for all', () => {
    const finding = only(check({}, seenOf([gone('example')])), 'dns/dangling');
    expect(finding.severity).toBe('critical');
    expect(said(finding)).toContain('anybody can register it');
  });

  it('does not fire for a target that is there, nor for one in the domain itself', () => {
    const there = alias('example.com', 'shop.hosting.example', 'hosting.example', { type: 'A' });
    expect(ruleIds(check({}, seenOf([there])))).toEqual([]);
    const within = alias('example.com', 'x.example.com', 'example.com', { type: 'A', kind: 'nxdomain' });
    expect(ruleIds(check({}, seenOf([within])))).toEqual([]);
  });

  it('fires for a name server that does not exist', () => {
    const server = records('ns1.example.net', 'A', [], { kind: 'nxdomain', zone: 'net' });
    const finding = only(check({}, seenOf([server])), 'dns/dangling');
    expect(finding).toMatchObject({ severity: 'critical', subject: 'ns1.example.net' });
  });

  it('fires for a declared challenge target only where its domain is free: records there come and go', () => {
    const at = (zone: string) =>
      check(
        { challenges: ['auth.example.net'] },
        seenOf([alias(CHALLENGE, 'a.auth.example.net', zone, { kind: 'nxdomain' })]),
      );
    expect(ruleIds(at('auth.example.net'))).toEqual([]);
    expect(ruleIds(at('net'))).toEqual(['dns/dangling']);
  });
});
