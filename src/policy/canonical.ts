import { createHash } from 'node:crypto';
import type { DomainPolicy, Grant, Issuance, NamePolicy } from './model.js';

/**
 * A domain's policy without places and in one order, as JSON: equal text means equal demands. `plannedDs`, waivers and
 * everything else that is declared takes part; where it stands in which file does not.
 */
export function canonicalDomain(domain: DomainPolicy): string {
  const { dnssec, own, nameservers, includeSubdomains, names } = domain;
  return JSON.stringify(
    sortKeys({
      ...name(domain),
      dnssec: {
        ...dnssec,
        ...(dnssec.ds === undefined ? {} : { ds: dsTexts(dnssec.ds) }),
        plannedDs: dsTexts(dnssec.plannedDs),
      },
      own,
      nameservers,
      includeSubdomains,
      names: names.map(name),
    }),
  );
}

/** SHA-256 of the canonical form, hex: what a lock holds. */
export function domainDigest(domain: DomainPolicy): string {
  return createHash('sha256').update(canonicalDomain(domain)).digest('hex');
}

function name(policy: NamePolicy): Record<string, unknown> {
  const { at: _at, positions: _positions, windows, persist, ...rest } = policy;
  const { issue, issuewild, issuemail, issuevmc } = policy;
  const plain = Object.fromEntries(
    Object.entries(rest).filter(
      ([key]) => !['dnssec', 'own', 'nameservers', 'includeSubdomains', 'names'].includes(key),
    ),
  );
  return {
    ...plain,
    issue: issuance(issue),
    issuewild: issuance(issuewild),
    issuemail: issuance(issuemail),
    issuevmc: issuance(issuevmc),
    windows: ordered(windows.map(({ from, to }) => ({ from, to }))),
    persist: ordered(persist.map(({ at: _place, ...grant }) => grant)),
  };
}

function issuance(value: Issuance | undefined): unknown {
  if (value === undefined || value === 'unrestricted') return value;
  return ordered(value.map(({ ca, accounts, methods }: Grant) => ({ ca, accounts, methods })));
}

function dsTexts(pins: DomainPolicy['dnssec']['plannedDs']): readonly string[] {
  return pins.map((pin) => `${pin.keyTag} ${pin.algorithm} ${pin.digestType} ${pin.digest}`).sort();
}

function ordered<T extends object>(values: readonly T[]): readonly unknown[] {
  return values
    .map((value) => sortKeys(value))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
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
