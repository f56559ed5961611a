import { describe, expect, it } from 'vitest';
import { changeJson, planJson, stateJson, type TestChange } from '../../../src/terraform/testing/builder.js';
import type { JsonObject } from '../../../src/terraform/value.js';
import { checkPlan, policyText, TWO_CAS } from './support.js';

const ZONE: TestChange = {
  address: 'cloudflare_zone.z',
  actions: ['no-op'],
  before: { id: 'cf1', name: 'example.com' },
  after: { id: 'cf1', name: 'example.com' },
};

const record = (tag: string, value: string, more: JsonObject = {}): JsonObject => ({
  zone_id: 'cf1',
  name: 'example.com',
  type: 'CAA',
  ttl: 300,
  data: { flags: 0, tag, value },
  ...more,
});

const kept = (address: string, values: JsonObject): TestChange => ({
  address,
  actions: ['no-op'],
  before: values,
  after: values,
});

/** The set that `TWO_CAS` asks for, untouched. */
const GOOD: readonly TestChange[] = [
  ZONE,
  kept('cloudflare_dns_record.caa["le"]', record('issue', 'letsencrypt.org')),
  kept('cloudflare_dns_record.caa["goog"]', record('issue', 'pki.goog')),
  kept('cloudflare_dns_record.caa["wild"]', record('issuewild', ';')),
];

describe('a domain that lies in the zone of another name', () => {
  const policy = [
    'version: 1',
    'domains:',
    '  shop.example.com:',
    '    issue: [letsencrypt.org]',
    '    dnssec: {required: false}',
    '',
  ].join('\n');
  const shop = record('issue', 'letsencrypt.org', { name: 'shop' });

  it('is judged by its set there', async () => {
    const evil = record('issue', 'evil.example', { name: 'shop' });
    const { code, rules } = await checkPlan(
      planJson([ZONE, { address: 'cloudflare_dns_record.s', before: shop, after: evil }]),
      policy,
    );
    expect([code, rules.includes('caa/undeclared-issuer')]).toEqual([1, true]);
  });

  it('and by the set above it, where its own goes', async () => {
    const above = (value: string): TestChange => kept('cloudflare_dns_record.a', record('issue', value));
    const gone: TestChange = { address: 'cloudflare_dns_record.s', before: shop };
    const fine = await checkPlan(planJson([ZONE, above('letsencrypt.org'), gone]), policy);
    expect([fine.code, fine.findings]).toEqual([0, []]);
    const looser = await checkPlan(planJson([ZONE, above('pki.goog'), gone]), policy);
    expect([looser.code, looser.rules.includes('plan/deletes-guarded')]).toEqual([1, true]);
  });
});

it('waivers that cover nothing in a plan may cover what is deployed, and are not told as unused or expired', async () => {
  const waivers = [
    'waivers:',
    '  - {rule: dnssec/weak-algorithm, subject: example.com, reason: old signer, owner: dns@example.com, expires: 2020-01-01}',
    '  - {rule: caa/flags-odd, subject: example.com, reason: legacy, owner: dns@example.com, expires: 2099-01-01}',
    '',
  ].join('\n');
  expect((await checkPlan(planJson(GOOD), TWO_CAS + waivers)).findings).toEqual([]);
});

