import type { DsPin } from '../../policy/model.js';
import type { DomainView } from '../model.js';
import { dsOf, readDs, readKey, sameDs } from './dnssec.js';
import { lookupOf, rdatasOf } from './lookups.js';

/** What the zone asks its parent to do with the DS set (RFC 7344; RFC 8078, section 4). */
export type Announced =
  | { readonly kind: 'nothing' }
  /** CDS `0 0 0 00` or CDNSKEY `0 3 0 AA==`: take all DS away. */
  | { readonly kind: 'delete' }
  | {
      readonly kind: 'set';
      /** DS records that would come, and keys that neither a DS nor the policy knows. */
      readonly added: readonly DsPin[];
      /** DS records at the parent whose key is announced no more. */
      readonly removed: readonly DsPin[];
    };

/**
 * The CDS and CDNSKEY sets of the domain, held against the DS set at the parent. A DS of another digest type for a key
 * that the parent knows already changes nothing. Only validated answers count: a parent goes by no others.
 */
export function announced({ domain, seen }: DomainView): Announced {
  const secure = (type: string): readonly Uint8Array[] => {
    const lookup = lookupOf(seen, domain.name, type);
    return lookup?.state === 'secure' ? rdatasOf(lookup) : [];
  };
  const cds = secure('CDS').flatMap((rdata) => readDs(rdata) ?? []);
  const keys = secure('CDNSKEY');
  if (cds.length + keys.length === 0) return { kind: 'nothing' };
  if (cds.some(({ algorithm }) => algorithm === 0) || keys.some((key) => readKey(key)?.algorithm === 0))
    return { kind: 'delete' };
  const parent = rdatasOf(lookupOf(seen, domain.name, 'DS')).flatMap((rdata) => readDs(rdata) ?? []);
  if (parent.length === 0) return { kind: 'nothing' };
  const wanted = cds.length > 0 ? cds : keys.flatMap((key) => dsOf(domain.name, key, 2) ?? []);
  const zoneKeys = rdatasOf(lookupOf(seen, domain.name, 'DNSKEY'));
  const sameKey = (a: DsPin, b: DsPin): boolean =>
    sameDs(a, b) ||
    zoneKeys.some((key) => {
      const [one, other] = [dsOf(domain.name, key, a.digestType), dsOf(domain.name, key, b.digestType)];
      return one !== undefined && other !== undefined && sameDs(one, a) && sameDs(other, b);
    });
  return {
    kind: 'set',
    added: wanted.filter((one) => !parent.some((old) => sameKey(one, old))),
    removed: parent.filter((old) => !wanted.some((one) => sameKey(one, old))),
  };
}
