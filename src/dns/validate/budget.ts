/** Bounds on the work that one lookup, or one step of a chain of trust, may cost. */
export interface ValidationLimits {
  /** DNSKEYs tried for one (key tag, algorithm) (KeyTrap, CVE-2023-50387). */
  readonly keysPerTag: number;
  /** Signatures tried for one RRset. */
  readonly signaturesPerRrset: number;
  /** Signature verifications in all. */
  readonly verifications: number;
  /** Verifications that failed, from the trust anchor down to the name: a zone in order causes next to none. */
  readonly failedVerifications: number;
  /** Names hashed for NSEC3 (CVE-2023-50868). */
  readonly nsec3Hashes: number;
  /** NSEC3 iterations above which a zone is insecure (RFC 9276, section 3.2; BIND: 50). */
  readonly nsec3Iterations: number;
  /** Aliases followed; CAs must follow 8 (RFC 8659 by way of erratum 5065). */
  readonly aliases: number;
}

export const DEFAULT_LIMITS: ValidationLimits = {
  keysPerTag: 4,
  signaturesPerRrset: 8,
  verifications: 64,
  failedVerifications: 32,
  nsec3Hashes: 16,
  nsec3Iterations: 50,
  aliases: 11,
};

/** Thrown when a bound is passed; becomes the verdict `bogus: work-limit`, never insecure. */
export class WorkLimit extends Error {
  override readonly name = 'WorkLimit';
}

/** Counts work down. One per lookup and one per zone, so that a verdict does not depend on who asked first. */
export class Budget {
  #verifications = 0;
  #failed = 0;
  #hashes = 0;

  /** `failedAbove`: what failed in the zones that lead here. Else each of many zones could waste all that one may. */
  constructor(
    readonly limits: ValidationLimits,
    public failedAbove = 0,
  ) {}

  /** Verifications that failed, from the trust anchor down to here. */
  get failed(): number {
    return this.failedAbove + this.#failed;
  }

  spendVerification(): void {
    if (++this.#verifications > this.limits.verifications)
      throw new WorkLimit(`more than ${this.limits.verifications} signature verifications`);
  }

  noteFailure(): void {
    this.#failed++;
    if (this.failed > this.limits.failedVerifications)
      throw new WorkLimit(
        `more than ${this.limits.failedVerifications} signatures that do not fit, from the trust anchor down`,
      );
  }

  spendHash(): void {
    if (++this.#hashes > this.limits.nsec3Hashes)
      throw new WorkLimit(`more than ${this.limits.nsec3Hashes} NSEC3 hashes`);
  }
}