describe('a plan fails closed', () => {
  it('where it failed, and lists part of what it would do', async () => {
    const { code, findings } = await checkPlan(planJson(GOOD, { errored: true }));
    expect([code, findings]).toEqual([3, ['plan/incomplete the plan unknown high']]);
  });

  it('where it is part of what the configuration asks for', async () => {
    expect((await checkPlan(planJson(GOOD, { complete: false }))).code).toBe(3);
    const deferred = [{ reason: 'provider_config_unknown', resource_change: changeJson(GOOD[1] ?? ZONE) }];
    expect((await checkPlan(planJson(GOOD, { deferred_changes: deferred }))).code).toBe(3);
  });

  it('but not where it only has nothing to apply, nor where it does not say that it is complete', async () => {
    expect((await checkPlan(planJson(GOOD, { applyable: false }))).code).toBe(0);
    const { complete: _, ...rest } = JSON.parse(planJson(GOOD)) as JsonObject;
    expect((await checkPlan(JSON.stringify(rest))).code).toBe(0);
  });

  it('where a provider that is not known here changes a CAA record', async () => {
    const change = {
      address: 'linode_domain_record.r',
      after: { record_type: 'CAA', name: '', target: 'x' },
    };
    const { code, findings } = await checkPlan(planJson([...GOOD, change]));
    expect([code, findings]).toEqual([3, ['plan/unknown-until-apply linode_domain_record.r unknown high']]);
  });

  it('where it does not tell which zone a record is in; naming the zone mends it', async () => {
    const plan = planJson([
      { address: 'cloudflare_dns_record.r', after: record('issue', 'evil.example', { name: '@' }) },
    ]);
    expect((await checkPlan(plan)).code).toBe(3);
    const named = await checkPlan(plan, TWO_CAS, ['--zone', 'cf1=example.com']);
    expect([named.code, named.rules]).toEqual([1, ['caa/declared-issuer-denied', 'caa/undeclared-issuer']]);
  });
});

describe('what is not this plan’s affair is left alone', () => {
  it('a plan that does not speak of the domain is fine, and says that it does not', async () => {
    const { code, terminal } = await checkPlan(planJson([{ address: 'aws_instance.web', after: {} }]));
    expect(code).toBe(0);
    expect(terminal).toContain('none speaks of example.com');
  });

  it('names of the policy whose sets lie elsewhere are not judged by the set above', async () => {
    const policy = policyText(
      'issue: [letsencrypt.org, pki.goog]',
      'issuewild: none',
      'dnssec: {required: false}',
      'names: {shop.example.com: {issue: [digicert.com]}}',
    );
    expect((await checkPlan(planJson(GOOD), policy)).findings).toEqual([]);
  });

  it('but what is already there and wrong is told all the same', async () => {
    const { code, rules } = await checkPlan(
      planJson([...GOOD, kept('cloudflare_dns_record.x', record('issue', 'evil.example'))]),
    );
    expect([code, rules]).toEqual([1, ['caa/undeclared-issuer']]);
  });

  it('a name with a policy of its own is judged by that, where the plan has its set', async () => {
    const policy = policyText(
      'issue: [letsencrypt.org]',
      'dnssec: {required: false}',
      'names: {dev.example.com: {issue: none}}',
    );
    const after = record('issue', 'letsencrypt.org', { name: 'dev' });
    const { findings } = await checkPlan(
      planJson([ZONE, { address: 'cloudflare_dns_record.x', after }]),
      policy,
    );
    expect(findings).toContain('caa/undeclared-issuer dev.example.com drift critical');
  });
});

describe('Cloudflare', () => {
  it('flags that bindings wrote as an object are broken, not zero', async () => {
    const broken = record('issue', 'letsencrypt.org', {
      data: { flags: {}, tag: 'issue', value: 'letsencrypt.org' },
    });
    const { code, findings, printed } = await checkPlan(
      planJson([
        ...GOOD.slice(0, 1),
        ...GOOD.slice(2),
        { address: 'cloudflare_dns_record.caa["le"]', after: broken },
      ]),
    );
    expect(code).toBe(1);
    expect(findings).toContain('plan/broken-value example.com drift high');
    expect(printed).toContain('got an object');
  });

  it.each([0, '0', 128, '128'])('takes flags %j', async (flags) => {
    const { rules } = await checkPlan(
      planJson([
        ...GOOD,
        kept(
          'cloudflare_dns_record.x',
          record('issue', 'pki.goog', { data: { flags, tag: 'issue', value: 'pki.goog' } }),
        ),
      ]),
    );
    expect(rules).not.toContain('plan/broken-value');
  });

  it('content that is stale beside data is not believed', async () => {
    const { code } = await checkPlan(
      planJson([
        ...GOOD.slice(0, 3),
        {
          address: 'cloudflare_dns_record.caa["wild"]',
          before: record('issuewild', ';', { content: '0 issuewild ";"' }),
          after: record('issuewild', 'evil.example', { content: '0 issuewild ";"' }),
        },
      ]),
    );
    expect(code).toBe(1);
  });
});

