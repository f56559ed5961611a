import fc from 'fast-check';
import type {
  ApprovalRule,
  AttestationIdentity,
  DomainPolicy,
  Grant,
  Issuance,
  LedgerEntry,
  NamePolicy,
  OwnCertificates,
  Policy,
  ProviderGrant,
  SourcePosition,
  Waiver,
} from '../model.js';
import { GITHUB_ISSUER } from '../own-values.js';

export const AT: SourcePosition = { file: 'policy.yaml', line: 1, column: 1, endLine: 1, endColumn: 1 };
export const ACCOUNT = 'https://acme-v02.api.letsencrypt.org/acme/acct/';

/** Few values each, so that two generated policies often speak of the same thing. */
export const CA_NAMES = ['letsencrypt.org', 'pki.goog', 'ca.unlisted.example'];
export const ACCOUNTS = [`${ACCOUNT}1`, `${ACCOUNT}2`];
export const METHOD_LABELS = ['dns-01', 'http-01'];

const some = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...values], { minLength: 1 });

const grant: fc.Arbitrary<Grant> = fc.record({
  ca: fc.constantFrom(...CA_NAMES),
  accounts: fc.oneof(fc.constant('any' as const), some(ACCOUNTS)),
  methods: fc.oneof(fc.constant('any' as const), some(METHOD_LABELS)),
  at: fc.constant(AT),
});

export const issuances: fc.Arbitrary<Issuance> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('unrestricted' as const) },
  { weight: 6, arbitrary: fc.array(grant, { maxLength: 3 }) },
);

const hours = fc.integer({ min: 0, max: 6 });
const spans = fc
  .tuple(hours, fc.integer({ min: 1, max: 3 }))
  .map(([from, length]) => ({ from: from * 3_600_000, to: (from + length) * 3_600_000, at: AT }));

const persist = fc
  .record({
    ca: fc.constantFrom(...CA_NAMES.slice(0, 2)),
    account: fc.constantFrom(...ACCOUNTS),
    wildcard: fc.boolean(),
    until: fc.option(fc.integer({ min: 1_800_000_000, max: 1_800_000_003 }), { nil: undefined }),
  })
  .map(({ until, ...rest }) => ({ ...rest, ...(until === undefined ? {} : { until }), at: AT }));

const nameClauses = {
  issue: issuances,
  issuewild: issuances,
  issuemail: issuances,
  issuevmc: issuances,
  iodef: fc.subarray(['mailto:a@example.com', 'https://example.com/report']),
  contacts: fc.subarray(['a@example.com', 'b@example.com']),
  sealed: fc.boolean(),
  windows: fc.array(spans, { maxLength: 3 }),
  persist: fc.array(persist, { maxLength: 2 }),
  challenges: fc.subarray(['auth.example.net', 'a.auth.example.net', 'auth.example.org']),
};

const PINS = [1, 2, 3].map((keyTag) => ({
  keyTag,
  algorithm: 13,
  digestType: 2,
  digest: 'ab'.repeat(32),
}));
const DIGESTS = ['11'.repeat(32), 'ef'.repeat(32)];

const dnssec = fc.record(
  {
    required: fc.boolean(),
    algorithms: fc.subarray([5, 8, 13, 15], { minLength: 1 }),
    ds: fc.subarray(PINS, { minLength: 1 }),
    plannedDs: fc.subarray(PINS),
    expiryHorizon: fc.constantFrom(3_600, 86_400, 259_200),
  },
  { requiredKeys: ['required', 'plannedDs', 'expiryHorizon'] },
);

/** Names that ledger entries and providers are scoped to. */
export const OWN_NAMES = ['*.example.com', 'example.com', 'www.example.com'];
const dates = fc.option(
  fc.constantFrom(
    { notBefore: 1_790_000_000_000, notAfter: 1_797_776_000_000 },
    { notAfter: 1_797_776_000_000 },
  ),
  { nil: {} },
);

const ledgerEntry: fc.Arbitrary<LedgerEntry> = fc.oneof(
  fc.record({
    kind: fc.constant('key' as const),
    spkiSha256: fc.constantFrom(...DIGESTS),
    names: fc.subarray(OWN_NAMES),
    at: fc.constant(AT),
  }),
  fc.record({
    kind: fc.constant('csr' as const),
    spkiSha256: fc.constantFrom(...DIGESTS),
    names: some(OWN_NAMES),
    added: fc.constant('2026-11-25'),
    at: fc.constant(AT),
  }),
  fc
    .tuple(
      fc.record(
        {
          kind: fc.constant('certificate' as const),
          tbsSha256: fc.constantFrom(...DIGESTS),
          sha256: fc.constantFrom(...DIGESTS),
          spkiSha256: fc.constantFrom(...DIGESTS),
          names: fc.subarray(OWN_NAMES),
          note: fc.constant('renewal: "web" # 1'),
          at: fc.constant(AT),
        },
        { requiredKeys: ['kind', 'tbsSha256', 'names', 'at'] },
      ),
      dates,
    )
    .map(([entry, times]) => ({ ...entry, ...times })),
);

const attestation: fc.Arbitrary<AttestationIdentity> = fc
  .record({
    repository: fc.constantFrom('example/infrastructure', 'example/web'),
    ref: fc.option(fc.constantFrom('refs/heads/main', 'refs/heads/next'), { nil: undefined }),
    issuer: fc.constantFrom(GITHUB_ISSUER, 'https://token.actions.example.ghe.com'),
  })
  .map(({ ref, ...rest }) => ({
    ...rest,
    workflow: '.github/workflows/renew.yml',
    ...(ref === undefined ? {} : { ref }),
    at: AT,
  }));

