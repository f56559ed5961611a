import { outside, own, text, type Text } from '../../base/text.js';
import { GRANTING_TAGS, type GrantingTag, type SetMeaning } from '../../caa/index.js';
import { decidingSets } from '../facts/deployed.js';
import { authorisationWords, deploySteps, positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

export const profilesDiffer: Rule = {
  id: 'caa/profiles-differ',
  title: 'The RFCs and a large CA read the set differently',
  kind: 'weakness',
  severity: 'medium',
  actor: 'you',
  means:
    'The set means one thing by the letter of the RFCs and another to Let’s Encrypt: issuer names in other letters, parameter names in other letters, hyphens in ' +
    'parameter names, flag value 1. What it does then depends on the CA that is asked, and nobody has written that down on purpose.',
  mend: 'Write the records so that all readers agree: lower case throughout, flags 0, no parameters of your own.',
  references: [rfc(8659, '4.2'), rfc(8659, '4.1')],
  judge: (view) =>
    decidingSets(view).flatMap(({ foundAt, deployed, names }) => {
      const strict = linesOf(deployed.strict);
      const other = linesOf(deployed.letsencrypt);
      const [np] = names;
      const onlyStrict = [...strict].filter(([key]) => !other.has(key));
      const onlyOther = [...other].filter(([key]) => !strict.has(key));
      if (onlyStrict.length + onlyOther.length === 0 || np === undefined) return [];
      const line =
        (note: Text) =>
        ([, words]: readonly [string, Text]): DiffLine => ({ op: '~', text: words, note });
      return [
        {
          subject: foundAt,
          title: text`The CAA set at ${outside(foundAt)} means something else to Let’s Encrypt than to the RFCs`,
          detail: [own('Who may issue depends on how the CA that is asked reads it.')],
          diff: sortedLines([
            ...onlyStrict.map(line(own('by the RFCs alone'))),
            ...onlyOther.map(line(own('by Let’s Encrypt alone'))),
          ]),
          mend: deploySteps(np, view.now),
          at: positionOf(np, 'issue'),
        },
      ];
    }),
};

/** What a reading grants, line by line. */
function linesOf(meaning: SetMeaning): ReadonlyMap<string, Text> {
  const lines = new Map<string, Text>();
  const add = (words: Text): unknown => lines.set(JSON.stringify(words), words);
  for (const one of meaning.blockedBy) add(text`nobody may issue, because of ${outside(one.raw)}`);
  const tags: readonly GrantingTag[] = GRANTING_TAGS;
  for (const tag of tags) {
    const effect = meaning.effect[tag];
    if (effect.kind === 'unrestricted') continue;
    for (const one of effect.grants) add(text`${authorisationWords(tag, one)} by ${outside(one.raw)}`);
  }
  return lines;
}
