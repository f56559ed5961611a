import { outside, own, text } from '../../base/text.js';
import { caOf } from '../../policy/cas.js';
import { grantsByName } from '../facts/grants.js';
import { ISSUE_TAGS } from '../../policy/model.js';
import { list, positionOf } from '../facts/words.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

export const issuerUnknown: Rule = {
  id: 'policy/issuer-unknown',
  title: 'A CA identifier stands in no table',
  kind: 'weakness',
  severity: 'medium',
  actor: 'you',
  means:
    'No CA is known to go by this name in CAA records. If it is misspelt, the CA that was meant refuses the next renewal; if it is a domain that anybody can register, nothing is gained by naming it. ' +
    'The policy may say that it is meant so (`unlisted: true`): it is said all the same.',
  mend: 'Write the identifier as the CA documents it in its certification practice statement (`letsencrypt.org`, not the name of an intermediate).',
  references: [rfc(8659, '4.2')],
  judge: (view) =>
    grantsByName(view, ISSUE_TAGS, ({ ca }) => caOf(ca) === undefined).map(({ np, grants }) => {
      const cas = [...new Set(grants.map(({ ca }) => ca))].sort();
      return {
        subject: np.name,
        title: text`The policy for ${outside(np.name)} names ${list(cas)}, which no table knows as a CA`,
        detail: [own('If it is misspelt, the CA that was meant will refuse to issue.')],
        mend: [
          own('Write the issuer domain name as the CA documents it for CAA, or accept this with a waiver.'),
        ],
        at: grants[0]?.at ?? positionOf(np, 'issue'),
      };
    }),
};
