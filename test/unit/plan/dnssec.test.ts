import { describe, expect, it } from 'vitest';
import {
  changeJson,
  configurationJson,
  planJson,
  refers,
  type TestChange,
} from '../../../src/terraform/testing/builder.js';
import type { JsonObject } from '../../../src/terraform/value.js';
import { checkPlan, policyText } from './support.js';

const REQUIRED = policyText('issue: [letsencrypt.org]', 'dnssec: {required: true}');
const CARELESS = policyText('issue: [letsencrypt.org]', 'dnssec: {required: false}');
const OFF = 'plan/dnssec-off example.com drift critical';

const kept = (address: string, values: JsonObject): TestChange => ({
  address,
  actions: ['no-op'],
  before: values,
  after: values,
});
const CLOUDFLARE = kept('cloudflare_zone.z', { id: 'cf1', name: 'example.com' });
const ROUTE53 = kept('aws_route53_zone.z', { id: 'Z1', zone_id: 'Z1', name: 'example.com', vpc: [] });
const dnssec5 = (status: string | null): JsonObject => ({
  zone_id: 'cf1',
  status,
  dnssec_multi_signer: null,
});
const key = (name: string): JsonObject => ({ hosted_zone_id: 'Z1', name, status: 'ACTIVE' });
const google = (blocks: readonly JsonObject[]): JsonObject => ({
  name: 'z',
  dns_name: 'example.com.',
  visibility: 'public',
  dnssec_config: blocks,
});
const AZURE = {
  type: 'Microsoft.Network/dnsZones/dnssecConfigs@2023-07-01-preview',
  name: 'default',
  parent_id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/dnsZones/Example.com',
};

describe('DNSSEC goes', () => {
  it.each<[string, readonly TestChange[]]>([
    [
      'Cloudflare v5: the status is set to disabled',
      [
        CLOUDFLARE,
        { address: 'cloudflare_zone_dnssec.d', before: dnssec5('active'), after: dnssec5('disabled') },
      ],
    ],
    [
      'Cloudflare: the resource is deleted',
      [CLOUDFLARE, { address: 'cloudflare_zone_dnssec.d', before: dnssec5('active') }],
    ],
    [
      'Cloudflare v4: the resource, which has no switch, is deleted',
      [CLOUDFLARE, { address: 'cloudflare_zone_dnssec.d', before: { zone_id: 'cf1', status: 'active' } }],
    ],
    [
      'Route 53: signing is turned off',
      [
        ROUTE53,
        {
          address: 'aws_route53_hosted_zone_dnssec.d',
          before: { hosted_zone_id: 'Z1', signing_status: 'SIGNING' },
          after: { hosted_zone_id: 'Z1', signing_status: 'NOT_SIGNING' },
        },
      ],
    ],
    [
      'Route 53: the last key is made inactive',
      [
        ROUTE53,
        {
          address: 'aws_route53_key_signing_key.k',
          before: key('a'),
          after: { ...key('a'), status: 'INACTIVE' },
        },
      ],
    ],
    [
      'Route 53: the key at the registrar is taken away',
      [
        {
          address: 'aws_route53domains_delegation_signer_record.ds',
          before: { domain_name: 'example.com', signing_attributes: [{}] },
        },
      ],
    ],
    [
      'Google: the block is taken out',
      [{ address: 'google_dns_managed_zone.z', before: google([{ state: 'on' }]), after: google([]) }],
    ],
    [
      'Google: the state is off',
      [
        {
          address: 'google_dns_managed_zone.z',
          before: google([{ state: 'on' }]),
          after: google([{ state: 'off' }]),
        },
      ],
    ],
    ['Azure: the configuration is deleted', [{ address: 'azapi_resource.d', before: AZURE }]],
    [
      'NS1: the switch is turned',
      [
        {
          address: 'ns1_zone.z',
          before: { zone: 'example.com', dnssec: true },
          after: { zone: 'example.com', dnssec: false },
        },
      ],
    ],
    [
      'the DS set in the parent zone is deleted',
      [
        {
          address: 'azurerm_dns_ds_record.ds',
          before: {
            zone_name: 'com',
            name: 'example',
            record: [{ key_tag: 1, algorithm: 13, digest_type: 2, digest_value: 'AB'.repeat(32) }],
          },
        },
      ],
    ],
  ])('%s', async (_what, changes) => {
    expect((await checkPlan(planJson(changes), REQUIRED)).findings).toContain(OFF);
    const careless = await checkPlan(planJson(changes), CARELESS);
    expect(careless.findings).toContain('plan/dnssec-off example.com weakness medium');
    expect(careless.code).toBe(0);
  });
});

