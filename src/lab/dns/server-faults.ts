import { DnsName } from '../../base/name.js';
import { encodeResponse, RCODE, type LabQuery, type LabResponse } from './message.js';
import { T, typeNumber } from './rr.js';

/**
 * What a server does wrong:
 * - `silent`: nothing comes back. `late`: the answer comes after `ms`. `drop`: of `of` questions, `lost` get no answer,
 *   evenly spread.
 * - `garbage`: octets that are no message. `pointers`: 64 KiB of compression pointers (over UDP as much as fits).
 * - `wrong-question`, `wrong-id`: the answer of somebody else. `truncate`: TC for ever, over TCP too.
 * - `servfail`, `refused`, `formerr`, `nxdomain`: that RCODE. `lame`: an upward referral to the root, without AA.
 * - `closed`: TCP is closed in the midst of the answer. `no-tcp`: TCP is closed at once.
 */
export type ServerFaultKind =
  | 'silent'
  | 'garbage'
  | 'pointers'
  | 'wrong-question'
  | 'wrong-id'
  | 'truncate'
  | 'servfail'
  | 'refused'
  | 'formerr'
  | 'nxdomain'
  | 'lame'
  | 'closed'
  | 'no-tcp'
  | { readonly late: number }
  | { readonly lost: number; readonly of: number };

export interface ServerFault {
  readonly kind: ServerFaultKind;
  /** Only questions for this name and what lies below it. */
  readonly below?: string;
  /** Only questions of this type. */
  readonly type?: string | number;
  /** Only over this transport. */
  readonly over?: 'udp' | 'tcp';
}

/** What goes back to the asker. Octets absent: nothing. */
export interface Reply {
  readonly octets?: Buffer;
  readonly afterMs?: number;
  /** TCP: closes after this many octets of the frame; 0 before any. */
  readonly closeAfter?: number;
}

export function faultApplies(fault: ServerFault, query: LabQuery, transport: 'udp' | 'tcp'): boolean {
  if (fault.over !== undefined && fault.over !== transport) return false;
  if (fault.kind === 'no-tcp' || fault.kind === 'closed') {
    if (transport !== 'tcp') return false;
  }
  if (fault.type !== undefined && typeNumber(fault.type) !== query.type) return false;
  return fault.below === undefined || query.name.isAtOrBelow(DnsName.parse(fault.below));
}

/** The reply with the fault in it. `nth` counts the questions that the fault has met. */
export function spoil(
  kind: ServerFaultKind,
  query: LabQuery,
  honest: Buffer,
  nth: number,
  udp: boolean,
): Reply {
  if (typeof kind === 'object') {
    if ('late' in kind) return { octets: honest, afterMs: kind.late };
    const lost = Math.floor(((nth + 1) * kind.lost) / kind.of) > Math.floor((nth * kind.lost) / kind.of);
    return lost ? {} : { octets: honest };
  }
  const rcode = (code: number): Reply => ({ octets: encodeResponse(query, empty(code)) });
  switch (kind) {
    case 'silent':
      return {};
    case 'garbage':
      return { octets: Buffer.concat([honest.subarray(0, 12), Buffer.alloc(40, 0xa5)]) };
    case 'pointers':
      return { octets: pointers(honest, udp ? 1232 : 65_535) };
    case 'wrong-question':
      return {
        octets: encodeResponse(
          { ...query, name: DnsName.parse('wrong.question.invalid') },
          empty(RCODE.NOERROR),
        ),
      };
    case 'wrong-id':
      return { octets: encodeResponse({ ...query, id: query.id ^ 0x5555 }, empty(RCODE.NOERROR)) };
    case 'truncate':
      return { octets: encodeResponse(query, { ...empty(RCODE.NOERROR), truncated: true }) };
    case 'servfail':
      return rcode(RCODE.SERVFAIL);
    case 'refused':
      return rcode(RCODE.REFUSED);
    case 'formerr':
      return rcode(RCODE.FORMERR);
    case 'nxdomain':
      return rcode(RCODE.NXDOMAIN);
    case 'lame':
      return { octets: encodeResponse(query, upwards()) };
    case 'closed':
      return { octets: honest, closeAfter: 2 + Math.floor(honest.length / 2) };
    case 'no-tcp':
      return { closeAfter: 0 };
  }
}

function empty(rcode: number): LabResponse {
  return { rcode, authoritative: false, answer: [], authority: [], additional: [] };
}

function upwards(): LabResponse {
  const rdata = DnsName.parse('a.root-servers.invalid').toWire();
  return { ...empty(RCODE.NOERROR), authority: [{ name: DnsName.root, type: T.NS, ttl: 3600, rdata }] };
}

/** A message whose one answer has an owner of pointers, each to the one before: a reader that follows them does work. */
function pointers(honest: Buffer, octets: number): Buffer {
  const head = Buffer.from(honest.subarray(0, 12));
  head.writeUInt16BE(0, 4);
  head.writeUInt16BE(1, 6);
  head.writeUInt32BE(0, 8);
  const chain = Buffer.alloc(octets - 12);
  for (let at = 0; at + 1 < chain.length; at += 2)
    chain.writeUInt16BE(0xc000 | Math.min(0x3fff, at === 0 ? 12 : 12 + at - 2), at);
  return Buffer.concat([head, chain]);
}
