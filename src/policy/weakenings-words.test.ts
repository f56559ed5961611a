import { describe, expect, it } from 'vitest';
import { renderText } from '../base/text.js';
import { policyFrom } from './testing/load.js';
import { weakenings } from './weakenings.js';

const A1 = 'https://acme-v02.api.letsencrypt.org/acme/acct/1';
const A2 = 'https://acme-v02.api.letsencrypt.org/acme/acct/2';
const BOUND = `issue: [{ca: letsencrypt.org, account: "${A1}", methods: [dns-01]}]`;
const KEY = 'ab'.repeat(32);
const DS = (keyTag: number): string => `"${keyTag} 13 2 ${KEY}"`;

/** Clauses of example.com, one a line. */
const domain = (...clauses: string[]): string =>
  `version: 1\ndomains:\n  example.com:\n${[...(clauses.some((one) => one.startsWith('issue:')) ? [] : ['issue: none']), ...clauses].map((one) => `    ${one}\n`).join('')}`;

async function said(from: string, to: string): Promise<readonly string[]> {
  const list = weakenings(await policyFrom(from), await policyFrom(to));
  return list.map(
    ({ clause, subject, words }) => `${clause} of ${subject}: ${renderText(words, (value) => value)}`,
  );
}

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
      'a zone that may be unsigned',
      domain('dnssec: {required: true}'),
      domain(),
      ['dnssec.required of example.com: the zone may be unsigned; before: DNSSEC required'],
    ],
    [
      'an algorithm more',
      domain('dnssec: {algorithms: [13]}'),
      domain('dnssec: {algorithms: [13, 8]}'),
      ['dnssec.algorithms of example.com: DNSSEC algorithm 8 may be used; before: not'],
    ],
    [
      'any algorithm',
      domain('dnssec: {algorithms: [13]}'),
      domain(),
      ['dnssec.algorithms of example.com: any DNSSEC algorithm may be used; before: a list'],
    ],
    [
      'a DS set that loses one of its members',
      domain(`dnssec: {ds: [${DS(1)}, ${DS(2)}]}`),
      domain(`dnssec: {ds: [${DS(1)}]}`),
      [
        `dnssec.ds of example.com: the DS set at the parent may be 1 13 2 ${KEY}; before: 1 13 2 ${KEY}, 2 13 2 ${KEY}`,
      ],
    ],
    [
      'a DS that was not planned',
      domain(`dnssec: {ds: [${DS(1)}]}`),
      domain(`dnssec: {ds: [${DS(1)}], plannedDs: [${DS(2)}]}`),
      [`dnssec.plannedDs of example.com: DS 2 13 2 ${KEY} may stand at the parent; before: not planned`],
    ],
    [
      'a rollover that ends as planned',
      domain(`dnssec: {ds: [${DS(1)}], plannedDs: [${DS(2)}]}`),
      domain(`dnssec: {ds: [${DS(2)}]}`),
      [],
    ],
    [
      'a DS set that is pinned no longer',
      domain(`dnssec: {ds: [${DS(1)}]}`),
      domain(),
      ['dnssec.ds of example.com: any DS set may stand at the parent; before: pinned'],
    ],
    [
      'a horizon that comes nearer',
      domain('dnssec: {expiryHorizon: 2d}'),
      domain('dnssec: {expiryHorizon: 1d}'),
      [
        'dnssec.expiryHorizon of example.com: signatures need to be good for 86400 seconds only; before: 172800',
      ],
    ],
    [
      'a delegation without one of its servers',
      domain('nameservers: [ns1.example.net, ns2.example.net]'),
      domain('nameservers: [ns2.example.net]'),
      [
        'nameservers of example.com: the delegation may be ns2.example.net; before: ns1.example.net, ns2.example.net',
      ],
    ],
    [
      'a delegation that may be any',
      domain('nameservers: [ns1.example.net]'),
      domain(),
      ['nameservers of example.com: the delegation may be any; before: ns1.example.net'],
    ],
    [
      'subdomains out of sight',
      domain(),
      domain('includeSubdomains: false'),
      [
        'includeSubdomains of example.com: certificates for names below the domain are not looked at any more',
      ],
    ],
    [
      'certificates that are not judged any more',
      domain(),
      domain('certificates: {exhaustive: false}'),
      [
        'certificates.exhaustive of example.com: a certificate that is not known to be ours is no finding any more',
      ],
    ],
    [
      'a key more, and a certificate',
      domain(),
      domain(`certificates: {keys: ${KEY}, certificates: ${KEY}}`),
      [
        `certificates.keys of example.com: certificates with key ${KEY} are taken as ours; before: not`,
        `certificates.certificates of example.com: certificate ${KEY} is taken as ours; before: not`,
      ],
    ],
    [
      'a key more where none was asked for',
      domain('certificates: {exhaustive: false}'),
      domain(`certificates: {exhaustive: false, keys: ${KEY}}`),
      [],
    ],
    [
      'a name below that goes its own way',
      domain(),
      domain('names: {shop.example.com: {issue: pki.goog, issuewild: none}}'),
      ['issue of shop.example.com: pki.goog for any account by any method may issue (issue); before: nobody'],
    ],
    [
      'a domain that is gone',
      `${domain()}  example.org: {issue: none}\n`,
      domain(),
      ['domains of example.org: example.org is not guarded any more'],
    ],
    [
      'a new domain that takes its names from a guarded one',
      domain(),
      `${domain()}  shop.example.com: {issue: pki.goog, issuewild: none, certificates: {exhaustive: false}}\n`,
      [
        'issue of shop.example.com: pki.goog for any account by any method may issue (issue); before: nobody',
        'certificates.exhaustive of shop.example.com: a certificate that is not known to be ours is no finding any more',
      ],
    ],
    [
      'a name that moves into a domain of its own',
      domain('names: {shop.example.com: {issue: pki.goog}}'),
      `${domain()}  shop.example.com: {issue: pki.goog, issuewild: none}\n`,
      [],
    ],
    [
      'a waiver that lasts longer',
      `${domain()}waivers: [{rule: caa/iodef-differs, subject: example.com, reason: r, owner: o, expires: 2027-01-31}]`,
      `${domain()}waivers: [{rule: caa/iodef-differs, subject: example.com, reason: r, owner: o, expires: 2027-02-28}]`,
      [
        'waivers of example.com: caa/iodef-differs is waived for example.com until 2027-02-28; before: not so long, or not at all',
      ],
    ],
    [
      'a waiver with a day that no calendar has, which waives nothing',
      domain(),
      `${domain()}waivers: [{rule: caa/iodef-differs, subject: example.com, reason: r, owner: o, expires: 2027-02-30}]`,
      [],
    ],
    [
      'fewer weaknesses that fail',
      `${domain()}failOn: {weakness: high}`,
      domain(),
      ['failOn of : no weakness fails a run; before: from high on'],
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
