import { isIP } from 'node:net';
import { DnsName } from '../../base/name.js';
import { outside, own, text, type Text } from '../../base/text.js';
import type { ServersEvidence } from '../../survey/evidence.js';
import { octetsFrom, wireName } from '../facts/lookups.js';
import { askedZones, campsOf, membersWords, type AskedZone } from '../facts/servers.js';
import { list, positionOf, sortedLines } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

type Host = ServersEvidence['servers'][number];

export const parentChildDiffer: Rule = {
  id: 'dns/parent-child-differ',
  title: 'Parent and zone do not name the same name servers',
  kind: 'drift',
  severity: 'medium',
  actor: 'registrar',
  means:
    'Which servers are asked depends on what a resolver saw last: the list of the parent or that of the zone. A server that is on one list only is easily forgotten when ' +
    'it is switched off; whoever gets its name or its address then answers for the zone.',
  mend: 'Make both lists the same: in the zone, and at the registrar (addresses of name servers inside the zone included).',
  references: [rfc(1034, '4.2.2'), rfc(1912, '2.8')],
  judge: (view) =>
    askedZones(view).flatMap((asked) => {
      const lines = [...listLines(asked), ...glueLines(asked)];
      const camps = nsCamps(asked);
      if (camps.length > 1)
        lines.push(
          ...camps.map(({ said, members }): DiffLine => ({
            op: '~',
            text: text`NS ${list(said)}`,
            note: text`as told by ${membersWords(members)}`,
          })),
        );
      if (lines.length === 0) return [];
      return [
        {
          subject: asked.zone,
          title: text`The parent of ${outside(asked.zone)} and the zone itself do not name the same name servers`,
          detail: [
            own(
              'Resolvers, those of CAs included, use one list or the other, so which servers answer depends on chance.',
            ),
          ],
          diff: sortedLines(lines),
          mend: [
            text`Decide which servers ${outside(asked.zone)} shall have, and set them in the zone and at the registrar alike.`,
          ],
          at: positionOf(view.domain, 'nameservers'),
        },
      ];
    }),
};

/** Names that are on one list only. */
function listLines({ evidence }: AskedZone): DiffLine[] {
  const { parentSeen, childUnseen, servers } = evidence;
  if (!parentSeen || childUnseen !== undefined || !servers.some(({ atChild }) => atChild)) return [];
  return servers
    .filter(({ atParent, atChild }) => atParent !== atChild)
    .map(({ name, atParent }) => ({
      op: atParent ? '-' : '+',
      text: text`NS ${outside(name)}`,
      note: own(atParent ? 'at the parent, not in the zone' : 'in the zone, not at the parent'),
    }));
}

/** Glue of name servers inside the zone that the zone does not confirm, and the other way round, by family. */
function glueLines({ zone, evidence }: AskedZone): DiffLine[] {
  const apex = DnsName.parse(zone);
  return evidence.servers
    .filter(({ name }) => DnsName.parse(name).isAtOrBelow(apex))
    .flatMap((host) => [4, 6].flatMap((family) => glueOf(host, family)));
}

function glueOf({ name, glue, addresses }: Host, family: number): readonly DiffLine[] {
  const atParent = glue.filter((one) => isIP(one) === family);
  const inZone = addresses.filter((one) => isIP(one) === family);
  // A family of which one side says nothing may have been left out for want of room, or could not be looked up.
  if (atParent.length === 0 || inZone.length === 0) return [];
  const line = (op: '+' | '-', address: string, note: Text): DiffLine => ({
    op,
    text: text`${outside(name)} ${own(family === 4 ? 'A' : 'AAAA')} ${outside(address)}`,
    note,
  });
  return [
    ...atParent
      .filter((one) => !inZone.includes(one))
      .map((one) => line('-', one, own('glue at the parent, not in the zone'))),
    ...inZone
      .filter((one) => !atParent.includes(one))
      .map((one) => line('+', one, own('in the zone, not in the glue at the parent'))),
  ];
}

/** What each server itself says that the NS set is. */
function nsCamps({ zone, answering }: AskedZone): ReturnType<typeof campsOf<readonly string[]>> {
  return campsOf(answering, (one) => {
    const { response } = one.answer(zone, 'NS') ?? {};
    if (response?.kind !== 'records') return undefined;
    const said = response.rdatas
      .map((rdata) => wireName(octetsFrom(rdata))?.toCanonicalString() ?? '(cannot be read)')
      .sort();
    return { key: said.join(' '), said };
  });
}
