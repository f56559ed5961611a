import { renderText } from '../../base/text.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DomainPolicy } from '../model.js';
import { domainPolicies } from '../testing/arbitrary.js';
import { policyFrom } from '../testing/load.js';
import { dnscontrol, octodns } from './others.js';
import { zoneLines } from './present.js';
import { PROVIDERS } from './providers/index.js';
import { domainRecords } from './records.js';
import { terraformModule } from './terraform.js';

const NOW = Date.UTC(2026, 10, 25, 12);
const A = 'https://acme-v02.api.letsencrypt.org/acme/acct/';

async function domainFrom(...clauses: readonly string[]): Promise<DomainPolicy> {
  const lines = clauses.map((one) => `    ${one}\n`).join('');
  const [domain] = (await policyFrom(`version: 1\ndomains:\n  example.com:\n${lines}`)).domains;
  if (domain === undefined) throw new Error('no domain');
  return domain;
}

const records = async (...clauses: readonly string[]): Promise<readonly string[]> =>
  zoneLines(domainRecords(await domainFrom(...clauses), NOW), 300).map((line) =>
    line.replace(' 300 IN CAA 0', ''),
  );

const keys = async (...clauses: readonly string[]): Promise<readonly string[]> =>
  domainRecords(await domainFrom(...clauses), NOW).sets.flatMap(({ entries }) =>
    entries.map(({ key }) => key),
  );

const notes = async (...clauses: readonly string[]): Promise<string> =>
  domainRecords(await domainFrom(...clauses), NOW)
    .notes.map((one) => renderText(one, (value) => value))
    .join('\n');

describe('the records of a policy', () => {
  it('have one record an account and no space in them', async () => {
    expect(
      await records(
        `issue: [{ca: letsencrypt.org, accounts: ["${A}1", "${A}2"], methods: [dns-01, http-01]}, pki.goog]`,
        'issuewild: none',
        'iodef: mailto:a@example.com',
      ),
    ).toEqual([
      `example.com. issue "letsencrypt.org;accounturi=${A}1;validationmethods=dns-01,http-01"`,
      `example.com. issue "letsencrypt.org;accounturi=${A}2;validationmethods=dns-01,http-01"`,
      'example.com. issue "pki.goog"',
      'example.com. issuewild ";"',
      'example.com. iodef "mailto:a@example.com"',
    ]);
  });

  it('stand at a name below only where it asks for others than the set above', async () => {
    expect(
      await records(
        'issue: none',
        'names: {same.example.com: {}, shop.example.com: {issue: [pki.goog]}, a.shop.example.com: {issue: [pki.goog]}}',
      ),
    ).toEqual(['example.com. issue ";"', 'shop.example.com. issue "pki.goog"']);
  });

  it('deny all where a name is sealed, but in a window', async () => {
    const sealed = ['issue: [pki.goog]', 'issuewild: none', 'sealed: true'];
    expect(await records(...sealed)).toEqual(['example.com. issue ";"', 'example.com. issuewild ";"']);
    const open = 'windows: [{from: 2026-11-25T11:00:00Z, to: 2026-11-25T13:00:00Z}]';
    expect(await records(...sealed, open)).toContain('example.com. issue "pki.goog"');
    expect(await notes(...sealed, open)).toContain(
      'a window is open: write the records again when it closes',
    );
  });

  it('cannot say what a policy opens below: that is told', async () => {
    const clauses = ['issue: none', 'names: {shop.example.com: {issue: unrestricted}}'];
    expect(await records(...clauses)).toEqual(['example.com. issue ";"']);
    expect(await notes(...clauses)).toContain(
      'shop.example.com is open to every CA by the policy; no CAA record',
    );
  });

  it('have names that hold nothing which may change of a record', async () => {
    const bound = (account: number, method: string): string =>
      `issue: [{ca: letsencrypt.org, account: "${A}${account}", methods: [${method}]}]`;
    expect(await keys(bound(1, 'dns-01'))).toEqual(['issue-letsencrypt.org']);
    expect(await keys(bound(2, 'http-01'))).toEqual(['issue-letsencrypt.org']);
    const two = await keys(`issue: [{ca: letsencrypt.org, accounts: ["${A}1", "${A}2"]}]`);
    expect(two[0]).toBe('issue-letsencrypt.org');
    expect(two[1]).toMatch(/^issue-letsencrypt.org-[0-9a-f]{8}$/);
    expect(await keys(`issue: [{ca: letsencrypt.org, accounts: ["${A}1", "${A}3", "${A}2"]}]`)).toEqual(
      expect.arrayContaining([...two]),
    );
  });

  it('have different names within a set, whatever the policy', () => {
    fc.assert(
      fc.property(domainPolicies(), (domain) => {
        for (const { entries } of domainRecords(domain, NOW).sets) {
          expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
          expect(new Set(entries.map(({ tag, value }) => `${tag} ${value}`)).size).toBe(entries.length);
        }
      }),
    );
  });
});

