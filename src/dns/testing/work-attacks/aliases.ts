import { RrType, type ResourceRecord } from '../../model.js';
import { collidingKeys } from '../colliding-keys.js';
import { TestKey, type TestAlgorithm } from '../signer.js';
import { message, TestZone } from '../zone.js';
import { badSignatures, type WorkAttack } from './attack.js';
import { answering, EVIL, rootOver, TAG } from './keytrap.js';

const chainOf = (count: number): readonly string[] => [
  ...Array.from({ length: count }, (_, i) => `c${i}.evil 300 IN CNAME c${i + 1}.evil`),
  `c${count}.evil 300 IN CAA 0 issue "ca.example"`,
];

/** A chain of CNAMEs, all in the first answer, each well signed. */
export function longChain(title: string, count: number): WorkAttack {
  const zone = new TestZone('evil', chainOf(count));
  const answer = (): ResourceRecord[] =>
    zone.sets
      .filter(({ type }) => type === RrType.CNAME || type === RrType.CAA)
      .flatMap((set) => zone.signed(set));
  return {
    title,
    zones: [rootOver(zone), zone],
    tamper: answering(() => ({ answer: answer() })),
    name: 'c0.evil',
    type: 'CAA',
    naive: { verifications: count },
  };
}

/** A DNAME whose target lies below it: each step makes the name longer, until it is too long. */
export function growingName(title: string): WorkAttack {
  const zone = new TestZone('evil', ['x.evil 300 IN DNAME a.x.evil']);
  const naive = { verifications: 120, queries: 120 };
  return { title, zones: [rootOver(zone), zone], name: 'www.x.evil', type: 'CAA', naive };
}

/** As many aliases as are followed, and before the good signature of each as many bad ones as are tried. */
export function laboriousChain(
  title: string,
  count: number,
  keys: number,
  algorithm: TestAlgorithm,
): WorkAttack {
  const zone = new TestZone('evil', chainOf(count), { otherKeys: collidingKeys(TAG, keys, algorithm) });
  const stranger = new TestKey(256, 3, algorithm);
  return {
    title,
    zones: [rootOver(zone), zone],
    tamper: (name, type, honest) => {
      const set =
        honest.authoritative && name.isBelow(EVIL)
          ? (zone.set(name, RrType.CNAME) ?? zone.set(name, type))
          : undefined;
      if (set === undefined) return undefined;
      const bad = badSignatures(stranger, EVIL, set, 7, { keyTag: TAG });
      return message(name, type, { answer: [...set.records, ...bad, zone.key.sign(EVIL, set)] });
    },
    name: 'c0.evil',
    type: 'CAA',
    naive: { verifications: (count + 1) * (7 * keys + 1) },
  };
}
