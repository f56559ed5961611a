import type { DnsName } from '../../base/name.js';
import { endOfName, readName, type NameCache } from './names.js';
import type { Field, Layout } from './layout.js';
import { WireProblem } from './problem.js';

/** Where a field of an RDATA lies, `end` exclusive; names come with what they say. */
export interface FieldSpan {
  readonly field: Field;
  readonly start: number;
  readonly end: number;
  readonly name?: DnsName;
}

/**
 * Cuts the RDATA in `bytes[start, end)` into the fields of its layout. Throws `WireProblem` unless the fields fill
 * it exactly. Pointers are followed only for `name-old` and only when `cache` is given.
 */
export function cutFields(
  layout: Layout,
  bytes: Uint8Array,
  start: number,
  end: number,
  cache?: NameCache,
): FieldSpan[] {
  const spans: FieldSpan[] = [];
  let at = start;
  for (const field of layout) {
    const span = cutField(field, bytes, at, end, cache);
    if (span.end > end) throw endsShort(field, span.end - end);
    spans.push(span);
    at = span.end;
  }
  if (at !== end) throw leftOver(end - at);
  return spans;
}

/** Throws `WireProblem` where `cutFields` does, for a layout that holds no compressed names; builds nothing. */
export function checkFields(layout: Layout, bytes: Uint8Array, start: number, end: number): void {
  let at = start;
  for (const field of layout) {
    const next = endOfField(field, bytes, at, end);
    if (next > end) throw endsShort(field, next - end);
    at = next;
  }
  if (at !== end) throw leftOver(end - at);
}

function endsShort(field: Field, octets: number): WireProblem {
  return new WireProblem(`RDATA ends ${octets} octets short in its ${field} field`);
}

function leftOver(octets: number): WireProblem {
  return new WireProblem(`${octets} octets are left over behind the RDATA`);
}

function cutField(field: Field, bytes: Uint8Array, at: number, end: number, cache?: NameCache): FieldSpan {
  switch (field) {
    case 'name-old': {
      const { name, next } = readName(bytes, at, end, cache);
      return { field, start: at, end: next, name };
    }
    case 'name-folded':
    case 'name-plain': {
      const { name, next } = readName(bytes, at, end);
      return { field, start: at, end: next, name };
    }
    case 'a6':
      return cutA6(bytes, at, end);
    default:
      return { field, start: at, end: endOfField(field, bytes, at, end) };
  }
}

/** Where a field ends, which may be behind `end`. */
function endOfField(field: Field, bytes: Uint8Array, at: number, end: number): number {
  switch (field) {
    case 'u8':
      return at + 1;
    case 'u16':
    case 'type':
      return at + 2;
    case 'u32':
    case 'time':
    case 'ipv4':
      return at + 4;
    case 'ipv6':
      return at + 16;
    case 'name-old':
    case 'name-folded':
    case 'name-plain':
      return endOfName(bytes, at, end);
    case 'a6':
      return cutA6(bytes, at, end).end;
    case 'string':
    case 'salt':
    case 'hash':
    case 'tag':
      return endOfCounted(field, bytes, at, end);
    case 'strings':
      return endOfStrings(bytes, at, end);
    case 'bitmap':
      checkBitmap(bytes, at, end);
      return end;
    default:
      return end;
  }
}

function endOfCounted(field: Field, bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) throw new WireProblem(`RDATA ends before its ${field} field`);
  const length = bytes[at] ?? 0;
  if (length === 0 && (field === 'tag' || field === 'hash'))
    throw new WireProblem(`the ${field} field is empty; at least one octet is required`);
  return at + 1 + length;
}

function endOfStrings(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  do at = endOfCounted('string', bytes, at, end);
  while (at < end);
  return at;
}

/** RFC 4034, section 4.1.2: blocks of (window, length 1..32, octets), windows ascending. */
function checkBitmap(bytes: Uint8Array, start: number, end: number): void {
  let last = -1;
  for (let at = start; at < end;) {
    const window = bytes[at] ?? 0;
    const length = bytes[at + 1] ?? 0;
    if (window <= last) throw new WireProblem('the windows of a type bit map are not in ascending order');
    if (length < 1 || length > 32)
      throw new WireProblem(`a window of a type bit map has ${length} octets; 1 to 32 are allowed`);
    at += 2 + length;
    if (at > end) throw new WireProblem('a type bit map runs past the end of its RDATA');
    last = window;
  }
}

/** RFC 2874, section 3.1: prefix length (0..128), address suffix in as few octets as hold it, prefix name unless 0. */
function cutA6(bytes: Uint8Array, at: number, end: number): FieldSpan {
  const prefix = bytes[at] ?? 0;
  if (at >= end || prefix > 128) throw new WireProblem('an A6 prefix length over 128');
  const behindSuffix = at + 1 + Math.ceil((128 - prefix) / 8);
  if (prefix === 0) return { field: 'a6', start: at, end: behindSuffix };
  const { name, next } = readName(bytes, behindSuffix, end);
  return { field: 'a6', start: at, end: next, name };
}
