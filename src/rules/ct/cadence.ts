import { join, outside, own, text, type Text } from '../../base/text.js';
import { certificateLines, issuerWords, namesWords } from '../facts/certificate-words.js';
import type { Issued } from '../facts/certificates.js';
import { neverTogether, rhythmOf, rhythmsOf, type Rhythm } from '../facts/rhythm.js';
import { ledgerNames } from '../facts/ledger-names.js';
import { positionOf, when } from '../facts/words.js';
import type { DomainView, Draft, Rule } from '../model.js';
import { JABBER_RU, rfc } from '../references.js';

const HOUR = 3_600_000;

/**
 * The ledger's certificates for one set of names, those less than a day apart taken as one renewal, are its rhythm: how far
 * apart renewals are (the median of the last ten distances) and how many certificates one of them makes. Without three
 * renewals there is none. An issuance departs from it if less than a quarter of that distance lies between it and the
 * renewal before, or if it makes more certificates of one renewal than any had. Quiet where clients renew earlier than
 * they did: from 60 days to 30 or 16, say.
 */
export const cadence: Rule = {
  id: 'ct/cadence',
  title: 'A certificate was issued out of the rhythm that the ledger shows',
  kind: 'weakness',
  severity: 'low',
  actor: 'you',
  means:
    'Renewals come in a rhythm. A certificate that comes much sooner than the next one would (**less than a quarter of the usual distance** after the last renewal), one more on the same day than a renewal makes, ' +
    'or one for names that the ledger knows apart and never together, may be one that somebody else asked for: for jabber.ru two came on one day, next to the owner’s own. A second server, a test or a moved host looks the same. ' +
    'The rhythm is that of the ledger’s certificates for the same names, three renewals at least; a certificate in the ledger was looked at by whoever entered it, and is not judged.',
  mend: 'Ask whoever renews whether they asked for it. If so, enter it in the ledger; if not, treat it as unknown, whatever else says that it is yours.',
  references: [JABBER_RU, rfc(9162)],
  judge: (view) => {
    const { ledger } = view.domain.own;
    if (ledger.length === 0) return [];
    const rhythms = rhythmsOf(ledger);
    const times = timesOf(rhythms, view.issued());
    const judged = view.issued().filter(({ known }) => known !== 'certificate');
    return judged.flatMap((issued) => {
      const words = [...tooSoon(issued, rhythms, times), ...strangers(issued, view)];
      return words.length === 0 ? [] : [draftOf(issued, words, view)];
    });
  },
};

/** When certificates for one set of names began that are ours: those of the ledger and those that are known otherwise. */
type Times = ReadonlyMap<Rhythm, readonly number[]>;

function timesOf(rhythms: ReadonlyMap<string, Rhythm>, all: readonly Issued[]): Times {
  const times = new Map([...rhythms.values()].map((rhythm) => [rhythm, [...rhythm.times]]));
  for (const { how, facts } of all) {
    // What is entered in the ledger is there already.
    if (how === undefined || (how.by === 'certificate' && how.named !== true)) continue;
    const rhythm = rhythmOf(rhythms, ledgerNames(facts));
    if (rhythm !== undefined) times.get(rhythm)?.push(facts.notBefore);
  }
  for (const one of times.values()) one.sort((a, b) => a - b);
  return times;
}

/** Issued too soon after the renewal before it, or one too many of the same renewal. */
function tooSoon(
  { facts, how }: Issued,
  rhythms: ReadonlyMap<string, Rhythm>,
  times: Times,
): readonly Text[] {
  const rhythm = rhythmOf(rhythms, ledgerNames(facts));
  const all = rhythm && times.get(rhythm);
  if (rhythm === undefined || all === undefined) return [];
  const { notBefore } = facts;
  const itself = how === undefined ? 0 : 1;
  const before = countUpTo(all, notBefore - rhythm.together);
  const same = countUpTo(all, notBefore) - itself - before;
  if (same >= rhythm.most)
    return [
      text`${same} for the same names came within the ${Math.round(rhythm.together / HOUR)} hours before it; a renewal has made ${rhythm.most} at most.`,
    ];
  const last = all[before - 1];
  // The first certificate of a renewal is what is held against the rhythm.
  if (same > 0 || last === undefined || notBefore - last >= rhythm.distance / 4) return [];
  return [
    text`The renewal before came ${span(notBefore - last)} earlier, on ${when(last)}; they are ${span(rhythm.distance)} apart as a rule.`,
  ];
}

/** How many of these rising times are at or before `time`. */
function countUpTo(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function strangers({ facts }: Issued, { domain }: DomainView): readonly Text[] {
  const pair = neverTogether(domain.own.ledger, ledgerNames(facts));
  return pair === undefined
    ? []
    : [text`The ledger has ${outside(pair[0])} and ${outside(pair[1])}, and never in one certificate.`];
}

function draftOf(issued: Issued, words: readonly Text[], view: DomainView): Draft {
  const known =
    issued.how === undefined ? own('It is not known to be ours.') : own('It is known to be ours.');
  return {
    subject: issued.facts.sha256,
    title: text`A certificate for ${namesWords(issued)} came out of the rhythm of the ledger`,
    detail: [
      text`${issuerWords(issued)} issued it on ${when(issued.facts.notBefore)}. ${join(words, ' ')}`,
      known,
    ],
    diff: certificateLines(issued),
    mend: [
      own('Ask whoever renews whether they asked for it. If so, enter it with caa-guard ledger add.'),
      own('If not, have the CA revoke it, and find out who could use the key or the account.'),
    ],
    at: issued.how?.at ?? positionOf(view.domain, 'certificates.ledger', 'certificates'),
  };
}

function span(milliseconds: number): Text {
  const hours = Math.round(milliseconds / HOUR);
  return hours < 48 ? text`${hours} hours` : text`${Math.round(hours / 24)} days`;
}
