import type { Text } from '../base/text.js';
import { readIssueValue, type IssueValueResult } from './issue-value.js';
import { asciiLower, octetString } from './octets.js';
import type { CaaProfile } from './profile.js';
import { presentCaa, presentUnknownRdata, readCaaRdata } from './rdata.js';

/** Property tags that grant issuance. */
export const GRANTING_TAGS = ['issue', 'issuewild', 'issuemail', 'issuevmc'] as const;
export type GrantingTag = (typeof GRANTING_TAGS)[number];

/** One record of a set, read for a profile. Tag and value are octet strings, hostile until rendered. */
export type Property =
  | {
      readonly kind: 'unreadable';
      /** Presentation form of what stands there. */
      readonly raw: string;
      readonly position: number;
      readonly reason: Text;
    }
  | {
      readonly kind: 'other';
      readonly raw: string;
      readonly flags: number;
      /** Lower case (RFC 8659, section 4.1: tags are matched without regard to case). */
      readonly tag: string;
      readonly value: string;
      readonly known: boolean;
      readonly critical: boolean;
    }
  | {
      readonly kind: 'grant';
      readonly raw: string;
      readonly flags: number;
      readonly tag: GrantingTag;
      readonly value: string;
      readonly known: boolean;
      readonly critical: boolean;
      /** A value that does not match the grammar names no issuer: the record denies by being there. */
      readonly parsed: IssueValueResult;
    };

/** Reads every RDATA of a set. Sorted by presentation form: servers rotate sets, and order means nothing. */
export function readSet(rdatas: readonly Uint8Array[], profile: CaaProfile): readonly Property[] {
  return rdatas
    .map((rdata) => readProperty(rdata, profile))
    .sort((a, b) => (a.raw < b.raw ? -1 : a.raw > b.raw ? 1 : 0));
}

export function readProperty(rdata: Uint8Array, profile: CaaProfile): Property {
  const read = readCaaRdata(rdata);
  if (!read.ok)
    return {
      kind: 'unreadable',
      raw: presentUnknownRdata(rdata),
      position: read.position,
      reason: read.reason,
    };
  const { flags, value } = read.record;
  const tag = asciiLower(octetString(read.record.tag));
  const common = {
    raw: presentCaa(read.record),
    flags,
    value: octetString(value),
    known: profile.knownTags.includes(tag),
    critical: (flags & profile.criticalMask) !== 0,
  };
  const granting = GRANTING_TAGS.find((one) => one === tag);
  return granting === undefined
    ? { kind: 'other', tag, ...common }
    : { kind: 'grant', tag: granting, ...common, parsed: readIssueValue(value, profile) };
}

/** Properties that a CA of the profile must understand and does not (RFC 8659, section 4.1: it must not issue). */
export function criticalUnknown(set: readonly Property[]): readonly Property[] {
  return set.filter((one) => one.kind !== 'unreadable' && one.critical && !one.known);
}