describe('DNSSEC stays, or comes', () => {
  it.each<[string, readonly TestChange[]]>([
    [
      'Cloudflare v5: active',
      [CLOUDFLARE, { address: 'cloudflare_zone_dnssec.d', after: dnssec5('active') }],
    ],
    [
      'Cloudflare v4: the resource is made, and says nothing of a status',
      [
        CLOUDFLARE,
        {
          address: 'cloudflare_zone_dnssec.d',
          after: { zone_id: 'cf1' },
          unknown: { status: true, ds: true },
        },
      ],
    ],
    [
      'Cloudflare: pending, until the parent has the DS',
      [
        CLOUDFLARE,
        { address: 'cloudflare_zone_dnssec.d', before: dnssec5('active'), after: dnssec5('pending') },
      ],
    ],
    [
      'Route 53: one key of two goes, as in a rollover',
      [
        ROUTE53,
        kept('aws_route53_key_signing_key.a', key('a')),
        { address: 'aws_route53_key_signing_key.b', before: key('b') },
      ],
    ],
    [
      'Google: handed over, and signed on',
      [
        {
          address: 'google_dns_managed_zone.z',
          before: google([{ state: 'on' }]),
          after: google([{ state: 'transfer' }]),
        },
      ],
    ],
    [
      'Google: a private zone has no signatures, and needs none',
      [
        {
          address: 'google_dns_managed_zone.z',
          before: { ...google([{ state: 'off' }]), visibility: 'private' },
          after: { ...google([]), visibility: 'private' },
        },
      ],
    ],
    ['deSEC signs always', [kept('desec_domain.d', { name: 'example.com' })]],
  ])('%s', async (_what, changes) => {
    const { code, findings } = await checkPlan(planJson(changes), REQUIRED);
    expect([code, findings]).toEqual([0, []]);
  });
});

it('a zone that is made unsigned where the policy requires it is drift', async () => {
  const { rules } = await checkPlan(
    planJson([{ address: 'ns1_zone.z', after: { zone: 'example.com', dnssec: false } }]),
    REQUIRED,
  );
  expect(rules).toContain('plan/dnssec-off');
});

it('a switch that is known after apply, or left to the provider, is not taken for on', async () => {
  for (const change of [
    { after: { ...dnssec5(null) } },
    { after: { zone_id: 'cf1', dnssec_multi_signer: null }, unknown: { status: true } },
    { after: dnssec5('active'), sensitive: { status: true } },
  ]) {
    const { code, findings } = await checkPlan(
      planJson([CLOUDFLARE, { address: 'cloudflare_zone_dnssec.d', ...change }]),
      REQUIRED,
    );
    expect([code, findings]).toEqual([3, ['plan/unknown-until-apply DNSSEC of example.com unknown high']]);
  }
});

it('a replacement turns signing off and on with another key, and that is a gap', async () => {
  const { findings } = await checkPlan(
    planJson([
      CLOUDFLARE,
      {
        address: 'cloudflare_zone_dnssec.d',
        actions: ['delete', 'create'],
        before: dnssec5('active'),
        after: dnssec5('active'),
      },
    ]),
    REQUIRED,
  );
  expect(findings).toEqual(['plan/gap DNSSEC of example.com weakness medium']);
});

it('signing that somebody turned off by hand is told, though the plan turns it on', async () => {
  const change = {
    address: 'cloudflare_zone_dnssec.d',
    before: dnssec5('active'),
    after: dnssec5('disabled'),
  };
  const back = { ...change, before: dnssec5('disabled'), after: dnssec5('active') };
  const { code, findings } = await checkPlan(
    planJson([CLOUDFLARE, back], { resource_drift: [changeJson(change)] }),
    REQUIRED,
  );
  expect([code, findings]).toEqual([1, ['plan/outside-change example.com drift high']]);
});

it('what belongs to a zone that cannot be told is unknown, and found by the expression behind the id', async () => {
  const change: TestChange = {
    address: 'cloudflare_zone_dnssec.d',
    actions: ['update'],
    before: { ...dnssec5('active'), zone_id: 'cf9' },
    after: { status: 'disabled', dnssec_multi_signer: null },
    unknown: { zone_id: true },
  };
  expect((await checkPlan(planJson([change]), REQUIRED)).code).toBe(3);
  const configuration = configurationJson({
    'cloudflare_zone_dnssec.d': { zone_id: refers('cloudflare_zone.z.id', 'cloudflare_zone.z') },
  });
  const { rules } = await checkPlan(planJson([CLOUDFLARE, change], { configuration }), REQUIRED);
  expect(rules).toContain('plan/dnssec-off');
});
