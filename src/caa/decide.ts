import { own, outside, text, type Text } from '../base/text.js';
import { climb, climbAsync, type Climb } from './climb.js';
import type { CaaAnswer, Trust } from './model.js';
import { asciiLower } from './octets.js';
import type { CaaProfile } from './profile.js';
import { criticalUnknown, readSet, type GrantingTag } from './property.js';
import { authorises, type RecordVerdict } from './verdict.js';

/** What is asked for: `server` is TLS, `smime` is mail (RFC 9495), `vmc` is a mark certificate. */
export type RequestKind = 'server' | 'smime' | 'vmc';

/** A request for a certificate, as it stands before a CA. */
export interface IssuanceRequest {
  /** Domain name; a leading `*.` is taken as `wildcard`. For `smime` the domain part of the address. */
  readonly name: string;
  readonly wildcard?: boolean;
  /** Default: `server`. */
  readonly kind?: RequestKind;
  /** Issuer domain names by which the CA that is asked goes. */
  readonly issuers: readonly string[];
  /** The URIs by which that CA knows the account that asks; none, or absent, if it has no such name. */
  readonly account?: string | readonly string[];
  /** Validation method that the CA used, e.g. `dns-01`. */
  readonly method?: string;
  readonly profile: CaaProfile;
}

/** Which clause decided. */
export type Clause =
  | 'lookup-failed'
  | 'no-set'
  | 'critical-unknown'
  | 'unrestricted'
  | 'unreadable'
  | 'authorised'
  | 'not-authorised';

/** What the CA would have to do, and why. */
export interface Decision {
  readonly verdict: 'allowed' | 'denied' | 'indeterminate';
  readonly clause: Clause;
  /** The clause in words. */
  readonly words: Text;
  /** Name of the climb at which the relevant set was found; absent if there is none. */
  readonly foundAt?: string;
  /** Where the records of the set live, if an alias led there. */
  readonly owner?: string;
  /** Each record of the relevant set, with why it does or does not authorise. */
  readonly records: readonly RecordVerdict[];
  /** `failed`: nothing can be said. `insecure`: the answer could have been forged on its way. */
  readonly trust: Trust | 'failed';
  /**
   * Only where the lookup failed: a CA must never issue over a DNSSEC failure; over other failures it may, if the
   * domain is proven to be unsigned (Baseline Requirements, section 3.2.2.8).
   */
  readonly mayStillIssue?: boolean;
  readonly climb: Climb;
}

/** Decides as a CA of the profile does (RFC 8659, sections 3 and 4), over answers that are at hand. */
export function decide(
  request: IssuanceRequest & { readonly answers: (name: string) => CaaAnswer },
): Decision {
  return decideOn(climb(request.name, request.answers, request.profile), request);
}

/** The same over answers that have to be fetched. */
export async function decideAsync(
  request: IssuanceRequest & { readonly answers: (name: string) => Promise<CaaAnswer> },
): Promise<Decision> {
  return decideOn(await climbAsync(request.name, request.answers, request.profile), request);
}

/** The decision over a climb that was made. */
export function decideOn(path: Climb, request: IssuanceRequest): Decision {
  if (path.kind === 'failed') return failed(path);
  if (path.kind === 'none')
    return {
      verdict: 'allowed',
      clause: 'no-set',
      words: own('no CAA record set at the name or above it: every CA may issue (RFC 8659, section 3)'),
      records: [],
      trust: path.trust,
      climb: path,
    };
  const set = readSet(path.answer.rdatas, request.profile);
  const tag = tagFor(
    request,
    set.some((one) => one.kind === 'grant' && one.tag === 'issuewild'),
  );
  const records = set.map((property) => authorises(property, tag, request));
  const found = {
    foundAt: path.foundAt,
    ...(path.answer.aliases.length === 0 ? {} : { owner: path.answer.owner }),
    records,
    trust: path.trust,
    climb: path,
  };
  const blocking = criticalUnknown(set)[0];
  if (blocking !== undefined)
    return {
      ...found,
      verdict: 'denied',
      clause: 'critical-unknown',
      words: text`${outside(blocking.raw)} is critical and unknown to this CA, so it must not issue at all (RFC 8659, section 4.1)`,
    };
  const granting = records.find(({ authorises }) => authorises);
  if (granting !== undefined)
    return {
      ...found,
      verdict: 'allowed',
      clause: 'authorised',
      words: text`${outside(granting.property.raw)} authorises it`,
    };
  if (records.some(({ relevant }) => relevant))
    return {
      ...found,
      verdict: 'denied',
      clause: 'not-authorised',
      words: text`there are ${own(tag)} records at ${outside(path.foundAt)} and none of them authorises this request (RFC 8659, section 4.2)`,
    };
  return noneOfTag(found, tag, path.foundAt);
}

function noneOfTag(
  found: Pick<Decision, 'records' | 'trust' | 'climb'>,
  tag: GrantingTag,
  foundAt: string,
): Decision {
  const unreadable = found.records.find(({ property }) => property.kind === 'unreadable');
  if (unreadable !== undefined)
    return {
      ...found,
      foundAt,
      verdict: 'indeterminate',
      clause: 'unreadable',
      words: text`a record at ${outside(foundAt)} cannot be read, and nothing else restricts: what a CA makes of it is not defined`,
    };
  return {
    ...found,
    foundAt,
    verdict: 'allowed',
    clause: 'unrestricted',
    words: text`the set at ${outside(foundAt)} has no ${own(tag)} record, so it does not restrict this kind of certificate (RFC 8659, section 4.2)`,
  };
}

function failed(path: Extract<Climb, { kind: 'failed' }>): Decision {
  const bogus = path.why === 'bogus';
  return {
    verdict: 'indeterminate',
    clause: 'lookup-failed',
    words: bogus
      ? text`the CAA lookup at ${outside(path.failedAt)} fails DNSSEC validation (${outside(path.reason)}): no CA may issue`
      : text`the CAA lookup at ${outside(path.failedAt)} fails (${outside(path.reason)}): a CA must not issue, unless the domain is proven to be unsigned`,
    records: [],
    trust: 'failed',
    mayStillIssue: !bogus,
    climb: path,
  };
}

/**
 * The tag that counts: for a wildcard `issuewild` alone if there is one, else `issue` (RFC 8659, section 4.3); mail
 * and mark certificates have tags of their own and nothing falls back to them (RFC 9495, section 4).
 */
function tagFor(request: IssuanceRequest, hasIssueWild: boolean): GrantingTag {
  const kind = request.kind ?? 'server';
  if (kind === 'smime') return 'issuemail';
  if (kind === 'vmc') return 'issuevmc';
  const wildcard = request.wildcard ?? asciiLower(request.name).startsWith('*.');
  return wildcard && hasIssueWild ? 'issuewild' : 'issue';
}
