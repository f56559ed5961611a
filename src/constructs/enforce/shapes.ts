/** How a resource type of a provider says which records it is. */
export interface RecordShape {
  readonly name: string;
  /** Attribute that says which zone: an id, or the zone's domain where `zoneIs` says so. */
  readonly zone: string;
  readonly zoneIs: 'id' | 'domain';
  /** Attribute with the record type; absent: it is always CAA. */
  readonly type?: string;
}

/** Every resource type that can be a CAA record. */
export const RECORDS: Readonly<Record<string, RecordShape>> = {
  cloudflare_dns_record: { name: 'name', zone: 'zone_id', zoneIs: 'id', type: 'type' },
  cloudflare_record: { name: 'name', zone: 'zone_id', zoneIs: 'id', type: 'type' },
  aws_route53_record: { name: 'name', zone: 'zone_id', zoneIs: 'id', type: 'type' },
  google_dns_record_set: { name: 'name', zone: 'managed_zone', zoneIs: 'id', type: 'type' },
  azurerm_dns_caa_record: { name: 'name', zone: 'zone_name', zoneIs: 'domain' },
  digitalocean_record: { name: 'name', zone: 'domain', zoneIs: 'domain', type: 'type' },
  hcloud_zone_rrset: { name: 'name', zone: 'zone', zoneIs: 'domain', type: 'type' },
  hcloud_zone_record: { name: 'name', zone: 'zone', zoneIs: 'domain', type: 'type' },
  hetznerdns_record: { name: 'name', zone: 'zone_id', zoneIs: 'id', type: 'type' },
  ns1_record: { name: 'domain', zone: 'zone', zoneIs: 'domain', type: 'type' },
  desec_rrset: { name: 'subname', zone: 'domain', zoneIs: 'domain', type: 'type' },
  gandi_livedns_record: { name: 'name', zone: 'zone', zoneIs: 'domain', type: 'type' },
};

/** How a resource type says how a zone is signed. */
export interface SigningShape {
  readonly zone: string;
  readonly zoneIs: 'id' | 'domain';
  /** The zone is the user's own resource: it has to be signed, and may be there. Absent: only the construct may have it. */
  readonly on?: (attributes: Readonly<Record<string, unknown>>) => unknown;
}

export const SIGNING: Readonly<Record<string, SigningShape>> = {
  cloudflare_zone_dnssec: { zone: 'zone_id', zoneIs: 'id' },
  aws_route53_hosted_zone_dnssec: { zone: 'hosted_zone_id', zoneIs: 'id' },
  aws_route53_key_signing_key: { zone: 'hosted_zone_id', zoneIs: 'id' },
  google_dns_managed_zone: {
    zone: 'dns_name',
    zoneIs: 'domain',
    on: ({ dnssec_config: config }) => {
      const [block] = Array.isArray(config) ? (config as readonly unknown[]) : [config];
      const state =
        typeof block === 'object' && block !== null ? (block as { state?: unknown }).state : 'off';
      return state === 'on' || isUnknown(state);
    },
  },
  ns1_zone: { zone: 'zone', zoneIs: 'domain', on: ({ dnssec }) => dnssec === true || isUnknown(dnssec) },
};

/** Resource types that claim all records of a zone: what they do not list will not stand. */
export const EXCLUSIVE: Readonly<Record<string, string>> = { aws_route53_records_exclusive: 'zone_id' };

/** An expression that only Terraform can work out. */
export function isUnknown(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${');
}
