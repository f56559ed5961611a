import { DnsName } from '../../base/name.js';
import type { DomainEvidence, LookupEvidence } from '../../survey/evidence.js';

/** The lookup of `name` and `type`, if the survey made it. */
export function lookupOf(seen: DomainEvidence, name: string, type: string): LookupEvidence | undefined {
  return seen.lookups[`${name}/${type}`];
}

/** Octets of base64 in evidence. */
export function octetsFrom(base64: string): Uint8Array {
  return Uint8Array.from(Buffer.from(base64, 'base64'));
}

/** RDATA of a lookup's records, sorted; none where there is no answer. */
export function rdatasOf(lookup: LookupEvidence | undefined): readonly Uint8Array[] {
  if (lookup?.answer?.kind !== 'records') return [];
  return [...lookup.answer.rdatas].sort().map(octetsFrom);
}

/** Reason codes that say: the work was cut short, by a limit of ours. */
const LIMITS: ReadonlySet<string> = new Set(['query-limit', 'time-limit', 'alias-limit', 'alias-loop']);

export function cutShort(lookup: LookupEvidence): boolean {
  return lookup.state === 'indeterminate' && LIMITS.has(lookup.reason?.code ?? '');
}

/**
 * An uncompressed domain name on the wire (RFC 1035, section 3.1): labels, each an octet of length and as many octets,
 * ended by a length of zero. `undefined` if it does not end where the RDATA does.
 */
export function wireName(octets: Uint8Array): DnsName | undefined {
  const labels: Uint8Array[] = [];
  for (let at = 0; at < octets.length;) {
    const length = octets[at] ?? 0;
    if (length === 0) return at + 1 === octets.length ? nameOf(labels) : undefined;
    if (length > 63 || at + 1 + length > octets.length) return undefined;
    labels.push(octets.slice(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return undefined;
}

function nameOf(labels: readonly Uint8Array[]): DnsName | undefined {
  try {
    return DnsName.fromLabels(labels);
  } catch {
    return undefined;
  }
}
