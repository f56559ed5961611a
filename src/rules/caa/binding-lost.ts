import { join, outside, own, text } from '../../base/text.js';
import { compare } from '../facts/compare.js';
import { namesSeen } from '../facts/deployed.js';
import { authorisationWords, deploySteps, grantWords, positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { JABBER_RU, rfc } from '../references.js';

export const bindingLost: Rule = {
  id: 'caa/binding-lost',
  title: 'The CA is right, but its account or method binding is not deployed',
  kind: 'drift',
  severity: 'critical',
  actor: 'you',
  means:
    'The policy binds the CA to an account or to validation methods. Without the binding **any** account at the same CA may issue, by any method. ' +
    'This is how the certificates for jabber.ru were got: from the owner’s own CA, with another account, validated from inside the hosting network.',
  mend: 'Deploy the record with `accounturi` and `validationmethods` as the policy says; the finding gives it.',
  references: [rfc(8657, '3'), rfc(8657, '4'), JABBER_RU],
  judge: (view) =>
    namesSeen(view).flatMap(({ np, deployed }) => {
      const { unbound } = compare(np, deployed, view.now);
      if (unbound.length === 0) return [];
      const cas = [...new Set(unbound.map(({ authorisation }) => authorisation.issuer))].sort();
      const lost = new Set(unbound.flatMap((one) => one.lost));
      const named = join(cas.map(outside), ', ');
      const what = lost.has('account')
        ? lost.has('method')
          ? own('account and method binding')
          : own('account binding')
        : own('method binding');
      return [
        {
          subject: np.name,
          title: text`The ${what} of ${named} is not deployed for ${outside(np.name)}`,
          detail: [
            lost.has('account')
              ? text`Any account at ${named} may issue: an attacker who can answer a validation request for one moment gets a certificate, and CAA does not stop the CA.`
              : text`Only the declared account may issue, but by any method that the record leaves open, so also by those that the policy rules out.`,
            ...(lost.has('method') && lost.has('account')
              ? [own('Validation over HTTP or TLS can be answered by whoever sits on the path to the host.')]
              : []),
          ],
          diff: sortedLines(
            unbound.map(({ tag, authorisation, grants }): DiffLine => ({
              op: '~',
              text: text`${join(
                grants.map((grant) => grantWords(tag, grant)),
                ' or ',
              )} -> ${authorisationWords(tag, authorisation)}`,
              note: text`deployed: ${outside(authorisation.raw)}`,
            })),
          ),
          mend: deploySteps(np, view.now),
          at: unbound[0]?.grants[0]?.at ?? positionOf(np, 'issue'),
        },
      ];
    }),
};