const provider: fc.Arbitrary<ProviderGrant> = fc.record({
  provider: fc.constantFrom('cloudflare', 'aws'),
  ca: some(['letsencrypt.org', 'pki.goog']),
  names: some(OWN_NAMES),
  at: fc.constant(AT),
});

const own: fc.Arbitrary<OwnCertificates> = fc.record({
  keys: fc.subarray(DIGESTS),
  certificates: fc.subarray(DIGESTS),
  ledger: fc.array(ledgerEntry, { maxLength: 2 }),
  attestations: fc.array(attestation, { maxLength: 2 }),
  providers: fc.array(provider, { maxLength: 2 }),
  // Where this is false nothing else of it counts.
  exhaustive: fc.oneof(
    { weight: 3, arbitrary: fc.constant(true) },
    { weight: 1, arbitrary: fc.constant(false) },
  ),
});

/** Policies of a name, all clauses drawn apart from each other. */
export const namePolicies = (name: string): fc.Arbitrary<NamePolicy> =>
  fc
    .record(nameClauses, {
      requiredKeys: ['issue', 'contacts', 'sealed', 'windows', 'persist', 'challenges'],
    })
    .map((clauses) => ({ ...clauses, name, at: AT, positions: {} }));

const BELOW = ['shop', 'www.shop', 'mail'];

const zones = fc.record(
  {
    dnssec,
    own,
    nameservers: fc.subarray(['ns1.example.net', 'ns2.example.net'], { minLength: 1 }),
    includeSubdomains: fc.boolean(),
  },
  { requiredKeys: ['dnssec', 'own', 'includeSubdomains'] },
);

/** Policies of a registered domain. */
export const domainPolicies = (name = 'example.com'): fc.Arbitrary<DomainPolicy> =>
  fc
    .tuple(
      namePolicies(name),
      zones,
      fc.tuple(...BELOW.map((label) => fc.option(namePolicies(`${label}.${name}`), { nil: undefined }))),
    )
    .map(([apex, zone, names]) => ({
      ...apex,
      ...zone,
      names: names.filter((one) => one !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1)),
    }));

const waivers: fc.Arbitrary<Waiver> = fc.record({
  rule: fc.constantFrom('caa/iodef-differs', 'dns/serial-skew'),
  subject: fc.constantFrom('example.com', 'example.org'),
  reason: fc.constant('moving'),
  owner: fc.constant('platform team'),
  expires: fc.constantFrom({ day: '2027-01-31' }, { day: '2027-02-28' }, { malformed: '2027-02-30' }),
  at: fc.constant(AT),
});

export const LOGINS = ['alice', 'bob', 'carol'];

export const approvals: fc.Arbitrary<ApprovalRule> = fc
  .record({ reviewers: fc.subarray(LOGINS), count: fc.integer({ min: 1, max: 3 }), lock: fc.boolean() })
  .filter(({ reviewers, lock }) => reviewers.length > 0 || lock)
  .map(({ reviewers, count, lock }) => ({
    reviewers,
    count: Math.min(count, reviewers.length),
    lock,
    at: AT,
  }));

/** The domains of which a generated policy declares at least one; the third lies below the first. */
export const DOMAIN_NAMES = ['example.com', 'example.org', 'www.shop.example.com'];

export const policies: fc.Arbitrary<Policy> = fc
  .record({
    domains: fc
      .tuple(...DOMAIN_NAMES.map((name) => fc.option(domainPolicies(name), { nil: undefined })))
      .map((all) => all.filter((one) => one !== undefined))
      .filter((all) => all.length > 0),
    waivers: fc.array(waivers, { maxLength: 2 }),
    failOn: fc.constantFrom({}, { weakness: 'high' as const }, { weakness: 'low' as const }),
    approval: fc.option(approvals, { nil: undefined }),
  })
  .map(({ approval, ...policy }) => ({
    version: 1,
    files: ['policy.yaml'],
    ...policy,
    ...(approval === undefined ? {} : { approval }),
  }));

/**
 * Three domains that share most clauses: drawn apart, hardly two would be comparable, and a law about chains
 * (`A >= B >= C`) would hold for want of chains.
 */
export const relatedDomains: fc.Arbitrary<readonly [DomainPolicy, DomainPolicy, DomainPolicy]> = fc
  .tuple(domainPolicies(), domainPolicies(), domainPolicies())
  .chain(([base, ...others]) => {
    const changed = (other: DomainPolicy): fc.Arbitrary<DomainPolicy> =>
      fc
        .subarray(Object.keys(other) as (keyof DomainPolicy)[], { maxLength: 2 })
        .map((keys) => ({ ...base, ...Object.fromEntries(keys.map((key) => [key, other[key]])) }))
        .chain((domain) =>
          fc.subarray(Object.keys(other.own) as (keyof OwnCertificates)[], { maxLength: 1 }).map((keys) => ({
            ...domain,
            own: { ...domain.own, ...Object.fromEntries(keys.map((key) => [key, other.own[key]])) },
          })),
        );
    const three = fc.tuple(fc.constant(base), ...others.map(changed));
    return fc
      .tuple(three, fc.constantFrom([0, 1, 2], [1, 0, 2], [1, 2, 0]))
      .map(([made, order]) => order.map((i) => made[i] ?? base));
  })
  .map(([a, b, c]) => [a, b, c] as [DomainPolicy, DomainPolicy, DomainPolicy]);

/** As the loader puts it together: a name takes over what its domain says and it does not. */
export function asLoaded(domain: DomainPolicy): DomainPolicy {
  const { issuewild, issuemail, issuevmc, iodef } = domain;
  const inherited = Object.fromEntries(
    Object.entries({ issuewild, issuemail, issuevmc, iodef }).filter(([, value]) => value !== undefined),
  );
  return { ...domain, names: domain.names.map((one) => ({ ...inherited, ...one })) };
}
