import { own, outside, text, type Text } from '../base/text.js';
import { asciiLower } from './octets.js';
import { accountUnsatisfied, bindingOf, methodUnsatisfied, type Unsatisfied } from './parameters.js';
import type { CaaProfile } from './profile.js';
import type { GrantingTag, Property } from './property.js';

/** One record, and what it says to a request. */
export interface RecordVerdict {
  readonly property: Property;
  /** Whether it is of the tag that counts for the request. */
  readonly relevant: boolean;
  readonly authorises: boolean;
  readonly why: Text;
}

/** Who asks, as far as a record can tell. */
export interface Asker {
  readonly issuers: readonly string[];
  readonly account?: string | readonly string[];
  readonly method?: string;
  readonly profile: CaaProfile;
}

/**
 * Whether one record authorises a request that the tag `tag` decides. Records are alternatives; within a record the
 * issuer and every parameter have to match (RFC 8659, section 4.2; RFC 8657, section 3).
 */
export function authorises(property: Property, tag: GrantingTag, asker: Asker): RecordVerdict {
  const no = (relevant: boolean, why: Text): RecordVerdict => ({
    property,
    relevant,
    authorises: false,
    why,
  });
  if (property.kind === 'unreadable')
    return no(false, text`it is no CAA record: ${property.reason} (octet ${property.position})`);
  if (property.kind === 'other')
    return no(
      false,
      property.known ? own('its tag grants nothing') : own('its tag is unknown and grants nothing'),
    );
  if (property.tag !== tag) return no(false, text`for this request ${own(tag)} counts alone`);
  if (!property.parsed.ok)
    return no(
      true,
      text`its value is malformed at octet ${property.parsed.position} (${property.parsed.reason}): it names no CA and denies by being there`,
    );
  const { issuer, parameters } = property.parsed.value;
  if (issuer === '') return no(true, own('it names no CA: nobody is authorised by it'));
  if (!asker.issuers.some((one) => sameIssuer(one, issuer, asker.profile)))
    return no(true, issuerWords(issuer, asker));
  const binding = bindingOf(parameters, asker.profile);
  const accounts = typeof asker.account === 'string' ? [asker.account] : (asker.account ?? []);
  const unsatisfied =
    accountUnsatisfied(binding, accounts) ?? methodUnsatisfied(binding, asker.method, asker.profile);
  if (unsatisfied !== undefined) return no(true, unsatisfiedWords(unsatisfied, binding));
  return {
    property,
    relevant: true,
    authorises: true,
    why: own('it names this CA, and all it demands is met'),
  };
}

export function sameIssuer(a: string, b: string, profile: CaaProfile): boolean {
  return profile.issuerComparison === 'exact' ? a === b : asciiLower(a) === asciiLower(b);
}

function issuerWords(issuer: string, asker: Asker): Text {
  const byCase = asker.issuers.some((one) => asciiLower(one) === asciiLower(issuer));
  return byCase
    ? text`it names ${outside(issuer)}, which this CA compares letter by letter and does not take as itself`
    : text`it names ${outside(issuer)}, another CA`;
}

/** Why a parameter is not met, in words. */
export function unsatisfiedWords(
  unsatisfied: Unsatisfied,
  binding: { readonly accounts: readonly string[]; readonly methods: readonly string[] },
): Text {
  const account = outside(binding.accounts[0] ?? '');
  const methods = outside(binding.methods[0] ?? '');
  switch (unsatisfied) {
    case 'account-twice':
      return own('it has more than one accounturi, which nobody can satisfy (RFC 8657, section 3)');
    case 'account-invalid':
      return text`its accounturi ${account} is no URI, so nobody satisfies it (RFC 8657, section 3)`;
    case 'account-other':
      return text`it demands the account ${account} (RFC 8657, section 3)`;
    case 'methods-twice':
      return own('it has more than one validationmethods, which known CAs take as unsatisfiable');
    case 'methods-malformed':
      return text`its validationmethods ${methods} is malformed: labels of letters, digits and hyphens are expected, with commas and no spaces between them`;
    case 'methods-empty':
      return own('its validationmethods is empty, which forbids every method (RFC 8657, section 4)');
    case 'methods-other':
      return text`it demands one of the validation methods ${methods} (RFC 8657, section 4)`;
  }
}
