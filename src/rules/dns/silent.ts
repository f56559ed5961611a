import { outside, own, text, type Text } from '../../base/text.js';
import { addressSubject, addressWords, askedZones, type AskedAddress } from '../facts/servers.js';
import { positionOf } from '../facts/words.js';
import type { DomainView, Rule } from '../model.js';
import { rfc } from '../references.js';

export const silent: Rule = {
  id: 'dns/silent',
  title: 'A name server does not answer',
  kind: 'drift',
  severity: 'medium',
  actor: 'dns-provider',
  means:
    'Every resolver that picks this server waits, and asks another. With each server that falls silent fewer are left for an attacker to disturb, and a CA that must look from several ' +
    'networks at once gets fewer chances. A server that is silent over TCP alone fails where answers are large: signed sets, long CAA sets.',
  mend: 'Bring the server back, or take it out of the NS set, in the zone and at the parent. Name servers must answer over UDP and over TCP.',
  references: [rfc(1034, '4.1'), rfc(7766, '5'), rfc(9210, '3')],
  judge: (view) =>
    askedZones(view).flatMap(({ zone, addresses, answering }) =>
      // Where none answers, the fault may be on the way: that is survey/unreachable, and unknown.
      answering.length === 0
        ? []
        : addresses.flatMap((one) => {
            const how = silence(view, zone, one);
            if (how === undefined) return [];
            return [
              {
                subject: addressSubject(one),
                title: text`${addressWords(one)}, a name server of ${outside(zone)}, does not answer${how.over}`,
                detail: [
                  text`${outside(how.failure)}. In the same run ${answering.length} of ${addresses.length} addresses of the zone answered.`,
                ],
                mend: [
                  text`Bring ${outside(one.address)} back, or take it out of the name servers of ${outside(zone)}, in the zone and at the registrar.`,
                  ...(how.overTcp
                    ? [own('Let TCP through to port 53: answers that do not fit into UDP need it.')]
                    : []),
                ],
                at: positionOf(view.domain, 'nameservers'),
              },
            ];
          }),
    ),
};

interface Silence {
  readonly over: Text;
  readonly failure: string;
  readonly overTcp: boolean;
}

/** How an address is silent, if it is, and if this network would have let an answer through. */
function silence({ reach }: DomainView, zone: string, one: AskedAddress): Silence | undefined {
  const silentOver = (['udp', 'tcp'] as const).filter(
    (transport) => one[transport] === 'silent' && reach.reaches(one.address, transport),
  );
  const [transport] = silentOver;
  if (transport === undefined) return undefined;
  const failure = one.answer(zone, 'SOA', transport)?.failure?.detail ?? 'no answer';
  if (silentOver.length === 2) return { over: [], failure, overTcp: false };
  return {
    over: text` over ${own(transport === 'tcp' ? 'TCP' : 'UDP')}`,
    failure,
    overTcp: transport === 'tcp',
  };
}
