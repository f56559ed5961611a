import { createHash } from 'node:crypto';
import type { DomainPolicy, DsPin, Issuance, NamePolicy, OwnCertificates } from './model.js';

/**
 * A domain's policy without places and in one order, as JSON: equal text means equal demands. Everything that is
 * declared takes part; where it stands in which file, in which order and how often does not.
 */
export function canonicalDomain(domain: DomainPolicy): string {
  const { dnssec, own, nameservers, includeSubdomains, names } = domain;
  return JSON.stringify(
    sortKeys({
      ...canonicalName(domain),
      dnssec: {
        ...dnssec,
        algorithms: dnssec.algorithms && [...new Set(dnssec.algorithms)].sort((a, b) => a - b),
        ds: dnssec.ds && set(dnssec.ds.map(dsText)),
        plannedDs: set(dnssec.plannedDs.map(dsText)),
      },
      own: canonicalOwn(own),
      nameservers: nameservers && set(nameservers),
      includeSubdomains,
      names: names.map(canonicalName).sort((a, b) => (a.name < b.name ? -1 : 1)),
    }),
  );
}

/** SHA-256 of the canonical form, hex: what a lock holds. */
export function domainDigest(domain: DomainPolicy): string {
  return createHash('sha256').update(canonicalDomain(domain)).digest('hex');
}

function canonicalName(policy: NamePolicy): { readonly name: string; readonly [clause: string]: unknown } {
  const { name, sealed, iodef, contacts, challenges } = policy;
  return {
    name,
    issue: issuance(policy.issue),
    issuewild: issuance(policy.issuewild),
    issuemail: issuance(policy.issuemail),
    issuevmc: issuance(policy.issuevmc),
    iodef: iodef && set(iodef),
    contacts: set(contacts),
    sealed,
    windows: maps(policy.windows.map(({ from, to }) => ({ from, to }))),
    persist: maps(
      policy.persist.map(({ ca, account, wildcard, until }) => ({ ca, account, wildcard, until })),
    ),
    challenges: set(challenges),
  };
}

/** What says that a certificate is ours; by whom, when and why it was entered does not. */
function canonicalOwn(own: OwnCertificates): unknown {
  const { exhaustive, ledger, attestations, providers } = own;
  return {
    keys: set(own.keys),
    certificates: set(own.certificates),
    exhaustive,
    ledger: maps(
      ledger.map(({ kind, spkiSha256, tbsSha256, sha256, names, notBefore, notAfter }) => ({
        kind,
        spkiSha256,
        tbsSha256,
        sha256,
        names: set(names),
        notBefore,
        notAfter,
      })),
    ),
    attestations: maps(attestations.map(({ at: _at, ...rest }) => rest)),
    providers: maps(
      providers.map(({ provider, ca, names }) => ({ provider, ca: set(ca), names: set(names) })),
    ),
  };
}

function issuance(value: Issuance | undefined): unknown {
  if (value === undefined || value === 'unrestricted') return value;
  const members = (list: readonly string[] | 'any'): unknown => (list === 'any' ? list : set(list));
  return maps(
    value.map(({ ca, accounts, methods }) => ({
      ca,
      accounts: members(accounts),
      methods: members(methods),
    })),
  );
}

function dsText(pin: DsPin): string {
  return `${pin.keyTag} ${pin.algorithm} ${pin.digestType} ${pin.digest}`;
}

function set(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}

/** A set of maps: by their text, which is the same for the same content. */
function maps(values: readonly object[]): readonly unknown[] {
  return set(values.map((value) => JSON.stringify(sortKeys(value)))).map((one): unknown => JSON.parse(one));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
