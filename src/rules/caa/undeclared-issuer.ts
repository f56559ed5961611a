import { join, outside, own, text } from '../../base/text.js';
import { compare } from '../facts/compare.js';
import { namesSeen } from '../facts/deployed.js';
import { sealOf } from '../facts/expected.js';
import { deployedLine, deploySteps, positionOf, sortedLines } from '../facts/words.js';
import type { Rule } from '../model.js';
import { baseline, rfc } from '../references.js';

export const undeclaredIssuer: Rule = {
  id: 'caa/undeclared-issuer',
  title: 'A CA is authorised that the policy does not name',
  kind: 'drift',
  severity: 'critical',
  actor: 'you',
  means:
    'Records of a set are alternatives: each CA that one of them names may issue. Whoever added the record, or left it, has opened the domain to ' +
    'every customer of that CA who passes its validation. For a sealed name every CA is one too many while no window is open.',
  mend: 'Remove the record, or declare the CA in the policy if it is meant to be there.',
  references: [rfc(8659, '4.2'), rfc(8659, '4.3'), baseline('3.2.2.8')],
  judge: (view) =>
    namesSeen(view).flatMap(({ np, deployed }) => {
      const { undeclared } = compare(np, deployed, view.now);
      if (undeclared.length === 0) return [];
      const cas = [...new Set(undeclared.map(({ authorisation }) => authorisation.issuer))].sort();
      const closed = sealOf(np, view.now) === 'closed';
      const named = join(cas.map(outside), ', ');
      const found = outside(deployed.foundAt ?? np.name);
      return [
        {
          subject: np.name,
          title: closed
            ? text`${outside(np.name)} is sealed and no window is open, but its CAA set authorises ${named}`
            : text`The CAA set of ${outside(np.name)} authorises ${named}, which the policy does not name`,
          detail: [
            text`Anybody who passes the validation of ${named} can get a certificate for ${outside(np.name)}. The set was found at ${found}.`,
            ...(closed
              ? [own('Outside of the windows that the policy declares nobody should be able to issue.')]
              : []),
          ],
          diff: sortedLines(undeclared.map(({ tag, authorisation }) => deployedLine(tag, authorisation))),
          mend: deploySteps(np, view.now),
          at: positionOf(np, ...(closed ? ['sealed'] : []), ...undeclared.map(({ tag }) => tag), 'issue'),
        },
      ];
    }),
};
