import { join, outside, own, text } from '../../base/text.js';
import { ISSUE_TAGS } from '../../policy/model.js';
import { profileOf, STRICT, type Property } from '../../caa/index.js';
import { decidingSets } from '../facts/deployed.js';
import { deploySteps, positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

export const unknownCritical: Rule = {
  id: 'caa/unknown-critical',
  title: 'A critical property that CAs do not know blocks all issuance',
  kind: 'drift',
  severity: 'high',
  actor: 'you',
  means:
    'A CA must not issue for a name whose CAA set holds a critical property that it does not understand. Which properties are known differs: ' +
    'Let’s Encrypt does not know `contactemail` and `contactphone`, and takes flag value 1 as critical too. Every renewal is refused.',
  mend: 'Set the flags of the record to 0, or remove it.',
  references: [rfc(8659, '4.1'), rfc(8659, '4.5')],
  judge: (view) =>
    decidingSets(view).flatMap(({ foundAt, deployed, names }) => {
      const relyOnLetsEncrypt = names.some((np) =>
        ISSUE_TAGS.some((tag) => {
          const issuance = np[tag];
          return (
            issuance !== undefined &&
            issuance !== 'unrestricted' &&
            issuance.some(({ ca }) => profileOf(ca) !== STRICT)
          );
        }),
      );
      const everywhere = rawOf(deployed.strict.blockedBy);
      const there = relyOnLetsEncrypt
        ? rawOf(deployed.letsencrypt.blockedBy).filter((raw) => !everywhere.includes(raw))
        : [];
      const [np] = names;
      if (everywhere.length + there.length === 0 || np === undefined) return [];
      return [
        {
          subject: foundAt,
          title: text`${own(everywhere.length > 0 ? 'No CA' : 'Let’s Encrypt')} ${own(everywhere.length > 0 ? 'may' : 'will not')} issue for ${join(
            names.map(({ name }) => outside(name)),
            ', ',
          )}: a critical CAA property at ${outside(foundAt)} is unknown to it`,
          detail: [
            own('Every renewal is refused for as long as the record stands.'),
            ...(there.length > 0 && everywhere.length === 0
              ? [own('CAs that know the property, or that honour flag value 128 alone, still issue.')]
              : []),
          ],
          diff: sortedLines([
            ...everywhere.map((raw): DiffLine => ({
              op: '+',
              text: text`${outside(raw)}`,
              note: own('unknown to CAs'),
            })),
            ...there.map((raw): DiffLine => ({
              op: '+',
              text: text`${outside(raw)}`,
              note: own('unknown to Let’s Encrypt'),
            })),
          ]),
          mend: deploySteps(np, view.now),
          at: positionOf(np, 'issue'),
        },
      ];
    }),
};

function rawOf(properties: readonly Property[]): readonly string[] {
  return properties.map(({ raw }) => raw);
}
