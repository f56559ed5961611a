import type { Parameter } from './issue-value.js';
import { asciiLower } from './octets.js';
import type { CaaProfile } from './profile.js';

/** Why a parameter is not satisfied; `undefined` where it is. */
export type Unsatisfied =
  | 'account-twice'
  | 'account-invalid'
  | 'account-other'
  | 'methods-twice'
  | 'methods-malformed'
  | 'methods-empty'
  | 'methods-other';

/** The parameters of RFC 8657 in one issue value, as a CA of this profile takes them. */
export interface Binding {
  /** Every value of `accounturi`; none if any account may issue. */
  readonly accounts: readonly string[];
  /** Every value of `validationmethods`; none if any method may be used. */
  readonly methods: readonly string[];
}

export function bindingOf(parameters: readonly Parameter[], profile: CaaProfile): Binding {
  const named = (wanted: string): string[] =>
    parameters
      .filter(({ name }) => (profile.parameterNames === 'exact' ? name : asciiLower(name)) === wanted)
      .map(({ value }) => value);
  return { accounts: named('accounturi'), methods: named('validationmethods') };
}

/** What is wrong with a binding whoever asks: such a record authorises nobody (RFC 8657, section 3 and 4). */
export function bindingFault(binding: Binding, profile: CaaProfile): Unsatisfied | undefined {
  if (binding.accounts.length > 1) return 'account-twice';
  if (binding.accounts.some((value) => !isUri(value))) return 'account-invalid';
  if (binding.methods.length > 1) return 'methods-twice';
  const methods = binding.methods[0];
  if (methods === undefined) return undefined;
  if (methods === '') return 'methods-empty';
  const labels = methods.split(',');
  const broken = profile.methodsReadToMatch ? !isMethod(labels[0] ?? '') : !labels.every(isMethod);
  return broken ? 'methods-malformed' : undefined;
}

/**
 * `accounturi` (RFC 8657, section 3): satisfied if absent, or if it stands there once, is a URI, and is one of the
 * URIs by which the CA knows the account that asks, compared byte for byte.
 */
export function accountUnsatisfied(binding: Binding, accounts: readonly string[]): Unsatisfied | undefined {
  if (binding.accounts.length > 1) return 'account-twice';
  const [wanted] = binding.accounts;
  if (wanted === undefined) return undefined;
  if (!isUri(wanted)) return 'account-invalid';
  return accounts.includes(wanted) ? undefined : 'account-other';
}

/**
 * `validationmethods` (RFC 8657, section 4): `[*(label ",") label]`. An empty list forbids every method; labels that
 * nobody knows are passed over. That a repeated parameter is unsatisfiable the RFC leaves open; known CAs do so.
 */
export function methodUnsatisfied(
  binding: Binding,
  method: string | undefined,
  profile: CaaProfile,
): Unsatisfied | undefined {
  if (binding.methods.length > 1) return 'methods-twice';
  const [list] = binding.methods;
  if (list === undefined) return undefined;
  if (list === '') return 'methods-empty';
  const labels = list.split(',');
  const match = method === undefined ? -1 : labels.indexOf(method);
  const read = profile.methodsReadToMatch && match >= 0 ? labels.slice(0, match + 1) : labels;
  if (!read.every(isMethod)) return 'methods-malformed';
  return match >= 0 ? undefined : 'methods-other';
}

/** Has a scheme and something behind it (RFC 3986, section 3), in the octets that a parameter value may hold. */
export function isUri(value: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:[\x21-\x3a\x3c-\x7e]+$/.test(value);
}

function isMethod(label: string): boolean {
  return /^[A-Za-z0-9-]+$/.test(label);
}
