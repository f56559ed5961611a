import { describe, expect, it } from 'vitest';
import { BOUND_VALUE, caa, failed, grant, namePolicy, records, seenOf, without } from '../testing/builder.js';
import { check, only, ruleIds, said } from '../testing/check.js';

const apex = (...set: readonly (string | Uint8Array)[]) => seenOf([caa('example.com', set)]);

describe('caa/malformed', () => {
  it.each([
    ['a ";" at the end', '0 issue sectigo.com;a=b;'],
    ['two accounts', '0 issue letsencrypt.org;accounturi=https://a/1;accounturi=https://a/1'],
    ['no URI', '0 issue letsencrypt.org;accounturi=12'],
    ['spaces between methods', '0 issue letsencrypt.org;validationmethods=dns_01'],
    ['RDATA that is none', Uint8Array.of(0, 9, 0x69)],
  ])('fires for %s', (_, record) => {
    expect(ruleIds(check({}, apex(`0 issue ${BOUND_VALUE}`, record)))).toContain('caa/malformed');
  });
  it('does not fire for an empty list of methods, which is a way to say nobody', () => {
    const judgement = check({}, apex(`0 issue ${BOUND_VALUE}`, '0 issue sectigo.com;validationmethods='));
    expect(ruleIds(judgement)).toEqual([]);
  });
  it('does not fire for ";"', () => {
    expect(ruleIds(check({ issue: [] }, apex('0 issue ;')))).toEqual([]);
  });
});

describe('caa/unknown-critical', () => {
  it('fires for a tag that nobody knows', () => {
    expect(ruleIds(check({}, apex(`0 issue ${BOUND_VALUE}`, '128 tbs x')))).toEqual(['caa/unknown-critical']);
  });
  it('fires for contactemail only if Let’s Encrypt is declared', () => {
    const set = apex(`0 issue ${BOUND_VALUE}`, '128 contactemail a@example.com');
    expect(ruleIds(check({ contacts: ['a@example.com'] }, set))).toContain('caa/unknown-critical');
    const other = apex('0 issue sectigo.com', '128 contactemail a@example.com');
    expect(
      ruleIds(check({ contacts: ['a@example.com'], issue: [grant('sectigo.com')] }, other)),
    ).not.toContain('caa/unknown-critical');
  });
});

describe('caa/binding-ignored', () => {
  it('fires for a name that is misspelt, and not for another parameter', () => {
    expect(
      ruleIds(check({ issue: [grant('sectigo.com')] }, apex('0 issue sectigo.com;accounturl=https://a/1'))),
    ).toContain('caa/binding-ignored');
    expect(
      ruleIds(check({ issue: [grant('sectigo.com')] }, apex('0 issue sectigo.com;policy=ev'))),
    ).not.toContain('caa/binding-ignored');
  });
});

describe('caa/wild-open', () => {
  it('fires where policy and world restrict wildcards alone', () => {
    const judgement = check({ issue: 'unrestricted', issuewild: [] }, apex('0 issuewild ;'));
    expect(ruleIds(judgement)).toEqual(['caa/wild-open']);
    expect(judgement.outcome).toBe('ok');
  });
  it('leaves it to caa/missing where the policy restricts single names', () => {
    expect(ruleIds(check({ issuewild: [] }, apex('0 issuewild ;')))).toEqual(['caa/missing']);
  });
});

describe('caa/profiles-differ', () => {
  it('fires for flag value 1 on an unknown tag', () => {
    expect(ruleIds(check({}, apex(`0 issue ${BOUND_VALUE}`, '1 tbs x')))).toEqual([
      'caa/flags-odd',
      'caa/profiles-differ',
      'caa/unknown-critical',
    ]);
  });
});

describe('caa/shadowed', () => {
  const names = [namePolicy('www.example.com')];
  it('fires for a looser set below, and says that the one above would do', () => {
    const judgement = check({ names }, seenOf([caa('www.example.com', ['0 issue evil.example'])]));
    expect(ruleIds(judgement)).toEqual([
      'caa/declared-issuer-denied',
      'caa/shadowed',
      'caa/undeclared-issuer',
    ]);
    expect(said(only(judgement, 'caa/shadowed'))).toContain('Remove the CAA records at www.example.com');
  });
  it('does not fire for one that is as strict, nor where the name inherits', () => {
    expect(ruleIds(check({ names }, seenOf([caa('www.example.com', [`0 issue ${BOUND_VALUE}`])])))).toEqual(
      [],
    );
    expect(ruleIds(check({ names }, seenOf([caa('www.example.com', [])])))).toEqual([]);
  });
  it('is silent while the name below was not seen', () => {
    expect(ruleIds(check({ names }))).toEqual(['survey/unreachable']);
  });
});

