import { RrType } from '../../model.js';
import { concat } from '../../wire/octets.js';
import { octets16 } from '../../wire/query.js';

/** Labels of the name to which everything points: with one more it is as long as a name may be. */
const LABELS = 126;
const HEADER_OCTETS = 12;
const TAIL = octets16(0xc000 | HEADER_OCTETS);

/**
 * A response of `records` NS records, each with a label of its own and a pointer to the one long name, as owner and as
 * target: a few octets of message make 254 octets of name, twice, and no name was read before.
 */
export function amplifyingMessage(records: number): Uint8Array {
  const long = concat([...Array.from({ length: LABELS }, () => Uint8Array.of(1, 0x61)), Uint8Array.of(0)]);
  const label = (i: number): Uint8Array => concat([Uint8Array.of(1, i & 0xff), TAIL]);
  const all = Array.from({ length: records }, (_, i) => {
    const target = label(i >> 8);
    return concat([label(i), octets16(RrType.NS, 1, 0, 300, target.length), target]);
  });
  const header = octets16(0, 0x8400, 1, records, 0, 0);
  return concat([header, long, octets16(RrType.NS, 1), ...all]);
}

/** Octets of names that reading it makes, if each is made whole. */
export function amplifiedOctets(records: number): number {
  return records * 2 * (2 * (LABELS + 1) + 1);
}