type Json = Readonly<Record<string, unknown>>;
interface Written {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

/** `owner tag value` of every CAA record in a module of a provider, read from what it documents of its attributes. */
function readBack(module: Written, domain: string): readonly string[] {
  const absolute = (name: unknown): string =>
    name === '@'
      ? domain
      : String(name).endsWith('.')
        ? String(name).slice(0, -1)
        : `${String(name)}.${domain}`;
  const presented = (value: unknown): string => {
    const parts = /^0 (\S+) "?(.*?)"?$/.exec(String(value));
    return `${parts?.[1]} ${parts?.[2]}`;
  };
  const list = (value: unknown): readonly Json[] => value as readonly Json[];
  const readers: Readonly<Record<string, (one: Json) => readonly string[]>> = {
    cloudflare_dns_record: ({ name, data }) => [
      `${String(name)} ${(data as Json)['tag'] as string} ${(data as Json)['value'] as string}`,
    ],
    aws_route53_record: ({ name, records }) =>
      list(records).map((one) => `${String(name)} ${presented(one)}`),
    google_dns_record_set: ({ name, rrdatas }) =>
      list(rrdatas).map((one) => `${absolute(name)} ${presented(one)}`),
    azurerm_dns_caa_record: ({ name, record }) =>
      list(record).map(({ tag, value }) => `${absolute(name)} ${String(tag)} ${String(value)}`),
    digitalocean_record: ({ name, tag, value }) => [
      `${absolute(name)} ${String(tag)} ${String(value).replace(/\.$/, '')}`,
    ],
    hcloud_zone_rrset: ({ name, records }) =>
      list(records).map(({ value }) => `${absolute(name)} ${presented(value)}`),
    ns1_record: ({ domain: name, answers }) =>
      list(answers).map(({ answer }) => `${String(name)} ${presented(answer)}`),
    desec_rrset: ({ subname, rdata }) => list(rdata).map((one) => `${absolute(subname)} ${presented(one)}`),
    gandi_livedns_record: ({ name, values }) =>
      list(values).map((one) => `${absolute(name)} ${presented(one)}`),
  };
  return Object.entries(module.resource)
    .flatMap(([type, all]) => Object.values(all).flatMap((one) => readers[type]?.(one) ?? []))
    .sort();
}

describe.each(PROVIDERS.map((form) => [form.key, form] as const))('resources for %s', (_key, form) => {
  const write = (domain: DomainPolicy): Written =>
    JSON.parse(
      terraformModule([domainRecords(domain, NOW)], form, { ttl: 300, standalone: true, syntax: 'json' })
        .text,
    ) as Written;

  it('are the records of the policy, whatever it is', () => {
    fc.assert(
      fc.property(domainPolicies(), (domain) => {
        const { issuemail: _mail, issuevmc: _vmc, ...tags } = domain;
        const plain = form.tags === undefined ? domain : { ...tags, names: [] };
        const expected = domainRecords(plain, NOW).sets.flatMap(({ owner, entries }) =>
          entries.map(({ tag, value }) => `${owner} ${tag} ${value}`),
        );
        expect(readBack(write(plain), domain.name)).toEqual(expected.sort());
      }),
      { numRuns: 50 },
    );
  });

  it('are what they were: another name would destroy a record', async () => {
    const domain = await domainFrom(
      `issue: [{ca: letsencrypt.org, account: "${A}1", methods: [dns-01]}, pki.goog]`,
      'issuewild: none',
      'iodef: mailto:a@example.com',
      'dnssec: {required: true}',
      'names: {shop.example.com: {issue: [digicert.com]}}',
    );
    const { text, notes: told } = terraformModule([domainRecords(domain, NOW)], form, {
      ttl: 300,
      standalone: true,
      syntax: 'hcl',
    });
    const said = told.map((one) => renderText(one, (value) => value));
    await expect(`${text}\n${said.map((one) => `# ${one}\n`).join('')}`).toMatchFileSnapshot(
      `__snapshots__/${form.key}.tf`,
    );
  });

  if (form.tags !== undefined)
    it('are refused for a record that the provider cannot hold', async () => {
      const domain = await domainFrom('issue: none', 'issuemail: none');
      expect(() => write(domain)).toThrow(
        /"issuemail" of example.com is none: it takes issue, issuewild, iodef/,
      );
    });
});

describe('other forms', () => {
  it('have no template where a value looks like one', async () => {
    const domain = await domainFrom('issue: none', 'iodef: "https://example.com/${a}%{b}"');
    const cloudflare = PROVIDERS.find(({ key }) => key === 'cloudflare');
    if (cloudflare === undefined) throw new Error('no Cloudflare');
    for (const syntax of ['hcl', 'json'] as const)
      expect(
        terraformModule([domainRecords(domain, NOW)], cloudflare, { ttl: 300, standalone: false, syntax })
          .text,
      ).toContain('https://example.com/$${a}%%{b}');
  });

  it('for dnscontrol are calls of ES5', async () => {
    const domain = await domainFrom('issue: [pki.goog]', 'dnssec: {required: true}');
    expect(dnscontrol(domainRecords(domain, NOW), 300)).toBe(
      'D_EXTEND("example.com",\n  AUTODNSSEC_ON,\n  CAA("@", "issue", "pki.goog", TTL(300))\n);\n',
    );
  });

  it('for octoDNS are a zone by names, the apex without one', async () => {
    const domain = await domainFrom('issue: none', 'names: {shop.example.com: {issue: [pki.goog]}}');
    expect(octodns(domainRecords(domain, NOW), 300)).toBe(
      `"":
  - type: CAA
    ttl: 300
    values:
      - flags: 0
        tag: issue
        value: ;
shop:
  - type: CAA
    ttl: 300
    values:
      - flags: 0
        tag: issue
        value: pki.goog
`,
    );
  });
});
