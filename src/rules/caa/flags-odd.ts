import { outside, own, text, type Text } from '../../base/text.js';
import { LETSENCRYPT, type Property } from '../../caa/index.js';
import { decidingSets } from '../facts/deployed.js';
import { deploySteps, positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

export const flagsOdd: Rule = {
  id: 'caa/flags-odd',
  title: 'A flag value that means nothing, or is not needed',
  kind: 'weakness',
  severity: 'low',
  actor: 'you',
  means:
    'Of the flags octet only the bit of value 128 has a meaning: critical. Other bits must be ignored, and are not by all: Let’s Encrypt takes value 1 as ' +
    'critical as well. On a property that every CA knows the critical bit does nothing but risk a CA that does not.',
  mend: 'Set the flags to 0.',
  references: [rfc(8659, '4.1')],
  judge: (view) =>
    decidingSets(view).flatMap(({ foundAt, deployed, names }) => {
      const odd = deployed.strict.properties.flatMap((property) => {
        const why = oddness(property);
        return why === undefined ? [] : [{ raw: property.raw, why }];
      });
      const [np] = names;
      if (odd.length === 0 || np === undefined) return [];
      return [
        {
          subject: foundAt,
          title: text`CAA records at ${outside(foundAt)} have odd flags`,
          detail: odd.map(({ raw, why }) => text`${outside(raw)}: ${why}.`),
          diff: sortedLines(
            odd.map(({ raw, why }): DiffLine => ({ op: '~', text: text`${outside(raw)}`, note: why })),
          ),
          mend: deploySteps(np, view.now),
          at: positionOf(np, 'issue'),
        },
      ];
    }),
};

function oddness(property: Property): Text | undefined {
  if (property.kind === 'unreadable' || property.flags === 0) return undefined;
  if (property.flags !== 128) return text`flags ${property.flags}; only 0 and 128 mean something`;
  // Critical and unknown is no oddity: it blocks, and has a rule of its own.
  return LETSENCRYPT.knownTags.includes(property.tag)
    ? own('critical, on a property that every CA knows')
    : undefined;
}
