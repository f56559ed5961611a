import { outside, own, text } from '../../base/text.js';
import { octetsFrom } from '../facts/lookups.js';
import { askedZones, campsOf, membersWords, type AskedZone, type Camp } from '../facts/servers.js';
import { madeBefore, newerSerial, readSoa, type SoaFacts } from '../facts/soa.js';
import { when } from '../facts/words.js';
import type { DiffLine, Rule } from '../model.js';
import { rfc } from '../references.js';

export const serialSkew: Rule = {
  id: 'dns/serial-skew',
  title: 'A name server holds an old version of the zone',
  kind: 'drift',
  severity: 'low',
  actor: 'dns-provider',
  means:
    'A secondary that no longer gets transfers answers with what was: CAA sets that were tightened since, keys that were rolled, signatures that are about to expire. ' +
    'A CA may happen to ask it.',
  mend: 'Find out why transfers fail: a changed address, a TSIG key, a primary that does not notify.',
  references: [rfc(1035, '3.3.13'), rfc(1982), rfc(1912, '2.2')],
  judge: (view) =>
    askedZones(view).flatMap((asked) => {
      const skew = skewOf(asked, view.now);
      if (skew?.since === undefined) return [];
      const { newest, older, since } = skew;
      return [
        {
          subject: asked.zone,
          title: text`Name servers of ${outside(asked.zone)} hold an old version of the zone`,
          detail: [
            text`Version ${newest.said.serial} was there ${when(since)} at the latest. Secondaries ask for a new one every ${newest.said.refresh} seconds, so it should have reached all of them.`,
          ],
          diff: [newest, ...older].map(({ said, members }): DiffLine => ({
            op: said.serial === newest.said.serial ? ' ' : '~',
            text: text`serial ${said.serial}: ${membersWords(members)}`,
          })),
          mend: [own('Look at the transfers to the servers that are behind, and at what they log.')],
        },
      ];
    }),
};

export interface Skew {
  readonly newest: Camp<SoaFacts>;
  readonly older: readonly Camp<SoaFacts>[];
  /**
   * When the newest version was there at the latest, if that is longer ago than transfers take; absent if it may be new.
   * Unix milliseconds.
   */
  readonly since?: number;
}

/** Different versions at the servers of one zone; `undefined` where all hold the same. */
export function skewOf({ zone, answering }: AskedZone, now: number): Skew | undefined {
  const camps = campsOf(answering, (one) => {
    const soa = readSoa(octetsFrom(one.answer(zone, 'SOA')?.response?.rdatas[0] ?? ''));
    return soa === undefined ? undefined : { key: String(soa.serial), said: soa };
  });
  if (camps.length < 2) return undefined;
  const newest = camps.find((camp) =>
    camps.every((other) => other === camp || newerSerial(camp.said.serial, other.said.serial)),
  );
  // Serials that go round in a circle have no newest.
  if (newest === undefined) return undefined;
  const { serial, refresh, retry } = newest.said;
  const made = madeBefore(serial, now);
  const stale = made !== undefined && now - made > (refresh + retry) * 1000;
  return { newest, older: camps.filter((camp) => camp !== newest), ...(stale ? { since: made } : {}) };
}
