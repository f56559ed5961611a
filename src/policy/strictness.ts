import { join, outside, own, text, type Text } from '../base/text.js';
import {
  ISSUE_TAGS,
  type DsPinSet,
  type DomainPolicy,
  type Grant,
  type Issuance,
  type NamePolicy,
  type SourcePosition,
} from './model.js';

/** One way in which a policy allows what another forbade. */
export interface Weakening {
  /** The clause: `issue`, `dnssec.required`, `domains`, `waivers` ... */
  readonly clause: string;
  /** The domain or name it concerns; `''` for the policy as a whole. */
  readonly subject: string;
  /** What is allowed now, and what held before. */
  readonly words: Text;
  /** Where the weaker policy says so, if it says it anywhere. */
  readonly at?: SourcePosition;
}

/** What a weakening is, before it is known whose it is. */
type Loosened = readonly { readonly clause: string; readonly words: Text }[];

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
  clause: string,
  from: Issuance | undefined,
  to: Issuance | undefined,
): Loosened {
  if (from === undefined || from === 'unrestricted') return [];
  const before = from.length === 0 ? own('nobody') : join(from.map(grantWords), ', ');
  if (to === undefined || to === 'unrestricted')
    return [{ clause, words: text`every CA may issue (${own(clause)}); before: ${before}` }];
  return to
    .filter((grant) => rightsOf(grant).some((right) => !from.some((one) => covers(one, right))))
    .map((grant) => ({
      clause,
      words: text`${grantWords(grant)} may issue (${own(clause)}); before: ${beforeFor(grant, from, before)}`,
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

/** Members of `to` that `from` does not have, each as a weakening; an absent `from` forbade nothing. */
function added<T>(
  clause: string,
  from: readonly T[] | undefined,
  to: readonly T[] | undefined,
  key: (one: T) => string,
  words: (one: T | undefined) => Text,
): Loosened {
  if (from === undefined) return [];
  if (to === undefined) return [{ clause, words: words(undefined) }];
  const known = new Set(from.map(key));
  return to.filter((one) => !known.has(key(one))).map((one) => ({ clause, words: words(one) }));
}

const itself = (one: string): string => one;

/** Ways in which one name's clauses are looser. */
export function nameLoosened(from: NamePolicy, to: NamePolicy): Loosened {
  const tags = ISSUE_TAGS.flatMap((tag) => {
    const [before, after] = [effective(from, tag), effective(to, tag)];
    return issuanceLoosened(tag, before, after);
  });
  return [...tags, ...sealLoosened(from, to), ...persistLoosened(from, to), ...reportingLoosened(from, to)];
}

/** RFC 8659, section 4.3: without `issuewild`, `issue` decides for wildcards. */
function effective(policy: NamePolicy, tag: (typeof ISSUE_TAGS)[number]): Issuance | undefined {
  return tag === 'issuewild' ? (policy.issuewild ?? policy.issue) : policy[tag];
}

function sealLoosened(from: NamePolicy, to: NamePolicy): Loosened {
  if (!from.sealed) return [];
  if (!to.sealed)
    return [
      { clause: 'sealed', words: own('issuance is open at all times; before: sealed, open in windows only') },
    ];
  const open = to.windows.filter(
    (one) => !from.windows.some((old) => old.from <= one.from && one.to <= old.to),
  );
  return open.map((one) => ({
    clause: 'windows',
    words: text`issuance is open from ${own(new Date(one.from).toISOString())} to ${own(new Date(one.to).toISOString())}; before: sealed then`,
  }));
}

function persistLoosened(from: NamePolicy, to: NamePolicy): Loosened {
  return to.persist
    .filter(
      (grant) =>
        !from.persist.some(
          (old) =>
            old.ca === grant.ca &&
            old.account === grant.account &&
            (old.wildcard || !grant.wildcard) &&
            (old.until === undefined || (grant.until !== undefined && grant.until <= old.until)),
        ),
    )
    .map((grant) => ({
      clause: 'persist',
      words: text`a standing grant may exist for ${outside(grant.ca)}, account ${outside(grant.account)}${grant.wildcard ? own(', wildcards included') : own('')}; before: not so`,
    }));
}

function reportingLoosened(from: NamePolicy, to: NamePolicy): Loosened {
  const kept = new Set(to.iodef ?? []);
  const lost = (from.iodef ?? []).filter((url) => !kept.has(url));
  return [
    ...added(
      'contacts',
      from.contacts,
      to.contacts,
      itself,
      (one) => text`${outside(one ?? '')} may be a contact for validation; before: not`,
    ),
    ...lost.map((url) => ({ clause: 'iodef', words: text`reports need not go to ${outside(url)} any more` })),
  ];
}

/** Ways in which the clauses of the zone as a whole are looser. */
export function zoneLoosened(from: DomainPolicy, to: DomainPolicy): Loosened {
  const found: { clause: string; words: Text }[] = [];
  const say = (clause: string, words: Text): void => void found.push({ clause, words });
  if (from.dnssec.required && !to.dnssec.required)
    say('dnssec.required', own('the zone may be unsigned; before: DNSSEC required'));
  if (to.dnssec.expiryHorizon < from.dnssec.expiryHorizon)
    say(
      'dnssec.expiryHorizon',
      text`signatures may end within ${from.dnssec.expiryHorizon} seconds; now only ${to.dnssec.expiryHorizon} are asked for`,
    );
  if (from.includeSubdomains && !to.includeSubdomains)
    say('includeSubdomains', own('certificates for names below the domain are not looked at any more'));
  if (from.own.exhaustive && !to.own.exhaustive)
    say('certificates.exhaustive', own('a certificate that is not known to be ours is no finding any more'));
  if (from.nameservers !== undefined && from.nameservers.join() !== to.nameservers?.join())
    say(
      'nameservers',
      to.nameservers === undefined
        ? own('the delegation may be any; before: pinned')
        : text`the delegation may be ${join(to.nameservers.map(outside), ', ')}; before: ${join(from.nameservers.map(outside), ', ')}`,
    );
  found.push(
    ...added(
      'dnssec.algorithms',
      from.dnssec.algorithms?.map(String),
      to.dnssec.algorithms?.map(String),
      itself,
      (one) =>
        one === undefined
          ? own('any DNSSEC algorithm may be used; before: a list')
          : text`DNSSEC algorithm ${own(one)} may be used; before: not`,
    ),
    ...added('dnssec.ds', pinned(from.dnssec), pinned(to.dnssec), itself, (one) =>
      one === undefined
        ? own('any DS set may stand at the parent; before: pinned')
        : text`DS ${own(one)} may stand at the parent; before: not`,
    ),
    ...added(
      'certificates.keys',
      from.own.keys,
      to.own.keys,
      itself,
      (one) => text`certificates with key ${own(one ?? '')} are taken as ours; before: not`,
    ),
    ...added(
      'certificates.certificates',
      from.own.certificates,
      to.own.certificates,
      itself,
      (one) => text`certificate ${own(one ?? '')} is taken as ours; before: not`,
    ),
  );
  return from.own.exhaustive
    ? found
    : found.filter(({ clause }) => clause !== 'certificates.keys' && clause !== 'certificates.certificates');
}

function pinned({ ds, plannedDs }: DsPinSet): readonly string[] | undefined {
  return (
    ds && [...ds, ...plannedDs].map((pin) => `${pin.keyTag} ${pin.algorithm} ${pin.digestType} ${pin.digest}`)
  );
}
