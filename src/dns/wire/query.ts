import type { DnsName } from '../../base/name.js';
import { RrType } from '../model.js';
import { concat } from './octets.js';

export interface QueryOptions {
  /** 16 bits, unpredictable: chosen by the caller. */
  readonly id: number;
  readonly name: DnsName;
  readonly type: number;
  /** The DO bit: send signatures (RFC 3225). */
  readonly dnssecOk: boolean;
  readonly recursionDesired: boolean;
  /** The CD bit: send it even if you think it bogus (RFC 4035, section 3.2.2). */
  readonly checkingDisabled: boolean;
  /** EDNS payload size in octets (RFC 6891); 1232 keeps clear of fragmentation. */
  readonly udpSize: number;
}

/** A query with one question, class IN, and EDNS(0). Own encoder because labels are octets here, not text. */
export function encodeQuery(options: QueryOptions): Uint8Array {
  const flags = (options.recursionDesired ? 0x0100 : 0) | (options.checkingDisabled ? 0x0010 : 0);
  return concat([
    octets16(options.id, flags, 1, 0, 0, 1),
    options.name.toWire(),
    octets16(options.type, 1),
    Uint8Array.of(0), // OPT: the root as owner
    octets16(RrType.OPT, options.udpSize, 0, options.dnssecOk ? 0x8000 : 0, 0),
  ]);
}

/** Numbers as 16 bits each, big-endian. */
export function octets16(...values: readonly number[]): Uint8Array {
  const octets = new Uint8Array(2 * values.length);
  let at = 0;
  for (const value of values) {
    octets[at++] = value >> 8;
    octets[at++] = value;
  }
  return octets;
}
