import packet, { type Answer } from 'dns-packet';
import { describe, expect, it } from 'vitest';
import type { DnsName } from '../../../src/base/name.js';
import { RrType, type Message, type ResourceRecord } from '../../../src/dns/model.js';
import {
  encodeMessage,
  parseMessage,
  readAddress,
  readCaa,
  readDs,
  readRrsig,
  readSoa,
  readTarget,
  typeName,
} from '../../../src/dns/wire/index.js';
import { mutate, randomFrom, wellFormed } from './mutate.js';

/** `FUZZ_MESSAGES=1000000 npx vitest run --project unit test/unit/codec` for the long run; `FUZZ_SEED` for another. */
const MESSAGES = Number(process.env['FUZZ_MESSAGES'] ?? 5_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20261123);

const SSHFP = 44;

/** What dns-packet says of a name is comparable only if every octet is a plain host name character. */
function plain(name: DnsName): boolean {
  return name.labels.every((label) =>
    label.every((octet) => /[A-Za-z0-9*_-]/.test(String.fromCharCode(octet))),
  );
}

/** The data of a record as both codecs can tell it; `undefined` where dns-packet is known not to read faithfully. */
function ours(record: ResourceRecord): unknown {
  const target = readTarget(record);
  if (target !== undefined) return plain(target) ? target.toString() : undefined;
  if (record.type === RrType.A) return readAddress(record);
  const ds = record.type === RrType.DS ? readDs(record) : undefined;
  if (ds) return [ds.keyTag, ds.algorithm, ds.digestType, Buffer.from(ds.digest).toString('hex')];
  const caa = readCaa(record);
  if (caa) {
    const [tag, value] = [caa.tag, caa.value].map((part) => Buffer.from(part));
    const ascii = [...caa.tag, ...caa.value].every((octet) => octet < 0x80);
    return ascii ? [caa.flags, tag?.toString('latin1'), value?.toString('latin1')] : undefined;
  }
  const rrsig = readRrsig(record);
  if (rrsig)
    return plain(rrsig.signer)
      ? [
          rrsig.keyTag,
          rrsig.labels,
          rrsig.originalTtl,
          rrsig.signer.toString(),
          Buffer.from(rrsig.signature).toString('hex'),
        ]
      : undefined;
  const soa = readSoa(record);
  if (soa)
    return plain(soa.mname) && plain(soa.rname) ? [soa.mname.toString(), soa.serial, soa.minimum] : undefined;
  return undefined;
}

function theirs(answer: Answer): unknown {
  switch (answer.type) {
    case 'NS':
    case 'CNAME':
    case 'DNAME':
    case 'PTR':
    case 'A':
      return answer.data;
    case 'DS':
      return [
        answer.data.keyTag,
        answer.data.algorithm,
        answer.data.digestType,
        answer.data.digest.toString('hex'),
      ];
    case 'CAA':
      return [answer.data.flags, answer.data.tag, answer.data.value];
    case 'RRSIG':
      return [
        answer.data.keyTag,
        answer.data.labels,
        answer.data.originalTTL,
        answer.data.signersName,
        answer.data.signature.toString('hex'),
      ];
    case 'SOA':
      return [answer.data.mname, answer.data.serial, answer.data.minimum];
    default:
      return undefined;
  }
}

function sections(message: Message): readonly ResourceRecord[] {
  return [...message.answer, ...message.authority, ...message.additional];
}

/** Compares what both read; gives how many records could be compared. */
function compare(bytes: Buffer, message: Message): number {
  let decoded: packet.DecodedPacket;
  try {
    decoded = packet.decode(bytes);
  } catch {
    return 0; // it gives up on a whole message for one odd record
  }
  expect(decoded.id).toBe(message.id);
  const other = [
    ...(decoded.answers ?? []),
    ...(decoded.authorities ?? []),
    ...(decoded.additionals ?? []),
  ].filter((answer) => answer.type !== 'OPT');
  const records = sections(message);
  // It ignores RDLENGTH, so behind a record whose RDATA does not fill it, it reads from the wrong place; the length of
  // an SSHFP record it takes from the kind of hash.
  const broken = records.findIndex((record) => record.malformed !== undefined || record.type === SSHFP);
  if (broken < 0) expect(other).toHaveLength(records.length);
  let compared = 0;
  records.slice(0, broken < 0 ? records.length : broken).forEach((record, i) => {
    const answer = other[i];
    if (answer === undefined || !plain(record.name) || record.class !== 1) return;
    expect(answer.name).toBe(record.name.toString());
    expect(answer.type.toUpperCase()).toMatch(
      new RegExp(`^(${typeName(record.type)}|UNKNOWN_${record.type})$`),
    );
    const mine = ours(record);
    if (mine === undefined) return;
    expect(theirs(answer), `${typeName(record.type)} at ${record.offset}`).toEqual(mine);
    compared++;
  });
  return compared;
}

/** A parsed message without what a re-encoding may change: offsets, and whose RDATA was broken. */
function meaning(message: Message): unknown {
  const strip = (records: readonly ResourceRecord[]): unknown =>
    records.map(({ name, type, class: kind, ttl, rdata }) => [
      name.toString(),
      type,
      kind,
      ttl,
      Buffer.from(rdata).toString('hex'),
    ]);
  const { answer, authority, additional, questions, edns, ...rest } = message;
  return {
    ...rest,
    udpSize: edns?.udpSize,
    questions: questions.map((one) => [one.name.toString(), one.type, one.class]),
    sections: [strip(answer), strip(authority), strip(additional)],
  };
}

/** How long reading takes. Measured again when it seems long: a pause of the machine is not the reader's. */
function milliseconds(bytes: Buffer): number {
  let least = Infinity;
  for (let tries = 0; tries < 4 && least > 1; tries++) {
    const started = performance.now();
    parseMessage(bytes);
    least = Math.min(least, performance.now() - started);
  }
  return least;
}

describe('the reader of DNS messages, against mutated messages', () => {
  it(
    `reads ${MESSAGES} of them without a crash, within bounds, as dns-packet and our own writer do`,
    { timeout: 3_600_000 },
    () => {
      const random = randomFrom(SEED);
      const counts = { read: 0, refused: 0, compared: 0, slowest: 0 };
      for (let i = 0; i < MESSAGES; i++) {
        const bytes = mutate(wellFormed(random), random);
        const parsed = parseMessage(bytes);
        counts.slowest = Math.max(counts.slowest, milliseconds(bytes));
        if (!parsed.ok) {
          expect(parsed.problem).not.toBe('');
          counts.refused++;
          continue;
        }
        counts.read++;
        const again = parseMessage(encodeMessage(parsed.message));
        if (!again.ok)
          throw new Error(`message ${i} of seed ${SEED}: our own writing of it is refused: ${again.problem}`);
        expect(meaning(again.message)).toEqual(meaning(parsed.message));
        counts.compared += compare(bytes, parsed.message);
      }
      process.stdout.write(
        `codec fuzz, seed ${SEED}: ${counts.read} read, ${counts.refused} refused, ${counts.compared} records read alike by dns-packet, slowest ${counts.slowest.toFixed(2)} ms\n`,
      );
      expect(counts.read).toBeGreaterThan(MESSAGES / 20);
      expect(counts.refused).toBeGreaterThan(MESSAGES / 20);
      expect(counts.compared).toBeGreaterThan(MESSAGES / 20);
    },
  );
});
