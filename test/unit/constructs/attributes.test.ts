import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, TerraformStack, type TerraformProvider } from 'cdktf';
import { describe, expect, it } from 'vitest';
import type { Construct } from 'constructs';
import {
  cloudflare,
  DnsProvider,
  GuardedDomain,
  letsEncrypt,
  none,
  plainRecords,
} from '../../../src/constructs/index.js';
import * as constructs from '../../../src/constructs/index.js';
import { caOf } from '../../../src/policy/cas.js';
import { loadPolicies } from '../../../src/policy/load.js';
import { METHODS } from '../../../src/policy/methods.js';
import { PROVIDERS } from '../../../src/policy/synth/providers/index.js';

/** What the provider's own bindings write for a resource. */
interface Binding {
  synthesizeHclAttributes(): Readonly<Record<string, unknown>>;
}
type BindingClass = new (scope: Construct, id: string, config: Readonly<Record<string, unknown>>) => Binding;

/** One class of a binding. The package has no exports, and loading all of it takes a third of a second. */
function binding(name: string, type: string): BindingClass {
  const require = createRequire(import.meta.url);
  const loaded = require(`@cdktf/provider-cloudflare/lib/${name}/index.js`) as Readonly<
    Record<string, BindingClass>
  >;
  const found = loaded[type];
  if (found === undefined) throw new Error(`no ${type}`);
  return found;
}

function guardedIn(stack: TerraformStack): GuardedDomain {
  return new GuardedDomain(stack, 'example-com', {
    domain: 'example.com',
    at: cloudflare({ zoneId: 'z' }),
    issue: [letsEncrypt({ account: 1 })],
    dnssec: true,
  });
}

type Rendered = {
  resource: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
};

describe('what is written for Cloudflare', () => {
  const stack = new TerraformStack(new App(), 'prod');
  new DnsProvider(stack, 'cloudflare', { kind: 'cloudflare' });
  guardedIn(stack);
  const { resource } = stack.toTerraform() as Rendered;
  const ours = (type: string): readonly string[] =>
    Object.keys(Object.values(resource[type] ?? {})[0] ?? {}).filter(
      (name) => !['//', 'lifecycle'].includes(name),
    );

  it.each([
    [
      'cloudflare_dns_record',
      'dns-record',
      'DnsRecord',
      { name: 'a', ttl: 1, type: 'CAA', zoneId: 'z', data: {} },
    ],
    ['cloudflare_zone_dnssec', 'zone-dnssec', 'ZoneDnssec', { zoneId: 'z', status: 'active' }],
  ])('has the attributes that the bindings have: %s', (type, file, name, config) => {
    const made = new (binding(file, name))(new TerraformStack(new App(), 'theirs'), 'one', config);
    const theirs = Object.keys(made.synthesizeHclAttributes());
    expect(ours(type).length).toBeGreaterThan(1);
    expect(ours(type).filter((one) => !theirs.includes(one))).toEqual([]);
  });

  it('has flags that are numbers, where the bindings write {}', () => {
    const [record] = Object.values(resource['cloudflare_dns_record'] ?? {});
    expect(record?.['data']).toEqual({
      flags: 0,
      tag: 'issue',
      value: 'letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1',
    });
    const theirs = new TerraformStack(new App(), 'theirs');
    new (binding('dns-record', 'DnsRecord'))(theirs, 'one', {
      name: 'a',
      ttl: 1,
      type: 'CAA',
      zoneId: 'z',
      data: { flags: 128, tag: 'issue', value: ';' },
    });
    const written = (theirs.toTerraform() as Rendered).resource['cloudflare_dns_record']?.['one'];
    // When this fails, the bindings were mended: nothing here depends on it.
    expect(written?.['data']).toMatchObject({ flags: {} });
  });
});

