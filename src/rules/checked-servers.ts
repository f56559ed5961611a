import { isIP } from 'node:net';
import { outside, own, text, type Text } from '../base/text.js';
import { askedZones, membersWords, type AskedAddress, type AskedZone } from './facts/servers.js';
import { skewOf } from './dns/serial-skew.js';
import type { DomainView } from './model.js';

/** What asking the name servers one by one came to, a sentence for each zone. */
export function serverWords(view: DomainView): readonly Text[] {
  if (view.seen.servers === undefined)
    return [
      own(
        'Name servers: not asked one by one, since resolvers were asked. What one of them says alone would not show.',
      ),
    ];
  return askedZones(view).flatMap((asked) => [
    countWords(asked),
    ...skewWords(asked, view.now),
    ...deafWords(view, asked),
  ]);
}

function countWords({ zone, evidence, addresses, answering }: AskedZone): Text {
  if (addresses.length === 0) return text`Name servers of ${outside(zone)}: none could be asked.`;
  const { length: servers } = evidence.servers;
  const both = answering.filter(({ tcp }) => tcp === 'answers').length;
  return text`Name servers of ${outside(zone)}: ${servers}, asked one by one at ${addresses.length} ${own(addresses.length === 1 ? 'address' : 'addresses')}; ${answering.length} ${own(answering.length === 1 ? 'answers' : 'answer')} for the zone over UDP, ${both} over TCP too.`;
}

/** Versions that differ without being old are no drift: they may be under way. */
function skewWords(asked: AskedZone, now: number): readonly Text[] {
  const skew = skewOf(asked, now);
  if (skew === undefined || skew.since !== undefined) return [];
  const behind = skew.older.flatMap(({ members }) => members);
  return [
    text`Version ${skew.newest.said.serial} of ${outside(asked.zone)} is not everywhere yet, or is not newer: ${membersWords(behind)} hold another.`,
  ];
}

/** Silence for which the network from which was looked may be the reason, so that it says nothing of the servers. */
function deafWords({ reach }: DomainView, { zone, addresses }: AskedZone): readonly Text[] {
  const six = addresses.filter(({ address, udp }) => isIP(address) === 6 && udp === 'silent');
  const deafSix = six.filter(({ address }) => !reach.reaches(address, 'udp'));
  const deafTcp = addresses.filter(
    ({ address, udp, tcp }) => udp === 'answers' && tcp === 'silent' && !reach.reaches(address, 'tcp'),
  );
  return [
    ...(deafSix.length > 0
      ? [
          text`${count(deafSix)} of ${outside(zone)} were not judged: no name server answered over IPv6 in the whole run, so this network has none.`,
        ]
      : []),
    ...(deafTcp.length > 0
      ? [
          text`${count(deafTcp)} of ${outside(zone)} were not judged over TCP: no name server answered over it in the whole run, so this network lets none through to port 53.`,
        ]
      : []),
  ];
}

function count(addresses: readonly AskedAddress[]): Text {
  return text`${addresses.length} ${own(addresses.length === 1 ? 'address' : 'addresses')}`;
}
