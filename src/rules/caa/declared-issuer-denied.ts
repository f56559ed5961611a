import { join, outside, own, text, type Text } from '../../base/text.js';
import { compare, type Refusal } from '../facts/compare.js';
import { effectFor, namesSeen, type Deployed } from '../facts/deployed.js';
import { declaredLine, deploySteps, positionOf, sortedLines } from '../facts/words.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

export const declaredIssuerDenied: Rule = {
  id: 'caa/declared-issuer-denied',
  title: 'A CA that the policy names is refused by what is deployed',
  kind: 'drift',
  severity: 'high',
  actor: 'you',
  means:
    'The next renewal fails, usually weeks after the record was changed, and then all at once. It is no hole, but it ends with an expired certificate.',
  mend: 'Deploy the record that the policy asks for, or take the CA, the account or the method out of the policy.',
  references: [rfc(8659, '4.2'), rfc(8657, '3'), rfc(8657, '4')],
  judge: (view) =>
    namesSeen(view).flatMap(({ np, deployed }) => {
      const { refused } = compare(np, deployed, view.now);
      const [first] = refused;
      if (first === undefined) return [];
      const cas = [...new Set(refused.map(({ grant }) => grant.ca))].sort();
      return [
        {
          subject: np.name,
          title: text`The CAA set of ${outside(np.name)} refuses ${join(cas.map(outside), ', ')}, which the policy names`,
          detail: [
            ...refused.map((one) => text`Refused: ${refusalWords(one)}. The next renewal that way fails.`),
            ...denialWords(deployed, refused),
          ],
          diff: sortedLines(refused.map(({ tag, grant, account }) => declaredLine(tag, grant, account))),
          mend: deploySteps(np, view.now),
          at: first.grant.at ?? positionOf(np, 'issue'),
        },
      ];
    }),
};

function refusalWords({ tag, grant, account, method }: Refusal): Text {
  return text`${own(tag)} ${outside(grant.ca)}${account === undefined ? [] : text`, account ${outside(account)}`}${
    method === undefined ? [] : text`, method ${outside(method)}`
  }`;
}

/** Records that look as if they granted it. */
function denialWords(deployed: Deployed, refused: readonly Refusal[]): readonly Text[] {
  const tags = new Set(refused.map(({ tag }) => tag));
  const raws = [...tags].flatMap((tag) => {
    const effect = effectFor(deployed, tag);
    if (effect.kind === 'unrestricted') return [];
    return effect.denials.filter(({ why }) => why !== 'nobody').map(({ raw }) => raw);
  });
  return [...new Set(raws)].map((raw) => text`${outside(raw)} is there and grants nothing as it is written.`);
}
