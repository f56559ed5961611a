import { describe, expect, it } from 'vitest';
import { DnsName } from '../../base/name.js';
import { guardedName, readHost } from '../facts/certificate-names.js';
import {
  BOUND,
  BOUND_VALUE,
  caa,
  certificate,
  DAY,
  issued,
  namePolicy,
  NOW,
  OUR_KEY,
  seenOf,
} from '../testing/builder.js';
import { check, only, ruleIds, said } from '../testing/check.js';

const THEIRS = { spkiSha256: '66'.repeat(32) };
const showed = (...certificates: ReturnType<typeof certificate>[]) => seenOf([], [issued(certificates)]);

describe('ct/unknown-certificate', () => {
  it('finds a certificate of the owner’s own CA with another key, and what a binding would have done', () => {
    const bound = only(check({}, showed(certificate(1, ['example.com'], THEIRS))), 'ct/unknown-certificate');
    expect(bound).toMatchObject({ severity: 'critical', kind: 'drift', fails: true });
    expect(said(bound)).toContain('admits no account of letsencrypt.org but those it names');
    const open = seenOf(
      [caa('example.com', ['0 issue letsencrypt.org'])],
      [issued([certificate(1, ['example.com'], THEIRS)])],
    );
    expect(said(only(check({}, open), 'ct/unknown-certificate'))).toContain(
      'would let it be issued again: any account at letsencrypt.org may, validated by http-01, tls-alpn-01, dns-01',
    );
  });
  it('is silent for our key and for a certificate known by its digest, before or after the SCTs', () => {
    expect(ruleIds(check({}, showed(certificate(1, ['example.com']))))).toEqual([]);
    const theirs = certificate(1, ['example.com'], THEIRS);
    for (const digest of [theirs.facts.sha256, theirs.facts.tbsSha256])
      expect(
        ruleIds(check({ own: { keys: [], certificates: [digest], exhaustive: true } }, showed(theirs))),
      ).toEqual([]);
  });
  it('counts precertificate and certificate once, and from several sources', () => {
    const pre = certificate(1, ['example.com'], { ...THEIRS, precertificate: true });
    const final = certificate(1, ['example.com'], { ...THEIRS, sha256: 'ab'.repeat(32) });
    const seen = seenOf([], [issued([pre]), issued([final], { source: 'other' })]);
    const finding = only(check({}, seen), 'ct/unknown-certificate');
    expect(finding.subject).toBe('ab'.repeat(32));
    expect(said(finding)).toContain('certspotter, other');
  });
  it('says what the source tells of revocation and of how to report it, as the source’s word, once', () => {
    const hints = { revoked: true, reporting: 'Mail evil@ca.example\n::error::fake' };
    const told = { ...certificate(1, ['example.com'], THEIRS), hints };
    const pre = { ...certificate(1, ['example.com'], { ...THEIRS, precertificate: true }), hints };
    const finding = only(check({}, showed(told, pre)), 'ct/unknown-certificate');
    expect(said(finding).match(/certspotter says that its CA has revoked it/g)).toHaveLength(1);
    expect(said(finding).match(/ How, as certspotter says: Mail evil/g)).toHaveLength(1);
    expect(finding.mend.flat()).toContainEqual({ outside: hints.reporting });
    expect(finding).toMatchObject({ severity: 'critical', fails: true });
  });
  it('names each source where they differ over a revocation, and says nothing where none tells', () => {
    const one = certificate(1, ['example.com'], THEIRS);
    const seen = seenOf(
      [],
      [
        issued([{ ...one, hints: { revoked: false } }]),
        issued([{ ...one, hints: { revoked: true } }], { source: 'other' }),
      ],
    );
    const differing = said(only(check({}, seen), 'ct/unknown-certificate'));
    expect(differing).toContain('certspotter says that its CA has not revoked it');
    expect(differing).toContain('other says that its CA has revoked it');
    expect(said(only(check({}, showed(one)), 'ct/unknown-certificate'))).not.toMatch(/revoked|How, as/);
  });
  it('is high for one that has ended', () => {
    const ended = certificate(1, ['example.com'], { ...THEIRS, notAfter: NOW - DAY });
    expect(only(check({}, showed(ended)), 'ct/unknown-certificate').severity).toBe('high');
  });
  it('does not judge others’ names, nor anything where the policy says so', () => {
    expect(ruleIds(check({}, showed(certificate(1, ['example.org', 'notexample.com'], THEIRS))))).toEqual([]);
    const own = { keys: [OUR_KEY], certificates: [], exhaustive: false };
    expect(ruleIds(check({ own }, showed(certificate(1, ['example.com'], THEIRS))))).toEqual([]);
  });
  it('is unknown where a source stopped, and drift besides for what it did show', () => {
    const failure = { code: 'unreachable', detail: 'connection refused' };
    expect(check({}, seenOf([], [issued([], { complete: false, failure })])).outcome).toBe('unknown');
    const both = check(
      {},
      seenOf([], [issued([certificate(1, ['example.com'], THEIRS)], { complete: false, failure })]),
    );
    expect(both.outcome).toBe('drift');
    expect(ruleIds(both)).toEqual(['ct/unknown-certificate', 'survey/unreachable']);
  });
});

