import { outside, own, text } from '../../base/text.js';
import { recordWords, whenApplied } from '../facts/planned-words.js';
import { deploySteps, positionOf, sortedLines } from '../facts/words.js';
import { inDomain, decider } from '../facts/names.js';
import { DnsName } from '../../base/name.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

export const brokenValue: Rule = {
  id: 'plan/broken-value',
  title: 'A value that the provider will refuse or mangle',
  kind: 'drift',
  severity: 'high',
  actor: 'you',
  means:
    'The value in the plan is not what will be served: flags that are an object and no number (bindings for CDKTF write `flags: {}` for any number), spaces that the provider does not keep, a CA without the final dot that it wants, ' +
    'or text that is no CAA record. Applying fails half-way, or leaves another record than the one that was reviewed.',
  mend: 'Write the value as the finding says: without spaces, flags as a number or as text, and a final dot where the provider wants one.',
  references: [rfc(8659, '4.1'), rfc(8659, '4.2')],
  judge: (view) =>
    (view.plan?.sets ?? []).flatMap((set) => {
      if (set.type !== 'CAA' || !inDomain(view.domain, set.owner)) return [];
      const broken = set.after.filter(({ faults }) => faults.length > 0);
      if (broken.length === 0) return [];
      const np = decider(view.domain)(DnsName.parse(set.owner));
      return [
        {
          subject: set.owner,
          title: text`${whenApplied(view)} a CAA record of ${outside(set.owner)} is not what was written`,
          detail: broken.flatMap(({ address, faults }) =>
            faults.map(({ detail }) => text`${outside(address)}: ${outside(detail)}.`),
          ),
          diff: sortedLines(
            broken.map((one): DiffLine => ({
              op: '~',
              text: recordWords(one, 'CAA'),
              note: text`${outside(one.address)}`,
            })),
          ),
          mend: [
            own('Mend the value in the configuration.'),
            ...(np.name === set.owner ? deploySteps(np, view.now) : []),
          ],
          at: positionOf(np, 'issue'),
        },
      ];
    }),
};
