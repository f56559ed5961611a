import { outside, own, text } from '../../base/text.js';
import type { Waiver } from '../../policy/model.js';
import type { Draft, Finding, Rule } from '../model.js';

export const waiverExpired: Rule = {
  id: 'policy/waiver-expired',
  title: 'A waiver has expired',
  kind: 'drift',
  severity: 'high',
  actor: 'you',
  means:
    'A finding was accepted until a day that has passed, or until a day that cannot be read, which counts as passed. The finding fails the run again; this one is as severe as what was waived. ' +
    'If nothing is found any more that it would cover, it is only said.',
  mend: 'Mend what was waived, renew the waiver with a new day and a reason, or remove it.',
  references: [],
  // Waivers are of the policy as a whole: the judgement makes these, once all findings are there.
  judge: () => [],
};

/** The finding about an expired waiver; `covered` are the findings that it would have covered. */
export function expiredWaiver(waiver: Waiver, covered: readonly Finding[]): Draft {
  const [worst] = covered;
  const malformed = 'malformed' in waiver.expires;
  const day = 'malformed' in waiver.expires ? waiver.expires.malformed : waiver.expires.day;
  return {
    subject: waiverSubject(waiver),
    ...(worst === undefined
      ? { kind: 'weakness' as const, severity: 'low' as const }
      : { severity: worst.severity }),
    title: malformed
      ? text`The waiver of ${outside(waiver.rule)} for ${outside(waiver.subject)} has no day that can be read (${outside(day)}), and counts as expired`
      : text`The waiver of ${outside(waiver.rule)} for ${outside(waiver.subject)} ended on ${outside(day)}`,
    detail: [
      text`It was given by ${outside(waiver.owner)}: ${outside(waiver.reason)}`,
      covered.length === 0
        ? own('Nothing is found any more that it would cover.')
        : text`${covered.length} ${own(covered.length === 1 ? 'finding that it covered counts' : 'findings that it covered count')} again.`,
    ],
    mend: [
      malformed
        ? own('Write the last day as YYYY-MM-DD, for example 2027-03-31, or remove the waiver.')
        : own('Mend what was waived, give a new day with a reason, or remove the waiver.'),
    ],
    at: waiver.at,
  };
}

/** What identifies a waiver among others. */
export function waiverSubject({ rule, subject }: Waiver): string {
  return `${rule} ${subject}`;
}
