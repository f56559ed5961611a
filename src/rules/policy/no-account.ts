import { join, outside, own, text } from '../../base/text.js';
import { grantsByName } from '../facts/grants.js';
import { positionOf } from '../facts/words.js';
import type { Rule } from '../model.js';
import { JABBER_RU, rfc } from '../references.js';

export const noAccount: Rule = {
  id: 'policy/no-account',
  title: 'The policy names a CA without binding it to an account',
  kind: 'weakness',
  severity: 'high',
  actor: 'you',
  means:
    'Any account at that CA may issue. An attacker who can answer one validation request, from the path to your host for instance, gets a certificate from the very CA that you use, ' +
    'and nothing in CAA stands in his way. That is the jabber.ru case.',
  mend: 'Give `accounts` for the CA: the URI that your ACME client stores (`certbot show_account`, lego’s `account.json`, the `kid` of its requests).',
  references: [rfc(8657, '3'), JABBER_RU],
  judge: (view) =>
    grantsByName(view, ['issue', 'issuewild'], ({ accounts }) => accounts === 'any').map(({ np, grants }) => {
      const cas = [...new Set(grants.map(({ ca }) => ca))].sort();
      return {
        subject: np.name,
        title: text`The policy for ${outside(np.name)} lets any account at ${join(cas.map(outside), ', ')} issue`,
        detail: [own('CAA then stops other CAs, and nobody who uses the same one.')],
        mend: cas.map(
          (ca) =>
            text`Find the account URI of your ACME client for ${outside(ca)}, declare it under accounts, and deploy ${outside(`${np.name}. CAA 0 issue "${ca};accounturi=`)}that URI${outside('"')}`,
        ),
        at: grants[0]?.at ?? positionOf(np, 'issue'),
      };
    }),
};