describe('other providers', () => {
  const digitalocean = (value: string, tag = 'issue'): TestChange => ({
    address: 'digitalocean_record.r',
    after: { domain: 'example.com', name: '@', type: 'CAA', flags: 0, tag, value },
  });

  it.each([
    ['letsencrypt.org', 'issue'],
    ['letsencrypt.org; validationmethods=dns-01.', 'issue'],
    ['letsencrypt.org.', 'issuemail'],
  ])('DigitalOcean does not take %j under %s', async (value, tag) => {
    const { rules } = await checkPlan(planJson([digitalocean(value, tag)]));
    expect(rules).toContain('plan/broken-value');
  });

  it('DigitalOcean serves a CA without the dot that it wants', async () => {
    const policy = policyText('issue: [letsencrypt.org]', 'dnssec: {required: false}');
    expect((await checkPlan(planJson([digitalocean('letsencrypt.org.')]), policy)).findings).toEqual([]);
  });

  it('a final dot anywhere else makes the record one that no CA reads', async () => {
    const after = { domain: 'example.com', subname: '', type: 'CAA', rdata: ['0 issue "letsencrypt.org."'] };
    const { rules } = await checkPlan(planJson([{ address: 'desec_rrset.r', after }]));
    expect(rules).toContain('caa/malformed');
  });

  it('Route 53: a set that is routed or an alias is not known to be the one that is served', async () => {
    const after = { zone_id: 'Z1', name: 'example.com', type: 'CAA', records: ['0 issue "letsencrypt.org"'] };
    for (const more of [
      { weighted_routing_policy: [{ weight: 1 }] },
      { alias: [{ name: 'x', zone_id: 'Z2' }], records: null },
    ]) {
      const { code } = await checkPlan(
        planJson([{ address: 'aws_route53_record.r', after: { ...after, ...more } }]),
      );
      expect(code).toBe(3);
    }
  });

  it('Route 53: what an exclusive set does not list will not stand', async () => {
    const zone = { zone_id: 'Z1', name: 'example.com', vpc: [] };
    const exclusive = (sets: readonly JsonObject[]): TestChange => ({
      address: 'aws_route53_records_exclusive.all',
      after: { zone_id: 'Z1', resource_record_set: sets },
    });
    const a = { name: 'www.example.com', type: 'A', ttl: 60, resource_records: [{ value: '192.0.2.1' }] };
    const without = await checkPlan(planJson([kept('aws_route53_zone.z', zone), exclusive([a])]));
    expect([without.code, without.rules]).toEqual([1, ['caa/missing']]);
    const caa = {
      name: 'example.com',
      type: 'CAA',
      ttl: 60,
      resource_records: ['0 issue "letsencrypt.org"', '0 issue "pki.goog"', '0 issuewild ";"'].map(
        (value) => ({ value }),
      ),
    };
    const all = await checkPlan(planJson([kept('aws_route53_zone.z', zone), exclusive([a, caa])]));
    expect([all.code, all.rules]).toEqual([0, []]);
    // Destroying the claim deletes no record.
    const values = exclusive([a, caa]).after ?? {};
    const gone = await checkPlan(
      planJson([
        kept('aws_route53_zone.z', zone),
        { address: 'aws_route53_records_exclusive.all', before: values },
      ]),
    );
    expect(gone.rules).toEqual(['plan/forgotten']);
  });

  it('two resources that hold one whole set: deleting either leaves a moment without it', async () => {
    const values = {
      domain: 'example.com',
      subname: '@',
      type: 'CAA',
      rdata: ['0 issue "letsencrypt.org"', '0 issue "pki.goog"', '0 issuewild ";"'],
    };
    const { rules } = await checkPlan(
      planJson([
        { address: 'desec_rrset.old', before: values },
        { address: 'desec_rrset.new', after: values },
      ]),
    );
    expect(rules).toEqual(['plan/gap']);
    // Even where the other one is there already: what is deleted is the set of both.
    const beside = await checkPlan(
      planJson([{ address: 'desec_rrset.old', before: values }, kept('desec_rrset.new', values)]),
    );
    expect(beside.rules).toEqual(['plan/gap']);
  });

  it('Azure through the generic provider, body as an object or as text', async () => {
    const body = {
      properties: { TTL: 300, caaRecords: [{ flags: 0, tag: 'issue', value: 'evil.example' }] },
    };
    for (const one of [body, JSON.stringify(body)]) {
      const after = {
        type: 'Microsoft.Network/dnsZones/CAA@2018-05-01',
        name: '@',
        parent_id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/dnsZones/example.com',
        body: one,
      };
      const { rules } = await checkPlan(planJson([{ address: 'azapi_resource.caa', after }]));
      expect(rules).toContain('caa/undeclared-issuer');
    }
  });

  it('the same zone at two providers is two zones: what one lets in, the other does not forbid', async () => {
    const after = { domain: 'example.com', subname: '@', type: 'CAA', rdata: ['0 issue "evil.example"'] };
    const { rules, printed } = await checkPlan(planJson([...GOOD, { address: 'desec_rrset.r', after }]));
    expect(rules).toContain('caa/undeclared-issuer');
    expect(printed).toContain('desec');
  });
});

