import { DnsName } from '../../base/name.js';
import { T, type LabRecord } from './rr.js';

/** A question as it reached a lab server. */
export interface LabQuery {
  readonly id: number;
  readonly opcode: number;
  readonly recursionDesired: boolean;
  readonly checkingDisabled: boolean;
  readonly name: DnsName;
  readonly type: number;
  readonly class: number;
  /** Of EDNS; absent if the query has none. */
  readonly edns?: { readonly udpSize: number; readonly dnssecOk: boolean };
}

export interface LabResponse {
  readonly rcode: number;
  readonly authoritative: boolean;
  readonly truncated?: boolean;
  readonly answer: readonly LabRecord[];
  readonly authority: readonly LabRecord[];
  readonly additional: readonly LabRecord[];
}

export const RCODE = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;

/**
 * Reads a query: header, one question, perhaps OPT (RFC 1035, section 4.1; RFC 6891, section 6.1.2). `undefined` for what
 * is none.
 */
export function readQuery(wire: Buffer): LabQuery | undefined {
  if (wire.length < 17 || (wire.readUInt16BE(2) & 0x8000) !== 0 || wire.readUInt16BE(4) !== 1)
    return undefined;
  const labels: Uint8Array[] = [];
  let at = 12;
  for (let length = wire[at] ?? 0; length !== 0; length = wire[at] ?? 0) {
    if (length > 63 || at + 1 + length >= wire.length) return undefined;
    labels.push(wire.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  if (at + 5 > wire.length || at - 11 > 255) return undefined;
  const flags = wire.readUInt16BE(2);
  const opt = at + 5;
  // A query's first additional record is OPT, at the root: 00 0029 size ttl
  const hasOpt = wire.readUInt16BE(10) > 0 && opt + 11 <= wire.length && wire.readUInt16BE(opt + 1) === T.OPT;
  return {
    id: wire.readUInt16BE(0),
    opcode: (flags >> 11) & 15,
    recursionDesired: (flags & 0x0100) !== 0,
    checkingDisabled: (flags & 0x0010) !== 0,
    name: DnsName.fromLabels(labels),
    type: wire.readUInt16BE(at + 1),
    class: wire.readUInt16BE(at + 3),
    ...(hasOpt
      ? {
          edns: {
            udpSize: wire.readUInt16BE(opt + 3),
            dnssecOk: (wire.readUInt32BE(opt + 5) & 0x8000) !== 0,
          },
        }
      : {}),
  };
}

/** Wire form of a response to `query`; owners and the names of the types of RFC 1035 are compressed. */
export function encodeResponse(query: LabQuery, response: LabResponse): Buffer {
  const writer = new MessageWriter();
  const flags =
    0x8000 |
    (query.opcode << 11) |
    (response.authoritative ? 0x0400 : 0) |
    (response.truncated === true ? 0x0200 : 0) |
    (query.recursionDesired ? 0x0100 : 0) |
    (query.checkingDisabled ? 0x0010 : 0) |
    (response.rcode & 15);
  const opt = query.edns === undefined ? 0 : 1;
  const { answer, authority, additional } = response;
  writer.u16(query.id, flags, 1, answer.length, authority.length, additional.length + opt);
  writer.name(query.name);
  writer.u16(query.type, query.class);
  for (const record of [...answer, ...authority, ...additional]) writer.record(record);
  // Root, OPT, size 1232, extended RCODE 0, version 0, DO copied (RFC 6891, section 6.1.2; RFC 3225).
  if (query.edns !== undefined)
    writer.octets([0, 0, T.OPT, 0x04, 0xd0, 0, 0, query.edns.dnssecOk ? 0x80 : 0, 0, 0, 0]);
  return writer.done();
}

/** Types whose RDATA may be compressed (RFC 3597, section 4): octets before the first name, names. */
const COMPRESSIBLE: ReadonlyMap<number, readonly [number, number]> = new Map([
  [T.NS, [0, 1]],
  [T.CNAME, [0, 1]],
  [T.PTR, [0, 1]],
  [T.SOA, [0, 2]],
  [T.MX, [2, 1]],
]);

class MessageWriter {
  readonly #parts: Buffer[] = [];
  #length = 0;
  /** Exact octets of a name's end, and where it was written: pointers keep the case that the first one had. */
  readonly #seen = new Map<string, number>();

  octets(octets: Uint8Array | readonly number[]): void {
    const part = Buffer.from(octets);
    this.#parts.push(part);
    this.#length += part.length;
  }

  u16(...values: readonly number[]): void {
    for (const value of values) this.octets([value >> 8, value & 0xff]);
  }

  /** RFC 1035, section 4.1.4. */
  name({ labels }: DnsName): void {
    for (let i = 0; i < labels.length; i++) {
      const rest = Buffer.concat(labels.slice(i).flatMap((one) => [Uint8Array.of(one.length), one])).toString(
        'latin1',
      );
      const known = this.#seen.get(rest);
      if (known !== undefined) return this.u16(0xc000 | known);
      if (this.#length < 0x4000) this.#seen.set(rest, this.#length);
      const label = labels[i] ?? new Uint8Array();
      this.octets([label.length, ...label]);
    }
    this.octets([0]);
  }

  record(record: LabRecord): void {
    this.name(record.name);
    this.u16(record.type, record.class ?? 1, record.ttl >>> 16, record.ttl & 0xffff);
    const length = Buffer.alloc(2);
    this.#parts.push(length);
    this.#length += 2;
    const start = this.#length;
    this.#rdata(record);
    length.writeUInt16BE(this.#length - start);
  }

  #rdata({ type, rdata }: LabRecord): void {
    const place = COMPRESSIBLE.get(type);
    const names = place === undefined ? undefined : splitNames(rdata, ...place);
    if (names === undefined) return this.octets(rdata);
    this.octets(names.before);
    for (const name of names.names) this.name(name);
    this.octets(names.after);
  }

  done(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

/** `undefined` for RDATA that does not hold the names it should: it is sent as it is. */
function splitNames(rdata: Uint8Array, before: number, count: number) {
  const names: DnsName[] = [];
  let at = before;
  for (let i = 0; i < count; i++) {
    const labels: Uint8Array[] = [];
    for (let length = rdata[at]; length !== 0; length = rdata[at]) {
      if (length === undefined || length > 63 || at + length >= rdata.length) return undefined;
      labels.push(rdata.slice(at + 1, at + 1 + length));
      at += 1 + length;
    }
    at += 1;
    names.push(DnsName.fromLabels(labels));
  }
  return { before: rdata.subarray(0, before), names, after: rdata.subarray(at) };
}
