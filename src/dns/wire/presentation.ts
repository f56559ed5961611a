import { isIPv4, isIPv6 } from 'node:net';
import { DnsName } from '../../base/name.js';
import type { ResourceRecord } from '../model.js';
import { fromBase32hex } from './base32hex.js';
import { writeBitmap } from './bitmap.js';
import { layoutOf, type Field } from './layout.js';
import { concat } from './octets.js';
import { octets16 } from './query.js';
import { notPresentation, octetsOf, tokenize, type Token } from './tokens.js';
import { typeName, typeNumber } from './types.js';

const ALGORITHMS: Readonly<Record<string, number>> = {
  RSAMD5: 1,
  DSA: 3,
  RSASHA1: 5,
  'DSA-NSEC3-SHA1': 6,
  'RSASHA1-NSEC3-SHA1': 7,
  RSASHA256: 8,
  RSASHA512: 10,
  ECDSAP256SHA256: 13,
  ECDSAP384SHA384: 14,
  ED25519: 15,
  ED448: 16,
};

/**
 * Reads one record in zone-file form: `name [ttl] [class] type rdata`, TTL and class in either order. Names are taken
 * as absolute with or without the final dot. Throws `CaaGuardError<'PRESENTATION_INVALID'>`.
 */
export function parseRecord(text: string, defaultTtl = 3600): ResourceRecord {
  const tokens = tokenize(text);
  const owner = tokens.shift();
  if (owner === undefined) throw notPresentation('an owner name', text);
  let ttl = defaultTtl;
  let kind = 1;
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    const word = token.raw.toUpperCase();
    if (/^[0-9]+$/.test(word)) ttl = Number(word);
    else if (word === 'IN' || word === 'CH') kind = word === 'IN' ? 1 : 3;
    else if (/^CLASS[0-9]+$/.test(word)) kind = Number(word.slice(5));
    else {
      const type = typeNumber(word);
      if (type === undefined) throw notPresentation('an RR type', token.raw);
      return {
        name: DnsName.parse(owner.raw),
        type,
        class: kind,
        ttl,
        rdata: readWords(type, tokens),
        offset: 0,
      };
    }
  }
  throw notPresentation('an RR type', text);
}

/** RDATA of `type` from its zone-file form, or from `\# length hex` (RFC 3597, section 5). */
export function parseRdata(type: number, text: string): Uint8Array {
  return readWords(type, tokenize(text));
}

function readWords(type: number, tokens: readonly Token[]): Uint8Array {
  if (tokens[0]?.raw === '\\#') return readGeneric(tokens.slice(1));
  const words = [...tokens];
  const parts = layoutOf(type).map((field) => readField(field, type, words));
  if (words[0] !== undefined) throw notPresentation(`the end of ${typeName(type)} RDATA`, words[0].raw);
  return concat(parts);
}

function readGeneric([length, ...words]: readonly Token[]): Uint8Array {
  const bytes = fromHex(words.map((word) => word.raw).join(''));
  if (length === undefined || Number(length.raw) !== bytes.length)
    throw notPresentation(`the length ${bytes.length} after \\#`, length?.raw ?? '');
  return bytes;
}

function readField(field: Field, type: number, words: Token[]): Uint8Array {
  switch (field) {
    case 'strings':
      if (words.length === 0) throw notPresentation('a character-string', '');
      return concat(words.splice(0).map((word) => counted(octetsOf(word))));
    case 'bitmap':
      return writeBitmap(words.splice(0).map((word) => numberOfType(word.raw)));
    case 'base64':
      return fromBase64(
        words
          .splice(0)
          .map((word) => word.raw)
          .join(''),
      );
    case 'hex':
      return fromHex(
        words
          .splice(0)
          .map((word) => word.raw)
          .join(''),
      );
    case 'opaque':
    case 'a6':
      throw notPresentation(`${typeName(type)} RDATA in the form \\# length hex`, words[0]?.raw ?? '');
    default: {
      const word = words.shift();
      if (word === undefined) throw notPresentation(`a ${field} field of ${typeName(type)}`, 'nothing');
      return readWord(field, word);
    }
  }
}

function readWord(field: Field, word: Token): Uint8Array {
  switch (field) {
    case 'u8':
      return Uint8Array.of(number(word, 0xff));
    case 'u16':
      return octets16(number(word, 0xffff));
    case 'u32':
      return octets32(number(word, 0xffffffff));
    case 'time':
      return octets32(parseTime(word.raw));
    case 'type':
      return octets16(numberOfType(word.raw));
    case 'ipv4':
      if (!isIPv4(word.raw)) throw notPresentation('an IPv4 address', word.raw);
      return Uint8Array.from(word.raw.split('.').map(Number));
    case 'ipv6':
      return parseIpv6(word.raw);
    case 'string':
    case 'tag':
      return counted(octetsOf(word));
    case 'text':
      return octetsOf(word);
    case 'salt':
      return counted(word.raw === '-' ? new Uint8Array() : fromHex(word.raw));
    case 'hash': {
      const hash = fromBase32hex(word.raw);
      if (hash === undefined) throw notPresentation('base32hex', word.raw);
      return counted(hash);
    }
    default:
      return DnsName.parse(word.raw).toWire();
  }
}

function number(word: Token, most: number): number {
  const value = ALGORITHMS[word.raw.toUpperCase()] ?? (/^[0-9]+$/.test(word.raw) ? Number(word.raw) : NaN);
  if (!(value <= most)) throw notPresentation(`a number up to ${most}`, word.raw);
  return value;
}

/** YYYYMMDDHHmmSS or seconds since 1970 (RFC 4034, section 3.2), modulo 2^32. */
function parseTime(text: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text) ?? [];
  const seconds =
    year === undefined
      ? Number(text)
      : Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second)) /
        1000;
  if (!Number.isInteger(seconds) || seconds < 0) throw notPresentation('a time as YYYYMMDDHHmmSS', text);
  return seconds % 0x100000000;
}

function parseIpv6(text: string): Uint8Array {
  if (!isIPv6(text) || text.includes('%')) throw notPresentation('an IPv6 address', text);
  const dotted = /(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(text);
  const plain = dotted
    ? `${dotted[1]}${[2, 4].map((i) => (Number(dotted[i]) * 256 + Number(dotted[i + 1])).toString(16)).join(':')}`
    : text;
  const [head = '', tail] = plain.split('::');
  const groups = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => parseInt(group, 16));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const middle = tail === undefined ? [] : new Array<number>(8 - left.length - right.length).fill(0);
  return octets16(...left, ...middle, ...right);
}

function numberOfType(text: string): number {
  const type = typeNumber(text);
  if (type === undefined) throw notPresentation('an RR type', text);
  return type;
}

function counted(octets: Uint8Array): Uint8Array {
  if (octets.length > 255)
    throw notPresentation('at most 255 octets in a character-string', `${octets.length} octets`);
  return concat([Uint8Array.of(octets.length), octets]);
}

function octets32(value: number): Uint8Array {
  return octets16(Math.floor(value / 0x10000), value & 0xffff);
}

function fromHex(text: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/i.test(text)) throw notPresentation('hexadecimal digits in pairs', text);
  return new Uint8Array(Buffer.from(text, 'hex'));
}

function fromBase64(text: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw notPresentation('base64', text);
  return new Uint8Array(Buffer.from(text, 'base64'));
}
