import { outside, own, text } from '../../base/text.js';
import { effectFor, hasTag, namesSeen } from '../facts/deployed.js';
import { expectedIssuance } from '../facts/expected.js';
import { positionOf } from '../facts/words.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

export const wildOpen: Rule = {
  id: 'caa/wild-open',
  title: 'Only wildcards are restricted',
  kind: 'weakness',
  severity: 'high',
  actor: 'you',
  means:
    '`issuewild` restricts wildcard certificates alone. With `issuewild` and no `issue`, every CA may issue for each single name, the one under the ' +
    'wildcard included: an attacker asks for the name and not for the wildcard.',
  mend: 'Declare and deploy `issue` as well; `issue ";"` if wildcards are all that is wanted.',
  references: [rfc(8659, '4.2'), rfc(8659, '4.3')],
  judge: (view) =>
    namesSeen(view).flatMap(({ np, deployed }) => {
      // Where the policy restricts `issue`, this is drift: caa/missing says so.
      if (expectedIssuance(np, 'issue', view.now) !== 'unrestricted') return [];
      const declared = np.issuewild !== undefined && np.issuewild !== 'unrestricted';
      const there = hasTag(deployed, 'issuewild') && effectFor(deployed, 'issue').kind === 'unrestricted';
      if (!there && !declared) return [];
      return [
        {
          subject: np.name,
          title: text`Wildcards of ${outside(np.name)} are restricted, single names are open to every CA`,
          detail: [
            own(
              'A certificate for each single name does an attacker the same service as one for the wildcard.',
            ),
          ],
          mend: [
            text`Restrict issue in the policy, and deploy it: at the least ${outside(`${np.name}. CAA 0 issue ";"`)}`,
          ],
          at: positionOf(np, 'issue', 'issuewild'),
        },
      ];
    }),
};
