import type { CaaParts } from '../model.js';
import type { Json, JsonObject } from '../value.js';
import type { TestChange } from './builder.js';

/** How one provider holds CAA records: enough of its schema to make plans of every kind. */
export interface Shape {
  readonly provider: string;
  readonly type: string;
  /** Whether one resource holds the whole set. */
  readonly whole: boolean;
  /** Attributes of a resource that holds these records at an owner relative to `example.com`; `@` is the apex. */
  attributes(records: readonly CaaParts[], name?: string): JsonObject;
  /** Marks (`after_unknown`, `after_sensitive`) that cover the value of the first record, and the values without it. */
  marks(records: readonly CaaParts[]): { readonly after: JsonObject; readonly marks: Json };
}

const text = ({ flags, tag, value }: CaaParts): string => `${flags} ${tag} "${value}"`;
const owner = (name: string): string => (name === '@' ? 'example.com' : `${name}.example.com`);

/** A set of presentation strings in a list. */
function strings(
  provider: string,
  type: string,
  list: string,
  around: (name: string) => JsonObject,
  write: (record: CaaParts) => string = text,
): Shape {
  const attributes = (records: readonly CaaParts[], name = '@'): JsonObject => ({
    ...around(name),
    type: 'CAA',
    ttl: 3600,
    [list]: records.map(write),
  });
  return {
    provider,
    type,
    whole: true,
    attributes,
    // Terraform puts what is not known of a set at its end.
    marks: (records) => ({
      after: { ...attributes(records), [list]: [...records.slice(1).map(write), null] },
      marks: { [list]: [...records.slice(1).map(() => false), true] },
    }),
  };
}

/** A set of objects in a list, of which one attribute matters. */
function objects(
  provider: string,
  type: string,
  list: string,
  member: string,
  around: (name: string) => JsonObject,
  write: (record: CaaParts) => string = text,
): Shape {
  const attributes = (records: readonly CaaParts[], name = '@'): JsonObject => ({
    ...around(name),
    type: 'CAA',
    ttl: 3600,
    [list]: records.map((one) => ({ [member]: write(one) })),
  });
  return {
    provider,
    type,
    whole: true,
    attributes,
    marks: (records) => ({
      after: {
        ...attributes(records),
        [list]: records.map((one, i) => (i === 0 ? {} : { [member]: write(one) })),
      },
      marks: { [list]: records.map((_, i) => (i === 0 ? { [member]: true } : {})) },
    }),
  };
}

/** One record a resource; `place` says where the value stands. */
function single(
  provider: string,
  type: string,
  write: (record: CaaParts, name: string) => JsonObject,
  hide: (attributes: JsonObject) => { readonly after: JsonObject; readonly marks: Json },
): Shape {
  const attributes = (records: readonly CaaParts[], name = '@'): JsonObject => {
    const [first] = records;
    if (first === undefined) throw new Error('expected a record');
    return write(first, name);
  };
  return { provider, type, whole: false, attributes, marks: (records) => hide(attributes(records)) };
}

const dotted = (value: string): string => (value === ';' || value.includes(':') ? value : `${value}.`);

export const SHAPES: readonly Shape[] = [
  single(
    'cloudflare',
    'cloudflare_dns_record',
    (record, name) => ({
      zone_id: 'cf1',
      name: owner(name),
      type: 'CAA',
      ttl: 1,
      proxied: false,
      // In an update the provider keeps the old content where data is set.
      content: '0 issue "stale.example"',
      data: { algorithm: null, target: null, ...record },
    }),
    (all) => {
      const { value: _, ...data } = all['data'] as JsonObject;
      return { after: { ...all, data }, marks: { content: true, data: { value: true } } };
    },
  ),
  single(
    'cloudflare',
    'cloudflare_record',
    (record, name) => ({
      zone_id: 'cf1',
      name,
      type: 'CAA',
      ttl: 3600,
      data: [{ content: null, ...record, flags: String(record.flags) }],
    }),
    (all) => {
      const [data] = all['data'] as readonly JsonObject[];
      const { value: _, ...rest } = data ?? {};
      return { after: { ...all, data: [rest] }, marks: { value: true, data: [{ value: true }] } };
    },
  ),
  strings('route53', 'aws_route53_record', 'records', (name) => ({
    zone_id: 'Z1',
    name: name === '@' ? '' : name,
    alias: [],
    weighted_routing_policy: [],
  })),
  strings('google', 'google_dns_record_set', 'rrdatas', (name) => ({
    managed_zone: 'handle',
    name: `${owner(name)}.`,
    routing_policy: [],
  })),
  {
    provider: 'azure',
    type: 'azurerm_dns_caa_record',
    whole: true,
    attributes: (records, name = '@') => azureAttributes(records, name),
    marks: (records) => ({
      after: {
        ...azureAttributes(records, '@'),
        record: records.map((one, i) => (i === 0 ? { flags: one.flags, tag: one.tag } : { ...one })),
      },
      marks: { record: records.map((_, i) => (i === 0 ? { value: true } : {})) },
    }),
  },
  single(
    'digitalocean',
    'digitalocean_record',
    (record, name) => ({
      domain: 'example.com',
      name,
      type: 'CAA',
      ...record,
      value: dotted(record.value),
      ttl: 1800,
    }),
    (all) => {
      const { value: _, ...after } = all;
      return { after, marks: { value: true } };
    },
  ),
  objects('hetzner', 'hcloud_zone_rrset', 'records', 'value', (name) => ({ zone: 'example.com', name })),
  single(
    'hetzner',
    'hetznerdns_record',
    (record, name) => ({ zone_id: 'hz1', name, type: 'CAA', ttl: 3600, value: text(record) }),
    (all) => {
      const { value: _, ...after } = all;
      return { after, marks: { value: true } };
    },
  ),
  objects(
    'ns1',
    'ns1_record',
    'answers',
    'answer',
    (name) => ({ zone: 'example.com', domain: owner(name), link: null }),
    ({ flags, tag, value }) => `${flags} ${tag} ${value}`,
  ),
  strings('desec', 'desec_rrset', 'rdata', (name) => ({ domain: 'example.com', subname: name })),
  strings('gandi', 'gandi_livedns_record', 'values', (name) => ({ zone: 'example.com', name })),
];

function azureAttributes(records: readonly CaaParts[], name: string): JsonObject {
  return {
    name,
    zone_name: 'example.com',
    resource_group_name: 'rg',
    ttl: 300,
    record: records.map((one) => ({ ...one })),
  };
}

/** Zones that give the ids in the shapes their name; as they stand in a plan that does not touch them. */
export const ZONES: readonly TestChange[] = (
  [
    ['cloudflare_zone.z', { id: 'cf1', name: 'example.com' }],
    ['aws_route53_zone.z', { id: 'Z1', zone_id: 'Z1', name: 'example.com', vpc: [] }],
    [
      'google_dns_managed_zone.z',
      { name: 'handle', dns_name: 'example.com.', visibility: 'public', dnssec_config: [{ state: 'on' }] },
    ],
    ['hetznerdns_zone.z', { id: 'hz1', name: 'example.com' }],
  ] as const
).map(([address, values]) => ({ address, actions: ['no-op'], before: values, after: values }));

/** The resources that hold a set: one, or one a record, numbered as `count` would. */
export function resourcesOf(shape: Shape, records: readonly CaaParts[]): readonly JsonObject[] {
  return shape.whole ? [shape.attributes(records)] : records.map((one) => shape.attributes([one]));
}
