import { join, outside, own, text } from '../../base/text.js';
import type { DomainEvidence } from '../../survey/evidence.js';
import { compare } from '../facts/compare.js';
import { namesSeen } from '../facts/deployed.js';
import { lookupOf } from '../facts/lookups.js';
import { declaredLine, deploySteps, positionOf, sortedLines } from '../facts/words.js';
import { expectedIssuance } from '../facts/expected.js';
import type { DiffLine, Rule } from '../model.js';
import { baseline, rfc } from '../references.js';

/** False where DNS says so of the name itself, and not of what it is an alias of. */
function exists(seen: DomainEvidence, name: string): boolean {
  const answer = lookupOf(seen, name, 'CAA')?.answer;
  return answer?.kind !== 'nxdomain' || answer.aliases.length > 0;
}

export const missing: Rule = {
  id: 'caa/missing',
  title: 'The policy restricts issuance, and nothing deployed does',
  kind: 'drift',
  severity: 'critical',
  actor: 'you',
  means:
    'Without a CAA set that decides for a name, or with one that has no record of the kind in question, **every** CA may issue for it. ' +
    'An attacker chooses the CA whose validation is the easiest to deceive.',
  mend: 'Deploy the CAA records that the policy asks for; the finding lists them.',
  references: [rfc(8659, '3'), rfc(8659, '4.2'), baseline('3.2.2.8')],
  judge: (view) =>
    namesSeen(view).flatMap(({ np, deployed }) => {
      const { open } = compare(np, deployed, view.now);
      if (open.length === 0) return [];
      const lines = open.flatMap((tag): DiffLine[] => {
        const wanted = expectedIssuance(np, tag, view.now) ?? np.issue;
        if (wanted === 'unrestricted') return [];
        return wanted.length === 0
          ? [{ op: '-', text: text`${own(tag)} nobody`, note: own('declared, not deployed') }]
          : wanted.map((grant) => declaredLine(tag, grant));
      });
      const server = open.some((tag) => tag === 'issue' || tag === 'issuewild');
      const where =
        deployed.foundAt === undefined
          ? text`no CAA record set at ${outside(np.name)} or above it`
          : text`the CAA set at ${outside(deployed.foundAt)} has no ${join(
              open.map((tag) => own(tag)),
              ' or ',
            )} record`;
      return [
        {
          subject: np.name,
          severity: server ? ('critical' as const) : ('high' as const),
          title: text`Every CA may issue for ${outside(np.name)}: ${where}`,
          detail: [
            server
              ? own(
                  'The policy restricts who may issue. As it stands, anybody who passes validation at any public CA, from the path to the host or to its DNS, gets a certificate.',
                )
              : own(
                  'The policy restricts who may issue certificates of this kind. As it stands, every CA that issues them may.',
                ),
            ...(exists(view.seen, np.name)
              ? []
              : [
                  text`DNS has no such name as ${outside(np.name)}: it is misspelt in the policy, was given up, or is not there yet.`,
                ]),
          ],
          diff: sortedLines(lines),
          mend: deploySteps(np, view.now),
          at: positionOf(np, ...open, 'issue'),
        },
      ];
    }),
};