describe('issuers', () => {
  const named = Object.entries(constructs).filter(
    ([name, value]) =>
      typeof value === 'function' &&
      value.length <= 1 &&
      /^[a-z]/.test(name) &&
      isIssuer(value as () => unknown),
  ) as [string, (props?: object) => { ca: string }][];

  function isIssuer(make: () => unknown): boolean {
    try {
      return typeof (make() as { ca?: unknown }).ca === 'string';
    } catch {
      return false;
    }
  }

  it('are those of the table of CAs', () => {
    expect(named.length).toBeGreaterThan(15);
    for (const [name, make] of named) expect(caOf(make().ca), name).toBeDefined();
  });

  it('take an account by its number, where the CA is known to have such URIs', () => {
    expect(letsEncrypt({ account: 1234 }).accounts).toEqual([
      'https://acme-v02.api.letsencrypt.org/acme/acct/1234',
    ]);
    expect(letsEncrypt({ account: '1', accounts: [2] }).accounts).toHaveLength(2);
    expect(constructs.digiCert({ account: 'https://acme.digicert.com/v2/acct/1' }).accounts).toEqual([
      'https://acme.digicert.com/v2/acct/1',
    ]);
  });

  it('take the methods of the table', () => {
    // Typed by hand, for editors: a method that comes must be added there.
    const typed: readonly constructs.MethodLabel[] = [
      'dns-01',
      'dns-account-01',
      'dns-persist-01',
      'http-01',
      'tls-alpn-01',
      'onion-csr-01',
      'email-reply-00',
    ];
    expect(METHODS.map(({ label }) => label).filter((label) => !label.startsWith('ca-'))).toEqual(typed);
  });
});

it('names ledger files in the policy that it writes, as seen from there', async () => {
  const guarded = new GuardedDomain(new TerraformStack(new App(), 'prod'), 'x', {
    domain: 'example.com',
    at: plainRecords(),
    issue: none,
    certificates: { ledger: 'dns/ledger.json', keys: ['ab'.repeat(32)] },
  });
  const text = constructs.manifestOf([guarded], 'cdktf.out/stacks/prod');
  expect(JSON.parse(text)).toMatchObject({
    domains: { 'example.com': { certificates: { ledger: ['../../../dns/ledger.json'] } } },
  });
  const asked: string[] = [];
  const loaded = await loadPolicies(['cdktf.out/stacks/prod/caa-guard.json'], {
    readFile: async (file) => (
      asked.push(file),
      file.endsWith('ledger.json') ? 'version: 1\ndomains: {}\n' : text
    ),
  });
  expect(loaded.ok).toBe(true);
  expect(asked).toContain('dns/ledger.json');
});

