import { join, outside, own, text } from '../../base/text.js';
import { METHODS } from '../../policy/methods.js';
import { grantsByName } from '../facts/grants.js';
import { list, positionOf } from '../facts/words.js';
import type { Rule } from '../model.js';
import { JABBER_RU, rfc } from '../references.js';

/** Methods that whoever sits on the path to the host can pass. */
const ON_PATH: ReadonlySet<string> = new Set(
  METHODS.filter(({ onPath }) => onPath).map(({ label }) => label),
);

export const noMethod: Rule = {
  id: 'policy/no-method',
  title: 'The policy allows validation methods that a network attacker can pass',
  kind: 'weakness',
  severity: 'medium',
  actor: 'you',
  means:
    '`http-01` and `tls-alpn-01` are answered by the host, so whoever sits on the path to it, in the hosting network for instance, can answer them. `dns-01` is answered by the zone’s name ' +
    'servers, which is a different path, and one that DNSSEC covers.',
  mend: 'Validate with `dns-01` and declare `methods: [dns-01]`. If HTTP validation is needed, bind the account all the more.',
  references: [rfc(8657, '4'), JABBER_RU],
  judge: (view) =>
    grantsByName(
      view,
      ['issue', 'issuewild'],
      ({ methods }) => methods === 'any' || methods.some((method) => ON_PATH.has(method)),
    ).map(({ np, grants }) => {
      const cas = [...new Set(grants.map(({ ca }) => ca))].sort();
      const named = [
        ...new Set(
          grants.flatMap(({ methods }) =>
            methods === 'any' ? [] : methods.filter((one) => ON_PATH.has(one)),
          ),
        ),
      ].sort();
      return {
        subject: np.name,
        title: text`The policy for ${outside(np.name)} lets ${join(cas.map(outside), ', ')} validate by ${
          named.length === 0 ? own('any method') : list(named)
        }`,
        detail: [
          own('Whoever sits on the path to the host can answer validation over HTTP or TLS in its place.'),
        ],
        mend: [own('Validate with dns-01, and declare and deploy validationmethods=dns-01.')],
        at: grants[0]?.at ?? positionOf(np, 'issue'),
      };
    }),
};
