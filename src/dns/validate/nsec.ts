import type { DnsName } from '../../base/name.js';
import { RrType } from '../model.js';
import type { DenialRecords } from './denial.js';

/** An NSEC record whose signature was verified and whose owner is its own (not made from a wildcard). */
export interface ProvenNsec {
  readonly owner: DnsName;
  readonly next: DnsName;
  readonly types: ReadonlySet<number>;
}

export function matching(records: DenialRecords, name: DnsName): ProvenNsec | undefined {
  return records.nsec.find(({ owner }) => owner.equals(name));
}

/** NSEC at the parent side of a cut (RFC 6840, section 4.1): it says nothing about names at or below its owner but DS. */
export function isAncestorDelegation(types: ReadonlySet<number>): boolean {
  return types.has(RrType.NS) && !types.has(RrType.SOA);
}

/**
 * Whether `name` lies between the owner and the next name (RFC 4034, section 4.1.1). A next name outside the zone is
 * refused (CVE-2026-13321), and so is a record above a delegation or a DNAME under which `name` lies.
 */
function covers(nsec: ProvenNsec, name: DnsName, zone: DnsName): boolean {
  if (!name.isAtOrBelow(zone) || !nsec.next.isAtOrBelow(zone)) return false;
  if (name.isBelow(nsec.owner) && (isAncestorDelegation(nsec.types) || nsec.types.has(RrType.DNAME)))
    return false;
  if (nsec.owner.compare(name) >= 0) return false;
  // The last NSEC of a zone points back to the apex.
  return nsec.next.equals(zone) || name.compare(nsec.next) < 0;
}

function covering(records: DenialRecords, name: DnsName): ProvenNsec | undefined {
  return records.nsec.find((nsec) => covers(nsec, name, records.zone));
}

/** The closest encloser of `name` as a covering NSEC shows it: the longest name shared with either of its ends. */
function enclosedBy(nsec: ProvenNsec, name: DnsName): DnsName {
  const [a, b] = [name.commonAncestor(nsec.owner), name.commonAncestor(nsec.next)];
  return a.labels.length >= b.labels.length ? a : b;
}

/** RFC 4035, section 5.4: neither `name` nor the wildcard at its closest encloser exists. */
export function provesNameError(records: DenialRecords, name: DnsName): boolean {
  return records.nsec.some((nsec) => {
    if (!covers(nsec, name, records.zone)) return false;
    const encloser = enclosedBy(nsec, name);
    // An empty non-terminal exists: the next name lies below it.
    return !encloser.equals(name) && covering(records, encloser.child('*')) !== undefined;
  });
}

/** RFC 4035, section 5.4, and RFC 6840, section 4: `name`, or the wildcard that would answer for it, lacks `type`. */
export function provesNoData(records: DenialRecords, name: DnsName, type: number): boolean {
  const match = matching(records, name);
  if (match !== undefined) return lacks(match.types, type, name.isRoot);
  return records.nsec.some((nsec) => {
    if (!covers(nsec, name, records.zone)) return false;
    const encloser = enclosedBy(nsec, name);
    if (encloser.equals(name)) return true; // an empty non-terminal
    const wildcard = matching(records, encloser.child('*'));
    return wildcard !== undefined && lacks(wildcard.types, type, false);
  });
}

/** RFC 4035, section 5.3.4: `name` does not exist, and `encloser` is what is closest to it. */
export function provesWildcard(records: DenialRecords, name: DnsName, encloser: DnsName): boolean {
  return records.nsec.some(
    (nsec) => covers(nsec, name, records.zone) && enclosedBy(nsec, name).equals(encloser),
  );
}

/**
 * Whether a bit map shows that a name has no `type` to give. A CNAME would have been the answer; a DS is denied by
 * the parent only (no SOA bit), everything else by the zone itself only (RFC 6840, sections 4.1, 4.3 and 4.4).
 */
export function lacks(types: ReadonlySet<number>, type: number, isRoot: boolean): boolean {
  if (types.has(type) || types.has(RrType.CNAME)) return false;
  if (type === RrType.DS) return isRoot || !types.has(RrType.SOA);
  return !isAncestorDelegation(types);
}