describe('zones and aliases', () => {
  it('a zone that the plan makes without CAA lets every CA in', async () => {
    const { code, rules } = await checkPlan(
      planJson([{ address: 'cloudflare_zone.z', after: { name: 'example.com' }, unknown: { id: true } }]),
    );
    expect([code, rules]).toEqual([1, ['caa/missing']]);
  });

  it('a zone that the plan deletes takes everything along', async () => {
    const { code, findings } = await checkPlan(
      planJson([{ address: 'cloudflare_zone.z', before: { id: 'cf1', name: 'example.com' } }]),
    );
    expect([code, findings]).toEqual([1, ['plan/deletes-guarded example.com drift critical']]);
  });

  it('a guarded name that becomes an alias is decided by its target, of which the plan says nothing', async () => {
    const policy = policyText(
      'issue: [letsencrypt.org, pki.goog]',
      'issuewild: none',
      'dnssec: {required: false}',
      'names: {www.example.com: {issue: [letsencrypt.org]}}',
    );
    const cname = (proxied: boolean): TestChange => ({
      address: 'cloudflare_dns_record.www',
      after: { zone_id: 'cf1', name: 'www', type: 'CNAME', content: 'host.example.net', proxied },
    });
    const seen = await checkPlan(planJson([...GOOD, cname(false)]), policy);
    expect([seen.code, seen.findings]).toEqual([
      3,
      ['plan/unknown-until-apply www.example.com unknown high'],
    ]);
    // Behind the proxy nobody sees the alias.
    expect((await checkPlan(planJson([...GOOD, cname(true)]), policy)).code).toBe(0);
  });

  it('an alias for ACME challenges that the policy does not know', async () => {
    const after = {
      zone_id: 'cf1',
      name: '_acme-challenge',
      type: 'CNAME',
      content: 'x.auth.example.net',
      proxied: false,
    };
    const { code, rules } = await checkPlan(
      planJson([...GOOD, { address: 'cloudflare_dns_record.acme', after }]),
    );
    expect([code, rules]).toEqual([1, ['dns/acme-delegated']]);
  });

  it('a standing grant that the policy does not allow', async () => {
    const after = {
      zone_id: 'cf1',
      name: '_validation-persist',
      type: 'TXT',
      content: '"letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/9"',
    };
    const { code, rules } = await checkPlan(
      planJson([...GOOD, { address: 'cloudflare_dns_record.t', after }]),
    );
    expect([code, rules]).toEqual([1, ['dns/persist-undeclared']]);
  });
});

