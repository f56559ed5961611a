import { DnsName } from '../../../base/name.js';
import { RrType, type ResourceRecord } from '../../model.js';
import { writeBitmap } from '../../wire/bitmap.js';
import { concat } from '../../wire/octets.js';
import { typeNumber } from '../../wire/types.js';
import { oneRecord, TestZone } from '../zone.js';
import { badSignatures, type WorkAttack } from './attack.js';
import { answering, EVIL, rootOver, WWW } from './keytrap.js';

/** A set of thousands of records, to be brought into canonical order for each of many signatures. */
export function hugeSet(title: string, records: number, signatures: number): WorkAttack {
  const lines = Array.from({ length: records }, (_, i) => `www.evil 300 IN CAA 0 issue "${i.toString(36)}"`);
  const zone = new TestZone('evil', lines);
  const answer = (): ResourceRecord[] => {
    const set = zone.set(WWW, typeNumber('CAA') ?? 0);
    if (set === undefined) throw new Error('the zone lacks what is asked for');
    return [...set.records, ...badSignatures(zone.key, zone.name, set, signatures)];
  };
  return {
    title,
    zones: [rootOver(zone), zone],
    tamper: answering(() => ({ answer: answer() })),
    name: 'www.evil',
    type: 'CAA',
    naive: { verifications: signatures },
  };
}

/** A denial of thousands of NSEC sets without signatures, under names as long as can be. */
export function crowdedDenial(title: string, sets: number): WorkAttack {
  const zone = new TestZone('evil', []);
  const tail = `${'a.'.repeat(115)}evil`;
  const rdata = concat([EVIL.toWire(), writeBitmap([RrType.A])]);
  const authority = (): ResourceRecord[] => {
    const soa = zone.set(EVIL, RrType.SOA);
    const unsigned = Array.from({ length: sets }, (_, i) =>
      oneRecord(DnsName.parse(`x${i.toString(36)}.${tail}`), RrType.NSEC, rdata),
    );
    return [...(soa === undefined ? [] : zone.signed(soa)), ...unsigned.flatMap(({ records }) => records)];
  };
  return {
    title,
    zones: [rootOver(zone), zone],
    tamper: answering(() => ({ rcode: 3, authority: authority() })),
    name: 'www.evil',
    type: 'CAA',
    naive: { sets },
  };
}
