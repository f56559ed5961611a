import type { DomainPolicy, Grant, Issuance, NamePolicy, OwnCertificates } from '../model.js';
import { policyFor } from '../weakenings.js';

/**
 * What a domain's policy forbids, as text, worked out apart from `weakenings`: two policies mean the same if and only if
 * these are equal. Less than `canonicalDomain` tells apart, which keeps what is written: an S/MIME clause that says
 * `unrestricted` forbids no more than none, a window means nothing where nothing is sealed, and so on.
 */
export function meaning(domain: DomainPolicy): string {
  const { dnssec, own } = domain;
  const names = ['shop', 'www.shop', 'mail', 'other'].map((label) => `${label}.${domain.name}`);
  return JSON.stringify({
    watched: domain.names.map(({ name }) => name),
    names: [domain.name, ...names].map((name) => nameMeaning(policyFor(domain, name))),
    required: dnssec.required,
    algorithms: dnssec.algorithms,
    ds: dnssec.ds === undefined ? undefined : dsMeaning(dnssec.ds, dnssec.plannedDs),
    expiryHorizon: dnssec.expiryHorizon,
    own: {
      exhaustive: own.exhaustive,
      ours:
        own.exhaustive || [domain, ...domain.names].some(({ sealed }) => sealed)
          ? ownMeaning(own)
          : DIGESTS.filter((one) => own.certificates.includes(one)),
    },
    nameservers: domain.nameservers,
    includeSubdomains: domain.includeSubdomains,
  });
}

/** Every set of the three generated DS records that may stand at the parent. */
function dsMeaning(
  ds: NonNullable<DomainPolicy['dnssec']['ds']>,
  planned: DomainPolicy['dnssec']['plannedDs'],
): unknown {
  const tags = ds.map((pin) => pin.keyTag);
  const next = planned.map((pin) => pin.keyTag);
  const sets = [[1], [2], [3], [1, 2], [1, 3], [2, 3], [1, 2, 3]];
  const allowed = sets.filter(
    (set) =>
      set.join() === tags.join() ||
      (set.some((tag) => next.includes(tag)) && set.every((tag) => tags.includes(tag) || next.includes(tag))),
  );
  return { allowed, next };
}

const DIGESTS = ['11'.repeat(32), 'ef'.repeat(32)];
const NAMES = ['*.example.com', 'example.com', 'www.example.com', 'other.example.net'];
/** Every set of names that a certificate may have. */
const NAME_SETS = Array.from({ length: 15 }, (_, i) =>
  NAMES.filter((_name, bit) => ((i + 1) >> bit) % 2 === 1),
);

/** Which certificates are ours, out of all that can be told apart by what is generated. */
function ownMeaning(own: OwnCertificates): unknown {
  const holds = (names: readonly string[], wanted: readonly string[]): boolean =>
    wanted.every((name) => names.includes(name));
  const byKey = DIGESTS.flatMap((key) =>
    NAME_SETS.filter(
      (names) =>
        own.keys.includes(key) ||
        own.ledger.some(
          (entry) =>
            entry.kind !== 'certificate' &&
            entry.spkiSha256 === key &&
            ((entry.kind === 'key' && entry.names.length === 0) || holds(entry.names, names)),
        ),
    ).map((names) => `${key} ${names.join()}`),
  );
  const entered = own.ledger.filter(({ kind }) => kind === 'certificate');
  const byDigest = DIGESTS.map((digest) =>
    own.certificates.includes(digest)
      ? 'named'
      : entered.some((entry) => entry.tbsSha256 === digest || entry.sha256 === digest)
        ? 'entered'
        : 'not ours',
  );
  const attested = own.attestations.map((one) => {
    const wider = own.attestations.some(
      (other) =>
        other.repository === one.repository && other.issuer === one.issuer && other.ref === undefined,
    );
    return `${one.issuer} ${one.repository} ${wider ? 'any' : String(one.ref)}`;
  });
  const provided = ['letsencrypt.org', 'pki.goog'].flatMap((ca) =>
    NAME_SETS.filter((names) =>
      own.providers.some((one) => one.ca.includes(ca) && holds(one.names, names)),
    ).map((names) => `${ca} ${names.join()}`),
  );
  return { byKey, byDigest, attested: [...new Set(attested)].sort(), provided };
}

function nameMeaning(policy: NamePolicy): unknown {
  return {
    issue: issuanceMeaning(policy.issue),
    issuewild: issuanceMeaning(policy.issuewild ?? policy.issue),
    issuemail: issuanceMeaning(policy.issuemail),
    issuevmc: issuanceMeaning(policy.issuevmc),
    iodef: policy.iodef,
    contacts: policy.contacts,
    challenges: ['auth.example.net', 'a.auth.example.net', 'b.auth.example.net', 'auth.example.org'].filter(
      (name) => policy.challenges.some((one) => name === one || name.endsWith(`.${one}`)),
    ),
    open: policy.sealed ? halfHours(policy.windows) : 'always',
    persist: policy.persist
      .filter(
        (grant, i) =>
          !policy.persist.some(
            (other, j) =>
              i !== j &&
              other.ca === grant.ca &&
              other.account === grant.account &&
              (other.wildcard || !grant.wildcard) &&
              (other.until ?? Infinity) >= (grant.until ?? Infinity) &&
              (j < i || other.wildcard !== grant.wildcard || other.until !== grant.until),
          ),
      )
      .map(({ ca, account, wildcard, until }) => `${ca} ${account} ${wildcard} ${until ?? 'for ever'}`)
      .sort(),
  };
}

function halfHours(windows: NamePolicy['windows']): readonly number[] {
  const times = Array.from({ length: 24 }, (_, i) => i * 1_800_000);
  return times.filter((time) => windows.some(({ from, to }) => from <= time && time < to));
}

const ACCOUNTS = ['acct/1', 'acct/2', 'acct/3'];
const METHODS = ['dns-01', 'http-01', 'tls-alpn-01'];

/** Every request that passes, by accounts and methods that are named somewhere and one more of each. */
function issuanceMeaning(issuance: Issuance | undefined): unknown {
  if (issuance === undefined || issuance === 'unrestricted') return 'everything';
  const passes = (grant: Grant, account: string, method: string): boolean =>
    (grant.accounts === 'any' || grant.accounts.some((one) => one.endsWith(account))) &&
    (grant.methods === 'any' || grant.methods.includes(method));
  const requests = ACCOUNTS.flatMap((account) =>
    METHODS.flatMap((method) =>
      issuance
        .filter((grant) => passes(grant, account, method))
        .map(({ ca }) => `${ca} ${account} ${method}`),
    ),
  );
  return [...new Set(requests)].sort();
}
