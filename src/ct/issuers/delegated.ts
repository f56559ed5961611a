import * as v from 'valibot';
import type { Issuer } from './model.js';

/** One issuer: the identifiers that are its own, and those that another owner lets it act on. */
export interface Delegations {
  readonly name: string;
  readonly own: ReadonlySet<string>;
  readonly delegated: ReadonlySet<string>;
}

const domains = v.optional(v.nullable(v.array(v.pipe(v.string(), v.maxLength(253)))), []);
const schema = v.pipe(
  v.array(v.object({ name: v.pipe(v.string(), v.maxLength(1_000)), domains, delegated_domains: domains })),
  v.maxLength(10_000),
);

/** Reads `[{name, domains[], delegated_domains[]}]`; gives a sentence where the text is something else. */
export function readDelegations(text: string): readonly Delegations[] | { readonly wrong: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const read = v.safeParse(schema, value);
  if (!read.success)
    return {
      wrong: "expected SSLMate's list of issuers: a JSON array of {name, domains, delegated_domains}",
    };
  return read.output.map(({ name, domains: all, delegated_domains: others }) => {
    const delegated = new Set((others ?? []).map((one) => one.toLowerCase()));
    const own = new Set((all ?? []).map((one) => one.toLowerCase()).filter((one) => !delegated.has(one)));
    return { name, own, delegated };
  });
}

/**
 * The rows without identifiers that belong to another owner: DigiCert recognises those of Amazon, for which it issues, and
 * who allows Amazon does not mean DigiCert. Whose row it is, is told by the identifiers that it has of each issuer's own:
 * where that tells nothing, or two alike, the row stays as it is and is named in `undecided`.
 */
export function withoutDelegated(
  issuers: readonly Issuer[],
  delegations: readonly Delegations[],
): { readonly issuers: readonly Issuer[]; readonly undecided: readonly Issuer[] } {
  const undecided: Issuer[] = [];
  const all = issuers.map((issuer) => {
    const concerned = delegations.some(({ delegated }) =>
      issuer.caaDomains.some((one) => delegated.has(one)),
    );
    if (!concerned) return issuer;
    const owner = ownerOf(issuer, delegations);
    const kept = issuer.caaDomains.filter((one) => owner?.delegated.has(one) !== true);
    if (owner === undefined || kept.length === 0) {
      undecided.push(issuer);
      return issuer;
    }
    return { ...issuer, caaDomains: kept };
  });
  return { issuers: all, undecided };
}

/** The issuer with the most of its own identifiers in the row: first of those that are nobody else's to act on, then of all. */
function ownerOf(issuer: Issuer, delegations: readonly Delegations[]): Delegations | undefined {
  const shared = new Set(delegations.flatMap(({ delegated }) => [...delegated]));
  const exclusive = issuer.caaDomains.filter((domain) => !shared.has(domain));
  const found = most(exclusive, delegations);
  return (found === undefined ? most(issuer.caaDomains, delegations) : found) ?? undefined;
}

/** `null`: two have as many. `undefined`: none has any. */
function most(
  caaDomains: readonly string[],
  delegations: readonly Delegations[],
): Delegations | null | undefined {
  const [first, second] = delegations
    .map((one) => ({ one, count: caaDomains.filter((domain) => one.own.has(domain)).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  if (first === undefined) return undefined;
  return first.count === second?.count ? null : first.one;
}
