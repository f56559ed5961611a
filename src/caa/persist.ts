import { own, text as sentence, type Text } from '../base/text.js';
import { octetString, octetsOf, asciiLower } from './octets.js';

/**
 * Standing grants at `_validation-persist.<name>` (dns-persist-01; Baseline Requirements, section 3.2.2.4.22;
 * draft-ietf-acme-dns-persist-01). Each TXT record is an issue value with a mandatory `accounturi` and, optionally,
 * `policy=wildcard` and `persistUntil` (Unix seconds). Whoever holds the account can issue for as long as it stands.
 */
export const PERSIST_LABEL = '_validation-persist';

export interface StandingGrant {
  /** Lower case, no final dot. */
  readonly issuer: string;
  readonly account: string;
  /** `policy=wildcard`: names below and wildcards too. Every other value of `policy` counts as none. */
  readonly wildcard: boolean;
  /** Last second at which it may be used, Unix seconds; absent: without end. */
  readonly until?: number;
}

export type StandingGrantResult =
  | { readonly ok: true; readonly grant: StandingGrant }
  /** `issuer` is absent if not even that could be read. */
  | { readonly ok: false; readonly issuer?: string; readonly reason: Text };

/** Parameters with a meaning, in lower case. */
const KNOWN = ['accounturi', 'policy', 'persistuntil'] as const;

/**
 * Joins the character strings of TXT RDATA, without anything between them. `undefined` if a length octet reaches past
 * the end (RFC 1035, section 3.3.14: one or more strings, each an octet of length and as many octets).
 */
export function joinTxt(rdata: Uint8Array): string | undefined {
  let out = '';
  for (let at = 0; at < rdata.length;) {
    const length = rdata[at] ?? 0;
    if (at + 1 + length > rdata.length) return undefined;
    out += octetString(rdata.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return rdata.length === 0 ? undefined : out;
}

/**
 * Reads the text of one record. Parameter names are matched without regard to case, parameters that are unknown are
 * ignored, known ones must not be repeated. `text` is an octet string; a character beyond is taken as its UTF-8.
 */
export function readStandingGrant(text: string): StandingGrantResult {
  const [head = '', ...parts] = octetString(octetsOf(text)).split(';');
  const issuer = asciiLower(trim(head)).replace(/\.$/, '');
  if (!/^[a-z0-9](-*[a-z0-9])*(\.[a-z0-9](-*[a-z0-9])*)*$/.test(issuer))
    return { ok: false, reason: own('an issuer domain name was expected at its beginning') };
  const bad = (reason: Text): StandingGrantResult => ({ ok: false, issuer, reason });
  const known = new Map<string, string>();
  for (const part of parts) {
    const parameter = /^[ \t]*([^= \t]+)[ \t]*=[ \t]*([\x21-\x3a\x3c-\x7e]*)[ \t]*$/.exec(part);
    if (parameter === null) return bad(own('a parameter of the form name=value was expected after each ";"'));
    const name = KNOWN.find((one) => one === asciiLower(parameter[1] ?? ''));
    if (name === undefined) continue;
    if (known.has(name)) return bad(sentence`the parameter ${own(name)} stands there more than once`);
    known.set(name, parameter[2] ?? '');
  }
  const account = known.get('accounturi') ?? '';
  if (account === '') return bad(own('the mandatory accounturi is missing or empty'));
  const until = known.get('persistuntil');
  if (until !== undefined && !/^[+-]?[0-9]+$/.test(until))
    return bad(own('persistUntil should be a time in Unix seconds, base 10'));
  const wildcard = asciiLower(known.get('policy') ?? '') === 'wildcard';
  const common = { issuer, account, wildcard };
  return { ok: true, grant: until === undefined ? common : { ...common, until: Number(until) } };
}

/** Who asks a CA to accept a standing grant. */
export interface StandingRequest {
  readonly issuers: readonly string[];
  readonly account: string;
  readonly wildcard: boolean;
  /** Unix milliseconds. */
  readonly now: number;
}

/** Whether a grant can still be used at `now` (Unix milliseconds): it ends strictly after `until`. */
export function standingGrantHolds(until: number | undefined, now: number): boolean {
  return until === undefined || now <= until * 1000;
}

/**
 * What a CA answers: `valid` if any record grants it; else `malformed` if one that names this CA cannot be read; else
 * `unauthorized`. Records of other CAs do not count, whatever is in them.
 */
export function judgeStanding(
  texts: readonly string[],
  request: StandingRequest,
): 'valid' | 'unauthorized' | 'malformed' {
  const issuers = request.issuers.map((issuer) => asciiLower(issuer).replace(/\.$/, ''));
  const ours = texts
    .map(readStandingGrant)
    .filter((one) => issuers.includes((one.ok ? one.grant.issuer : one.issuer) ?? ''));
  const granted = ours.some(
    (one) =>
      one.ok &&
      one.grant.account === request.account &&
      (!request.wildcard || one.grant.wildcard) &&
      standingGrantHolds(one.grant.until, request.now),
  );
  if (granted) return 'valid';
  return ours.some((one) => !one.ok) ? 'malformed' : 'unauthorized';
}

function trim(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}
