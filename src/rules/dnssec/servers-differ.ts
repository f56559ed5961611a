import { keyTag } from '../../base/key-tag.js';
import { join, outside, own, text, type Text } from '../../base/text.js';
import { presentDs, readDs } from '../facts/dnssec.js';
import { octetsFrom } from '../facts/lookups.js';
import { askedZones, campsOf, membersWords, type AskedZone } from '../facts/servers.js';
import { positionOf } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

const TYPES = ['DNSKEY', 'CDS', 'CDNSKEY'] as const;

export const serversDiffer: Rule = {
  id: 'dnssec/servers-differ',
  title: 'Name servers of the zone give different keys',
  kind: 'drift',
  severity: 'high',
  actor: 'dns-provider',
  means:
    'A validator that gets its keys from one server and its answer from another finds no key for the signature: the zone is bogus now and then, and renewals fail by chance. A CDS that only one ' +
    'server shows can change the DS at the parent.',
  mend: 'Bring all servers to one version of the zone. With more than one signer, every one of them has to publish the keys of all (RFC 8901).',
  references: [rfc(8901, '2.1'), rfc(7344, '4.1'), rfc(4035, '2.2')],
  judge: (view) =>
    askedZones(view).flatMap((asked) => {
      const lines = TYPES.flatMap((type) => linesOf(asked, type));
      if (lines.length === 0) return [];
      return [
        {
          subject: asked.zone,
          title: text`Name servers of ${outside(asked.zone)} give different keys`,
          detail: [
            own(
              'Whether the zone validates depends on which servers are asked for the keys and for the answer.',
            ),
          ],
          diff: lines,
          mend: [
            own(
              'Bring all servers to one version of the zone, and look at the transfers to the ones behind.',
            ),
          ],
          at: positionOf(view.domain, 'dnssec'),
        },
      ];
    }),
};

function linesOf({ zone, answering }: AskedZone, type: (typeof TYPES)[number]): readonly DiffLine[] {
  const camps = campsOf(answering, (one) => {
    const { response } = one.answer(zone, type) ?? {};
    if (response?.kind !== 'records' && response?.kind !== 'nodata') return undefined;
    return { key: response.rdatas.join(' '), said: response.rdatas };
  });
  if (camps.length < 2) return [];
  return camps.map(({ said, members }) => ({
    op: '~',
    text: text`${own(type)} ${said.length === 0 ? own('none') : keysWords(type, said)}`,
    note: text`at ${membersWords(members)}`,
  }));
}

function keysWords(type: string, rdatas: readonly string[]): Text {
  const words = rdatas
    .map(octetsFrom)
    .map((rdata) => {
      if (type === 'CDS') {
        const ds = readDs(rdata);
        return ds === undefined ? '(cannot be read)' : presentDs(ds);
      }
      return `${((rdata[0] ?? 0) << 8) | (rdata[1] ?? 0)} ${rdata[3] ?? 0} (tag ${keyTag(rdata)})`;
    })
    .sort();
  return outsideList(words);
}

function outsideList(words: readonly string[]): Text {
  return join(words.map(outside), '; ');
}
