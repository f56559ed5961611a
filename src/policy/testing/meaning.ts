import type { DomainPolicy, Grant, Issuance, NamePolicy } from '../model.js';
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
    names: [domain.name, ...names].map((name) => nameMeaning(policyFor(domain, name))),
    required: dnssec.required,
    algorithms: dnssec.algorithms,
    ds: dnssec.ds === undefined ? undefined : dsMeaning(dnssec.ds, dnssec.plannedDs),
    expiryHorizon: dnssec.expiryHorizon,
    own: own.exhaustive ? own : 'not judged',
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
