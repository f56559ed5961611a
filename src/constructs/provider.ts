import { TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { PROVIDERS } from '../policy/synth/providers/index.js';

/** Providers that records can be written for, by the key of `caa-guard synth`. */
export type DnsProviderKind =
  'cloudflare' | 'route53' | 'google' | 'azure' | 'digitalocean' | 'hetzner' | 'ns1' | 'desec' | 'gandi';

/** Properties of `DnsProvider`. */
export interface DnsProviderProps {
  /** Which provider it is. */
  readonly kind: DnsProviderKind;
  /**
   * The provider's own configuration, with its own attribute names.
   *
   * @default - none: credentials come from the environment
   */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Version constraint. @default - the versions that know the resources that are written */
  readonly version?: string;
  /** Needed where a stack has several of one kind. */
  readonly alias?: string;
}

/** A provider without its bindings. A provider construct of a prebuilt package does as well. */
export class DnsProvider extends TerraformProvider {
  readonly #configuration: Readonly<Record<string, unknown>>;
  #alias: string | undefined;

  constructor(scope: Construct, id: string, props: DnsProviderProps) {
    const form = PROVIDERS.find(({ key }) => key === props.kind);
    if (form === undefined)
      throw new Error(
        `${scope.node.path}/${id}: expected one of ${PROVIDERS.map(({ key }) => key).join(', ')}; ${JSON.stringify(props.kind)} came`,
      );
    super(scope, id, {
      terraformResourceType: form.local,
      terraformGeneratorMetadata: {
        providerName: form.local,
        // What the core writes as the version is this one, and not the constraint.
        providerVersion: props.version ?? form.version,
      },
      terraformProviderSource: form.source,
    });
    this.#configuration = props.configuration ?? {};
    this.#alias = props.alias;
  }

  override get alias(): string | undefined {
    return this.#alias;
  }

  override set alias(value: string | undefined) {
    this.#alias = value;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.#configuration, ...(this.#alias === undefined ? {} : { alias: this.#alias }) };
  }
}