describe('deletion and forgetting', () => {
  it('a set that goes counts as lost where names between it and the set above are not in the plan', async () => {
    const policy = policyText(
      'issue: [letsencrypt.org, pki.goog]',
      'issuewild: none',
      'dnssec: {required: false}',
      'names: {a.b.example.com: {issue: [letsencrypt.org, pki.goog], issuewild: none}, b.example.com: {}}',
    );
    const gone = (name: string): TestChange => ({
      address: `cloudflare_dns_record.gone["${name}"]`,
      before: record('issue', 'letsencrypt.org', { name }),
    });
    expect((await checkPlan(planJson([...GOOD, gone('a.b')]), policy)).rules).toEqual([
      'plan/deletes-guarded',
    ]);
    // One name below, the set above is seen to do as well.
    expect((await checkPlan(planJson([...GOOD, gone('b')]), policy)).rules).toEqual(['plan/loosens']);
  });

  it('a record handed over to another resource is not lost', async () => {
    const values = record('issue', 'pki.goog');
    const { rules } = await checkPlan(
      planJson([
        ...GOOD.slice(0, 2),
        ...GOOD.slice(3),
        { address: 'cloudflare_dns_record.caa["goog"]', actions: ['forget'], before: values },
        { ...kept('cloudflare_dns_record.other', values), importing: true },
      ]),
    );
    expect(rules).toEqual([]);
  });

  it('an object that an earlier replacement left over goes without harm', async () => {
    const { findings } = await checkPlan(
      planJson([
        ...GOOD,
        { address: 'cloudflare_dns_record.caa["goog"]', deposed: 'abc', before: record('issue', 'pki.goog') },
      ]),
    );
    expect(findings).toEqual([]);
  });

  it('names prevent_destroy where a block was taken out', async () => {
    const { printed } = await checkPlan(
      planJson([
        ...GOOD.slice(0, 3),
        {
          address: 'cloudflare_dns_record.caa["wild"]',
          before: record('issuewild', ';'),
          reason: 'delete_because_no_resource_config',
        },
      ]),
    );
    expect(printed).toContain('prevent_destroy');
  });

  it('resources that only stand in the prior state, as in a refresh alone, are judged too', async () => {
    const resources = [
      {
        address: 'cloudflare_zone.z',
        type: 'cloudflare_zone',
        mode: 'managed',
        values: { id: 'cf1', name: 'example.com' },
      },
      {
        address: 'cloudflare_dns_record.x',
        type: 'cloudflare_dns_record',
        mode: 'managed',
        values: record('issue', 'evil.example'),
      },
    ];
    const { rules } = await checkPlan(
      planJson([], { prior_state: { values: { root_module: { resources } } } }),
    );
    expect(rules).toContain('caa/undeclared-issuer');
  });

  it('a state with a sensitive set is not known', async () => {
    const text = stateJson([
      { address: 'cloudflare_zone.z', values: { id: 'cf1', name: 'example.com' } },
      {
        address: 'cloudflare_dns_record.x',
        values: record('issue', 'zq7.example'),
        sensitive: { data: { value: true } },
      },
    ]);
    const { code, printed } = await checkPlan(text);
    expect(code).toBe(3);
    expect(printed).not.toContain('zq7');
  });
});

describe('unknown values', () => {
  it('do not hide what the rest of the set already lets in', async () => {
    const after = {
      domain: 'example.com',
      subname: '@',
      type: 'CAA',
      rdata: ['0 issue "evil.example"', null],
    };
    const { code, findings } = await checkPlan(
      planJson([{ address: 'desec_rrset.r', after, unknown: { rdata: [false, true] } }]),
    );
    expect(code).toBe(1);
    expect(findings).toEqual([
      'caa/undeclared-issuer example.com drift critical',
      'plan/unknown-until-apply example.com unknown high',
    ]);
  });

  it('of the type count as CAA, and a set that is not known at all as one value', async () => {
    const base = { domain: 'example.com', subname: '@', ttl: 60 };
    const untyped = { ...base, rdata: ['0 issue "letsencrypt.org"'] };
    expect(
      (await checkPlan(planJson([{ address: 'desec_rrset.r', after: untyped, unknown: { type: true } }])))
        .code,
    ).toBe(3);
    const empty = { ...base, type: 'CAA' };
    expect(
      (await checkPlan(planJson([{ address: 'desec_rrset.r', after: empty, unknown: { rdata: true } }])))
        .code,
    ).toBe(3);
  });
});
