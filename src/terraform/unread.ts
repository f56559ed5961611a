import type { ResourceChange } from './document.js';
import type { Unplaced } from './model.js';

/** Types of records whose change matters wherever it stands. */
const GRAVE = new Set(['CAA', 'DS', 'TYPE257', 'DNSKEY', 'CDS', 'CDNSKEY']);
/** Types of resources of Azure's API that generic resources name. */
const AZURE = /^microsoft\.network\/dnszones\/(caa|ds|dnssecconfigs)\b/i;
/** Attributes that providers keep the type of a record in. */
const TYPE_ATTRIBUTES = ['type', 'record_type', 'fieldtype', 'rr_type', 'rrtype', 'dns_type'];

/**
 * A resource of a provider that is not known here, which speaks of CAA or DNSSEC all the same, by its type or by the type
 * of its record. What it does to which zone is not known, and that is said.
 */
export function unreadResource({
  address,
  type,
  actions,
  before,
  after,
}: ResourceChange): Unplaced | undefined {
  const words = type.toLowerCase().split('_');
  const signing = words.some((word) => ['dnssec', 'ds', 'caa', 'dnskey'].includes(word));
  const given = TYPE_ATTRIBUTES.flatMap((name) => [after?.[name], before?.[name]]).find(
    (one) => typeof one === 'string' && (GRAVE.has(one.toUpperCase()) || AZURE.test(one)),
  );
  if (!signing && given === undefined) return undefined;
  return {
    address,
    actions,
    what: typeof given === 'string' ? given.slice(0, 100) : 'DNSSEC or CAA',
    why: 'provider',
    attribute: type,
  };
}
