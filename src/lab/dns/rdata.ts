import { isIPv4, isIPv6 } from 'node:net';
import { DnsName } from '../../base/name.js';
import { tokensOf } from './tokens.js';
import { LabError, T, typeNumber, typeText } from './rr.js';

/** How a field of RDATA is written in zone files, and what it becomes. `…*` takes all that is left. */
type Field =
  'u8' | 'u16' | 'u32' | 'name' | 'ip4' | 'ip6' | 'string' | 'strings*' | 'hex*' | 'base64*' | 'raw*';

/** RDATA by type: RFC 1035, 2782, 3596, 4034, 5155, 6672, 6698, 8659. Other types take `\# length hex` (RFC 3597). */
const LAYOUTS: ReadonlyMap<number, readonly Field[]> = new Map<number, readonly Field[]>([
  [T.A, ['ip4']],
  [T.AAAA, ['ip6']],
  [T.NS, ['name']],
  [T.CNAME, ['name']],
  [T.DNAME, ['name']],
  [T.PTR, ['name']],
  [T.SOA, ['name', 'name', 'u32', 'u32', 'u32', 'u32', 'u32']],
  [T.MX, ['u16', 'name']],
  [T.SRV, ['u16', 'u16', 'u16', 'name']],
  [T.TXT, ['strings*']],
  [T.CAA, ['u8', 'string', 'raw*']],
  [T.DS, ['u16', 'u8', 'u8', 'hex*']],
  [T.CDS, ['u16', 'u8', 'u8', 'hex*']],
  [T.DNSKEY, ['u16', 'u8', 'u8', 'base64*']],
  [T.CDNSKEY, ['u16', 'u8', 'u8', 'base64*']],
  [T.SSHFP, ['u8', 'u8', 'hex*']],
  [T.TLSA, ['u8', 'u8', 'u8', 'hex*']],
]);

/**
 * RDATA from zone-file text, e.g. `rdataOf('CAA', '0 issue "letsencrypt.org"')`, or as `\# 4 c0000201` for any type.
 * Names are taken as absolute. Octets are given back as they are. Throws `LabError`.
 */
export function rdataOf(type: string | number, value: string | Uint8Array): Uint8Array {
  if (typeof value !== 'string') return value;
  const number = typeNumber(type);
  const tokens = tokensOf(value);
  const complain = (why: string): LabError =>
    new LabError(`expected RDATA of ${typeText(number)}; ${JSON.stringify(value.slice(0, 200))} ${why}`);
  if (tokens[0]?.text === '\\#')
    return generic(
      tokens.slice(1).map(({ text }) => text),
      complain,
    );
  const layout = LAYOUTS.get(number);
  if (layout === undefined) throw complain('has to be written as \\# LENGTH HEX');
  const parts: Uint8Array[] = [];
  for (const field of layout) {
    const taken = field.endsWith('*') ? tokens.splice(0) : tokens.splice(0, 1);
    if (taken.length === 0) throw complain('ends too early');
    parts.push(
      encodeField(
        field,
        taken.map((one) => one.text),
        taken.map((one) => one.octets),
        complain,
      ),
    );
  }
  if (tokens.length > 0) throw complain('goes on after its end');
  return Buffer.concat(parts);
}

function encodeField(
  field: Field,
  texts: readonly string[],
  octets: readonly Uint8Array[],
  complain: (why: string) => LabError,
): Uint8Array {
  const first = texts[0] ?? '';
  switch (field) {
    case 'u8':
      return integer(first, 1, complain);
    case 'u16':
      return integer(first, 2, complain);
    case 'u32':
      return integer(first, 4, complain);
    case 'name':
      return DnsName.parse(first).toWire();
    case 'ip4':
      if (!isIPv4(first)) throw complain('holds no IPv4 address');
      return Uint8Array.from(first.split('.'), Number);
    case 'ip6':
      return ip6(first, complain);
    case 'string':
      return counted(octets[0] ?? new Uint8Array(), complain);
    case 'strings*':
      return Buffer.concat(octets.map((one) => counted(one, complain)));
    case 'raw*':
      return Buffer.concat(octets);
    case 'hex*':
      return hex(texts.join(''), complain);
    case 'base64*':
      return Buffer.from(texts.join(''), 'base64');
  }
}

function integer(text: string, octets: 1 | 2 | 4, complain: (why: string) => LabError): Uint8Array {
  const value = Number(text);
  if (!/^[0-9]+$/.test(text) || value >= 2 ** (8 * octets))
    throw complain(`holds no integer of ${8 * octets} bits`);
  const wire = Buffer.alloc(octets);
  wire.writeUIntBE(value, 0, octets);
  return wire;
}

function counted(octets: Uint8Array, complain: (why: string) => LabError): Uint8Array {
  if (octets.length > 255) throw complain('has a string of more than 255 octets');
  return Buffer.concat([Uint8Array.of(octets.length), octets]);
}

function hex(text: string, complain: (why: string) => LabError): Uint8Array {
  if (!/^([0-9a-f]{2})*$/i.test(text)) throw complain('holds no hex');
  return Buffer.from(text, 'hex');
}

function generic(tokens: readonly string[], complain: (why: string) => LabError): Uint8Array {
  const octets = hex(tokens.slice(1).join(''), complain);
  if (Number(tokens[0]) !== octets.length) throw complain('says another length than it has');
  return octets;
}

function ip6(text: string, complain: (why: string) => LabError): Uint8Array {
  if (!isIPv6(text) || text.includes('.') || text.includes('%'))
    throw complain('holds no plain IPv6 address');
  const [head = '', tail] = text.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const gap = Array<string>(8 - before.length - after.length).fill('0');
  const wire = Buffer.alloc(16);
  [...before, ...gap, ...after].forEach((group, i) => wire.writeUInt16BE(parseInt(group, 16), i * 2));
  return wire;
}
