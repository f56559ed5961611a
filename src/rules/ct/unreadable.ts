import { outside, own, text } from '../../base/text.js';
import { unreadableFor } from '../facts/certificates.js';
import { positionOf } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

export const unreadable: Rule = {
  id: 'ct/unreadable',
  title: 'A certificate that may concern us cannot be read',
  kind: 'drift',
  severity: 'high',
  actor: 'you',
  means:
    'A certificate that a source gave for the domain has parts that cannot be read: names may stand in it that nobody here sees, while a careless TLS client accepts them. ' +
    'Such a certificate may be made so on purpose.',
  mend: 'Look at it by hand. If it is yours or harmless, declare its digest under `certificates.certificates`.',
  references: [rfc(5280, '4.2.1.6'), rfc(9162)],
  judge: (view) =>
    unreadableFor(view).map((facts) => ({
      subject: facts.sha256,
      title: text`A certificate that was given for ${outside(view.domain.name)} cannot be read in full`,
      detail: [
        ...facts.problems.map((problem) => text`${outside(problem)}`),
        own('It may hold names of ours that are not seen here.'),
      ],
      diff: [
        { op: '+', text: text`certificate ${outside(facts.sha256)}` },
        { op: '+', text: text`serial ${outside(facts.serial)}` },
        { op: '+', text: text`issuer ${outside(facts.issuer)}` },
      ] satisfies readonly DiffLine[],
      mend: [
        text`Look at it by hand; to accept it, add ${outside(facts.sha256)} to certificates.certificates.`,
      ],
      at: positionOf(view.domain, 'certificates.certificates', 'certificates'),
    })),
};
