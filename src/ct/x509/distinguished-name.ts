import { children, hexOf, Tag, type Tlv } from './der.js';
import { readString } from './strings.js';

const COMMON_NAME = '550403';
const SHORT: Readonly<Record<string, string>> = {
  [COMMON_NAME]: 'CN',
  '550406': 'C',
  '550408': 'ST',
  '550407': 'L',
  '55040a': 'O',
  '55040b': 'OU',
  '550405': 'serialNumber',
  '0992268993f22c640119': 'DC',
  '2a864886f70d010901': 'emailAddress',
};

/** One attribute of a distinguished name. */
export interface Attribute {
  readonly type: string;
  readonly value: string;
}

/**
 * RDNSequence ::= SEQUENCE OF SET OF SEQUENCE { type OID, value ANY } (RFC 5280, section 4.1.2.4). Every attribute of
 * every RDN, in order; `whole` is false if some part is not of that form.
 */
export function readAttributes(
  bytes: Uint8Array,
  name: Tlv,
): { readonly attributes: readonly Attribute[]; readonly whole: boolean } {
  const attributes: Attribute[] = [];
  const { items: rdns, whole } = children(bytes, name);
  let good = whole;
  for (const rdn of rdns) {
    const pairs = children(bytes, rdn);
    good &&= pairs.whole;
    for (const pair of pairs.items) {
      const [type, value] = children(bytes, pair).items;
      if (type?.tag !== Tag.OID || value === undefined) {
        good = false;
        continue;
      }
      const oid = hexOf(bytes, type.start, type.end);
      attributes.push({ type: SHORT[oid] ?? dotted(oid), value: readString(bytes, value) });
    }
  }
  return { attributes, whole: good };
}

/** For display: most specific first, separators in values escaped (in the manner of RFC 4514). */
export function displayName(attributes: readonly Attribute[]): string {
  return attributes
    .toReversed()
    .map(({ type, value }) => `${type}=${value.replace(/[,+"\\<>;=]/g, '\\$&')}`)
    .join(', ');
}

/** The OID in dotted form, from its content octets in hex (X.690, section 8.19). */
function dotted(oid: string): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of Buffer.from(oid, 'hex')) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if ((octet & 0x80) !== 0) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first = 0n, ...rest] = arcs;
  const top = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [top, first - top * 40n, ...rest].join('.');
}
