import { outside, own, text } from '../../base/text.js';
import { foreignAccount } from '../facts/accounts.js';
import { grantsOf } from '../facts/grants.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

export const accountForeign: Rule = {
  id: 'policy/account-foreign',
  title: 'A declared account URI belongs to another CA, or to a staging server',
  kind: 'weakness',
  severity: 'high',
  actor: 'you',
  means:
    'A CA satisfies an `accounturi` only if the URI is that of the account that asks. One at another CA, or at a staging server, can never be: with such a record deployed the CA ' +
    'refuses everybody, you included, at the next renewal.',
  mend: 'Take the account URI from the production server of the CA that the grant names.',
  references: [rfc(8657, '3'), rfc(8657, '5.3')],
  judge: (view) =>
    grantsOf(view).flatMap(({ np, tag, grant }) =>
      (grant.accounts === 'any' ? [] : grant.accounts).flatMap((account) => {
        const foreign = foreignAccount({ issuer: grant.ca, account });
        if (foreign === undefined) return [];
        return [
          {
            subject: `${np.name} ${tag} ${account}`,
            title: text`The account declared for ${outside(grant.ca)} at ${outside(np.name)} is one of ${own(
              foreign === 'staging' ? 'its staging server' : 'another CA',
            )}: ${outside(account)}`,
            detail: [own('With this record deployed the CA refuses every renewal.')],
            mend: [text`Declare the URI of your account at the production server of ${outside(grant.ca)}.`],
            at: grant.at,
          },
        ];
      }),
    ),
};
