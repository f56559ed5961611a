import { children, Tag, type Tlv } from './der.js';
import { dottedOid } from './oid.js';
import { readings } from './strings.js';

const SHORT: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.6': 'C',
  '2.5.4.8': 'ST',
  '2.5.4.7': 'L',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
  '2.5.4.5': 'serialNumber',
  '0.9.2342.19200300.100.1.25': 'DC',
  '1.2.840.113549.1.9.1': 'emailAddress',
};

/** One attribute of a distinguished name. */
export interface Attribute {
  /** Short name or dotted OID. */
  readonly type: string;
  /** As its tag says. */
  readonly value: string;
  /** Every text that it may be taken for, `value` among them. */
  readonly values: readonly string[];
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
    good &&= pairs.whole && rdn.tag === Tag.SET;
    for (const pair of pairs.items) {
      const { items: fields, whole: ended } = children(bytes, pair);
      const [type, value] = fields;
      good &&= ended && pair.tag === Tag.SEQUENCE && fields.length === 2;
      if (type?.tag !== Tag.OID || value === undefined) {
        good = false;
        continue;
      }
      const oid = dottedOid(bytes, type);
      // An OID that is too long to be read could be any.
      good &&= !oid.startsWith('#');
      const values = texts(bytes, value);
      attributes.push({ type: SHORT[oid] ?? oid, value: values[0] ?? '', values });
    }
  }
  return { attributes, whole: good };
}

/** A string; of a constructed one (X.690, section 8.21) also what its parts make. */
function texts(bytes: Uint8Array, value: Tlv): readonly string[] {
  const plain = readings(bytes, value);
  if ((value.tag & 0x20) === 0) return plain;
  const { items } = children(bytes, value);
  if (items.length === 0) return plain;
  return [...plain, items.map((item) => readings(bytes, item)[0] ?? '').join('')];
}

/** For display: most specific first, separators in values escaped (in the manner of RFC 4514). */
export function displayName(attributes: readonly Attribute[]): string {
  return attributes
    .toReversed()
    .map(({ type, value }) => `${type}=${value.replace(/[,+"\\<>;=]/g, '\\$&')}`)
    .join(', ');
}

/**
 * A value for comparing (RFC 5280, section 7.1, as far as it concerns ASCII): case does not count, nor white space at
 * the ends, nor how much of it there is in between.
 */
export function canonicalValue(value: string): string {
  return value.trim().replace(/\s+/g, ' ').toLowerCase();
}

/** Whether two Names mean the same: attributes in the same order, their values compared canonically. */
export function sameName(a: readonly Attribute[], b: readonly Attribute[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, i) => {
      const other = b[i];
      return other?.type === one.type && canonicalValue(other.value) === canonicalValue(one.value);
    })
  );
}
