import { CAS } from './ca-table.js';

export { CAS, CAS_SOURCE, MEANT } from './ca-table.js';

/**
 * A certification authority by the issuer domain names that it recognises in CAA records. Not every CA is in the table: a
 * policy can name another one with `unlisted: true`.
 */
export interface Ca {
  readonly owner: string;
  readonly note?: string;
  /** Issuer domain names, the usual one first. */
  readonly identifiers: readonly string[];
  /** How account URIs of its ACME services begin; absent where that is not known. */
  readonly accounts?: {
    readonly production: readonly string[];
    /** Test services: a URI of these in CAA lets nobody issue. */
    readonly staging: readonly string[];
    /** It has services whose accounts look otherwise, or may have. */
    readonly more?: true;
  };
}

const BY_IDENTIFIER: ReadonlyMap<string, Ca> = new Map(
  CAS.flatMap((ca) => ca.identifiers.map((identifier) => [identifier, ca] as const)),
);

/** The CA that recognises an issuer domain name (any letter case); `undefined` if the table has none. */
export function caOf(identifier: string): Ca | undefined {
  return BY_IDENTIFIER.get(identifier.toLowerCase());
}

/** What is known of an account URI under an issuer. */
export type AccountKind =
  /** An account of this CA. */
  | 'own'
  /** An account of this CA's test service. */
  | 'staging'
  /** An account of another CA in the table. */
  | 'foreign'
  /** The table does not know how this CA's accounts look, or not all of them. */
  | 'unknown'
  /** The table knows how they look, and this is none. */
  | 'odd';

export function accountKind(identifier: string, account: string): AccountKind {
  const begins = (prefixes: readonly string[] | undefined): boolean =>
    prefixes?.some((prefix) => account.startsWith(prefix)) ?? false;
  const ca = caOf(identifier);
  if (begins(ca?.accounts?.production)) return 'own';
  if (begins(ca?.accounts?.staging)) return 'staging';
  if (
    CAS.some(
      (other) => other !== ca && (begins(other.accounts?.production) || begins(other.accounts?.staging)),
    )
  )
    return 'foreign';
  return ca?.accounts === undefined || ca.accounts.more === true ? 'unknown' : 'odd';
}
