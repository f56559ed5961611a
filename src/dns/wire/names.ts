import { DnsName, MAX_LABEL_OCTETS, MAX_NAME_OCTETS } from '../../base/name.js';
import { WireProblem } from './problem.js';

/** A name has at most 127 labels, so an honest one follows no more pointers than that. */
const MAX_POINTERS = 127;

/** The end of a name already read: its labels from the one at `from` on. */
interface KnownTail {
  readonly labels: readonly Uint8Array[];
  readonly from: number;
  /** The tail as a name of its own, once it was one. */
  name?: DnsName;
}

/** What begins at each label already read of one message: no label is read twice, wherever pointers lead. */
export type NameCache = Map<number, KnownTail>;

/**
 * Reads the name at `offset`; gives it and the offset behind it.
 *
 * RFC 1035, section 4.1.4: a name is a sequence of labels that ends in a zero octet, or in a pointer (two octets,
 * top bits 11) to a *prior* occurrence of the rest. A pointer has to point before the piece of the name in which
 * it stands, so that reading always ends. `end` bounds the part that is not behind a pointer.
 */
export function readName(
  bytes: Uint8Array,
  offset: number,
  end: number,
  cache?: NameCache,
): { name: DnsName; next: number } {
  const labels: Uint8Array[] = [];
  const starts: number[] = [];
  let octets = 1;
  let at = offset;
  let pieceStart = offset;
  let bound = end;
  let next = -1;
  let pointers = 0;
  let tail: KnownTail | undefined;
  for (;;) {
    tail = next < 0 ? undefined : cache?.get(at);
    if (tail !== undefined) break;
    if (at >= bound) throw new WireProblem(`a name runs past its end at offset ${bound}`);
    const length = bytes[at] ?? 0;
    if (length === 0) {
      at += 1;
      break;
    }
    if (length >= 0xc0) {
      if (cache === undefined) throw new WireProblem('a compressed name where compression is not allowed');
      if (at + 1 >= bound)
        throw new WireProblem(`a compression pointer runs past its end at offset ${bound}`);
      const target = ((length & 0x3f) << 8) | (bytes[at + 1] ?? 0);
      if (target >= pieceStart)
        throw new WireProblem(`a compression pointer at ${at} does not point backwards`);
      if (target < 12) throw new WireProblem(`a compression pointer at ${at} points into the header`);
      if (++pointers > MAX_POINTERS)
        throw new WireProblem(`a name of over ${MAX_POINTERS} pointers at offset ${offset}`);
      if (next < 0) next = at + 2;
      at = target;
      pieceStart = target;
      bound = bytes.length;
      continue;
    }
    if (length > MAX_LABEL_OCTETS) throw new WireProblem(`a label of the reserved kind at offset ${at}`);
    if (at + 1 + length > bound) throw new WireProblem(`a label runs past its end at offset ${bound}`);
    octets += length + 1;
    if (octets > MAX_NAME_OCTETS)
      throw new WireProblem(`a name over ${MAX_NAME_OCTETS} octets at offset ${offset}`);
    starts.push(at);
    labels.push(bytes.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  if (next < 0) next = at;
  const { labels: known = [], from: first = 0 } = tail ?? {};
  const rest = first === 0 ? known : known.slice(first);
  for (const label of rest) octets += label.length + 1;
  if (octets > MAX_NAME_OCTETS)
    throw new WireProblem(`a name over ${MAX_NAME_OCTETS} octets at offset ${offset}`);
  if (tail !== undefined && labels.length === 0) {
    cache?.set(offset, tail);
    return { name: (tail.name ??= DnsName.fromLabels(rest)), next };
  }
  const all = rest.length === 0 ? labels : [...labels, ...rest];
  const whole = { labels: all, from: 0, name: DnsName.fromLabels(all) };
  starts.forEach((start, from) => cache?.set(start, from === 0 ? whole : { labels: all, from }));
  if (all.length > 0) cache?.set(offset, whole);
  return { name: whole.name, next };
}

/** The offset behind the uncompressed name at `at`, without building the name. Throws where `readName` does. */
export function endOfName(bytes: Uint8Array, offset: number, end: number): number {
  let at = offset;
  while (at < end) {
    const length = bytes[at] ?? 0;
    at += 1 + length;
    if (length === 0 && at - offset <= MAX_NAME_OCTETS) return at;
    if (length > MAX_LABEL_OCTETS) break;
  }
  return readName(bytes, offset, end).next;
}
