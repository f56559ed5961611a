import { describe, expect, it } from 'vitest';
import { configurationJson, planJson, refers, resourceJson, type TestChange } from './testing/builder.js';
import type { JsonObject } from './value.js';
import { readPlan } from './plan.js';
import type { Hints } from './zones.js';

const RECORD = { name: 'www', type: 'CAA', ttl: 1, data: { flags: 0, tag: 'issue', value: 'ca.example' } };
const NEW_ZONE: TestChange = {
  address: 'cloudflare_zone.z',
  after: { name: 'example.com' },
  unknown: { id: true },
};

/** Owners of the CAA sets, and what could not be placed. */
function placed(changes: readonly TestChange[], more: JsonObject = {}, hints: Hints = {}): readonly string[] {
  const { sets, unplaced } = readPlan(planJson(changes, more), { names: ['example.com'], ...hints });
  return [
    ...sets.map(({ zone, owner }) => `${owner} in ${zone}`),
    ...unplaced.map(({ address, why, attribute }) => `${address}: ${why} by ${attribute}`),
  ];
}

const unknownZone = (address: string, after: JsonObject = RECORD): TestChange => ({
  address,
  after,
  unknown: { zone_id: true },
});

describe('the zone of a record is found', () => {
  it('by the expression behind an id that is not known yet', () => {
    const configuration = configurationJson({
      'cloudflare_dns_record.r': { zone_id: refers('cloudflare_zone.z.id', 'cloudflare_zone.z') },
    });
    expect(placed([NEW_ZONE, unknownZone('cloudflare_dns_record.r')], { configuration })).toEqual([
      'www.example.com in cloudflare/example.com',
    ]);
  });

  it('through the variable of a module, in a module that is called for each', () => {
    const configuration = configurationJson(
      {},
      {
        dns: {
          expressions: { zone: refers('cloudflare_zone.z.id', 'cloudflare_zone.z') },
          module: {
            resources: [{ address: 'cloudflare_dns_record.r', expressions: { zone_id: refers('var.zone') } }],
          },
        },
      },
    );
    const changes = [NEW_ZONE, unknownZone('module.dns["a.b"].cloudflare_dns_record.r[0]')];
    expect(placed(changes, { configuration })).toEqual(['www.example.com in cloudflare/example.com']);
  });

  it('through the output of a module', () => {
    const configuration = configurationJson(
      { 'cloudflare_dns_record.r': { zone_id: refers('module.zone.id', 'module.zone') } },
      {
        zone: {
          module: {
            outputs: { id: { expression: refers('cloudflare_zone.z.id', 'cloudflare_zone.z') } },
            resources: [],
          },
        },
      },
    );
    const changes = [
      { ...NEW_ZONE, address: 'module.zone.cloudflare_zone.z' },
      unknownZone('cloudflare_dns_record.r'),
    ];
    expect(placed(changes, { configuration })).toEqual(['www.example.com in cloudflare/example.com']);
  });

  it('by its own key, among zones that are made for each', () => {
    const zones = ['example.com', 'other.example'].map((name): TestChange => ({
      ...NEW_ZONE,
      address: `cloudflare_zone.z["${name}"]`,
      after: { name },
    }));
    const configuration = configurationJson({
      'cloudflare_dns_record.r': { zone_id: refers('cloudflare_zone.z', 'each.key') },
    });
    expect(
      placed([...zones, unknownZone('cloudflare_dns_record.r["example.com"]')], { configuration }),
    ).toEqual(['www.example.com in cloudflare/example.com']);
    expect(
      placed([...zones, unknownZone('cloudflare_dns_record.r["other.example"]')], { configuration }),
    ).toEqual([]);
  });

  it('not where several could be meant', () => {
    const zones = ['example.com', 'other.example'].map((name): TestChange => ({
      ...NEW_ZONE,
      address: `cloudflare_zone.z["${name}"]`,
      after: { name },
    }));
    const configuration = configurationJson({
      'cloudflare_dns_record.r': { zone_id: refers('cloudflare_zone.z') },
    });
    expect(placed([...zones, unknownZone('cloudflare_dns_record.r')], { configuration })).toEqual([
      'cloudflare_dns_record.r: zone by zone_id',
    ]);
  });

  it('by what each.value stands for', () => {
    const configuration = {
      root_module: {
        resources: [
          {
            address: 'cloudflare_dns_record.r',
            expressions: { zone_id: refers('each.value.id', 'each.value') },
            for_each_expression: refers('cloudflare_zone.z'),
          },
        ],
      },
    };
    const zone = { ...NEW_ZONE, address: 'cloudflare_zone.z["a"]' };
    expect(placed([zone, unknownZone('cloudflare_dns_record.r["a"]')], { configuration })).toEqual([
      'www.example.com in cloudflare/example.com',
    ]);
  });

  it('by a data source that was read before', () => {
    const prior_state = {
      values: {
        root_module: {
          resources: [
            resourceJson({
              address: 'data.cloudflare_zone.z',
              values: { zone_id: 'cf9', name: 'example.com' },
            }),
          ],
        },
      },
    };
    const change = { address: 'cloudflare_dns_record.r', after: { ...RECORD, zone_id: 'cf9' } };
    expect(placed([change], { prior_state })).toEqual(['www.example.com in cloudflare/example.com']);
  });

  it('through a resource that itself belongs to a zone', () => {
    const configuration = configurationJson({
      'aws_route53_hosted_zone_dnssec.d': {
        hosted_zone_id: refers(
          'aws_route53_key_signing_key.k.hosted_zone_id',
          'aws_route53_key_signing_key.k',
        ),
      },
      'aws_route53_key_signing_key.k': {
        hosted_zone_id: refers('aws_route53_zone.z.id', 'aws_route53_zone.z'),
      },
    });
    const { signing } = readPlan(
      planJson(
        [
          {
            address: 'aws_route53_zone.z',
            after: { name: 'example.com' },
            unknown: { zone_id: true, id: true },
          },
          {
            address: 'aws_route53_key_signing_key.k',
            after: { status: 'ACTIVE' },
            unknown: { hosted_zone_id: true },
          },
          { address: 'aws_route53_hosted_zone_dnssec.d', after: {}, unknown: { hosted_zone_id: true } },
        ],
        { configuration },
      ),
      { names: ['example.com'] },
    );
    expect(signing.map(({ domain, how, after }) => [domain, how, after])).toEqual([
      ['example.com', 'key', 'on'],
      ['example.com', 'zone', 'on'],
    ]);
  });

  it('by what whoever asks says of an id, also where the id is sensitive', () => {
    const change = {
      address: 'cloudflare_dns_record.r',
      after: { ...RECORD, zone_id: 'cf9' },
      sensitive: { zone_id: true },
    };
    expect(placed([change], {}, { zones: { cf9: 'Example.com.' } })).toEqual([
      'www.example.com in cloudflare/example.com',
    ]);
  });

  it('by another record of the same zone whose name is absolute', () => {
    const named = (address: string, name: string): TestChange => ({
      address,
      after: { ...RECORD, name, zone_id: 'cf9' },
    });
    expect(
      placed([named('cloudflare_dns_record.r', 'www'), named('cloudflare_dns_record.s', 'example.com')]),
    ).toEqual(['example.com in cloudflare/example.com', 'www.example.com in cloudflare/example.com']);
  });

  it('not at all where nothing tells, and that is said', () => {
    const change = { address: 'cloudflare_dns_record.r', after: { ...RECORD, zone_id: 'cf9' } };
    expect(placed([change])).toEqual(['cloudflare_dns_record.r: zone by zone_id']);
  });

  it('not at all for what nothing is done to: that is not this plan’s affair', () => {
    const after = { ...RECORD, zone_id: 'cf9' };
    expect(
      placed([{ address: 'cloudflare_dns_record.r', actions: ['no-op'], before: after, after }]),
    ).toEqual([]);
  });

  it('not in circles', () => {
    const configuration = configurationJson({
      'aws_route53_key_signing_key.a': {
        hosted_zone_id: refers('aws_route53_key_signing_key.b.hosted_zone_id'),
      },
      'aws_route53_key_signing_key.b': {
        hosted_zone_id: refers('aws_route53_key_signing_key.a.hosted_zone_id'),
      },
    });
    const changes = ['a', 'b'].map((name) => ({
      address: `aws_route53_key_signing_key.${name}`,
      after: {},
      unknown: { hosted_zone_id: true },
    }));
    expect(placed(changes, { configuration })).toEqual([
      'aws_route53_key_signing_key.a: zone by hosted_zone_id',
      'aws_route53_key_signing_key.b: zone by hosted_zone_id',
    ]);
  });
});

