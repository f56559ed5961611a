import { CaaGuardError } from '../../base/error.js';
import type { DnsName } from '../../base/name.js';
import { RrType, type Edns, type Message, type ResourceRecord } from '../model.js';
import { concat, hex } from './octets.js';
import { octets16 } from './query.js';

/**
 * A message as bytes: for scripted servers and for evidence. Owner names are compressed (case kept), names in RDATA
 * are not. Throws `CaaGuardError<'MESSAGE_TOO_LONG'>` over 65,535 octets.
 */
export function encodeMessage(message: Message): Uint8Array {
  const writer = new Writer();
  const additional = message.additional.length + (message.edns === undefined ? 0 : 1);
  writer.put(octets16(message.id, flagsOf(message), message.questions.length));
  writer.put(octets16(message.answer.length, message.authority.length, additional));
  for (const question of message.questions) {
    writer.name(question.name);
    writer.put(octets16(question.type, question.class));
  }
  for (const record of [...message.answer, ...message.authority, ...message.additional])
    writer.record(record);
  if (message.edns !== undefined) writer.put(encodeEdns(message.edns, message.rcode));
  if (writer.length > 65535)
    throw new CaaGuardError(
      'MESSAGE_TOO_LONG',
      `expected a message of at most 65535 octets; it takes ${writer.length}`,
    );
  return writer.bytes();
}

function flagsOf(message: Message): number {
  const bits: readonly (readonly [boolean, number])[] = [
    [message.response, 0x8000],
    [message.authoritative, 0x0400],
    [message.truncated, 0x0200],
    [message.recursionDesired, 0x0100],
    [message.recursionAvailable, 0x0080],
    [message.authenticData, 0x0020],
    [message.checkingDisabled, 0x0010],
  ];
  return bits.reduce(
    (flags, [set, bit]) => (set ? flags | bit : flags),
    (message.opcode << 11) | (message.rcode & 0xf),
  );
}

function encodeEdns(edns: Edns, rcode: number): Uint8Array {
  const options = edns.errors.map(({ code, text }) => {
    const extra = new TextEncoder().encode(text);
    return concat([octets16(15, extra.length + 2, code), extra]);
  });
  const rdata = concat(options);
  const flags = octets16(((rcode >> 4) << 8) | edns.version, edns.dnssecOk ? 0x8000 : 0);
  return concat([Uint8Array.of(0), octets16(RrType.OPT, edns.udpSize), flags, octets16(rdata.length), rdata]);
}

class Writer {
  readonly #parts: Uint8Array[] = [];
  /** Where a name (case kept) has been written. */
  readonly #names = new Map<string, number>();
  length = 0;

  put(part: Uint8Array): void {
    this.#parts.push(part);
    this.length += part.length;
  }

  name(name: DnsName): void {
    for (let rest = name; !rest.isRoot; rest = rest.ancestor(rest.labels.length - 1)) {
      const key = hex(rest.toWire());
      const written = this.#names.get(key);
      if (written !== undefined) return this.put(octets16(0xc000 | written));
      if (this.length < 0x4000) this.#names.set(key, this.length);
      const label = rest.labels[0] ?? new Uint8Array();
      this.put(Uint8Array.of(label.length, ...label));
    }
    this.put(Uint8Array.of(0));
  }

  record(record: ResourceRecord): void {
    this.name(record.name);
    this.put(octets16(record.type, record.class, Math.floor(record.ttl / 0x10000), record.ttl & 0xffff));
    this.put(octets16(record.rdata.length));
    this.put(record.rdata);
  }

  bytes(): Uint8Array {
    return concat(this.#parts);
  }
}
