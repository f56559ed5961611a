import { outside, own, text } from '../../base/text.js';
import { lookupOf, rdatasOf, wireName } from '../facts/lookups.js';
import { positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

export const nsDiffer: Rule = {
  id: 'dns/ns-differ',
  title: 'The name servers are not the declared ones',
  kind: 'drift',
  severity: 'critical',
  actor: 'registrar',
  means:
    'Whoever runs a name server of the zone can answer any validation request, and, in an unsigned zone, any CAA lookup. A changed delegation is what DNS hijacks look like ' +
    'from outside; minutes later there is a certificate.',
  mend: 'Set the delegation back at the registrar, or declare the new servers under `nameservers`.',
  references: [rfc(1034, '4.2.2'), rfc(2181, '6.1')],
  judge: (view) => {
    const { domain, seen } = view;
    const lookup = lookupOf(seen, domain.name, 'NS');
    if (domain.nameservers === undefined || lookup?.answer === undefined) return [];
    const declared = new Set(domain.nameservers.map((name) => name.toLowerCase().replace(/\.$/, '')));
    const deployed = new Set(
      rdatasOf(lookup).map((rdata) => wireName(rdata)?.toCanonicalString() ?? '(cannot be read)'),
    );
    const extra = [...deployed].filter((name) => !declared.has(name)).sort();
    const absent = [...declared].filter((name) => !deployed.has(name)).sort();
    if (extra.length + absent.length === 0) return [];
    return [
      {
        subject: domain.name,
        title: text`The name servers of ${outside(domain.name)} are not the declared ones`,
        detail: [
          ...(extra.length > 0
            ? [
                own(
                  'Whoever runs a server that the policy does not know can answer for the domain as he likes.',
                ),
              ]
            : [own('A declared server is no longer in the set.')]),
        ],
        diff: sortedLines([
          ...extra.map((name): DiffLine => ({ op: '+', text: text`NS ${outside(name)}` })),
          ...absent.map((name): DiffLine => ({ op: '-', text: text`NS ${outside(name)}` })),
        ]),
        mend: [
          text`Let the name servers of ${outside(domain.name)} be, at the registrar and in the zone:`,
          ...[...declared].sort().map((name) => text`${outside(`${domain.name}. NS ${name}.`)}`),
        ],
        at: positionOf(domain, 'nameservers'),
      },
    ];
  },
};
