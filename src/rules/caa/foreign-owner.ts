import { join, outside, own, text } from '../../base/text.js';
import { decidingSets } from '../facts/deployed.js';
import { inDomain } from '../facts/names.js';
import { deploySteps, positionOf } from '../facts/words.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

export const foreignOwner: Rule = {
  id: 'caa/foreign-owner',
  title: 'The set that decides lies in a zone that somebody else owns',
  kind: 'weakness',
  severity: 'medium',
  actor: 'you',
  means:
    'A CA follows aliases when it looks for CAA. If a name is an alias into the zone of somebody else (a CDN, a hosting company), the CAA records ' +
    'there decide who may issue for your name, and they change without you.',
  mend: 'Do not alias the name, or accept it in writing with a waiver; a name with a CNAME cannot have a CAA record of its own.',
  references: [rfc(8659, '3'), rfc(1034, '4.3.2')],
  judge: (view) =>
    decidingSets(view).flatMap(({ foundAt, deployed, names }) => {
      const [np] = names;
      if (deployed.climb.kind !== 'found' || np === undefined) return [];
      const { owner, aliases } = deployed.climb.answer;
      if (aliases.length === 0 || inDomain(view.domain, owner)) return [];
      return [
        {
          subject: foundAt,
          title: text`The CAA set for ${outside(foundAt)} is that of ${outside(owner)}, which is not yours`,
          detail: [
            text`The way there: ${join([...aliases, owner].map(outside), ' -> ')}. Whoever owns that zone decides who may issue for ${outside(foundAt)}.`,
            own('As long as the records there agree with the policy this holds; it can change any day.'),
          ],
          mend: [
            text`Give ${outside(foundAt)} addresses of its own in place of the alias, and then:`,
            ...deploySteps(np, view.now),
          ],
          at: positionOf(np, 'issue'),
        },
      ];
    }),
};
