import { outside, own, text } from '../../base/text.js';
import {
  addressSubject,
  addressWords,
  askedZones,
  responseWords,
  type AskedAddress,
} from '../facts/servers.js';
import { positionOf } from '../facts/words.js';
import type { Rule } from '../model.js';
import { rfc } from '../references.js';

export const lame: Rule = {
  id: 'dns/lame',
  title: 'A name server does not answer for the zone',
  kind: 'drift',
  severity: 'medium',
  actor: 'dns-provider',
  means:
    'The delegation names a server that does not hold the zone. Where such a server belongs to a provider at which anybody may open a zone, somebody else can open this one there, ' +
    'and then answers a share of all questions, those of CAs included: for CAA and for validation.',
  mend: 'Set the zone up at the server, or take the server out of the NS set, in the zone and at the parent.',
  references: [rfc(1912, '2.8'), rfc(9499, '7')],
  judge: (view) =>
    askedZones(view).flatMap(({ zone, addresses, answering }) =>
      // Where none answers for the zone, something on the way may answer in their place: unknown, not drift.
      answering.length === 0
        ? []
        : addresses.flatMap((one) => {
            const said = lameness(zone, one);
            if (said === undefined) return [];
            return [
              {
                subject: addressSubject(one),
                title: text`${addressWords(one)}, listed as a name server of ${outside(zone)}, does not answer for it`,
                detail: [
                  text`Asked for the SOA it gives ${outside(said)}; ${answering.length} of ${addresses.length} addresses of the zone answer for it.`,
                  own(
                    'If anybody can set up a zone at that server, whoever sets up this one answers for the domain.',
                  ),
                ],
                mend: [
                  text`Set up ${outside(zone)} at ${outside(one.address)}, or take that server out of the name servers, in the zone and at the registrar.`,
                ],
                at: positionOf(view.domain, 'nameservers'),
              },
            ];
          }),
    ),
};

/** What a lame server says in place of the zone's SOA, over either transport. */
function lameness(zone: string, one: AskedAddress): string | undefined {
  const transport = one.udp === 'lame' ? 'udp' : one.tcp === 'lame' ? 'tcp' : undefined;
  if (transport === undefined) return undefined;
  const { response, failure } = one.answer(zone, 'SOA', transport) ?? {};
  const said = response === undefined ? (failure?.detail ?? 'nothing of use') : responseWords(response);
  return transport === 'tcp' ? `${said} (over TCP alone)` : said;
}
