import type { JsonObject } from '../../src/terraform/value.js';

export type Kind = 'records' | 'mixed';

const EMPTY = Object.fromEntries(
  `algorithm altitude certificate digest digest_type fingerprint key_tag lat_degrees lat_direction lat_minutes lat_seconds
   long_degrees long_direction long_minutes long_seconds matching_type order port precision_horz precision_vert preference
   priority protocol public_key regex replacement selector service size target type usage weight`
    .split(/\s+/)
    .map((column) => [column, null]),
);
/** Resources of one zone: itself, and two records at each of ten names. */
const PER_ZONE = 21;

/** A plan of at least `size` octets. */
export function planText(
  kind: Kind,
  size: number,
): { readonly text: string; readonly resources: number; readonly zones: number } {
  // Every resource is about as large as the first ones.
  const sample = documentOf(kind, 1_000);
  const resources = Math.ceil((size / sample.length) * 1_000);
  return { text: documentOf(kind, resources), resources, zones: zonesOf(kind, resources) };
}

/** Every domain may have certificates from Let's Encrypt and Google, as the plan has it. */
export function policyText(zones: number): string {
  const domains = Array.from(
    { length: zones },
    (_, i) => `  d${i}.example:\n    issue: [letsencrypt.org, pki.goog]\n    dnssec: {required: false}\n`,
  );
  return `version: 1\ndomains:\n${domains.join('')}`;
}

function zonesOf(kind: Kind, resources: number): number {
  return Math.ceil(resources / PER_ZONE / (kind === 'records' ? 1 : 100));
}

function documentOf(kind: Kind, resources: number): string {
  const zones = zonesOf(kind, resources);
  const all = [
    ...Array.from({ length: zones }, (_, i) => zoneChange(i)),
    ...Array.from({ length: resources - zones }, (_, i) =>
      kind === 'records'
        ? recordChange(i, zones)
        : i % 100 === 0
          ? recordChange(i / 100, zones)
          : otherChange(i),
    ),
  ];
  return JSON.stringify({
    format_version: '1.2',
    terraform_version: '1.11.4',
    planned_values: {
      root_module: { resources: all.map(({ head, after }) => ({ ...head, values: after })) },
    },
    resource_changes: all.map(({ head, change }) => ({ ...head, change })),
    prior_state: {
      format_version: '1.0',
      values: {
        root_module: {
          resources: all
            .filter(({ change }) => change['before'] !== null)
            .map(({ head, change }) => ({ ...head, values: change['before'] ?? null })),
        },
      },
    },
    configuration: {
      root_module: {
        resources: [
          {
            address: 'cloudflare_dns_record.caa',
            expressions: { zone_id: { references: ['cloudflare_zone.z', 'each.value'] } },
          },
        ],
      },
    },
    complete: true,
    errored: false,
  });
}

interface Made {
  readonly head: JsonObject;
  readonly after: JsonObject;
  readonly change: JsonObject;
}

function made(
  type: string,
  name: string,
  key: string,
  after: JsonObject,
  unknown: JsonObject,
  create: boolean,
): Made {
  return {
    head: {
      address: `${type}.${name}["${key}"]`,
      mode: 'managed',
      type,
      name,
      index: key,
      provider_name: 'registry.terraform.io/cloudflare/cloudflare',
    },
    after,
    change: {
      actions: create ? ['create'] : ['no-op'],
      before: create ? null : after,
      after,
      after_unknown: unknown,
      before_sensitive: {},
      after_sensitive: {},
    },
  };
}

function zoneChange(i: number): Made {
  // Every tenth zone is new: its id is not known yet.
  const create = i % 10 === 0;
  const after = { name: `d${i}.example`, ...(create ? {} : { id: `zone${i}` }) };
  return made('cloudflare_zone', 'z', `d${i}`, after, create ? { id: true } : {}, create);
}

function recordChange(i: number, zones: number): Made {
  const zone = i % zones;
  // Two records a name, one for each CA.
  const turn = Math.floor(i / zones);
  const create = zone % 10 === 0;
  const after = {
    comment: null,
    data: { ...EMPTY, flags: 0, tag: 'issue', value: turn % 2 === 0 ? 'letsencrypt.org' : 'pki.goog' },
    name: turn < 2 ? `d${zone}.example` : `n${Math.floor(turn / 2)}.d${zone}.example`,
    proxied: false,
    ttl: 3600,
    type: 'CAA',
    ...(create ? {} : { id: `record${i}`, zone_id: `zone${zone}` }),
  };
  const unknown: JsonObject = create ? { id: true, zone_id: true, data: {}, content: true } : {};
  return made('cloudflare_dns_record', 'caa', create ? `d${zone}` : `r${i}`, after, unknown, create);
}

function otherChange(i: number): Made {
  const after = {
    ami: `ami-${i}`,
    instance_type: 't3.micro',
    tags: { Name: `host-${i}`, Owner: 'platform', Stage: 'production' },
    user_data: 'x'.repeat(400),
    vpc_security_group_ids: [`sg-${i}`, `sg-${i + 1}`],
    root_block_device: [{ volume_size: 20, volume_type: 'gp3', encrypted: true, tags: null }],
  };
  return made('aws_instance', 'host', `h${i}`, after, {}, false);
}
