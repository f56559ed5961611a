import { CaaGuardError } from '../../base/error.js';
import type { DnsName } from '../../base/name.js';
import { RrType, type ResourceRecord } from '../model.js';
import { parseRecord } from '../wire/presentation.js';
import { typeName } from '../wire/types.js';

/** Where trust begins: DS and DNSKEY records, of any zones. Of several anchors above a name the closest counts. */
export type TrustAnchors = readonly ResourceRecord[];

/**
 * IANA's root anchors (root-anchors.xml; Debian dns-root-data 2024071801). KSK-2024 signs the root's keys from
 * 2026-10-11, KSK-2017 is to be revoked on 2027-01-11 (ICANN, 2026-05-20).
 */
const ROOT_ANCHORS = [
  {
    record: '. IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D',
    validFrom: '2017-02-02T00:00:00Z',
    validUntil: '2027-01-11T00:00:00Z',
  },
  {
    record: '. IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16',
    validFrom: '2024-07-18T00:00:00Z',
    validUntil: undefined,
  },
] as const;

/** The root's anchors that are good at `now` (milliseconds since 1970). */
export function rootAnchors(now: number): TrustAnchors {
  return ROOT_ANCHORS.filter(
    ({ validFrom, validUntil }) =>
      Date.parse(validFrom) <= now && (validUntil === undefined || now < Date.parse(validUntil)),
  ).map(({ record }) => parseRecord(record));
}

/**
 * Reads anchors from zone-file text, one DS or DNSKEY record a line; `;` begins a comment.
 * Throws `CaaGuardError<'ANCHOR_INVALID'>` for any other record and for text that holds no anchor.
 */
export function parseTrustAnchors(text: string): TrustAnchors {
  const lines = text.split(/\r?\n/).filter((line) => line.replace(/;.*/, '').trim() !== '');
  const records = lines.map((line) => {
    try {
      return parseRecord(line);
    } catch (cause) {
      throw invalid(JSON.stringify(line.slice(0, 200)), cause);
    }
  });
  const other = records.find((record) => record.type !== RrType.DS && record.type !== RrType.DNSKEY);
  if (other !== undefined) throw invalid(`a ${typeName(other.type)} record`);
  if (records.length === 0) throw invalid('no record at all');
  return records;
}

/** The owner of the closest anchor at or above `name`. */
export function closestAnchor(anchors: TrustAnchors, name: DnsName): DnsName | undefined {
  let best: DnsName | undefined;
  for (const { name: owner } of anchors)
    if ((best === undefined || owner.labels.length > best.labels.length) && name.isAtOrBelow(owner))
      best = owner;
  return best;
}

function invalid(got: string, cause?: unknown): CaaGuardError<'ANCHOR_INVALID'> {
  const message = `expected trust anchors as DS or DNSKEY records, one a line, such as ". IN DS 38696 8 2 683D…"; got ${got}`;
  return new CaaGuardError('ANCHOR_INVALID', message, { cause });
}
