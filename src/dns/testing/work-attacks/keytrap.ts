import { randomBytes } from 'node:crypto';
import { DnsName } from '../../../base/name.js';
import { RrType, type ResourceRecord } from '../../model.js';
import { typeNumber } from '../../wire/types.js';
import { nsecRecord } from '../chains.js';
import { collidingKeys } from '../colliding-keys.js';
import { delegationOf } from '../signed-world.js';
import { TestKey, type TestAlgorithm } from '../signer.js';
import type { Tamper } from '../world.js';
import { message, TestZone } from '../zone.js';
import { badSignatures, type WorkAttack } from './attack.js';

/* KeyTrap (CVE-2023-50387): a key is found by its tag, tags collide, and any signature may be the good one. */

export const EVIL = DnsName.parse('evil');
export const WWW = DnsName.parse('www.evil');
export const TAG = 4711;
const CAA = 'www.evil 300 IN CAA 0 issue "ca.example"';

export const rootOver = (child: TestZone, ...more: readonly string[]): TestZone =>
  new TestZone('.', [...delegationOf(child), ...more]);

/** What the zone's own server says to a question for CAA; the root refers to it as ever. */
export const answering =
  (parts: () => Parameters<typeof message>[2]): Tamper =>
  (name, type, honest) =>
    type === typeNumber('CAA') && name.isAtOrBelow(EVIL) && honest.authoritative
      ? message(name, type, parts())
      : undefined;

/** `keys` keys of one tag, and over the set asked for `signatures` signatures that name it. */
export function keysAndSignatures(
  title: string,
  keys: number,
  signatures: number,
  algorithm: TestAlgorithm,
): WorkAttack {
  const zone = new TestZone('evil', [CAA], { otherKeys: collidingKeys(TAG, keys, algorithm) });
  const stranger = new TestKey(256, 3, algorithm);
  const answer = (): ResourceRecord[] => {
    const set = zone.set(WWW, typeNumber('CAA') ?? 0);
    if (set === undefined) throw new Error('the zone lacks what is asked for');
    return [...set.records, ...badSignatures(stranger, zone.name, set, signatures, { keyTag: TAG })];
  };
  return {
    title,
    zones: [rootOver(zone), zone],
    tamper: answering(() => ({ answer: answer() })),
    name: 'www.evil',
    type: 'CAA',
    naive: { verifications: keys * signatures },
  };
}

/** `count` DS records and as many keys, all of one tag, none of which fits. */
export function dsAndKeys(title: string, ds: number, keys: number): WorkAttack {
  const zone = new TestZone('evil', [CAA], { otherKeys: collidingKeys(TAG, keys) });
  const lines = Array.from(
    { length: ds },
    () => `evil 3600 IN DS ${TAG} 15 2 ${randomBytes(32).toString('hex')}`,
  );
  const root = new TestZone('.', ['evil 3600 IN NS ns.evil', ...lines]);
  return { title, zones: [root, zone], name: 'www.evil', type: 'CAA', naive: { digests: ds * keys } };
}

/** A denial of `sets` NSEC sets, each with `signatures` signatures of a tag that `keys` keys have (CVE-2026-11605). */
export function negativeAnswer(title: string, sets: number, signatures: number, keys: number): WorkAttack {
  const zone = new TestZone('evil', [], { otherKeys: collidingKeys(TAG, keys) });
  const stranger = new TestKey(256);
  const authority = (): ResourceRecord[] =>
    Array.from({ length: sets }, (_, i) => {
      const [owner, next] = [`x${i}.evil`, `x${i}y.evil`].map((name) => DnsName.parse(name));
      const [record] = nsecRecord(zone, owner ?? EVIL, next ?? EVIL, [RrType.A]);
      if (record === undefined) throw new Error('no NSEC was made');
      const set = { ...record, records: [record], signatures: [] };
      return [record, ...badSignatures(stranger, zone.name, set, signatures, { keyTag: TAG })];
    }).flat();
  return {
    title,
    zones: [rootOver(zone), zone],
    tamper: answering(() => ({ rcode: 3, authority: authority() })),
    name: 'www.evil',
    type: 'CAA',
    naive: { verifications: sets * signatures * keys },
  };
}
