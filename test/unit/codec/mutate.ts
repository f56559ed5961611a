import packet, { type Answer } from 'dns-packet';

/** Numbers from a seed: mulberry32, so that a failing message can be made again. */
export type Random = (below: number) => number;

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const NAMES = [
  'example.com',
  'www.example.com',
  'a.b.c.example.com',
  '*.example.com',
  'x.test',
  'Mixed.CASE.org',
  '.',
];

function octets(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random(256)));
}

function answer(random: Random): Answer {
  const pick = <T>(list: readonly T[]): T => list[random(list.length)] as T;
  const head = { name: pick(NAMES), ttl: random(100_000), class: 'IN' as const };
  const makers: readonly (() => Answer)[] = [
    () => ({ ...head, type: 'A', data: [1, 2, 3, 4].map(() => random(256)).join('.') }),
    () => ({ ...head, type: 'AAAA', data: `2001:db8::${random(65535).toString(16)}` }),
    () => ({ ...head, type: pick(['NS', 'CNAME', 'DNAME', 'PTR'] as const), data: pick(NAMES) }),
    () => ({ ...head, type: 'MX', data: { preference: random(100), exchange: pick(NAMES) } }),
    () => ({ ...head, type: 'TXT', data: ['one', 'two'.repeat(1 + random(20))] }),
    () => ({
      ...head,
      type: 'SOA',
      data: {
        mname: pick(NAMES),
        rname: pick(NAMES),
        serial: random(1e9),
        refresh: 1,
        retry: 2,
        expire: 3,
        minimum: random(1e6),
      },
    }),
    () => ({
      ...head,
      type: 'CAA',
      data: {
        flags: random(256),
        tag: pick(['issue', 'issuewild', 'iodef']),
        value: 'ca.example; accounturi=https://x',
      },
    }),
    () => ({
      ...head,
      type: 'SRV',
      data: { priority: 1, weight: 2, port: random(65536), target: pick(NAMES) },
    }),
    () => ({
      ...head,
      type: 'DS',
      data: { keyTag: random(65536), algorithm: 13, digestType: 2, digest: octets(random, 32) },
    }),
    () => ({ ...head, type: 'DNSKEY', data: { flags: 257, algorithm: 13, key: octets(random, 64) } }),
    () => ({
      ...head,
      type: 'RRSIG',
      data: {
        typeCovered: 'CAA',
        algorithm: 13,
        labels: 2,
        originalTTL: 300,
        expiration: random(2e9),
        inception: random(1e9),
        keyTag: random(65536),
        signersName: pick(NAMES),
        signature: octets(random, 64),
      },
    }),
    () => ({ ...head, type: 'NSEC', data: { nextDomain: pick(NAMES), rrtypes: ['A', 'CAA', 'RRSIG'] } }),
    () => ({
      ...head,
      type: 'NSEC3',
      data: {
        algorithm: 1,
        flags: random(2),
        iterations: random(3),
        salt: octets(random, random(5)),
        nextDomain: octets(random, 20),
        rrtypes: ['A', 'NS'],
      },
    }),
    () => ({
      ...head,
      type: 'TLSA',
      data: { usage: 3, selector: 1, matchingType: 1, certificate: octets(random, 32) },
    }),
  ];
  return pick(makers)();
}

/** A well-formed message as the other codec writes it. */
export function wellFormed(random: Random): Buffer {
  const list = (most: number): Answer[] => Array.from({ length: random(most + 1) }, () => answer(random));
  const edns: Answer[] =
    random(2) === 0
      ? []
      : [
          {
            name: '.',
            type: 'OPT',
            udpPayloadSize: 1232,
            extendedRcode: 0,
            ednsVersion: 0,
            flags: 0x8000,
            flag_do: true,
            options: [],
          },
        ];
  return packet.encode({
    type: 'response',
    id: random(65536),
    flags: packet.AUTHORITATIVE_ANSWER,
    questions: [{ name: NAMES[random(NAMES.length)] ?? '.', type: 'CAA' }],
    answers: list(4),
    authorities: list(3),
    additionals: [...list(2), ...edns],
  });
}

/** The message with up to eight faults: bits flipped, octets set, cut out or put in, pointers planted, ends cut. */
export function mutate(message: Buffer, random: Random): Buffer {
  let bytes = Buffer.from(message);
  for (let faults = random(9); faults > 0 && bytes.length > 0; faults--) {
    const at = random(bytes.length);
    const kind = random(7);
    if (kind === 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
    else if (kind === 1) bytes[at] = random(256);
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random(4))]);
    else if (kind === 3)
      bytes = Buffer.concat([bytes.subarray(0, at), octets(random, 1 + random(6)), bytes.subarray(at)]);
    else if (kind === 4) bytes = Buffer.from(bytes.subarray(0, at));
    else if (kind === 5 && at + 1 < bytes.length) bytes.writeUInt16BE(0xc000 | random(bytes.length), at);
    else if (kind === 6) {
      const from = random(bytes.length);
      bytes.copy(bytes, at, from, from + random(16));
    }
  }
  return bytes;
}
