import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderText } from '../base/text.js';
import { meaning } from './testing/meaning.js';
import {
  ACCOUNTS,
  CA_NAMES,
  domainPolicies,
  issuances,
  METHOD_LABELS,
  namePolicies,
  policies,
  relatedDomains,
} from './testing/arbitrary.js';
import type { DomainPolicy, Issuance, NamePolicy } from './model.js';
import { issuanceLoosened } from './rights.js';
import { nameLoosened } from './strictness.js';
import { domainWeakenings, weakenings } from './weakenings.js';

const noneLooser = (from: DomainPolicy, to: DomainPolicy): boolean => domainWeakenings(from, to).length === 0;

describe('"at least as strict as"', () => {
  it('holds between a policy and itself', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        expect(weakenings(policy, policy)).toEqual([]);
      }),
    );
  });

  it('passes along a chain', () => {
    let chains = 0;
    fc.assert(
      fc.property(relatedDomains, ([a, b, c]) => {
        if (!noneLooser(a, b) || !noneLooser(b, c)) return;
        chains++;
        expect(domainWeakenings(a, c)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
    expect(chains).toBeGreaterThan(50);
  });

  it('passes along a chain of whole policies, with domains that come, go and lie below each other', () => {
    let chains = 0;
    const domains = fc.uniqueArray(
      fc.tuple(fc.constantFrom('example.com', 'shop.example.com', 'www.shop.example.com'), relatedDomains),
      { selector: ([name]) => name, minLength: 1, maxLength: 3 },
    );
    const three = fc
      .tuple(domains, fc.array(fc.boolean(), { minLength: 9, maxLength: 9 }))
      .map(([all, kept]) =>
        [0, 1, 2].map((i) => ({
          version: 1 as const,
          domains: all.flatMap(([name, versions], j) =>
            kept[3 * i + j] === true ? [moved(versions[i] ?? versions[0], name)] : [],
          ),
          waivers: [],
          failOn: {},
          files: [],
        })),
      );
    fc.assert(
      fc.property(three, ([a, b, c]) => {
        if (a === undefined || b === undefined || c === undefined) return;
        if (weakenings(a, b).length > 0 || weakenings(b, c).length > 0) return;
        chains++;
        expect(weakenings(a, c)).toEqual([]);
      }),
      { numRuns: 2000 },
    );
    expect(chains).toBeGreaterThan(50);
  });

  it('holds both ways only between policies that mean the same', () => {
    let same = 0;
    fc.assert(
      fc.property(relatedDomains, ([a, b]) => {
        const both = noneLooser(a, b) && noneLooser(b, a);
        if (both) same++;
        expect(both).toBe(meaning(a) === meaning(b));
      }),
      { numRuns: 2000 },
    );
    expect(same).toBeGreaterThan(50);
  });

  it('says of every name in which way it is looser, once', () => {
    fc.assert(
      fc.property(domainPolicies(), domainPolicies(), (a, b) => {
        const said = domainWeakenings(a, b).map(
          ({ clause, subject, words }) => `${subject} ${clause} ${renderText(words, (value) => value)}`,
        );
        expect(new Set(said).size).toBe(said.length);
        expect(said.every((one) => !one.includes('undefined'))).toBe(true);
      }),
    );
  });
});

/** The same policy for another domain. */
function moved(domain: DomainPolicy, name: string): DomainPolicy {
  const names = domain.names.map((one) => ({ ...one, name: one.name.replace(/example\.com$/, name) }));
  return { ...domain, name, names };
}

describe('issuance is looser', () => {
  const requests = CA_NAMES.flatMap((ca) =>
    [...ACCOUNTS, 'https://acme.example/other'].flatMap((account) =>
      [...METHOD_LABELS, 'tls-alpn-01'].map((method) => ({ ca, account, method })),
    ),
  );
  const lets = (
    issuance: Issuance | undefined,
    { ca, account, method }: (typeof requests)[number],
  ): boolean =>
    issuance === undefined ||
    issuance === 'unrestricted' ||
    issuance.some(
      (grant) =>
        grant.ca === ca &&
        (grant.accounts === 'any' || grant.accounts.includes(account)) &&
        (grant.methods === 'any' || grant.methods.includes(method)),
    );

  it('exactly if a request passes that did not, whoever asks for it in whatever way', () => {
    const maybe = fc.option(issuances, { nil: undefined });
    fc.assert(
      fc.property(maybe, maybe, (from, to) => {
        const everything = (one: Issuance | undefined): boolean =>
          one === undefined || one === 'unrestricted';
        const passes =
          (!everything(from) && everything(to)) ||
          requests.some((request) => lets(to, request) && !lets(from, request));
        expect(issuanceLoosened('issue', from, to).length > 0).toBe(passes);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a sealed name is looser', () => {
  it('exactly if it is open at a time at which it was not', () => {
    const hours = Array.from({ length: 20 }, (_, i) => i * 1_800_000);
    const open = (policy: NamePolicy, time: number): boolean =>
      !policy.sealed || policy.windows.some(({ from, to }) => from <= time && time < to);
    const names = namePolicies('example.com');
    fc.assert(
      fc.property(names, names, (from, to) => {
        const words = nameLoosened(from, to).filter(
          ({ clause }) => clause === 'sealed' || clause === 'windows',
        );
        expect(words.length > 0).toBe(hours.some((time) => open(to, time) && !open(from, time)));
      }),
      { numRuns: 1000 },
    );
  });
});
