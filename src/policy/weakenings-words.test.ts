import { describe, expect, it } from 'vitest';
import { domain, said } from './testing/words.js';
import { policyFrom } from './testing/load.js';
import { weakenings } from './weakenings.js';

const A1 = 'https://acme-v02.api.letsencrypt.org/acme/acct/1';
const A2 = 'https://acme-v02.api.letsencrypt.org/acme/acct/2';
const BOUND = `issue: [{ca: letsencrypt.org, account: "${A1}", methods: [dns-01]}]`;

describe('a weakening is told in words', () => {
  it.each<[string, string, string, string[]]>([
    [
      'a binding that is lost, for names and for wildcards',
      domain(BOUND),
      domain('issue: [{ca: letsencrypt.org, methods: [dns-01]}]'),
      ['issue', 'issuewild'].map(
        (tag) =>
          `${tag} of example.com: letsencrypt.org for any account by dns-01 may issue (${tag}); before: only letsencrypt.org for account ${A1} by dns-01`,
      ),
    ],
    [
      'another account',
      domain(BOUND, 'issuewild: none'),
      domain(BOUND.replace('acct/1', 'acct/2'), 'issuewild: none'),
      [
        `issue of example.com: letsencrypt.org for account ${A2} by dns-01 may issue (issue); before: only letsencrypt.org for account ${A1} by dns-01`,
      ],
    ],
    [
      'a CA more, where nobody was allowed',
      domain('issuewild: none'),
      domain('issuewild: [pki.goog]'),
      [
        'issuewild of example.com: pki.goog for any account by any method may issue (issuewild); before: nobody',
      ],
    ],
    [
      'every CA for S/MIME',
      domain('issuemail: none'),
      domain(),
      ['issuemail of example.com: every CA may issue (issuemail); before: nobody'],
    ],
    [
      'every CA for mark certificates',
      domain('issuevmc: [digicert.com]'),
      domain('issuevmc: unrestricted'),
      [
        'issuevmc of example.com: every CA may issue (issuevmc); before: digicert.com for any account by any method',
      ],
    ],
    [
      'reports that go elsewhere',
      domain('iodef: mailto:a@example.com'),
      domain('iodef: mailto:b@example.com'),
      [
        'iodef of example.com: reports go to mailto:b@example.com; before: not',
        'iodef of example.com: reports need not go to mailto:a@example.com any more',
      ],
    ],
    [
      'a contact more',
      domain('contacts: a@example.com'),
      domain('contacts: [a@example.com, b@example.com]'),
      ['contacts of example.com: b@example.com may be a contact for validation; before: not'],
    ],
    [
      'validation that another may answer, but not one below what was allowed',
      domain('challenges: auth.example.net'),
      domain('challenges: [a.auth.example.net, auth.example.org]'),
      ['challenges of example.com: validation by DNS may be answered at auth.example.org; before: not'],
    ],
    [
      'a seal that is broken',
      domain('sealed: true'),
      domain(),
      ['sealed of example.com: issuance is open at all times; before: sealed, open in windows only'],
    ],
    [
      'a window that is longer',
      domain('sealed: true', 'windows: [{from: 2026-12-01T04:00:00Z, to: 2026-12-01T06:00:00Z}]'),
      domain('sealed: true', 'windows: [{from: 2026-12-01T04:00:00Z, to: 2026-12-01T07:00:00Z}]'),
      [
        'windows of example.com: issuance is open from 2026-12-01T04:00:00.000Z to 2026-12-01T07:00:00.000Z; before: not all of that time',
      ],
    ],
    [
      'two windows that join the same time',
      domain(
        'sealed: true',
        'windows: [{from: 2026-12-01, to: 2026-12-02}, {from: 2026-12-02, to: 2026-12-03}]',
      ),
      domain('sealed: true', 'windows: [{from: 2026-12-01, to: 2026-12-03}]'),
      [],
    ],
    [
      'a standing grant that gets wider and longer',
      domain(`persist: [{ca: letsencrypt.org, account: "${A1}", until: 2027-01-01}]`),
      domain(`persist: [{ca: letsencrypt.org, account: "${A1}", wildcard: true}]`),
      [
        `persist of example.com: a standing grant may exist for letsencrypt.org, account ${A1}, wildcards included, without end; before: not so`,
      ],
    ],
    [
      'a standing grant that lasts longer',
      domain(`persist: [{ca: letsencrypt.org, account: "${A1}", until: 2027-01-01}]`),
      domain(`persist: [{ca: letsencrypt.org, account: "${A1}", until: 2027-02-01}]`),
      [
        `persist of example.com: a standing grant may exist for letsencrypt.org, account ${A1}, until 2027-02-01T00:00:00.000Z; before: not so`,
      ],
    ],
    [
      'a standing grant that ends sooner, without wildcards',
      domain(`persist: [{ca: letsencrypt.org, account: "${A1}", wildcard: true, until: 2027-02-01}]`),
      domain(`persist: [{ca: letsencrypt.org, account: "${A1}", until: 2027-01-01}]`),
      [],
    ],
  ])('%s', async (_what, from, to, expected) => {
    expect(await said(from, to)).toEqual(expected);
  });

  it('shows the place in the looser policy', async () => {
    const list = weakenings(
      await policyFrom(domain(BOUND, 'dnssec: {required: true}')),
      await policyFrom(domain('issue: [letsencrypt.org]', 'dnssec: {required: false}')),
    );
    expect(list.map(({ clause, at }) => [clause, at?.line])).toEqual([
      ['issue', 4],
      ['issuewild', 4],
      ['dnssec.required', 5],
    ]);
  });
});