describe('caa/foreign-owner', () => {
  const names = [namePolicy('www.example.com')];
  const alias = (to: string) =>
    caa('www.example.com', [`0 issue ${BOUND_VALUE}`], {
      owner: to,
      zone: to,
      aliases: [{ from: 'www.example.com', to, via: 'CNAME' }],
    });
  it('fires where an alias leads out of the domain', () => {
    expect(ruleIds(check({ names }, seenOf([alias('cdn.example.net')])))).toEqual(['caa/foreign-owner']);
    expect(ruleIds(check({ names }, seenOf([alias('web.example.com')])))).toEqual([]);
  });
});

describe('caa/lookup-fails', () => {
  it('is drift where the answer is bogus', () => {
    const judgement = check({}, seenOf([failed('example.com', 'CAA', 'bogus', 'signature-expired')]));
    expect(ruleIds(judgement)).toEqual(['caa/lookup-fails', 'dnssec/bogus']);
    expect(judgement.outcome).toBe('drift');
  });
  it('is drift where the servers answer for the zone and refuse this question', () => {
    const judgement = check({}, seenOf([failed('example.com', 'CAA', 'indeterminate', 'servfail')]));
    expect(ruleIds(judgement)).toEqual(['caa/lookup-fails', 'survey/unreachable']);
  });
  it('is unknown where they refuse every question', () => {
    const refused = ['CAA', 'DS', 'DNSKEY', 'NS', 'SOA'].map((type) =>
      failed('example.com', type, 'indeterminate', 'servfail'),
    );
    expect(check({}, seenOf(refused)).outcome).toBe('unknown');
  });
  it('leaves it to the finding on the zone above, if that is where the chain is broken', () => {
    const seen = seenOf([caa('example.com', []), failed('com', 'CAA', 'bogus', 'ds-mismatch')]);
    const judgement = check({}, seen);
    expect(ruleIds(judgement)).toEqual(['dnssec/ancestor-bogus']);
    expect(judgement.domains.map(({ outcome }) => outcome)).toEqual(['drift']);
  });
  it('does not care for a failure above the set that decides', () => {
    expect(ruleIds(check({}, seenOf([failed('com', 'CAA', 'bogus', 'ds-mismatch')])))).toEqual([]);
    expect(ruleIds(check({}, without(seenOf(), 'com/CAA')))).toEqual([]);
  });
  it('is unknown where servers are silent altogether', () => {
    const silent = ['CAA', 'DS', 'DNSKEY', 'NS', 'SOA'].map((type) =>
      failed('example.com', type, 'indeterminate', 'timeout'),
    );
    const judgement = check({}, seenOf(silent));
    expect(ruleIds(judgement)).toEqual(['survey/unreachable']);
    expect(judgement.outcome).toBe('unknown');
  });
});

describe('caa/contact-undeclared, caa/iodef-differs, caa/flags-odd', () => {
  it('fire for a contact, a report address and flags that are not declared', () => {
    const judgement = check(
      { iodef: ['mailto:a@example.com'] },
      apex(`128 issue ${BOUND_VALUE}`, '0 contactemail b@example.net', '0 iodef mailto:c@example.net'),
    );
    expect(ruleIds(judgement)).toEqual(['caa/contact-undeclared', 'caa/flags-odd', 'caa/iodef-differs']);
    expect(said(only(judgement, 'caa/iodef-differs'))).toContain('- iodef mailto:a@example.com');
  });
  it('do not fire for declared ones', () => {
    const set = apex(`0 issue ${BOUND_VALUE}`, '0 contactphone +491234', '0 iodef mailto:a@example.com');
    expect(ruleIds(check({ iodef: ['mailto:a@example.com'], contacts: ['+491234'] }, set))).toEqual([]);
  });
});

describe('outside text', () => {
  it('never becomes words of ours', () => {
    const hostile = 'evil\u001b[31m.example';
    const judgement = check(
      {},
      apex(`0 issue ${BOUND_VALUE}`, `0 ${'x'}issue ${hostile}`, `0 issue ${hostile}`),
    );
    const words = JSON.stringify(judgement.findings, (key, value: unknown) =>
      key === 'outside' || key === 'subject' ? '' : value,
    );
    expect(words).not.toContain('evil');
  });
  it('is kept apart in records with any bytes', () => {
    const judgement = check(
      {},
      seenOf([
        records('example.com', 'CAA', [Uint8Array.of(0, 5, 0x69, 0x73, 0x73, 0x75, 0x65, 0xff, 0x1b)]),
      ]),
    );
    expect(ruleIds(judgement)).toContain('caa/malformed');
  });
});
