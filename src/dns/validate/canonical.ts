import type { DnsName } from '../../base/name.js';
import type { ResourceRecord, RRset } from '../model.js';
import { cutFields } from '../wire/fields.js';
import { layoutOf } from '../wire/layout.js';
import { compareOctets, concat, equalOctets } from '../wire/octets.js';
import { WireProblem } from '../wire/problem.js';
import { octets16 } from '../wire/query.js';
import type { Rrsig } from '../wire/rdata.js';

/**
 * RDATA in canonical form (RFC 4034, section 6.2; RFC 6840, section 5.1): names in the RDATA of the old types in
 * lower case, everything else as it came. RDATA that does not parse is taken as it is, never half folded.
 */
export function canonicalRdata(record: Pick<ResourceRecord, 'type' | 'rdata' | 'malformed'>): Uint8Array {
  const layout = layoutOf(record.type);
  if (record.malformed !== undefined) return record.rdata;
  if (!layout.some((field) => field === 'name-old' || field === 'name-folded' || field === 'a6'))
    return record.rdata;
  try {
    const spans = cutFields(layout, record.rdata, 0, record.rdata.length);
    return concat(
      spans.map(({ field, start, end, name }) => {
        const bytes = record.rdata.subarray(start, end);
        if (name === undefined || field === 'name-plain') return bytes;
        const canonical = name.toCanonicalWire();
        return field === 'a6'
          ? concat([bytes.subarray(0, bytes.length - canonical.length), canonical])
          : canonical;
      }),
    );
  } catch (thrown) {
    if (thrown instanceof WireProblem) return record.rdata;
    throw thrown;
  }
}

/** Labels that count for the Labels field (RFC 4034, section 3.1.3): neither the root nor a leading `*`. */
export function countedLabels(name: DnsName): number {
  return name.isWildcard ? name.labels.length - 1 : name.labels.length;
}

/** The wildcard from which a signature says its RRset was made; `undefined` if the set stands under its own name. */
export function wildcardOf(owner: DnsName, labels: number): DnsName | undefined {
  return labels < countedLabels(owner) ? owner.ancestor(labels).child('*') : undefined;
}

/** The RDATA of a set in canonical form and order, without duplicates (RFC 4034, sections 6.2 and 6.3). */
export function canonicalRdatas(rrset: RRset): readonly Uint8Array[] {
  const sorted = rrset.records.map(canonicalRdata).sort(compareOctets);
  return sorted.filter((rdata, i) => i === 0 || !equalOctets(rdata, sorted[i - 1] ?? new Uint8Array()));
}

/**
 * What a signature signs (RFC 4034, section 3.1.8.1): the RRSIG RDATA without the signature, signer in lower case;
 * then each record as owner | type | class | original TTL | RDATA length | RDATA, in canonical order, without
 * duplicates (section 6.3). Where a set has several signatures, `rdatas` spares the ordering for each.
 */
export function signedData(
  rrset: RRset,
  rrsig: Rrsig,
  rrsigRdata: Uint8Array,
  rdatas: readonly Uint8Array[] = canonicalRdatas(rrset),
): Uint8Array {
  const owner = (wildcardOf(rrset.name, rrsig.labels) ?? rrset.name).toCanonicalWire();
  const head = concat([owner, octets16(rrset.type, rrset.class), rrsigRdata.subarray(4, 8)]);
  const parts = [rrsigRdata.subarray(0, 18), rrsig.signer.toCanonicalWire()];
  for (const rdata of rdatas) parts.push(head, octets16(rdata.length), rdata);
  return concat(parts);
}
