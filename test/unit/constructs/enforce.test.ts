import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App, TerraformResource, TerraformStack } from 'cdktf';
import type { GuardedDomain } from '../../../src/constructs/index.js';
import { bothCores, type Both } from './support/cores.js';

const ZONE = '0123456789abcdef0123456789abcdef';
let both: readonly Both[] = [];
const outdirs: string[] = [];

beforeAll(async () => {
  both = await bothCores();
}, 60_000);
afterAll(() => outdirs.forEach((one) => rmSync(one, { recursive: true, force: true })));

interface Parts {
  readonly both: Both;
  readonly app: App;
  readonly stack: TerraformStack;
  /** A stack that holds no guarded domain. */
  readonly other: TerraformStack;
  readonly guarded: GuardedDomain;
  /** The record of Let's Encrypt. */
  readonly record: TerraformResource;
  /** A resource that a user writes. */
  readonly resource: (
    scope: TerraformStack,
    type: string,
    attributes: Readonly<Record<string, unknown>>,
  ) => TerraformResource;
}

type Options = NonNullable<ConstructorParameters<typeof App>[0]>;

function parts(one: Both, options: Options = {}): Parts & { readonly outdir: string } {
  const { core, constructs } = one;
  const outdir = mkdtempSync(path.join(tmpdir(), 'caa-guard-enforce-'));
  outdirs.push(outdir);
  class Plain extends core.TerraformResource {
    constructor(
      scope: TerraformStack,
      id: string,
      type: string,
      private readonly attributes: Record<string, unknown>,
    ) {
      super(scope, id, { terraformResourceType: type });
    }
    protected override synthesizeAttributes(): Record<string, unknown> {
      return this.attributes;
    }
  }
  const app = new core.App({ outdir, ...options });
  const stack = new core.TerraformStack(app, 'prod');
  new constructs.DnsProvider(stack, 'cloudflare', { kind: 'cloudflare' });
  const guarded = new constructs.GuardedDomain(stack, 'example-com', {
    domain: 'example.com',
    at: constructs.cloudflare({ zoneId: ZONE }),
    extends: 'caa-guard:strict',
    issue: [constructs.letsEncrypt({ account: 1, methods: ['dns-01'] })],
  });
  const other = new core.TerraformStack(app, 'other');
  const record = guarded.resources.get('caa-issue-letsencrypt.org');
  if (record === undefined) throw new Error('no record');
  let count = 0;
  return {
    both: one,
    app,
    stack,
    other,
    guarded,
    record,
    outdir,
    resource: (scope, type, attributes) => new Plain(scope, `r${count++}`, type, { ...attributes }),
  };
}

const CAA = { type: 'CAA', ttl: 1, data: { flags: 0, tag: 'issue', value: 'evil.example' } };

