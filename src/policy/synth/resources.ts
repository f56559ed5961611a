import { outside, text, type Text } from '../../base/text.js';
import { SynthError, type DomainRecords, type Resource } from './model.js';
import type { ProviderForm, ZoneAt } from './providers/model.js';

/** What a domain comes to at a provider. */
export interface Synthesised {
  readonly resources: readonly Resource[];
  readonly notes: readonly Text[];
}

/**
 * The resources that give a domain the records of its policy. `zone` has a value for each of the form's needs. Throws
 * `SynthError` where the provider cannot hold a record: what were left out would be another policy.
 */
export function resourcesOf(
  records: DomainRecords,
  form: ProviderForm,
  zone: ZoneAt,
  ttl: number,
): Synthesised {
  const refused = records.sets
    .flatMap(({ entries }) => entries)
    .find(({ tag }) => form.tags !== undefined && !form.tags.includes(tag));
  if (refused !== undefined)
    throw new SynthError(
      `expected records that ${form.source} can write; ${JSON.stringify(refused.tag)} of ${records.domain} is none: it takes ${form.tags?.join(', ') ?? ''} alone. ` +
        'Write these records in another way, or take the clause out of the policy',
    );
  const context = { domain: records.domain, zone, ttl: Math.max(ttl, form.leastTtl ?? 0) };
  const signing = records.dnssec ? form.dnssec(records, context) : [];
  const resources = records.sets.flatMap((set) => form.records(set, context));
  const slower =
    context.ttl > ttl
      ? [
          text`${outside(form.source)} takes no TTL below ${context.ttl} seconds: that is written for ${outside(records.domain)}`,
        ]
      : [];
  if (!('instead' in signing))
    return { resources: [...resources, ...signing], notes: [...records.notes, ...slower] };
  const unsigned = text`${outside(records.domain)} has to be signed, and no resource here does it: ${signing.instead}`;
  return { resources, notes: [...records.notes, ...slower, unsigned] };
}

/** What has to be known of the zone, DNSSEC included where the policy requires it. */
export function needsOf(form: ProviderForm, { dnssec }: DomainRecords): ProviderForm['needs'] {
  return [...form.needs, ...(dnssec ? (form.dnssecNeeds ?? []) : [])];
}
