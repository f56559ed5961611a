import { outside, own, text } from '../../base/text.js';
import { compare, isLooser } from '../facts/compare.js';
import { namesSeen } from '../facts/deployed.js';
import { inDomain } from '../facts/names.js';
import { authorisationWords, deploySteps, positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

export const shadowed: Rule = {
  id: 'caa/shadowed',
  title: 'A name below has a CAA set of its own that is looser than the policy',
  kind: 'drift',
  severity: 'critical',
  actor: 'you',
  means:
    'The set nearest to a name decides alone: a record at a name below hides the whole set of the domain. Whoever may write one record at that name, ' +
    'by a delegated zone or a forgotten tool, has taken the domain’s CAA policy off it.',
  mend: 'Remove the CAA set at the lower name, or make it as strict as the policy.',
  references: [rfc(8659, '3')],
  judge: (view) =>
    namesSeen(view).flatMap(({ np, deployed }) => {
      const { foundAt } = deployed;
      if (foundAt === undefined || foundAt === view.domain.name || !inDomain(view.domain, foundAt)) return [];
      const comparison = compare(np, deployed, view.now);
      if (!isLooser(comparison)) return [];
      const apex = view.deployed(view.domain.name);
      const apexWouldDo = apex.foundAt !== undefined && !isLooser(compare(np, apex, view.now));
      const excess = [...comparison.undeclared, ...comparison.unbound, ...comparison.otherAccount];
      return [
        {
          subject: np.name,
          title: text`A CAA set at ${outside(foundAt)} hides that of ${outside(view.domain.name)}, and is looser than the policy for ${outside(np.name)}`,
          detail: [
            comparison.open.length > 0
              ? own('It does not restrict issuance as the policy does, so every CA may issue.')
              : own('It lets in more than the policy does.'),
            apexWouldDo
              ? text`The set at ${outside(apex.foundAt ?? '')} would do: without the one at ${outside(foundAt)} the name were safe.`
              : text`The set above would not do either: removing the one at ${outside(foundAt)} alone does not mend it.`,
          ],
          diff: sortedLines(
            excess.map(({ tag, authorisation }): DiffLine => ({
              op: '+',
              text: authorisationWords(tag, authorisation),
              note: text`deployed at ${outside(foundAt)}: ${outside(authorisation.raw)}`,
            })),
          ),
          mend: [
            ...(apexWouldDo ? [text`Remove the CAA records at ${outside(foundAt)}, or else:`] : []),
            ...deploySteps(np, view.now),
          ],
          at: positionOf(np, 'issue'),
        },
      ];
    }),
};