describe.each([0, 1])('a program is refused, and nothing of the stack is written (core %#)', (index) => {
  it.each<[string, (parts: Parts) => void, string]>([
    [
      'a CAA record of the domain beside the construct',
      ({ stack, resource }) =>
        resource(stack, 'cloudflare_dns_record', { ...CAA, zone_id: ZONE, name: 'example.com' }),
      'cloudflare_dns_record.r0 is a CAA record of example.com that did not come from prod/example-com',
    ],
    [
      'one at the apex of its zone, by @',
      ({ stack, resource }) => resource(stack, 'cloudflare_dns_record', { ...CAA, zone_id: ZONE, name: '@' }),
      'is a CAA record of example.com',
    ],
    [
      'one at a name below, relative to the zone',
      ({ stack, resource }) =>
        resource(stack, 'cloudflare_record', { type: 'CAA', zone_id: ZONE, name: 'www' }),
      'is a CAA record of example.com',
    ],
    [
      'one in a stack without any construct of ours',
      ({ other, resource }) =>
        resource(other, 'aws_route53_record', { type: 'CAA', zone_id: 'Z', name: 'WWW.Example.COM.' }),
      'refuses to write stack other',
    ],
    [
      'one at another provider, by the name of its zone',
      ({ other, resource }) =>
        resource(other, 'azurerm_dns_caa_record', { zone_name: 'example.com', name: '@' }),
      'azurerm_dns_caa_record.r0 is a CAA record of example.com',
    ],
    [
      'one whose name is not known, in the zone',
      ({ stack, resource }) =>
        resource(stack, 'cloudflare_dns_record', { ...CAA, zone_id: ZONE, name: '${var.name}' }),
      'its name is not known before apply',
    ],
    [
      'one whose type is not known, in the zone',
      ({ stack, resource }) =>
        resource(stack, 'cloudflare_dns_record', { zone_id: ZONE, name: 'www', type: '${var.type}' }),
      'its type is not known before apply',
    ],
    [
      'a value that an override changes',
      ({ record }) => record.addOverride('data.value', 'letsencrypt.org'),
      'has another data than its policy asks for: {"flags":0,"tag":"issue","value":"letsencrypt.org"}',
    ],
    [
      'a stack-wide override',
      ({ stack, record }) =>
        stack.addOverride(`resource.cloudflare_dns_record.${record.friendlyUniqueId}.name`, 'x.example.com'),
      'has another name than its policy asks for',
    ],
    [
      'a record that is counted away',
      ({ record }) => record.addOverride('count', 0),
      'has count, which its policy does not ask for',
    ],
    [
      'a record that goes into another zone',
      ({ record }) => record.addOverride('zone_id', 'f'.repeat(32)),
      'has another zone_id',
    ],
    [
      'a record that is taken out of the tree',
      ({ guarded, record }) => void guarded.node.tryRemoveChild(record.node.id),
      'is not written: it was taken out',
    ],
    [
      'a construct that is taken out of the tree',
      ({ stack }) => void stack.node.tryRemoveChild('example-com'),
      'is not written: it was taken out',
    ],
    [
      'a record that may be destroyed',
      ({ record }) => record.addOverride('lifecycle.prevent_destroy', false),
      'may be destroyed',
    ],
    [
      'a record whose changes are ignored',
      ({ record }) => record.addOverride('lifecycle.ignore_changes', ['data']),
      'ignores changes of what its policy asks for',
    ],
    [
      'what an aspect does',
      ({ both: { core }, stack, record }) =>
        core.Aspects.of(stack).add({
          visit: (node) => {
            if (node === record) record.addOverride('data.tag', 'issuewild');
          },
        }),
      'has another data than its policy asks for',
    ],
    [
      'DNSSEC that is turned off',
      ({ guarded }) => guarded.resources.get('dnssec')?.addOverride('status', 'disabled'),
      'has another status than its policy asks for: "disabled"',
    ],
    [
      'DNSSEC of the zone by somebody else',
      ({ other, resource }) =>
        resource(other, 'cloudflare_zone_dnssec', { zone_id: ZONE, status: 'disabled' }),
      'says how example.com is signed, and did not come from prod/example-com',
    ],
    [
      'a zone that Google leaves unsigned',
      ({ other, resource }) =>
        resource(other, 'google_dns_managed_zone', {
          dns_name: 'example.com.',
          dnssec_config: [{ state: 'off' }],
        }),
      'leaves example.com unsigned',
    ],
  ])('%s', (_what, change, words) => {
    const made = parts(both[index]!);
    change(made);
    expect(() => made.app.synth()).toThrow(words);
    const refused = words.includes('stack other') ? 'other' : undefined;
    if (refused !== undefined)
      expect(existsSync(path.join(made.outdir, 'stacks', refused, 'cdk.tf.json'))).toBe(false);
    expect(existsSync(path.join(made.outdir, 'manifest.json'))).toBe(false);
  });

  it('also where validations are skipped, and where only one stack is rendered', () => {
    const skipped = parts(both[index]!, { skipValidation: true });
    skipped.record.addOverride('data.value', ';');
    expect(() => skipped.app.synth()).toThrow('caa-guard refuses');
    const tested = parts(both[index]!);
    tested.record.addOverride('data.value', ';');
    expect(() => both[index]!.core.Testing.synth(tested.stack)).toThrow('caa-guard refuses');
  });

  it('as HCL, which is not judged', () => {
    expect(() => parts(both[index]!).stack.toHclTerraform()).toThrow('refuses to write stack prod as HCL');
  });
});

