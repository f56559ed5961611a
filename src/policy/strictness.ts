import { DnsName } from '../base/name.js';
import { outside, own, renderText, text, type Text } from '../base/text.js';
import { instantWords } from '../base/time-words.js';
import { added, NEVER, type Loosened } from './loosened.js';
import { ISSUE_TAGS, type Issuance, type NamePolicy, type PersistGrant } from './model.js';
import { issuanceLoosened } from './rights.js';

/** Ways in which one name's clauses are looser. */
export function nameLoosened(from: NamePolicy, to: NamePolicy): Loosened {
  const all = [
    ...ISSUE_TAGS.flatMap((tag) => issuanceLoosened(tag, effective(from, tag), effective(to, tag))),
    ...sealLoosened(from, to),
    ...persistLoosened(from, to),
    ...challengesLoosened(from, to),
    ...added('contacts', from.contacts, to.contacts, {
      one: (address) => ({
        words: text`${outside(address)} may be a contact for validation; before: not`,
        undone: text`${outside(address)} may not be a contact for validation any more`,
      }),
      all: NEVER,
    }),
    ...iodefLoosened(from.iodef, to.iodef),
  ];
  // What is granted twice is said once.
  const said = all.map(({ clause, words }) => `${clause} ${renderText(words, (value) => value)}`);
  return all.filter((_, i) => said.indexOf(said[i] ?? '') === i);
}

/** RFC 8659, section 4.3: without `issuewild`, `issue` decides for wildcards. */
function effective(policy: NamePolicy, tag: (typeof ISSUE_TAGS)[number]): Issuance | undefined {
  return tag === 'issuewild' ? (policy.issuewild ?? policy.issue) : policy[tag];
}

type Span = Pick<NamePolicy['windows'][number], 'from' | 'to'>;

function sealLoosened(from: NamePolicy, to: NamePolicy): Loosened {
  if (!from.sealed) return [];
  if (!to.sealed)
    return [
      {
        clause: 'sealed' as const,
        words: own('issuance is open at all times; before: sealed, open in windows only'),
        undone: own('issuance is sealed, open in windows only; before: open at all times'),
      },
    ];
  const before = merged(from.windows);
  return merged(to.windows)
    .filter((one) => !before.some((old) => old.from <= one.from && one.to <= old.to))
    .map((one) => ({
      clause: 'windows' as const,
      words: text`issuance is open from ${instantWords(one.from)} to ${instantWords(one.to)}; before: not all of that time`,
      undone: text`issuance is not open for all the time from ${instantWords(one.from)} to ${instantWords(one.to)} any more`,
    }));
}

/** Windows that touch or overlap are one: half-open spans, so `[1, 2)` and `[2, 3)` are `[1, 3)`. */
function merged(windows: readonly Span[]): readonly Span[] {
  const spans: Span[] = [];
  for (const { from, to } of windows.filter((one) => one.from < one.to).toSorted((a, b) => a.from - b.from)) {
    const last = spans[spans.length - 1];
    if (last === undefined || last.to < from) spans.push({ from, to });
    else spans[spans.length - 1] = { from: last.from, to: Math.max(last.to, to) };
  }
  return spans;
}

function persistLoosened(from: NamePolicy, to: NamePolicy): Loosened {
  return to.persist
    .filter((grant) => !from.persist.some((old) => covers(old, grant)))
    .map((grant) => ({
      clause: 'persist' as const,
      at: grant.at,
      words: text`a standing grant may exist for ${persistWords(grant)}; before: not so`,
      undone: text`a standing grant may not exist any more for ${persistWords(grant)}`,
    }));
}

function persistWords({ ca, account, wildcard, until }: PersistGrant): Text {
  const end = until === undefined ? own('without end') : text`until ${instantWords(until * 1000)}`;
  return text`${outside(ca)}, account ${outside(account)}${own(wildcard ? ', wildcards included' : '')}, ${end}`;
}

function covers(old: PersistGrant, grant: PersistGrant): boolean {
  return (
    old.ca === grant.ca &&
    old.account === grant.account &&
    (old.wildcard || !grant.wildcard) &&
    (old.until === undefined || (grant.until !== undefined && grant.until <= old.until))
  );
}

/** A name at or below one that was allowed already is nothing new. */
function challengesLoosened(from: NamePolicy, to: NamePolicy): Loosened {
  const allowed = from.challenges.map((name) => DnsName.parse(name));
  return to.challenges
    .filter((name) => !allowed.some((old) => DnsName.parse(name).isAtOrBelow(old)))
    .map((name) => ({
      clause: 'challenges' as const,
      words: text`validation by DNS may be answered at ${outside(name)}; before: not`,
      undone: text`validation by DNS may not be answered at ${outside(name)} any more`,
    }));
}

/** Reports have to go to exactly the declared places: one that is lost is not told, one more tells somebody else. */
function iodefLoosened(from: NamePolicy['iodef'], to: NamePolicy['iodef']): Loosened {
  const lost = from?.filter((url) => to !== undefined && !to.includes(url)) ?? [];
  return [
    ...added('iodef', from, to, {
      one: (url) => ({
        words: text`reports go to ${outside(url)}; before: not`,
        undone: text`reports may not go to ${outside(url)} any more`,
      }),
      all: {
        words: own('reports may go anywhere, or nowhere; before: declared'),
        undone: own('reports may not go anywhere any more; now: declared'),
      },
    }),
    ...lost.map((url) => ({
      clause: 'iodef' as const,
      words: text`reports need not go to ${outside(url)} any more`,
      undone: text`reports have to go to ${outside(url)}; before: not`,
    })),
  ];
}
