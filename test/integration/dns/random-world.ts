import { zone, type ZoneSpec } from '../support/zone-spec.js';
import type { Damage } from './damage.js';
import type { Case, Type } from './world.js';

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

const RECORDS: readonly string[] = [
  '@ CAA 0 issue "ca.example"',
  '@ CAA 128 issuewild ";"',
  '@ TXT "one" "two"',
  'www A 192.0.2.1',
  'www CAA 0 issue "www.example"',
  '*.wild CAA 0 issue "wild.example"',
  '* TXT "any"',
  'a.b.c CAA 0 issue "deep.example"',
  'alias CNAME www',
  'far CNAME www.fix.knot.',
  '*.star CNAME www',
  'tree DNAME fix.bind.',
  'cut NS ns.cut',
];
const NAMES = ['@', 'www', 'x.wild', 'wild', 'c', 'b.c', 'x.b.c', 'alias', 'far', 'x.star', 'www.tree', 'tree', 'gone', 'x.gone', 'cut', 'x.cut']; // prettier-ignore
const TYPES: readonly Type[] = ['CAA', 'CAA', 'CAA', 'A', 'TXT', 'DS', 'SOA', 'NS'];

/**
 * A line of a signed zone that a damage may strike: anything but the SOA with its signature (what that does is in
 * `soa-spoiled.bind.`) and the name server's address.
 */
const strikeable = (line: string): boolean => !/\sIN (SOA|NS|RRSIG\tSOA)\s|^ns\./.test(line);

/** The signer writes owners in an order that changes from run to run: the same seed has to strike the same record. */
function inOrder(lines: readonly string[]): readonly string[] {
  const head = (line: string): string =>
    /^\S+\s+\d+\s+IN\s+\S+\s+\S+/.exec(line)?.[0].replace(/\s+/g, ' ') ?? line;
  return [...lines].sort((a, b) => (head(a) < head(b) ? -1 : 1));
}

/** One damage to one record that `random` picks. */
function randomDamage(random: () => number): Damage {
  const strike = (change: (line: string) => readonly string[]): Damage => {
    const where = random();
    return (lines) => {
      const targets = lines.flatMap((line, i) => (strikeable(line) ? [i] : []));
      const target = targets[Math.floor(where * targets.length)];
      return lines.flatMap((line, i) => (i === target ? change(line) : [line]));
    };
  };
  const kind = Math.floor(random() * 7);
  const digit = String(Math.floor(random() * 10));
  switch (kind) {
    case 0:
      return strike(() => []);
    case 1: // one octet of a signature, a key or a digest
      return strike((line) => [
        line.replace(/[A-Za-z](?=[A-Za-z0-9+/]{3,}={0,2}$)/, (c) => (c === 'x' ? 'y' : 'x')),
      ]);
    case 2: // a value after it was signed
      return strike((line) => [
        line.replace(/example"/, `example${digit}"`).replace(/192\.0\.2\.\d/, `192.0.2.9${digit}`),
      ]);
    case 3: // where an NSEC points, or what it lists
      return strike((line) => [line.replace(/(IN NSEC\t)\S+/, '$1zzz.example.').replace(/ CAA/, '')]);
    case 4: // signature times, labels or key tag
      return strike((line) => [
        line.replace(
          /(RRSIG\s+\S+ \d+) (\d) /,
          (_, head: string, labels: string) => `${head} ${(Number(labels) + 1) % 5} `,
        ),
      ]);
    case 5:
      return strike((line) => [
        line,
        ...(/\sCAA\s/.test(line) ? [line.replace(/"[^"]*"/, '"added.example"')] : []),
      ]);
    default:
      return strike((line) => [line.replace(/\d{14} \d{14}/, '20200101000000 20190101000000')]);
  }
}

/** `count` zones of random make, half of them damaged in one or two places, and questions about each. */
export function randomCases(seed: number, count: number, questions: number): readonly Case[] {
  const random = seeded(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const fixed: readonly Case[] = [
    { zone: zone('.', 'upper', { records: [] }), asked: [] },
    { zone: zone('bind.', 'upper', { records: [], denial: pick(['nsec', 'nsec3', 'opt-out']) }), asked: [] },
    { zone: zone('fix.bind.', 'lower'), asked: [] },
    { zone: zone('fix.knot.', 'knot'), asked: [['@', 'CAA']] },
  ];
  const cases = Array.from({ length: count }, (_, i): Case => {
    const records = RECORDS.filter(() => random() < 0.7);
    const damages = Array.from({ length: Math.floor(random() * 3) }, () => randomDamage(random));
    const spec: Partial<ZoneSpec> = {
      records,
      algorithm: pick(['ECDSAP256SHA256', 'ECDSAP256SHA256', 'ED25519', 'ECDSAP384SHA384']),
      denial: pick(['nsec', 'nsec3', 'opt-out']),
      twoKeys: random() < 0.3,
      ds: pick(['SHA-256', 'SHA-256', 'SHA-256', 'SHA-384', 'none']),
      signed: random() < 0.93,
      damage: (lines) => damages.reduce((sum, damage) => damage(sum), inOrder(lines)),
    };
    const asked = Array.from({ length: questions }, () => [pick(NAMES), pick(TYPES)] as const);
    return { zone: zone(`r${i}.bind.`, 'lower', spec), asked };
  });
  return [...fixed, ...cases];
}
