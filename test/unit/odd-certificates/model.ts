import type { OddRequest } from '../../../src/lab/ct/odd.js';

/** The ways by which a certificate can come to a check. */
export const WAYS = ['certspotter', 'crtsh', 'files', 'rfc6962 log', 'static log', 'tail'] as const;
export type Way = (typeof WAYS)[number];

export type Told = 'ct/unknown-certificate' | 'ct/unreadable' | 'ct/forbidden-issuer';

/** A row of the table: a certificate for a guarded name with somebody else's key, and the findings that name it. */
export interface OddCase {
  /** Number in the list of inputs that must not be missed; 0 for what an attacker thinks of besides. */
  readonly of: number;
  readonly what: string;
  readonly request: Partial<OddRequest>;
  /** Default: `ct/unknown-certificate` alone. */
  readonly told?: readonly Told[];
  /** Why nothing is told; there where `told` is empty. */
  readonly why?: string;
  /** Ways that tell something else, and why that is right. */
  readonly otherwise?: {
    readonly ways: readonly Way[];
    readonly told: readonly Told[];
    readonly why: string;
  };
  /** Default: mallory's, from the owner's CA. */
  readonly key?: 'ours';
  readonly ca?: 'digicert.com';
  /** What a search gives of it. Default: precertificate and certificate. */
  readonly shown?: 'precertificate' | 'certificate';
  /** The one log that gets it. Default: both. */
  readonly loggedIn?: 'static log';
  /** The same TBS is issued a second time, with the SCT of one log only. */
  readonly twice?: boolean;
}

/** A row of the table. */
export const row = (
  of: number,
  what: string,
  request: OddCase['request'],
  more: Partial<OddCase> = {},
): OddCase => ({ of, what, request, ...more });
