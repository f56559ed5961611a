import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalDomain, domainDigest } from './canonical.js';
import type { DomainPolicy, Issuance } from './model.js';
import { relatedDomains, domainPolicies } from './testing/arbitrary.js';
import { policyFrom } from './testing/load.js';
import { domainWeakenings } from './weakenings.js';

const digestOf = async (clauses: string): Promise<string | undefined> => {
  const [domain] = (await policyFrom(`version: 1\ndomains: {example.com: {${clauses}}}`)).domains;
  return domain && domainDigest(domain);
};

describe('the canonical form of a domain', () => {
  it('does not depend on order, repetition or place', () => {
    const turned = (issuance: Issuance): Issuance =>
      issuance === 'unrestricted'
        ? issuance
        : [...issuance, ...issuance].toReversed().map((grant) => ({
            ...grant,
            accounts: grant.accounts === 'any' ? 'any' : grant.accounts.toReversed(),
            at: { ...grant.at, line: 7 },
          }));
    const shuffled = (domain: DomainPolicy): DomainPolicy => ({
      ...domain,
      issue: turned(domain.issue),
      at: { ...domain.at, file: 'other.yaml' },
      positions: { issue: domain.at },
      contacts: domain.contacts.toReversed(),
      challenges: domain.challenges.toReversed(),
      windows: domain.windows.toReversed(),
      persist: [...domain.persist, ...domain.persist],
      names: domain.names.toReversed(),
      own: { ...domain.own, keys: domain.own.keys.toReversed() },
      ...(domain.nameservers && { nameservers: domain.nameservers.toReversed() }),
      ...(domain.iodef && { iodef: domain.iodef.toReversed() }),
    });
    fc.assert(
      fc.property(domainPolicies(), (domain) => {
        expect(canonicalDomain(shuffled(domain))).toBe(canonicalDomain(domain));
      }),
    );
  });

  it('is the same only for domains none of which is looser than the other', () => {
    fc.assert(
      fc.property(relatedDomains, ([a, b]) => {
        if (canonicalDomain(a) !== canonicalDomain(b)) return;
        expect([...domainWeakenings(a, b), ...domainWeakenings(b, a)]).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the digest of a domain', () => {
  it('is the same however the same is written', async () => {
    const account = 'https://acme-v02.api.letsencrypt.org/acme/acct/1';
    const one = await digestOf(
      `issue: [{ca: letsencrypt.org, account: "${account}"}, pki.goog], dnssec: {algorithms: [ED25519, 13]}`,
    );
    const two = await digestOf(
      `dnssec: {algorithms: [13, 15]}, issue: [pki.goog, {accounts: ["${account}"], ca: LetsEncrypt.org}], includeSubdomains: true`,
    );
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(two).toBe(one);
  });

  it.each([
    'issue: none, issuewild: none',
    'issue: none, issuemail: unrestricted',
    'issue: none, sealed: true',
    'issue: none, includeSubdomains: false',
    'issue: none, nameservers: ns1.example.net',
    'issue: none, contacts: a@example.com',
    'issue: none, challenges: auth.example.net',
    'issue: none, iodef: []',
    'issue: none, dnssec: {expiryHorizon: 4d}',
    'issue: none, certificates: {exhaustive: false}',
    `issue: none, certificates: {ledger: [{kind: key, spki: ${'ab'.repeat(32)}}]}`,
    'issue: none, certificates: {attestations: {repository: a/b, workflow: .github/workflows/c.yml}}',
    'issue: none, certificates: {providers: [{provider: aws, ca: amazon.com, names: example.com}]}',
    'issue: none, names: {shop.example.com: {}}',
  ])('changes with each clause: %s', async (clauses) => {
    expect(await digestOf(clauses)).not.toBe(await digestOf('issue: none'));
  });
});
