import { outside, own, text } from '../../base/text.js';
import { brokenAt, codesWords, lookupWords } from '../facts/broken.js';
import { aboveDomain, inDomain } from '../facts/names.js';
import { positionOf } from '../facts/words.js';
import type { Rule } from '../model.js';
import { baseline, rfc } from '../references.js';

export const bogus: Rule = {
  id: 'dnssec/bogus',
  title: 'The chain of trust does not validate',
  kind: 'drift',
  severity: 'critical',
  actor: 'dns-provider',
  means:
    'Signatures, keys and DS records do not fit together. Validating resolvers give no answer for the domain, no CA may issue, and it cannot be told from here ' +
    'whether it is a broken signer or a forged answer.',
  mend: 'The finding names the record, the zone and the server. Re-sign the zone, or have the DS at the parent match the keys.',
  references: [rfc(4035, '5'), baseline('3.2.2.8.1')],
  judge: (view) => {
    const groups = [...brokenAt(view)].filter(([at]) => !aboveDomain(view.domain, at));
    return groups.map(([at, lookups]) => {
      // At the far end of an alias somebody else has to mend it; what is broken above has a rule of its own.
      const elsewhere = !inDomain(view.domain, at);
      return {
        subject: at,
        actor: elsewhere ? ('ancestor' as const) : ('dns-provider' as const),
        title: text`DNSSEC is broken at ${outside(at)}: ${codesWords(lookups)}`,
        detail: [
          ...lookups.map(lookupWords),
          own('No CA may issue over a DNSSEC failure, and resolvers that validate give no answers.'),
        ],
        mend: elsewhere
          ? [text`Whoever runs ${outside(at)} must mend it; there is nothing to change in your zone.`]
          : [
              own(
                'Have the DNS provider re-sign the zone, or put the DS of the present key at the registrar.',
              ),
            ],
        at: positionOf(view.domain, 'dnssec.required', 'dnssec'),
      };
    });
  },
};
