import { outside, own, text } from '../../base/text.js';
import type { Waiver } from '../../policy/model.js';
import type { Draft, Rule } from '../model.js';
import { waiverSubject } from './waiver-expired.js';

export const waiverUnused: Rule = {
  id: 'policy/waiver-unused',
  title: 'A waiver covers nothing',
  kind: 'weakness',
  severity: 'info',
  actor: 'you',
  means:
    'Nothing is found that the waiver would cover: it was mended, or the waiver names another rule or subject than was meant. Left in place it hides the finding when it comes back. ' +
    'While anything could not be seen, waivers are not called unused.',
  mend: 'Remove the waiver, or correct its rule or subject.',
  references: [],
  // Waivers are of the policy as a whole: the judgement makes these, once all findings are there.
  judge: () => [],
};

export function unusedWaiver(waiver: Waiver): Draft {
  return {
    subject: waiverSubject(waiver),
    title: text`The waiver of ${outside(waiver.rule)} for ${outside(waiver.subject)} covers nothing`,
    detail: [text`It was given by ${outside(waiver.owner)}: ${outside(waiver.reason)}`],
    mend: [own('Remove it, or correct its rule or subject.')],
    at: waiver.at,
  };
}
