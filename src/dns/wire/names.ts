import { DnsName, MAX_LABEL_OCTETS, MAX_NAME_OCTETS } from '../../base/name.js';
import { WireProblem } from './problem.js';

/** A name has at most 127 labels, so an honest one follows no more pointers than that. */
const MAX_POINTERS = 127;

/** Names already read from one message, by their offset: each target of a pointer is read once. */
export type NameCache = Map<number, DnsName>;

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
  let octets = 1;
  let at = offset;
  let pieceStart = offset;
  let bound = end;
  let next = -1;
  let pointers = 0;
  let tail = DnsName.root;
  for (;;) {
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
      tail = cache.get(target) ?? DnsName.root;
      if (!tail.isRoot) break;
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
    labels.push(bytes.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  if (next < 0) next = at;
  for (const label of tail.labels) octets += label.length + 1;
  if (octets > MAX_NAME_OCTETS)
    throw new WireProblem(`a name over ${MAX_NAME_OCTETS} octets at offset ${offset}`);
  const name = labels.length === 0 ? tail : DnsName.fromLabels([...labels, ...tail.labels]);
  cache?.set(offset, name);
  return { name, next };
}