describe.each([0, 1])('a program is left alone (core %#)', (index) => {
  it.each<[string, (parts: Parts) => void]>([
    ['with nothing else in it', () => {}],
    [
      'with other records of the zone',
      ({ stack, resource }) =>
        resource(stack, 'cloudflare_dns_record', {
          type: 'A',
          zone_id: ZONE,
          name: 'www',
          content: '192.0.2.1',
        }),
    ],
    [
      'with CAA records of other domains, one that ends alike among them',
      ({ other, resource }) => {
        resource(other, 'cloudflare_dns_record', { ...CAA, zone_id: 'another', name: 'notexample.com' });
        resource(other, 'cloudflare_dns_record', { ...CAA, zone_id: 'another', name: '@' });
        resource(other, 'aws_route53_record', { type: 'CAA', zone_id: 'Z', name: 'example.org' });
      },
    ],
    [
      'with what does not change what stands in DNS',
      ({ record }) => {
        record.addOverride('comment', 'by caa-guard');
        record.addOverride('tags', ['a']);
        record.addOverride('ttl', 60);
        record.addOverride('lifecycle.create_before_destroy', true);
      },
    ],
    ['with another logical id, which a migration needs', ({ record }) => record.overrideLogicalId('caa_le')],
    [
      'with a zone that Google signs',
      ({ other, resource }) =>
        resource(other, 'google_dns_managed_zone', {
          dns_name: 'example.com.',
          dnssec_config: [{ state: 'on' }],
        }),
    ],
  ])('%s', (_what, change) => {
    const made = parts(both[index]!);
    change(made);
    expect(() => made.app.synth()).not.toThrow();
    expect(existsSync(path.join(made.outdir, 'stacks/prod/caa-guard.json'))).toBe(true);
    expect(existsSync(path.join(made.outdir, 'stacks/other/caa-guard.json'))).toBe(false);
  });
});

describe.each([0, 1])('a zone that the program makes itself, known by a token (core %#)', (index) => {
  /** The zone and the guarded domain in one stack; `write` adds to this stack or to another one. */
  function synthesised(write: (zoneId: string, own: TerraformStack, other: TerraformStack) => void): string {
    const { core, constructs } = both[index]!;
    const outdir = mkdtempSync(path.join(tmpdir(), 'caa-guard-enforce-'));
    outdirs.push(outdir);
    const app = new core.App({ outdir });
    const stack = new core.TerraformStack(app, 'prod');
    const other = new core.TerraformStack(app, 'other');
    new constructs.DnsProvider(stack, 'cloudflare', { kind: 'cloudflare' });
    const zone = new core.TerraformResource(stack, 'zone', { terraformResourceType: 'cloudflare_zone' });
    const zoneId = zone.getStringAttribute('id');
    new constructs.GuardedDomain(stack, 'example-com', {
      domain: 'example.com',
      at: constructs.cloudflare({ zoneId }),
      issue: [constructs.letsEncrypt()],
      iodef: ['https://report.example/${a}%{b}'],
      dnssec: true,
    });
    write(zoneId, stack, other);
    app.synth();
    return readFileSync(path.join(outdir, 'stacks/prod/cdk.tf.json'), 'utf8');
  }

  it('is written as a reference, and what only looks like one is not', () => {
    const text = synthesised(() => {});
    expect(text).toContain('"zone_id": "${cloudflare_zone.zone.id}"');
    expect(text).toContain('https://report.example/$${a}%%{b}');
  });

  it.each(['own', 'other'] as const)('is known again in the %s stack', (where) => {
    const { core } = both[index]!;
    expect(() =>
      synthesised((zoneId, own, other) => {
        const record = new core.TerraformResource(where === 'own' ? own : other, 'foreign', {
          terraformResourceType: 'cloudflare_dns_record',
        });
        for (const [name, value] of Object.entries({ zone_id: zoneId, name: '@', type: 'CAA' }))
          record.addOverride(name, value);
      }),
    ).toThrow('cloudflare_dns_record.foreign is a CAA record of example.com');
  });
});
