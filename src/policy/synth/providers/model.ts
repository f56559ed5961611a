import type { Text } from '../../../base/text.js';
import type { CaaSet, DomainRecords, Reference, Resource } from '../model.js';

/** Where the zone is, for one provider: what each of its `needs` is, by name. */
export type ZoneAt = Readonly<Record<string, string | Reference>>;

/** What a record is written with. */
export interface SetContext {
  readonly domain: string;
  readonly zone: ZoneAt;
  /** Seconds. */
  readonly ttl: number;
}

/** A Terraform provider: how CAA sets and DNSSEC are written for it. One file a provider. */
export interface ProviderForm {
  /** As in `terraform-<key>`. */
  readonly key: string;
  /** Local name and address in the registry, and the versions that know these resources. */
  readonly local: string;
  readonly source: string;
  readonly version: string;
  /** What has to be known of the zone that the policy does not say: each is a variable. */
  readonly needs: readonly { readonly name: string; readonly says: string }[];
  /** The same, for DNSSEC alone. */
  readonly dnssecNeeds?: readonly { readonly name: string; readonly says: string }[];
  /** Property tags that the provider takes; absent: any. */
  readonly tags?: readonly string[];
  /** Least TTL that it takes, seconds. */
  readonly leastTtl?: number;
  records(set: CaaSet, context: SetContext): readonly Resource[];
  /** Resources that sign the zone; or why there are none, and what to do instead. */
  dnssec(records: DomainRecords, context: SetContext): readonly Resource[] | { readonly instead: Text };
}

/** Key of a set's resource: `caa` at the apex, `shop-caa` below. */
export function setKey(owner: string, domain: string): string {
  const below = relative(owner, domain);
  return below === '' ? 'caa' : `${below}-caa`;
}

/** Key of a resource that is one record: `caa-issue-none` at the apex, `shop-caa-issue-none` below. */
export function entryKey(owner: string, domain: string, key: string): string {
  return `${setKey(owner, domain)}-${key}`;
}

/** The owner as seen from the zone; `''` at the apex. */
export function relative(owner: string, domain: string): string {
  return owner === domain ? '' : owner.slice(0, -domain.length - 1);
}

export function at(zone: ZoneAt, name: string): string | Reference {
  const value = zone[name];
  if (value === undefined) throw new Error(`no ${name} of the zone`);
  return value;
}
