import { outside, text, type Text } from '../../base/text.js';
import type { LookupEvidence } from '../../survey/evidence.js';
import type { DomainView } from '../model.js';
import { concerned } from './concerned.js';

/** The lookups that do not validate, by the zone where the chain is broken. */
export function brokenAt(view: DomainView): ReadonlyMap<string, readonly LookupEvidence[]> {
  const groups = new Map<string, LookupEvidence[]>();
  for (const lookup of concerned(view)) {
    if (lookup.state !== 'bogus') continue;
    const at = lookup.reason?.zone ?? lookup.reason?.name ?? lookup.name;
    groups.set(at, [...(groups.get(at) ?? []), lookup]);
  }
  return groups;
}

export function codesWords(lookups: readonly LookupEvidence[]): Text {
  const all = [...new Set(lookups.map(({ reason }) => reason?.code ?? 'unknown'))].sort();
  return text`${outside(all.join(', '))}`;
}

export function lookupWords({ name, type, reason }: LookupEvidence): Text {
  if (reason === undefined) return text`${outside(`${name} ${type}`)} does not validate.`;
  const server = reason.server === undefined ? [] : text` (from ${outside(reason.server)})`;
  return text`${outside(`${name} ${type}`)}: ${outside(reason.detail)}${server}`;
}
