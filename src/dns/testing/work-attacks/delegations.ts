import { RrType, type ResourceRecord, type RRset } from '../../model.js';
import { collidingKeys } from '../colliding-keys.js';
import { delegationOf } from '../signed-world.js';
import { TestKey, type TestAlgorithm } from '../signer.js';
import { message, TestZone, type ZoneSettings } from '../zone.js';
import { badSignatures, type WorkAttack } from './attack.js';
import { rootOver, TAG } from './keytrap.js';

/** A delegation at every label, each signed as it should be. */
export function deepDelegation(title: string, levels: number, settings: ZoneSettings = {}): WorkAttack {
  const zones: TestZone[] = [];
  for (let level = levels; level > 0; level--) {
    const name = `${'a.'.repeat(level - 1)}evil`;
    const [below] = zones;
    const records = below === undefined ? [`${name} 300 IN CAA 0 issue "ca.example"`] : delegationOf(below);
    zones.unshift(new TestZone(name, records, settings));
  }
  const [top] = zones;
  if (top === undefined) throw new Error('there is no zone to delegate');
  return {
    title,
    zones: [rootOver(top), ...zones],
    name: `${'a.'.repeat(levels - 1)}evil`,
    type: 'CAA',
    naive: { queries: 3 * levels, verifications: 3 * levels },
  };
}

/**
 * NXNSAttack: a delegation to `fan` name servers without glue that do not exist, in a victim's zone. With `depth` over 1
 * each of them lies in a zone that is delegated like that again.
 */
export function gluelessFan(title: string, fan: number, depth: number): WorkAttack {
  const victim = new TestZone('victim', []);
  const lines: string[] = [];
  for (let level = 0; level < depth; level++) {
    const cuts = level === 0 ? ['sub'] : Array.from({ length: fan }, (_, i) => `d${level}x${i}`);
    for (const cut of cuts)
      for (let i = 0; i < fan; i++) {
        const target = level + 1 < depth ? `ns.d${level + 1}x${i}.evil` : `ns${i}.victim`;
        lines.push(`${cut}.evil 3600 IN NS ${target}`);
      }
  }
  const evil = new TestZone('evil', lines);
  return {
    title,
    zones: [rootOver(evil, ...delegationOf(victim)), evil, victim],
    name: 'www.sub.evil',
    type: 'CAA',
    naive: { queries: 2 * fan ** depth },
  };
}

/** The same, and before each good signature over DS and DNSKEY as many bad ones as are tried. */
export function laboriousDelegation(
  title: string,
  levels: number,
  keys: number,
  algorithm: TestAlgorithm,
): WorkAttack {
  const stranger = new TestKey(256, 3, algorithm);
  const otherKeys = collidingKeys(TAG, keys, algorithm);
  const honest = deepDelegation(title, levels, { otherKeys });
  const loaded = (zone: TestZone, set: RRset | undefined): ResourceRecord[] =>
    set === undefined
      ? []
      : [
          ...set.records,
          ...badSignatures(stranger, zone.name, set, 7, { keyTag: TAG }),
          zone.key.sign(zone.name, set),
        ];
  return {
    ...honest,
    tamper: (name, type, truth) => {
      const holder = honest.zones.find((zone) => zone.name.equals(name));
      if (type === RrType.DNSKEY && holder !== undefined)
        return message(name, type, { answer: loaded(holder, holder.set(name, type)) });
      const ds = truth.authority.find((one) => one.type === RrType.DS);
      const parent = ds && honest.zones.find((zone) => zone.set(ds.name, RrType.DS) !== undefined);
      if (ds === undefined || parent === undefined || parent.name.isRoot) return undefined;
      const ns = truth.authority.filter((one) => one.type === RrType.NS);
      return { ...truth, authority: [...ns, ...loaded(parent, parent.set(ds.name, RrType.DS))] };
    },
    naive: { verifications: levels * 2 * (7 * keys + 1) },
  };
}
