import { TerraformResource, type TerraformProvider } from 'cdktf';
import type { Construct } from 'constructs';
import { isBlocks, isReference, withoutTemplates } from '../policy/synth/hcl.js';
import type { Attributes, Resource, Value } from '../policy/synth/model.js';

/** What a guarded resource is made with. */
export interface GuardedResourceProps {
  readonly resource: Resource;
  /** Local name of its provider. */
  readonly providerName: string;
  readonly provider?: TerraformProvider;
  readonly preventDestroy: boolean;
  readonly dependsOn: readonly TerraformResource[];
}

/**
 * A resource that a guarded domain consists of. It is written from our own table of attributes: no provider package is loaded, flags are
 * numbers, and it works in both cores.
 */
export class GuardedResource extends TerraformResource {
  /** As they are meant to be written. References may be tokens. */
  readonly attributes: Readonly<Record<string, unknown>>;

  constructor(scope: Construct, id: string, props: GuardedResourceProps) {
    const { resource, providerName, provider, preventDestroy, dependsOn } = props;
    super(scope, id, {
      terraformResourceType: resource.type,
      terraformGeneratorMetadata: { providerName },
      ...(provider === undefined ? {} : { provider }),
      ...(preventDestroy ? { lifecycle: { preventDestroy } } : {}),
      ...(dependsOn.length === 0 ? {} : { dependsOn: [...dependsOn] }),
    });
    this.attributes = attributesOf(resource.attributes);
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return { ...this.attributes };
  }
}

function attributesOf(attributes: Attributes): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, attributeOf(value)]));
}

/** In JSON syntax. Our own strings hold no templates; references are what the user gave, tokens among them. */
function attributeOf(value: Value): unknown {
  if (typeof value === 'string') return withoutTemplates(value);
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Value[]).map(attributeOf);
  if (isReference(value)) return value.ref;
  if (isBlocks(value)) return value.blocks.map(attributesOf);
  return attributesOf(value as Attributes);
}