describe('names', () => {
  const route53 = (name: string, zone: JsonObject = { name: 'example.com', vpc: [] }): readonly string[] =>
    placed([
      {
        address: 'aws_route53_zone.z',
        actions: ['no-op'],
        before: { zone_id: 'Z1', ...zone },
        after: { zone_id: 'Z1', ...zone },
      },
      {
        address: 'aws_route53_record.r',
        after: { zone_id: '/hostedzone/Z1', name, type: 'CAA', records: ['0 issue "ca.example"'] },
      },
    ]);

  it.each([
    ['', 'example.com'],
    ['example.com', 'example.com'],
    ['EXAMPLE.com.', 'example.com'],
    ['www', 'www.example.com'],
    ['notexample.com', 'notexample.com.example.com'],
    ['\\052.dev', '*.dev.example.com'],
  ])('Route 53 takes %j for %s', (name, owner) => {
    expect(route53(name)).toEqual([`${owner} in route53/example.com`]);
  });

  it('in a private zone concern nobody outside', () => {
    expect(route53('', { name: 'example.com', vpc: [{ vpc_id: 'v' }] })).toEqual([]);
  });

  it('are strictly relative where the provider has them so', () => {
    const digitalocean = (name: string): readonly string[] =>
      placed([
        {
          address: 'digitalocean_record.r',
          after: { domain: 'example.com', name, type: 'CAA', flags: 0, tag: 'issue', value: 'ca.example.' },
        },
      ]);
    expect(digitalocean('@')).toEqual(['example.com in digitalocean/example.com']);
    expect(digitalocean('example.com')).toEqual(['example.com.example.com in digitalocean/example.com']);
  });

  it('outside of what matters are left out', () => {
    const after = {
      domain: 'other.example',
      name: '@',
      type: 'CAA',
      flags: 0,
      tag: 'issue',
      value: 'ca.example.',
    };
    expect(placed([{ address: 'digitalocean_record.r', after }])).toEqual([]);
  });

  it('with a dot inside of a label are not below what follows that dot', () => {
    const google = (name: string): readonly string[] =>
      placed([
        {
          address: 'google_dns_record_set.r',
          after: { managed_zone: 'z', name, type: 'CAA', rrdatas: ['0 issue "ca.example"'] },
        },
      ]);
    expect(google('a.example.com.')).toEqual(['a.example.com in google/example.com']);
    expect(google('a\\.example.com.')).toEqual([]);
  });

  it('that are sensitive are not told, but that they are', () => {
    const plan = readPlan(
      planJson([
        {
          address: 'desec_rrset.r',
          after: { domain: 'example.com', subname: 'hush', type: 'CAA', rdata: ['0 issue "ca.example"'] },
          sensitive: { subname: true },
        },
      ]),
      { names: ['example.com'] },
    );
    expect(plan.unplaced).toEqual([
      {
        address: 'desec_rrset.r',
        actions: ['create'],
        what: 'CAA',
        why: 'name',
        attribute: 'name',
        unseen: 'sensitive',
      },
    ]);
    expect(JSON.stringify(plan)).not.toContain('hush');
  });
});

describe('what is not known here', () => {
  it('is said where it speaks of CAA or DNSSEC, and changes', () => {
    const after = { domain: 'example.com', name: '@', record_type: 'CAA', value: 'x' };
    const plan = (change: Partial<TestChange>): readonly string[] =>
      placed([{ address: 'porkbun_dns_record.r', after, ...change }]);
    expect(plan({})).toEqual(['porkbun_dns_record.r: provider by porkbun_dns_record']);
    expect(plan({ actions: ['no-op'], before: after })).toEqual([]);
    expect(placed([{ address: 'ovh_domain_zone_dnssec.d', before: {} }])).toEqual([
      'ovh_domain_zone_dnssec.d: provider by ovh_domain_zone_dnssec',
    ]);
    expect(placed([{ address: 'aws_instance.web', after: { type: 't3.nano' } }])).toEqual([]);
  });
});