describe('names in certificates', () => {
  const domain = DnsName.parse('example.com');
  const guarded = (value: string, kind: 'dns' | 'ip' | 'email' = 'dns') =>
    guardedName(domain, { from: 'san', kind, value }) !== undefined;
  it.each(['example.com', 'EXAMPLE.com', 'www.example.com.', '*.example.com', '*.com', '*.a.example.com'])(
    '%s is guarded',
    (value) => {
      expect(guarded(value)).toBe(true);
    },
  );
  it.each(['example.org', 'badexample.com', '*.org', 'example.com.evil.test', '', '...', '*'])(
    '%s is not',
    (value) => {
      expect(guarded(value)).toBe(false);
    },
  );
  it('are turned into A-labels, and never read with escapes', () => {
    expect(readHost('BÜCHER.example')?.toCanonicalString()).toBe('xn--bcher-kva.example');
    expect(readHost('a\\.example.com')?.labels).toHaveLength(3);
    expect(guarded('nul\u0000.example.com')).toBe(true);
  });
  it('count by their domain where they are mail addresses, and not where they are IP addresses', () => {
    expect(guarded('someone@example.com', 'email')).toBe(true);
    expect(guarded('10.0.0.1', 'ip')).toBe(false);
  });
});

describe('ct/forbidden-issuer', () => {
  const evil = { domains: ['evil.example'], from: 'table' } as const;
  it('fires for a CA that the policy does not name', () => {
    const judgement = check({}, showed(certificate(1, ['example.com'], THEIRS, evil)));
    expect(ruleIds(judgement)).toEqual(['ct/forbidden-issuer', 'ct/unknown-certificate']);
    expect(only(judgement, 'ct/forbidden-issuer').severity).toBe('critical');
  });
  it('is high where the key is ours, and accepts a certificate that is declared itself', () => {
    const ours = certificate(1, ['example.com'], {}, evil);
    expect(only(check({}, showed(ours)), 'ct/forbidden-issuer').severity).toBe('high');
    const own = { keys: [], certificates: [ours.facts.sha256], exhaustive: true };
    expect(ruleIds(check({ own }, showed(ours)))).toEqual([]);
  });
  it('asks the policy of the very name, and of wildcards', () => {
    const names = [
      namePolicy('www.example.com', {
        issue: [{ ...BOUND, ca: 'evil.example', accounts: ['https://evil.example/1'] }],
      }),
    ];
    const lookups = [
      caa('www.example.com', [
        '0 issue evil.example;accounturi=https://evil.example/1;validationmethods=dns-01',
      ]),
    ];
    const seen = (value: string) => seenOf(lookups, [issued([certificate(1, [value], {}, evil)])]);
    expect(ruleIds(check({ names }, seen('www.example.com')))).toEqual(['policy/issuer-unknown']);
    expect(ruleIds(check({ names }, seen('example.com')))).toEqual([
      'ct/forbidden-issuer',
      'policy/issuer-unknown',
    ]);
    const wild = check(
      { issuewild: [] },
      seenOf(
        [caa('example.com', [`0 issue ${BOUND_VALUE}`, '0 issuewild ;'])],
        [issued([certificate(1, ['*.example.com'])])],
      ),
    );
    // that nobody may is a finding of its own
    expect(ruleIds(wild)).toEqual(['ct/forbidden-kind']);
  });
});

describe('ct/sealed-issuance', () => {
  const at = BOUND.at;
  const sealed = (windows: readonly { from: number; to: number }[]) => ({
    sealed: true,
    windows: windows.map((one) => ({ ...one, at })),
  });
  const seen = (facts: object) =>
    seenOf(
      [caa('example.com', ['0 issue ;'])],
      [issued([certificate(1, ['example.com'], { ...THEIRS, ...facts })])],
    );
  const issuedAt = { notBefore: NOW - 5 * DAY };
  it('fires outside of every window', () => {
    expect(ruleIds(check(sealed([]), seen(issuedAt)))).toContain('ct/sealed-issuance');
    const after = sealed([{ from: NOW - 6 * DAY, to: NOW - 5 * DAY }]);
    expect(ruleIds(check(after, seen(issuedAt)))).toContain('ct/sealed-issuance');
  });
  it('does not fire within a window, by an hour before it, for our own, or without a seal', () => {
    const within = sealed([{ from: NOW - 5 * DAY + 3_600_000, to: NOW - 4 * DAY }]);
    expect(ruleIds(check(within, seen(issuedAt)))).toEqual(['ct/unknown-certificate']);
    expect(ruleIds(check(sealed([]), seen({ ...issuedAt, spkiSha256: OUR_KEY })))).toEqual([]);
  });
});

describe('ct/unreadable, ct/issuer-unmapped, ct/name-unknown', () => {
  it('an unreadable certificate is drift, whatever its names', () => {
    const judgement = check(
      {},
      showed(certificate(1, ['example.org'], { problems: ['the SAN extension ends early'] })),
    );
    expect(ruleIds(judgement)).toEqual(['ct/unreadable']);
    expect(judgement.outcome).toBe('drift');
  });
  it('an issuer in no table is unknown, unless the certificate is ours', () => {
    const none = { domains: [], from: 'none' } as const;
    const theirs = check(
      { own: { keys: [], certificates: [], exhaustive: false } },
      showed(certificate(1, ['example.com'], THEIRS, none)),
    );
    expect(ruleIds(theirs)).toEqual(['ct/issuer-unmapped']);
    expect(theirs.outcome).toBe('unknown');
    expect(ruleIds(check({}, showed(certificate(1, ['example.com'], {}, none))))).toEqual([]);
    expect(ruleIds(check({}, showed(certificate(1, ['example.com'], THEIRS, none))))).toEqual([
      'ct/issuer-unmapped',
      'ct/unknown-certificate',
    ]);
  });
  it('a name that the policy does not list is a weakness, once a name', () => {
    const own = { keys: [], certificates: [], exhaustive: false };
    const judgement = check(
      { own },
      showed(certificate(1, ['old.example.com', 'example.com']), certificate(2, ['OLD.example.com'])),
    );
    expect(only(judgement, 'ct/name-unknown')).toMatchObject({ subject: 'old.example.com', severity: 'low' });
    expect(judgement.outcome).toBe('ok');
  });
});
