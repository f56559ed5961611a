import { printTime } from '../wire/print.js';
import type { Rrsig } from '../wire/rdata.js';

/** Difference of 32-bit serial numbers (RFC 1982, section 3.2): negative if `a` is before `b`. */
export function serialDifference(a: number, b: number): number {
  return (a - b) | 0;
}

export type TimeFault = {
  readonly code: 'signature-expired' | 'signature-not-yet-valid';
  readonly detail: string;
};

/** Checks inception <= now <= expiration in serial arithmetic (RFC 4034, section 3.1.5). `now` in milliseconds. */
export function timeFault(rrsig: Rrsig, now: number): TimeFault | undefined {
  const seconds = Math.floor(now / 1000) >>> 0;
  const at = (): string => `now is ${printTime(seconds)}`;
  if (serialDifference(rrsig.expiration, seconds) < 0)
    return {
      code: 'signature-expired',
      detail: `the signature ended at ${printTime(rrsig.expiration)}; ${at()}`,
    };
  if (serialDifference(seconds, rrsig.inception) < 0)
    return {
      code: 'signature-not-yet-valid',
      detail: `the signature begins at ${printTime(rrsig.inception)}; ${at()}`,
    };
  return undefined;
}

/** Seconds that a signature has left; never negative. */
export function secondsLeft(rrsig: Rrsig, now: number): number {
  return Math.max(0, serialDifference(rrsig.expiration, Math.floor(now / 1000) >>> 0));
}
