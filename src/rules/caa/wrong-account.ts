import { join, outside, own, text } from '../../base/text.js';
import { foreignAccount } from '../facts/accounts.js';
import { compare } from '../facts/compare.js';
import { effectFor, namesSeen, type Deployed } from '../facts/deployed.js';
import { declaredLine, deployedLine, deploySteps, positionOf, sortedLines } from '../facts/words.js';
import type { Rule } from '../model.js';
import type { IssueTag } from '../../policy/model.js';
import { rfc } from '../references.js';

export const wrongAccount: Rule = {
  id: 'caa/wrong-account',
  title: 'The deployed account URI is another than declared',
  kind: 'drift',
  severity: 'high',
  actor: 'you',
  means:
    'A record with an `accounturi` admits that account and no other. If it is not yours, your next renewal is refused, and, unless such an account ' +
    'cannot exist at that CA (a staging URI, a URI of another CA), its owner is let in: then the finding is critical.',
  mend: 'Deploy the declared account. A staging URI differs from the production one; a second system has an account of its own.',
  references: [rfc(8657, '3'), rfc(8657, '5.3')],
  judge: (view) =>
    namesSeen(view).flatMap(({ np, deployed }) => {
      const { otherAccount, refused } = compare(np, deployed, view.now);
      if (otherAccount.length === 0) return [];
      const usable = otherAccount.some((one) => one.usable);
      const accounts = [...new Set(otherAccount.map(({ authorisation }) => authorisation.account))].sort();
      const staging = otherAccount.some(({ authorisation }) => foreignAccount(authorisation) === 'staging');
      const grants = otherAccount.flatMap(({ tag, grants: all }) =>
        all.map((grant) => declaredLine(tag, grant)),
      );
      const replaced = !otherAccount.every(({ grants: all, tag }) =>
        all.some((grant) =>
          deployedHas(deployed, tag, grant.ca, grant.accounts === 'any' ? [] : grant.accounts),
        ),
      );
      return [
        {
          subject: np.name,
          severity: usable ? ('critical' as const) : ('high' as const),
          title: text`The CAA set of ${outside(np.name)} admits ${own(accounts.length === 1 ? 'an account that is' : 'accounts that are')} not declared: ${join(accounts.map(outside), ', ')}`,
          detail: [
            ...(usable
              ? [own('Whoever holds that account can get a certificate as soon as he passes validation.')]
              : [own('No account of that CA has such a URI, so nobody is let in by it.')]),
            ...(staging
              ? [own('It is the URI of a staging account; the production account has another one.')]
              : []),
            ...(replaced || refused.length > 0
              ? [own('The declared account is not admitted: its next renewal will be refused.')]
              : []),
          ],
          diff: sortedLines([
            ...otherAccount.map(({ tag, authorisation }) => deployedLine(tag, authorisation)),
            ...(replaced ? grants : []),
          ]),
          mend: deploySteps(np, view.now),
          at: otherAccount[0]?.grants[0]?.at ?? positionOf(np, 'issue'),
        },
      ];
    }),
};

/** Whether the deployed set admits one of these accounts at that CA. */
function deployedHas(deployed: Deployed, tag: IssueTag, ca: string, accounts: readonly string[]): boolean {
  const effect = effectFor(deployed, tag);
  return (
    effect.kind === 'unrestricted' ||
    effect.grants.some(
      ({ issuer, account }) => issuer === ca && (account === 'any' || accounts.includes(account)),
    )
  );
}
