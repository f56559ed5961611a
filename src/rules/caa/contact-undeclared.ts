import { outside, own, text } from '../../base/text.js';
import { namesSeen } from '../facts/deployed.js';
import { positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { baseline } from '../references.js';

export const contactUndeclared: Rule = {
  id: 'caa/contact-undeclared',
  title: 'A contact is deployed that opens a way of validation the policy does not know',
  kind: 'drift',
  severity: 'high',
  actor: 'you',
  means:
    'CAs may validate control of a domain by a message to the address in `contactemail`, or a call to the number in `contactphone`. Whoever reads that ' +
    'mailbox or answers that phone can get a certificate at every CA that the set authorises and that offers the method.',
  mend: 'Remove the record, or declare the address under `contacts`.',
  references: [baseline('A.1'), baseline('3.2.2.4.13')],
  judge: (view) =>
    namesSeen(view).flatMap(({ np, deployed }) => {
      const contacts = deployed.strict.properties.flatMap((one) =>
        one.kind === 'other' &&
        (one.tag === 'contactemail' || one.tag === 'contactphone') &&
        !np.contacts.includes(one.value)
          ? [one]
          : [],
      );
      if (contacts.length === 0) return [];
      return [
        {
          subject: np.name,
          title: text`The CAA set of ${outside(np.name)} names a contact that the policy does not: ${outside(contacts.map(({ value }) => value).join(', '))}`,
          detail: [own('Whoever receives at that contact can pass validation for the name.')],
          diff: sortedLines(
            contacts.map((one): DiffLine => ({
              op: '+',
              text: text`${own(one.tag === 'contactemail' ? 'contactemail' : 'contactphone')} ${outside(one.value)}`,
              note: text`deployed: ${outside(one.raw)}`,
            })),
          ),
          mend: [own('Remove these records, or list the contact under contacts in the policy.')],
          at: positionOf(np, 'contacts'),
        },
      ];
    }),
};
