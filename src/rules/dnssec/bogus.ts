import { outside, own, text, type Text } from '../../base/text.js';
import type { LookupEvidence } from '../../survey/evidence.js';
import { aboveDomain, inDomain } from '../facts/names.js';
import { concerned } from '../facts/concerned.js';
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
    const groups = new Map<string, LookupEvidence[]>();
    for (const lookup of concerned(view)) {
      if (lookup.state !== 'bogus') continue;
      const at = lookup.reason?.zone ?? lookup.reason?.name ?? lookup.name;
      groups.set(at, [...(groups.get(at) ?? []), lookup]);
    }
    return [...groups].map(([at, lookups]) => {
      // Above, or at the far end of an alias: in either case somebody else has to mend it.
      const elsewhere = !inDomain(view.domain, at);
      const above = aboveDomain(view.domain, at);
      return {
        subject: at,
        actor: elsewhere ? ('ancestor' as const) : ('dns-provider' as const),
        title: above
          ? text`DNSSEC is broken at ${outside(at)}, above ${outside(view.domain.name)}: ${codes(lookups)}`
          : text`DNSSEC is broken at ${outside(at)}: ${codes(lookups)}`,
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

function codes(lookups: readonly LookupEvidence[]): Text {
  const all = [...new Set(lookups.map(({ reason }) => reason?.code ?? 'unknown'))].sort();
  return text`${outside(all.join(', '))}`;
}

function lookupWords({ name, type, reason }: LookupEvidence): Text {
  if (reason === undefined) return text`${outside(`${name} ${type}`)} does not validate.`;
  const server = reason.server === undefined ? [] : text` (from ${outside(reason.server)})`;
  return text`${outside(`${name} ${type}`)}: ${outside(reason.detail)}${server}`;
}
