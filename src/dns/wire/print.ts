import type { ResourceRecord } from '../model.js';
import { readBitmap } from './bitmap.js';
import { toBase32hex } from './base32hex.js';
import { cutFields, type FieldSpan } from './fields.js';
import { layoutOf } from './layout.js';
import { hex, u16, u32 } from './octets.js';
import { WireProblem } from './problem.js';
import { countedStrings, readAddress } from './rdata.js';
import { RrType } from '../model.js';
import { typeName } from './types.js';

/** RDATA as in a zone file (RFC 1035, section 5.1); what the codec does not know, or is malformed, as RFC 3597 says. */
export function printRdata(record: Pick<ResourceRecord, 'type' | 'rdata'>): string {
  const layout = layoutOf(record.type);
  if (layout.includes('opaque') || layout.includes('a6')) return printGeneric(record.rdata);
  try {
    return cutFields(layout, record.rdata, 0, record.rdata.length)
      .map((span) => printField(span, record.rdata.subarray(span.start, span.end)))
      .filter((field) => field !== '')
      .join(' ');
  } catch (thrown) {
    if (thrown instanceof WireProblem) return printGeneric(record.rdata);
    throw thrown;
  }
}

/** A record as one line of a zone file, absolute names with their final dot. */
export function printRecord(record: ResourceRecord): string {
  const kind = record.class === 1 ? 'IN' : `CLASS${record.class}`;
  return `${absolute(record.name.toString())} ${record.ttl} ${kind} ${typeName(record.type)} ${printRdata(record)}`;
}

function printGeneric(rdata: Uint8Array): string {
  return `\\# ${rdata.length}${rdata.length === 0 ? '' : ` ${hex(rdata)}`}`;
}

function printField(span: FieldSpan, bytes: Uint8Array): string {
  switch (span.field) {
    case 'u8':
      return String(bytes[0]);
    case 'u16':
      return String(u16(bytes, 0));
    case 'u32':
      return String(u32(bytes, 0));
    case 'time':
      return printTime(u32(bytes, 0));
    case 'type':
      return typeName(u16(bytes, 0));
    case 'ipv4':
      return readAddress({ type: RrType.A, rdata: bytes }) ?? '';
    case 'ipv6':
      return readAddress({ type: RrType.AAAA, rdata: bytes }) ?? '';
    case 'name-old':
    case 'name-folded':
    case 'name-plain':
      return absolute(span.name?.toString() ?? '');
    case 'string':
    case 'strings':
      return countedStrings(bytes).map(quoted).join(' ');
    case 'tag':
      return Array.from(bytes.subarray(1), (octet) => character(octet, /[\s"();\\]/)).join('');
    case 'text':
      return quoted(bytes);
    case 'salt':
      return bytes.length === 1 ? '-' : hex(bytes.subarray(1));
    case 'hash':
      return toBase32hex(bytes.subarray(1));
    case 'bitmap':
      return [...readBitmap(bytes)].map(typeName).join(' ');
    case 'base64':
      return Buffer.from(bytes).toString('base64');
    default:
      return hex(bytes);
  }
}

/** Seconds since 1970 as YYYYMMDDHHmmSS in UTC. */
export function printTime(seconds: number): string {
  return new Date(seconds * 1000)
    .toISOString()
    .replace(/\.000Z$/, '')
    .replace(/[-:T]/g, '');
}

function quoted(bytes: Uint8Array): string {
  return `"${Array.from(bytes, (octet) => character(octet, /["\\]/)).join('')}"`;
}

function character(octet: number, special: RegExp): string {
  const text = String.fromCharCode(octet);
  if (octet < 0x20 || octet > 0x7e) return `\\${String(octet).padStart(3, '0')}`;
  return special.test(text) ? `\\${text}` : text;
}

function absolute(name: string): string {
  return name === '.' ? name : `${name}.`;
}
