import { join, outside, own, text, type Text } from '../base/text.js';
import type { Loosened, LoosenedClause } from './loosened.js';
import type { Grant, Issuance } from './model.js';

/** One right to a certificate: a CA for one account by one method, or for any. */
interface Right {
  readonly ca: string;
  readonly account: string;
  readonly method: string;
}
const ANY = 'any';

function rightsOf(grant: Grant): readonly Right[] {
  const accounts = grant.accounts === 'any' ? [ANY] : grant.accounts;
  const methods = grant.methods === 'any' ? [ANY] : grant.methods;
  return accounts.flatMap((account) => methods.map((method) => ({ ca: grant.ca, account, method })));
}

function covers(grant: Grant, right: Right): boolean {
  return (
    grant.ca === right.ca &&
    (grant.accounts === 'any' || (right.account !== ANY && grant.accounts.includes(right.account))) &&
    (grant.methods === 'any' || (right.method !== ANY && grant.methods.includes(right.method)))
  );
}

/** What `to` lets happen that `from` did not, under one tag. An absent clause forbids nothing. */
export function issuanceLoosened(
  clause: LoosenedClause,
  from: Issuance | undefined,
  to: Issuance | undefined,
): Loosened {
  if (from === undefined || from === 'unrestricted') return [];
  const before = from.length === 0 ? own('nobody') : join(from.map(grantWords), ', ');
  if (to === undefined || to === 'unrestricted')
    return [
      {
        clause,
        words: text`every CA may issue (${own(clause)}); before: ${before}`,
        undone: text`not every CA may issue (${own(clause)}) any more; now: ${before}`,
      },
    ];
  return to
    .filter((grant) => rightsOf(grant).some((right) => !from.some((one) => covers(one, right))))
    .map((grant) => ({
      clause,
      at: grant.at,
      words: text`${grantWords(grant)} may issue (${own(clause)}); before: ${beforeFor(grant, from, before)}`,
      undone: text`${grantWords(grant)} may not issue (${own(clause)}) any more; now: ${beforeFor(grant, from, before)}`,
    }));
}

function beforeFor(grant: Grant, from: readonly Grant[], all: Text): Text {
  const same = from.filter((one) => one.ca === grant.ca);
  return same.length === 0 ? all : text`only ${join(same.map(grantWords), ', ')}`;
}

/** `letsencrypt.org for account …, by dns-01`. */
export function grantWords(grant: Grant): Text {
  const accounts =
    grant.accounts === 'any' ? own('any account') : text`account ${join(grant.accounts.map(outside), ', ')}`;
  const methods = grant.methods === 'any' ? own('any method') : join(grant.methods.map(outside), ', ');
  return text`${outside(grant.ca)} for ${accounts} by ${methods}`;
}