describe('a guarded domain', () => {
  const stackOf = (): TerraformStack => new TerraformStack(new App(), 'prod');

  it('is six lines', () => {
    const guarded = guardedIn(stackOf());
    expect(guarded.records).toEqual([
      {
        name: 'example.com',
        flags: 0,
        tag: 'issue',
        value: 'letsencrypt.org;accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1',
      },
    ]);
    expect([...guarded.resources.keys()]).toEqual(['caa-issue-letsencrypt.org', 'dnssec']);
    expect(guarded.ds).toMatch(/TOKEN/);
  });

  it('at any other host gives its records, and writes none', () => {
    const stack = stackOf();
    const guarded = new GuardedDomain(stack, 'x', { domain: 'example.com', at: plainRecords(), issue: none });
    expect(guarded.records.map(({ value }) => value)).toEqual([';']);
    expect(stack.toTerraform()).not.toHaveProperty('resource');
  });

  it('denies all when it is sealed, but for a time in a window', () => {
    const values = (now?: Date): readonly string[] =>
      new GuardedDomain(stackOf(), 'x', {
        domain: 'example.com',
        at: plainRecords(),
        issue: [letsEncrypt()],
        sealed: true,
        windows: [{ from: '2026-12-01T04:00:00Z', to: '2026-12-01T06:00:00Z' }],
        ...(now === undefined ? {} : { now }),
      }).records.map(({ value }) => value);
    expect(values()).toEqual([';']);
    expect(values(new Date('2026-12-01T05:00:00Z'))).toEqual(['letsencrypt.org']);
    expect(values(new Date('2026-12-01T06:00:00Z'))).toEqual([';']);
  });

  it.each<[string, (stack: TerraformStack) => unknown, RegExp]>([
    [
      'a CA that nobody knows',
      (stack) =>
        new GuardedDomain(stack, 'x', {
          domain: 'example.com',
          at: plainRecords(),
          issue: [constructs.issuer('letsencrypt.com')],
        }),
      /^prod\/x: expected .*letsencrypt\.com/,
    ],
    [
      'a domain that nobody says who may issue for',
      (stack) => new GuardedDomain(stack, 'x', { domain: 'example.com', at: plainRecords() }),
      /prod\/x: expected the clause issue for example.com/,
    ],
    [
      'what a locked policy forbids',
      (stack) =>
        new GuardedDomain(stack, 'x', {
          domain: 'example.com',
          at: plainRecords(),
          issue: none,
          extends: 'caa-guard:strict',
          dnssec: false,
        }),
      /expected dnssec.required of example.com to be at least as strict/,
    ],
    [
      'a policy to extend that is not there',
      (stack) =>
        new GuardedDomain(stack, 'x', {
          domain: 'example.com',
          at: plainRecords(),
          issue: none,
          extends: 'gone.yaml',
        }),
      /expected a policy file at gone.yaml/,
    ],
    [
      'a zone to sign without what signs it',
      (stack) =>
        new GuardedDomain(stack, 'x', {
          domain: 'example.com',
          at: constructs.route53({ zoneId: 'Z' }),
          issue: none,
          dnssec: true,
        }),
      /prod\/x: expected the ARN of the KMS key .* it is missing/,
    ],
    [
      'a record that the host cannot hold',
      (stack) =>
        new GuardedDomain(stack, 'x', {
          domain: 'example.com',
          at: constructs.digitalOcean(),
          issue: none,
          issuemail: none,
        }),
      /"issuemail" of example.com is none/,
    ],
    [
      'the same domain twice',
      (stack) => {
        guardedIn(stack);
        return new GuardedDomain(stack, 'y', { domain: 'EXAMPLE.com', at: plainRecords(), issue: none });
      },
      /expected example.com to be guarded once; prod\/example-com does already/,
    ],
  ])('is refused for %s', (_what, make, words) => {
    expect(() => make(stackOf())).toThrow(words);
  });

  it('that is to be signed and is not by any resource says so at synth', () => {
    const guarded = new GuardedDomain(stackOf(), 'x', {
      domain: 'example.com',
      at: constructs.googleDns({ managedZone: 'z' }),
      issue: none,
      dnssec: true,
    });
    expect(guarded.node.metadata.map(({ data }) => String(data)).join()).toMatch(
      /example\.com has to be signed, and no resource here does it: say dnssec_config/,
    );
  });
});

it('takes the provider construct of a prebuilt package as well', () => {
  const app = new App({ outdir: mkdtempSync(path.join(tmpdir(), 'caa-guard-prebuilt-')) });
  const stack = new TerraformStack(app, 'prod');
  const Prebuilt = binding('provider', 'CloudflareProvider') as unknown as new (
    scope: Construct,
    id: string,
    config: object,
  ) => TerraformProvider;
  const provider = new Prebuilt(stack, 'cloudflare', { alias: 'dns' });
  new GuardedDomain(stack, 'x', {
    domain: 'example.com',
    at: cloudflare({ zoneId: 'z', provider }),
    issue: none,
  });
  expect(() => app.synth()).not.toThrow();
  const [record] = Object.values((stack.toTerraform() as Rendered).resource['cloudflare_dns_record'] ?? {});
  expect(record?.['provider']).toBe('cloudflare.dns');
  rmSync(app.outdir, { recursive: true, force: true });
});

it('has a provider construct for every provider', () => {
  for (const { key, local, source } of PROVIDERS) {
    const stack = new TerraformStack(new App(), 'prod');
    new DnsProvider(stack, 'p', {
      kind: key as constructs.DnsProviderKind,
      alias: 'a',
      configuration: { region: 'x' },
    });
    expect(stack.toTerraform()).toMatchObject({
      provider: { [local]: [{ alias: 'a', region: 'x' }] },
      terraform: { required_providers: { [local]: { source } } },
    });
  }
});
