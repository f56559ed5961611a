import { Annotations, TerraformStack, type TerraformResource } from 'cdktf';
import { Construct } from 'constructs';
import type { DomainPolicy, Policy } from '../policy/model.js';
import type { DomainRecords, Resource } from '../policy/synth/model.js';
import { noteWords } from '../policy/synth/notes.js';
import type { ProviderForm } from '../policy/synth/providers/model.js';
import { domainRecords } from '../policy/synth/records.js';
import { needsOf, resourcesOf } from '../policy/synth/resources.js';
import { identifier } from '../policy/synth/terraform.js';
import { declare } from './declare.js';
import type { DnsHost } from './hosts.js';
import type { GuardedDomainProps } from './props.js';
import { GuardRegistry } from './registry.js';
import { GuardedResource } from './resource.js';

/** A CAA record, for resources of your own. */
export interface PlainRecord {
  /** Lower-case A-labels, no final dot. */
  readonly name: string;
  readonly flags: number;
  readonly tag: string;
  /** Without spaces: some providers refuse or lose them. */
  readonly value: string;
}

const DEFAULT_TTL = 300;

/**
 * A domain whose CAA records, DNSSEC and policy are declared in one place: it writes the records, keeps them from being
 * destroyed, refuses a program that says otherwise anywhere in the app, and leaves the policy beside `cdk.tf.json`.
 *
 *     new GuardedDomain(this, 'example-com', {
 *       domain: 'example.com',
 *       at: cloudflare({ zoneId: zone.id }),
 *       extends: 'caa-guard:strict',
 *       issue: [letsEncrypt({ account: 1234567, methods: ['dns-01'] })],
 *     });
 */
export class GuardedDomain extends Construct {
  /** Lower-case A-labels, no final dot. */
  readonly domain: string;
  /** The policy, with all that it extends. */
  readonly policy: DomainPolicy;
  /** What fails a run of caa-guard, as far as the policies that it extends say. */
  readonly failOn: Policy['failOn'];
  /** Every CAA record that the policy asks for. */
  readonly records: readonly PlainRecord[];
  /** What the policy asks for and records cannot say. */
  readonly notes: readonly string[];
  /** The resources, by their stable keys: `caa-issue-letsencrypt.org`, `dnssec`. None for `plainRecords()`. */
  readonly resources: ReadonlyMap<string, TerraformResource>;
  /** Whether resources are kept from being destroyed. */
  readonly preventDestroy: boolean;
  readonly host: DnsHost;
  /** The stack that it is in, and stays in if it is taken out of the tree. */
  readonly stack: TerraformStack;

  constructor(scope: Construct, id: string, props: GuardedDomainProps) {
    super(scope, id);
    const registry = GuardRegistry.of(this);
    const { domain, failOn } = declare(this.node.path, props, registry);
    this.domain = domain.name;
    this.policy = domain;
    this.failOn = failOn;
    this.host = props.at;
    this.preventDestroy = props.preventDestroy ?? true;
    // Without a time, no window is open: the records then deny all.
    const wanted = domainRecords(domain, props.now?.getTime() ?? -Infinity);
    this.records = wanted.sets.flatMap(({ owner, entries }) =>
      entries.map(({ flags, tag, value }) => ({ name: owner, flags, tag, value })),
    );
    const { form } = props.at;
    const made =
      form === undefined ? { resources: [], notes: wanted.notes } : this.#resourcesOf(wanted, form, props);
    this.notes = made.notes.map(noteWords);
    this.resources = form === undefined ? new Map() : this.#make(made.resources, form);
    if (wanted.dnssec && ![...this.resources.values()].some(signs) && form?.key !== 'desec')
      Annotations.of(this).addWarning(this.notes.at(-1) ?? `${this.domain} has to be signed`);
    this.stack = TerraformStack.of(this);
    registry.add(this, this.stack);
  }

  /**
   * The DS record for the registrar, where the provider tells it: a token for a `TerraformOutput`. `undefined` for other hosts, and where
   * the policy does not ask for DNSSEC.
   */
  get ds(): string | undefined {
    const cloudflare = this.resources.get('dnssec');
    const key = this.resources.get('ksk');
    if (key !== undefined) return key.getStringAttribute('ds_record');
    return cloudflare?.getStringAttribute('ds');
  }

  #resourcesOf(
    wanted: DomainRecords,
    form: ProviderForm,
    { at, ttl }: GuardedDomainProps,
  ): ReturnType<typeof resourcesOf> {
    const missing = needsOf(form, wanted).find(({ name }) => at.zone[name] === undefined);
    if (missing !== undefined)
      throw new Error(
        `${this.node.path}: expected the ${missing.says}; it is missing. Give it to the host of the domain`,
      );
    const zone = Object.fromEntries(Object.entries(at.zone).map(([name, value]) => [name, { ref: value }]));
    return resourcesOf(wanted, form, zone, ttl ?? DEFAULT_TTL);
  }

  #make(resources: readonly Resource[], form: ProviderForm): ReadonlyMap<string, TerraformResource> {
    const made = new Map<string, GuardedResource>();
    for (const resource of resources) {
      const { provider } = this.host;
      made.set(
        resource.key,
        new GuardedResource(this, identifier(resource.key), {
          resource,
          providerName: form.local,
          ...(provider === undefined ? {} : { provider }),
          preventDestroy: this.preventDestroy,
          dependsOn: (resource.after ?? []).flatMap((key) => made.get(key) ?? []),
        }),
      );
    }
    return made;
  }
}

function signs({ terraformResourceType }: TerraformResource): boolean {
  return /_dnssec$/.test(terraformResourceType);
}
