import { describe, expect, it } from 'vitest';
import { domain, said } from './testing/words.js';

const KEY = 'ab'.repeat(32);
const DS = (keyTag: number): string => `"${keyTag} 13 2 ${KEY}"`;

describe('what is looser of a zone, or of a policy as a whole, is told in words', () => {
  it.each<[string, string, string, string[]]>([
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
      'entries of the ledger',
      domain(`certificates: {ledger: [{kind: csr, spki: ${KEY}, names: [a.example.com, b.example.com]}]}`),
      domain(
        `certificates: {ledger: [{kind: csr, spki: ${KEY}, names: a.example.com}, {kind: key, spki: ${KEY}}, {kind: certificate, tbs: ${KEY}}]}`,
      ),
      [
        `certificates.ledger of example.com: certificates with key ${KEY} are taken as ours; before: not`,
        `certificates.ledger of example.com: certificate ${KEY} is taken as ours; before: not`,
      ],
    ],
    [
      'a ledger entry that the policy accepts by name, against the CA that issued it',
      domain(`certificates: {ledger: [{kind: certificate, tbs: ${KEY}}]}`),
      domain(`certificates: {certificates: ${KEY}}`),
      [`certificates.certificates of example.com: certificate ${KEY} is taken as ours; before: not`],
    ],
    [
      'a workflow at any ref',
      domain(
        'certificates: {attestations: {repository: A/b, workflow: .github/workflows/c.yml, ref: refs/heads/main}}',
      ),
      domain('certificates: {attestations: {repository: a/b, workflow: .github/workflows/c.yml}}'),
      [
        'certificates.attestations of example.com: certificates that .github/workflows/c.yml of a/b at any ref (identity by https://token.actions.githubusercontent.com) attests are taken as ours; before: not',
      ],
    ],
    [
      'a provider with a name more',
      domain('certificates: {providers: [{provider: aws, ca: [amazon.com], names: [example.com]}]}'),
      domain(
        "certificates: {providers: [{provider: aws, ca: [amazon.com], names: [example.com, '*.example.com']}]}",
      ),
      [
        'certificates.providers of example.com: certificates of amazon.com for *.example.com, example.com are taken as ours, as got by aws; before: not',
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
});
