import type { Text } from '../../base/text.js';
import { hclBlock, isBlocks, isReference, withoutTemplates } from './hcl.js';
import type { Attributes, DomainRecords, Reference, Resource, Value } from './model.js';
import type { ProviderForm, ZoneAt } from './providers/model.js';
import { needsOf, resourcesOf } from './resources.js';

export interface TerraformOptions {
  /** Seconds. */
  readonly ttl: number;
  /** Write the block that names provider and version too: for a directory that has none yet. */
  readonly standalone: boolean;
  readonly syntax: 'hcl' | 'json';
}

interface Module {
  readonly variables: readonly { readonly name: string; readonly says: string }[];
  readonly resources: readonly { readonly type: string; readonly name: string; readonly body: Attributes }[];
  readonly notes: readonly Text[];
}

/** A Terraform module with the records of some domains; what the policy does not say of a zone is a variable. */
export function terraformModule(
  all: readonly DomainRecords[],
  form: ProviderForm,
  options: TerraformOptions,
): { readonly text: string; readonly notes: readonly Text[] } {
  const module = all.map((records) => moduleOf(records, form, options.ttl));
  const joined: Module = {
    variables: module.flatMap((one) => one.variables),
    resources: module.flatMap((one) => one.resources),
    notes: module.flatMap((one) => one.notes),
  };
  const text = options.syntax === 'hcl' ? hcl(joined, form, options) : json(joined, form, options);
  return { text, notes: joined.notes };
}

function moduleOf(records: DomainRecords, form: ProviderForm, ttl: number): Module {
  const variable = (need: string): string => identifier(`${records.domain}_${need}`);
  const needs = needsOf(form, records);
  const zone: ZoneAt = Object.fromEntries(needs.map(({ name }) => [name, { ref: `var.${variable(name)}` }]));
  const { resources, notes } = resourcesOf(records, form, zone, ttl);
  const nameOf = (key: string): string => identifier(`${records.domain}_${key}`);
  return {
    variables: needs.map(({ name, says }) => ({ name: variable(name), says: `${records.domain}: ${says}` })),
    resources: resources.map((one) => ({
      type: one.type,
      name: nameOf(one.key),
      body: { ...one.attributes, ...afterOf(one, resources, nameOf), lifecycle: PREVENT_DESTROY },
    })),
    notes,
  };
}

/** It stops `destroy` and replacement. It does not stop whoever takes the block out: that is for the check of the plan. */
const PREVENT_DESTROY = { blocks: [{ prevent_destroy: true }] };

function afterOf(
  { after = [] }: Resource,
  resources: readonly Resource[],
  nameOf: (key: string) => string,
): Attributes {
  const refs = after.flatMap((key): Reference[] => {
    const one = resources.find((other) => other.key === key);
    return one === undefined ? [] : [{ ref: `${one.type}.${nameOf(key)}` }];
  });
  return refs.length === 0 ? {} : { depends_on: refs };
}

function hcl({ variables, resources }: Module, form: ProviderForm, { standalone }: TerraformOptions): string {
  const blocks = [
    ...(standalone
      ? [
          hclBlock(['terraform'], {
            required_providers: {
              blocks: [{ [form.local]: { source: form.source, version: form.version } }],
            },
          }),
        ]
      : []),
    ...variables.map(({ name, says }) =>
      hclBlock(['variable', name], { description: says, type: { ref: 'string' } }),
    ),
    ...resources.map(({ type, name, body }) => hclBlock(['resource', type, name], body)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** The same in JSON syntax: blocks are objects, or lists of objects where there are several; expressions are `${...}`. */
function json(
  { variables, resources }: Module,
  form: ProviderForm,
  { standalone }: TerraformOptions,
): string {
  const byType: Record<string, Record<string, unknown>> = {};
  for (const { type, name, body } of resources) (byType[type] ??= {})[name] = jsonBody(body);
  const module = {
    ...(standalone
      ? {
          terraform: { required_providers: { [form.local]: { source: form.source, version: form.version } } },
        }
      : {}),
    ...(variables.length === 0
      ? {}
      : {
          variable: Object.fromEntries(
            variables.map(({ name, says }) => [name, { description: says, type: 'string' }]),
          ),
        }),
    resource: byType,
  };
  return `${JSON.stringify(module, null, 2)}\n`;
}

function jsonBody(body: Attributes): Record<string, unknown> {
  return Object.fromEntries(
    // What `depends_on` lists are addresses and no expressions, in JSON syntax too.
    Object.entries(body).map(([name, value]) => [name, jsonValue(value, name === 'depends_on')]),
  );
}

/** Resources as JSON syntax has them; strings of ours hold no templates. */
export function jsonValue(value: Value, plainReferences = false): unknown {
  if (typeof value === 'string') return withoutTemplates(value);
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Value[]).map((one) => jsonValue(one, plainReferences));
  if (isReference(value)) return plainReferences ? value.ref : `\${${value.ref}}`;
  if (isBlocks(value)) return value.blocks.map(jsonBody);
  return jsonBody(value as Attributes);
}

/** A name in Terraform's language: letters, digits, `_` and `-`, no digit first. Dots become `_`, which no domain has. */
export function identifier(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9_-]/g, '_');
  return /^[A-Za-z_]/.test(safe) ? safe : `_${safe}`;
}
