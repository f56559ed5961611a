import { createHash } from 'node:crypto';
import { outside, own, text, type Text } from '../../base/text.js';
import type { DomainPolicy, IssueTag, NamePolicy } from '../model.js';
import { ISSUE_TAGS } from '../model.js';
import { expectedRecords, sealOf, type ExpectedRecord } from '../records.js';
import type { CaaEntry, CaaSet, DomainRecords } from './model.js';

/**
 * The records that a domain's policy asks for at `now` (Unix milliseconds; only windows of sealed names depend on it). A name below
 * gets a set of its own only where it asks for another one than the nearest set above it: CAs climb (RFC 8659, section 3).
 */
export function domainRecords(domain: DomainPolicy, now: number): DomainRecords {
  const names = [domain, ...domain.names].toSorted((a, b) => a.name.length - b.name.length);
  const sets: CaaSet[] = [];
  const notes: Text[] = [];
  for (const np of names) {
    const entries = entriesOf(expectedRecords(np, now));
    const above = nearest(sets, np.name);
    if (entries.length === 0) {
      if (above !== undefined) notes.push(cannotOpen(np, above.owner));
    } else if (above === undefined || said(above.entries) !== said(entries))
      sets.push({ owner: np.name, entries });
    notes.push(...notesOf(np, now));
  }
  return {
    domain: domain.name,
    sets: sets.sort((a, b) => (a.owner < b.owner ? -1 : 1)),
    dnssec: domain.dnssec.required,
    notes: [...notes, ...zoneNotes(domain)],
  };
}

function nearest(sets: readonly CaaSet[], name: string): CaaSet | undefined {
  return sets
    .filter(({ owner }) => name.endsWith(`.${owner}`))
    .reduce<CaaSet | undefined>(
      (best, one) => (one.owner.length > (best?.owner.length ?? 0) ? one : best),
      undefined,
    );
}

function said(entries: readonly ExpectedRecord[]): string {
  return entries
    .map(({ tag, value }) => `${tag} ${value}`)
    .sort()
    .join('\n');
}

/** Each record with its key. Of several that would have the same one, the first as declared keeps it. */
function entriesOf(records: readonly ExpectedRecord[]): readonly CaaEntry[] {
  const taken = new Set<string>();
  const values = new Set<string>();
  return records.flatMap((record) => {
    const whole = `${record.tag} ${record.value}`;
    // A policy may name the same grant twice; a set holds it once.
    if (values.has(whole)) return [];
    values.add(whole);
    const plain = `${record.tag}${nameOf(record)}`;
    const key = taken.has(plain) ? `${plain}-${digest(record.value)}` : plain;
    taken.add(plain);
    return [{ ...record, key }];
  });
}

function nameOf({ tag, value }: ExpectedRecord): string {
  if (!(ISSUE_TAGS as readonly string[]).includes(tag)) return '';
  const [issuer = ''] = value.split(';');
  return issuer === '' ? '-none' : `-${issuer}`;
}

function digest(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 8);
}

function cannotOpen({ name }: NamePolicy, above: string): Text {
  return text`${outside(name)} is open to every CA by the policy; no CAA record can say so below ${outside(above)}, whose set decides there too`;
}

function notesOf(np: NamePolicy, now: number): readonly Text[] {
  const seal = sealOf(np, now);
  const open = (['issue', 'issuewild'] as readonly IssueTag[]).filter((tag) => np[tag] === 'unrestricted');
  return [
    ...(seal === 'window'
      ? [text`${outside(np.name)} is sealed and a window is open: write the records again when it closes`]
      : []),
    ...(open.includes('issuewild') && np.issue !== 'unrestricted'
      ? [
          text`wildcards of ${outside(np.name)} are open to every CA by the policy; without issuewild records, issue decides for them too`,
        ]
      : []),
    ...(np.contacts.length > 0
      ? [
          text`contacts of ${outside(np.name)} are what may stand, not what has to: no record is written for them`,
        ]
      : []),
  ];
}

function zoneNotes({ name, dnssec }: DomainPolicy): readonly Text[] {
  return dnssec.required
    ? [
        text`the DS record of ${outside(name)} goes to its registrar ${own(dnssec.ds === undefined ? '' : '(the policy pins which)')}`,
      ]
    : [];
}
