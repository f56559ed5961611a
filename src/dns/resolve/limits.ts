/** Bounds on the work that one question to a fetcher may cause. Over a bound the answer is a reason, never a guess. */
export interface ResolveLimits {
  /** Messages sent for one question, those for name servers' addresses included (RFC 9471 tells why they are needed). */
  readonly queries: number;
  /** Names of name servers looked up for one question (NXNSAttack: a referral may name many that do not exist). */
  readonly serverLookups: number;
  /** Names of name servers looked up for one zone. */
  readonly serverLookupsPerZone: number;
  /** How deep the lookup of a name server's address may need another one's. */
  readonly depth: number;
  /** Name servers taken from one referral, and addresses taken for one name server. */
  readonly serversPerZone: number;
  readonly addressesPerServer: number;
  /** Milliseconds for one question, all included. */
  readonly fetchMs: number;
  /** Milliseconds to wait for one answer, at most. */
  readonly answerMs: number;
  /**
   * Milliseconds after which the next server is asked as well, while the first may still answer. At most: sooner where
   * the server's round trip is known.
   */
  readonly staggerMs: number;
  /** Questions to one server under way at a time; the others wait. */
  readonly questionsPerServer: number;
  /** Answers kept; zone cuts too. */
  readonly cacheEntries: number;
}

export const RESOLVE_LIMITS: ResolveLimits = {
  queries: 64,
  serverLookups: 12,
  serverLookupsPerZone: 4,
  depth: 4,
  serversPerZone: 16,
  addressesPerServer: 6,
  fetchMs: 8_000,
  answerMs: 2_500,
  staggerMs: 400,
  questionsPerServer: 64,
  cacheEntries: 100_000,
};
