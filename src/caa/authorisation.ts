import { asciiLower } from './octets.js';
import { bindingFault, bindingOf, type Unsatisfied } from './parameters.js';
import type { CaaProfile } from './profile.js';
import { criticalUnknown, readSet, type GrantingTag, type Property } from './property.js';

/** What one record grants, by meaning: spaces, order, case and unknown parameters are gone. */
export interface Authorisation {
  /** Lower case. */
  readonly issuer: string;
  /** Exact URI; `any` for any account of that CA (no URI is written so). */
  readonly account: string;
  /** Sorted labels, or any method. */
  readonly methods: readonly string[] | 'any';
  /** Presentation form of the record behind it. */
  readonly raw: string;
  /** Tag of the record behind it: `issue` may stand for a wildcard. */
  readonly tag: GrantingTag;
}

/** A record that is there and grants nothing: `;`, malformed, or with parameters that nobody can satisfy. */
export interface Denial {
  readonly raw: string;
  readonly tag: GrantingTag;
  readonly why: 'nobody' | 'malformed' | Unsatisfied | 'issuer-case';
}

/** Who is authorised under one tag. `unrestricted`: every CA. */
export type Effect =
  | { readonly kind: 'unrestricted' }
  | {
      readonly kind: 'restricted';
      readonly grants: readonly Authorisation[];
      readonly denials: readonly Denial[];
    };

/** The meaning of a set to CAs of one profile. */
export interface SetMeaning {
  readonly properties: readonly Property[];
  /** Not empty: nobody may issue anything. */
  readonly blockedBy: readonly Property[];
  /** Effect for each tag; `issuewild` is what holds for wildcards, so it falls back to `issue`. */
  readonly effect: Readonly<Record<GrantingTag, Effect>>;
}

/**
 * Reads a set by meaning, so that it can be compared with what a policy grants. `issuers` are the issuer domain names
 * in the letters in which their CAs write them: where a CA compares them byte for byte, another spelling grants nothing.
 */
export function meaningOf(rdatas: readonly Uint8Array[], profile: CaaProfile): SetMeaning {
  const properties = readSet(rdatas, profile);
  const own = (tag: GrantingTag): Effect => effectOf(properties, tag, profile);
  const wild = own('issuewild');
  return {
    properties,
    blockedBy: criticalUnknown(properties),
    effect: {
      issue: own('issue'),
      issuewild: wild.kind === 'unrestricted' ? own('issue') : wild,
      issuemail: own('issuemail'),
      issuevmc: own('issuevmc'),
    },
  };
}

/** The meaning of there being no set at all. */
export const NO_SET: SetMeaning = {
  properties: [],
  blockedBy: [],
  effect: {
    issue: { kind: 'unrestricted' },
    issuewild: { kind: 'unrestricted' },
    issuemail: { kind: 'unrestricted' },
    issuevmc: { kind: 'unrestricted' },
  },
};

function effectOf(properties: readonly Property[], tag: GrantingTag, profile: CaaProfile): Effect {
  const grants: Authorisation[] = [];
  const denials: Denial[] = [];
  for (const property of properties) {
    if (property.kind !== 'grant' || property.tag !== tag) continue;
    const { raw } = property;
    const deny = (why: Denial['why']): unknown => denials.push({ raw, tag, why });
    if (!property.parsed.ok) deny('malformed');
    else if (property.parsed.value.issuer === '') deny('nobody');
    else {
      const { issuer, parameters } = property.parsed.value;
      const binding = bindingOf(parameters, profile);
      const fault = bindingFault(binding, profile);
      if (fault !== undefined) deny(fault);
      else if (profile.issuerComparison === 'exact' && issuer !== asciiLower(issuer)) deny('issuer-case');
      else grants.push({ issuer: asciiLower(issuer), ...bound(binding), raw, tag });
    }
  }
  return grants.length + denials.length === 0
    ? { kind: 'unrestricted' }
    : { kind: 'restricted', grants, denials };
}

function bound(binding: {
  readonly accounts: readonly string[];
  readonly methods: readonly string[];
}): Pick<Authorisation, 'account' | 'methods'> {
  const list = binding.methods[0];
  return {
    account: binding.accounts[0] ?? 'any',
    methods: list === undefined ? 'any' : [...new Set(list.split(','))].sort(),
  };
}
