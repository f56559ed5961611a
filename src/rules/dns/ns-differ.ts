import { outside, own, text, type Text } from '../../base/text.js';
import { lookupOf, rdatasOf, wireName } from '../facts/lookups.js';
import { positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, DomainView, Rule } from '../model.js';
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
    const { domain } = view;
    if (domain.nameservers === undefined) return [];
    const declared = new Set(domain.nameservers.map((name) => name.toLowerCase().replace(/\.$/, '')));
    const lists = listsOf(view);
    if (lists.length === 0) return [];
    const lines = lists.flatMap(({ at, names }) => [
      ...[...names].filter((name) => !declared.has(name)).map((name) => line('+', name, at)),
      ...[...declared].filter((name) => !names.has(name)).map((name) => line('-', name, at)),
    ]);
    if (lines.length === 0) return [];
    const extra = lines.some(({ op }) => op === '+');
    return [
      {
        subject: domain.name,
        title: text`The name servers of ${outside(domain.name)} are not the declared ones`,
        detail: [
          extra
            ? own(
                'Whoever runs a server that the policy does not know can answer for the domain as he likes.',
              )
            : own('A declared server is no longer in the set.'),
        ],
        diff: sortedLines(lines),
        mend: [
          text`Let the name servers of ${outside(domain.name)} be, at the registrar and in the zone:`,
          ...[...declared].sort().map((name) => text`${outside(`${domain.name}. NS ${name}.`)}`),
        ],
        at: positionOf(domain, 'nameservers'),
      },
    ];
  },
};

interface NsList {
  readonly at: Text;
  readonly names: ReadonlySet<string>;
}

/** The zone’s own NS set, and that of the parent’s referral: each is believed by some resolvers. */
function listsOf({ domain, seen }: DomainView): readonly NsList[] {
  const lookup = lookupOf(seen, domain.name, 'NS');
  const inZone = rdatasOf(lookup).map((rdata) => wireName(rdata)?.toCanonicalString() ?? '(cannot be read)');
  const asked = seen.servers?.find(({ zone }) => zone === domain.name);
  const atParent = (asked?.servers ?? []).filter((one) => one.atParent).map(({ name }) => name);
  return [
    ...(lookup?.answer === undefined ? [] : [{ at: own('in the zone'), names: new Set(inZone) }]),
    ...(asked?.parentSeen === true ? [{ at: own('at the parent'), names: new Set(atParent) }] : []),
  ];
}

function line(op: '+' | '-', name: string, note: Text): DiffLine {
  return { op, text: text`NS ${outside(name)}`, note };
}
