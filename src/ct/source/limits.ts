/** Bounds on what one question may cost. Over a bound the result is incomplete. */
export interface SourceLimits {
  readonly pages: number;
  readonly certificates: number;
  /** Octets of one answer. */
  readonly pageOctets: number;
  /** Milliseconds for one request, and for all requests of a question with their waiting. */
  readonly requestMs: number;
  readonly totalMs: number;
  /** Attempts at one page, the first included. */
  readonly attempts: number;
}

export const SOURCE_LIMITS: SourceLimits = {
  pages: 200,
  certificates: 20_000,
  pageOctets: 32 * 1024 * 1024,
  requestMs: 30_000,
  totalMs: 55_000,
  attempts: 4,
};
